from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import BudgetLine, Layer, LayerState
from styring.budget.queries import figures
from styring.budget.tests.factories import spent
from styring.imports.importers import Incoming, RefusedError, import_file
from styring.imports.services import undo_batch
from styring.kernel.errors import GovernanceError, NotAllowedError
from styring.kernel.periods import Length, Period
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.imports.models import Batch
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).parents[5] / "shared"
RANDABERG = SHARED / "data" / "randaberg" / "budsjett_2025_vedtatt_funksjon_art.csv"
HEAD = "aar;kontoklasse;enhet;funksjon;art;belop\n"
GOOD = HEAD + "2025;1;E1;202;010;1200,50\n2025;1;E1;202;600;-200\n2025;1;E1;202;600;-100\n"


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="TOPP")


@pytest.fixture
def unit(top: Unit) -> Unit:
    return UnitFactory.create(code="E1", parent=top)


@pytest.fixture
def controller(top: Unit, unit: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


def taken(actor: User, folder: Path, text: str, name: str = "budsjett.csv") -> tuple[Batch, bool]:
    path = folder / name
    path.write_text(text)
    return import_file(actor, Incoming("budget", 2025, path, name, {}))


def revised(unit: Unit) -> int:
    return figures([unit.pk], Period.parse("2025"))[unit.pk].revised


def test_file_becomes_the_adopted_budget(controller: User, unit: Unit, tmp_path: Path) -> None:
    batch, is_new = taken(controller, tmp_path, GOOD)
    assert (is_new, batch.lines_taken, batch.amount, revised(unit)) == (True, 2, 900_50, 900_50)
    assert str(Layer.objects.get().decided_on) == "2024-12-31"


def test_same_file_again_changes_nothing(controller: User, tmp_path: Path) -> None:
    taken(controller, tmp_path, GOOD)
    assert taken(controller, tmp_path, GOOD)[1] is False
    assert Layer.objects.count() == 1


def test_corrected_file_is_a_new_version_and_can_be_undone(controller: User, unit: Unit, tmp_path: Path) -> None:
    taken(controller, tmp_path, GOOD)
    batch, _new = taken(controller, tmp_path, HEAD + "2025;1;E1;202;010;7\n")
    assert revised(unit) == 700
    assert list(Layer.objects.values_list("version", "state").order_by("version")) == [(1, "replaced"), (2, "decided")]
    undo_batch(actor=controller, batch=batch)
    assert revised(unit) == 900_50


def test_year_that_nobody_has_phased_runs_as_the_year_before(controller: User, unit: Unit, tmp_path: Path) -> None:
    spent(unit, 3, 900_000_00, year=2024)
    taken(controller, tmp_path, HEAD + "2025;1;E1;202;010;1200\n")
    phased = [figures([unit.pk], Period(2025, month, Length.MONTH))[unit.pk].phased for month in (2, 3)]
    assert phased == [0, 1200_00]


def test_file_without_units_lies_on_the_municipality(controller: User, unit: Unit, tmp_path: Path) -> None:
    taken(controller, tmp_path, "kontoklasse,funksjon,art,belop\n1,202,10,5.5\n")
    assert BudgetLine.objects.get(layer__state=LayerState.DECIDED).unit.code == "TOPP"


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2024;1;E1;202;010;1", "aar", "gjelder 2024"),
        ("2025;7;E1;202;010;1", "kontoklasse", "Kontoklassen"),
        ("2025;1;FINS;202;010;1", "enhet", "finnes ikke"),
        ("2025;1;;202;010;1", "enhet", "mangler enhet"),
        ("2025;1;E1;999;010;1", "funksjon", "KOSTRA for 2025"),
        ("2025;1;E1;202;998;1", "art", "finnes ikke i KOSTRA"),
        ("2025;0;E1;202;590;1", "art", "kontoklasse 0"),
        ("2025;1;E1;202;010;mye", "belop", "ikke et beløp"),
        ("2025;1;=1+1;202;010;1", "enhet", "formel"),
        ("2025;1;E1;202;010;1;9;9", "", "8 kolonner"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(
    controller: User, tmp_path: Path, line: str, column: str, reason: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        taken(controller, tmp_path, GOOD + line + "\n")
    fault = refused.value.batch.faults.get()
    assert (fault.line, fault.column) == (5, column)
    assert reason in str(fault)
    assert not Layer.objects.exists()


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", HEAD])
def test_file_that_is_no_budget_is_refused(controller: User, tmp_path: Path, text: str) -> None:
    with pytest.raises(GovernanceError):
        taken(controller, tmp_path, text)
    assert not Layer.objects.exists()


def test_leader_takes_in_no_budget(unit: Unit, tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError):
        taken(user_with(Role.UNIT_LEADER, unit), tmp_path, GOOD)
    assert not Layer.objects.exists()


@pytest.mark.skipif(not RANDABERG.exists(), reason="the real budget of Randaberg 2025 is not beside the project")
def test_real_budget_is_taken_in_as_it_stands(controller: User) -> None:
    batch, _new = import_file(controller, Incoming("budget", 2025, RANDABERG, RANDABERG.name, {}))
    assert [check["ok"] for check in batch.result["checks"]] == [True, True]
    assert (batch.lines_taken, batch.amount) == (992, 0)
    assert batch.result["notes"][1]["parts"]["arts"] == "875"
