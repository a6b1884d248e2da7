from __future__ import annotations

import pytest

from styring.kernel import authority
from styring.kernel.authority import Action, Right, answered_by, may, may_somewhere, require
from styring.kernel.errors import NotAllowedError

VIEW = Action("plans.goal.view", "goals", Right.READ)


def test_everything_is_refused_until_somebody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "_answers", [authority._refused])
    assert not may("Kari", VIEW)
    with pytest.raises(NotAllowedError):
        require("Kari", VIEW)


def test_the_answer_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "_answers", [authority._refused])
    monkeypatch.setattr(authority, "_somewhere", [authority._refused_everywhere])
    assert not may_somewhere("Kari", VIEW)
    answered_by(lambda actor, action, unit: (actor, action.document, unit) == ("Kari", "goals", 7))
    require("Kari", VIEW, 7)
    assert not may("Kari", VIEW)


def everywhere(actor: object, action: Action, unit: object) -> bool:
    return actor == "Kari" and action == VIEW and unit is None


def test_menus_are_answered_by_the_quick_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "_answers", [authority._refused])
    monkeypatch.setattr(authority, "_somewhere", [authority._refused_everywhere])
    answered_by(everywhere)
    assert may_somewhere("Kari", VIEW)
    answered_by(everywhere, somewhere=lambda actor, action: (actor, action) == ("Ola", VIEW))
    assert (may_somewhere("Kari", VIEW), may_somewhere("Ola", VIEW)) == (False, True)
