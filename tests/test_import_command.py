from __future__ import annotations

import argparse
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Layer
from styring.imports.importers import RefusedError
from styring.imports.tests.factories import SavedLayoutFactory
from styring.ledger.models import Posting
from styring.organisation.tests.factories import UnitFactory
from styring.project.commands import import_

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.django_db

BUDGET = "aar;kontoklasse;enhet;funksjon;art;belop\n2025;1;E1;202;010;1200,50\n2025;1;E1;202;600;-200\n"


def taken_in(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_.add_to(parser)
    return import_.run(parser.parse_args(words))


def test_a_budget_has_the_day_and_the_case_of_its_decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    top = UnitFactory.create(code="TOPP")
    UnitFactory.create(code="E1", parent=top)
    by, file = user_with(Role.CONTROLLER, top).username, tmp_path / "budsjett.csv"
    file.write_text(BUDGET)
    decision = ("--decided-on", "2024-12-11", "--case", "KST 118/24")
    assert taken_in("budget", str(file), "--year", "2025", "--by", by, *decision) == 0
    layer = Layer.objects.get()
    assert (str(layer.decided_on), layer.decision) == ("2024-12-11", "KST 118/24")
    assert "2 linjer" in capsys.readouterr().out


LEDGER = "maaned;kontoklasse;enhet;funksjon;art;belop\n10;1;E1;202;010;1200,50\n10;1;E1;202;600;-200\n"


@pytest.fixture
def take_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Takes in a ledger file by command, and reads what it says to machines."""
    top = UnitFactory.create(code="TOPP")
    UnitFactory.create(code="E1", parent=top)
    by, file = user_with(Role.CONTROLLER, top).username, tmp_path / "hovedbok.csv"

    def taken(content: str, *words: str) -> dict[str, Any]:
        file.write_text(content)
        with suppress(RefusedError):
            taken_in("ledger", str(file), "--year", "2026", "--by", by, "--format", "json", *words)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return taken


def some(found: dict[str, Any], *names: str) -> list[object]:
    return [found[name] for name in ("state", "lines_read", "lines_posted", "lines_replaced", *names)]


def test_lines_read_posted_and_replaced_are_counted(take_in: Callable[..., dict[str, Any]]) -> None:
    assert some(take_in(LEDGER), "sum", "months") == ["posted", 2, 2, 0, "1000.50", [10]]
    assert some(take_in(LEDGER)) == ["unchanged", 2, 0, 0]
    assert some(take_in(LEDGER.replace("-200", "-300"))) == ["posted", 2, 2, 2]


def test_what_is_only_tried_changes_nothing(take_in: Callable[..., dict[str, Any]]) -> None:
    assert some(take_in(LEDGER, "--dry-run"), "lines_ready") == ["read", 2, 0, 0, 2]
    assert not Posting.objects.exists()


def test_a_layout_of_ones_own_is_chosen_by_its_name(take_in: Callable[..., dict[str, Any]]) -> None:
    SavedLayoutFactory.create(name="eget", columns={"amount": "kr"}, is_turned=True)
    found = take_in(LEDGER.replace("belop", "Kr"), "--profile", "eget")
    assert some(found, "sum", "profile") == ["posted", 2, 2, 0, "-1000.50", "eget"]


def test_refused_lines_have_their_numbers(take_in: Callable[..., dict[str, Any]]) -> None:
    found = take_in(LEDGER.replace("E1;202;600", "E9;202;600"))
    assert some(found, "faults_found") == ["refused", 2, 0, 0, 1]
    assert [(fault["line"], fault["column"], fault["value"]) for fault in found["refused"]] == [(3, "enhet", "E9")]


def test_refused_file_ends_in_failure(tmp_path: Path) -> None:
    controller, file = user_with(Role.CONTROLLER, UnitFactory.create()), tmp_path / "feil.csv"
    file.write_text(LEDGER)
    with pytest.raises(RefusedError):
        taken_in("ledger", str(file), "--year", "2026", "--by", controller.username)
