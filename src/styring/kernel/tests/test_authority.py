from __future__ import annotations

import pytest

from styring.kernel import authority
from styring.kernel.authority import Action, Right, answered_by, may, require
from styring.kernel.errors import NotAllowedError

VIEW = Action("plans.goal.view", "goals", Right.READ)


def test_everything_is_refused_until_somebody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "_answers", [authority._refused])
    assert not may("Kari", VIEW)
    with pytest.raises(NotAllowedError):
        require("Kari", VIEW)


def test_the_answer_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority, "_answers", [authority._refused])
    answered_by(lambda actor, action, unit: (actor, action.document, unit) == ("Kari", "goals", 7))
    require("Kari", VIEW, 7)
    assert not may("Kari", VIEW)
