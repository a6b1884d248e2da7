from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import BudgetLine, ChangeKind, Distribution, LayerKind, LayerState
from styring.budget.queries import state_of
from styring.budget.queries.distribution import shares_of
from styring.budget.rules.distribution import left_over, with_the_rest
from styring.budget.services import finish_distribution, save_distribution
from styring.budget.tests.factories import AreaFactory, LayerFactory, budgeted, thawed
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.models import Placement
from styring.organisation.queries import unit_by_code
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.organisation.models import ProgrammeArea, Unit

DAY = date(2026, 11, 6)
KR = 100_000_00


@given(st.integers(-(10**12), 10**12), st.dictionaries(st.integers(1, 9), st.integers(-(10**11), 10**11), min_size=1))
def test_the_rest_is_shared_out_exactly(frame: int, nets: dict[int, int]) -> None:
    assert left_over(frame, with_the_rest(frame, nets)) == 0


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def area(db: None) -> ProgrammeArea:
    made: ProgrammeArea = AreaFactory.create()
    return made


@pytest.fixture
def units(area: ProgrammeArea) -> list[Unit]:
    head = UnitFactory.create(code="K1")
    found = [UnitFactory.create(code=code, parent=head) for code in ("E1", "E2")]
    Placement.objects.filter(unit__in=found).update(programme_area=area)
    return found


@pytest.fixture
def head(units: list[Unit]) -> User:
    return user_with(Role.HEAD_OF_SERVICE, unit_by_code("K1"))


@pytest.fixture
def layer(units: list[Unit]) -> Layer:
    proposal = LayerFactory.create(
        kind=LayerKind.PROPOSAL, state=LayerState.PUBLISHED, published_on=DAY, first_year=2027, last_year=2028
    )
    for unit, amount in zip(units, (300 * KR, 100 * KR), strict=True):
        for year in (2027, 2028):
            budgeted_in(proposal, unit, year, amount)
    made: Layer = LayerFactory.create(
        kind=LayerKind.SUPPLEMENT, state=LayerState.DRAFT, decided_on=None, base=proposal, first_year=2027,
        last_year=2028,
    )  # fmt: skip
    return made


def budgeted_in(layer: Layer, unit: Unit, year: int, amount: int) -> None:
    line = budgeted(layer, unit, amount // 4 * 3)
    rest = budgeted(layer, unit, amount // 4, art="120", function="222")
    with thawed():
        BudgetLine.objects.filter(pk__in=[line.pk, rest.pk]).update(year=year)


def nets(units: list[Unit], first: int, second: int) -> dict[tuple[int, int], int]:
    return {
        (unit.pk, year): amount for unit, amount in zip(units, (first, second), strict=True) for year in (2027, 2028)
    }


def test_the_frame_is_what_the_units_have(layer: Layer, area: ProgrammeArea) -> None:
    assert shares_of(layer, area, DAY).frames == {2027: 400 * KR, 2028: 400 * KR}


def test_a_draft_may_lack_and_changes_nothing(head: User, layer: Layer, area: ProgrammeArea, units: list[Unit]) -> None:
    before = state_of(layer)
    save_distribution(actor=head, layer=layer, area=area, nets=nets(units, 250 * KR, 100 * KR))
    assert shares_of(layer, area, DAY).left == {2027: 50 * KR, 2028: 50 * KR}
    assert state_of(layer) == before


def test_what_is_not_the_frame_is_not_final(head: User, layer: Layer, area: ProgrammeArea, units: list[Unit]) -> None:
    save_distribution(actor=head, layer=layer, area=area, nets=nets(units, 250 * KR, 100 * KR))
    with pytest.raises(RuleBrokenError, match="igjen av rammen"):
        finish_distribution(actor=head, layer=layer, area=area)


def test_a_final_one_moves_money_in_each_units_own_mix(
    head: User, layer: Layer, area: ProgrammeArea, units: list[Unit]
) -> None:
    save_distribution(actor=head, layer=layer, area=area, nets=nets(units, 260 * KR, 140 * KR))
    made = finish_distribution(actor=head, layer=layer, area=area)
    assert made.change is not None
    assert made.change.kind == ChangeKind.DISTRIBUTION
    found = {(key.unit, key.art): amount for key, amount in state_of(layer).items() if key.year == 2027}
    assert found[units[0].pk, "010"] == 195 * KR
    assert found[units[0].pk, "120"] == 65 * KR
    assert sum(found.values()) == 400 * KR


def test_again_replaces_the_change_and_keeps_the_frame(
    head: User, layer: Layer, area: ProgrammeArea, units: list[Unit]
) -> None:
    for first in (260 * KR, 310 * KR):
        save_distribution(actor=head, layer=layer, area=area, nets=nets(units, first, 400 * KR - first))
        finish_distribution(actor=head, layer=layer, area=area)
    assert layer.changes.count() == 1
    shares = shares_of(layer, area, DAY)
    assert shares.frames[2027] == 400 * KR
    assert sum(a for key, a in state_of(layer).items() if key.unit == units[0].pk and key.year == 2028) == 310 * KR


def test_only_who_leads_all_the_units_shares_out(layer: Layer, area: ProgrammeArea, units: list[Unit]) -> None:
    with pytest.raises(NotAllowedError):
        save_distribution(actor=user_with(Role.UNIT_LEADER, units[0]), layer=layer, area=area, nets={})
    with pytest.raises(NotAllowedError):
        save_distribution(actor=user_with(Role.HEAD_OF_SERVICE, units[0]), layer=layer, area=area, nets={})


def test_units_of_other_areas_get_nothing(head: User, layer: Layer, area: ProgrammeArea) -> None:
    with pytest.raises(RuleBrokenError):
        save_distribution(actor=head, layer=layer, area=area, nets={(UnitFactory.create().pk, 2027): 1})
    assert not Distribution.objects.exists()
