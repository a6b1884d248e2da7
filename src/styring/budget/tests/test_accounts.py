from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import LayerKind
from styring.budget.queries import lines_of_measure, lines_of_measures
from styring.budget.rules.accounts import Basis, Place, chosen, completed, in_own_mix, proposed
from styring.budget.rules.layers import LineKey
from styring.budget.services import refine_measure
from styring.budget.tests.factories import AreaFactory, LayerFactory, budgeted, spent
from styring.kernel.errors import InvalidValueError, NotAllowedError, RuleBrokenError
from styring.organisation.models import Placement
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect
from styring.plans.tests.factories import MeasureFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.plans.models import Measure

PLACES = st.builds(
    Place, st.integers(1, 3), st.sampled_from(["202", "215", "222"]), st.sampled_from(["010", "099", "120", "370"])
)
MIXES = st.dictionaries(PLACES, st.integers(1, 10**11), min_size=1, max_size=12)
EFFECTS = st.dictionaries(st.integers(2027, 2030), st.integers(-(10**12), 10**12), min_size=1)


def sums(lines: dict[LineKey, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key, amount in lines.items():
        found[key.year] = found.get(key.year, 0) + amount
    return found


@given(EFFECTS, MIXES, st.sampled_from(Basis))
def test_lines_sum_exactly_to_the_effect_of_each_year(
    effects: dict[int, int], mix: dict[Place, int], basis: Basis
) -> None:
    found = sums(proposed(effects, mix, basis))
    assert found == {year: amount for year, amount in effects.items() if amount}


@given(EFFECTS, MIXES, st.dictionaries(PLACES, st.integers(-(10**9), 10**9), max_size=4))
def test_what_is_refined_stays_and_the_year_still_sums(
    effects: dict[int, int], mix: dict[Place, int], said: dict[Place, int]
) -> None:
    refined = {LineKey(2027, "1", *place): amount for place, amount in said.items()}
    found = sums(completed(effects, refined, mix, Basis.PAY))
    assert {year: amount for year, amount in found.items() if amount} == {
        year: amount for year, amount in effects.items() if amount
    }


@given(st.integers(-(10**12), 10**12), MIXES)
def test_a_change_of_a_net_lies_on_the_units_accounts_exactly(change: int, mix: dict[Place, int]) -> None:
    found = in_own_mix(change, mix)
    assert sum(found.values()) == change
    assert set(found) <= set(mix)


@given(MIXES)
def test_man_years_go_to_pay_on_one_function(mix: dict[Place, int]) -> None:
    found = chosen(mix, Basis.PAY)
    assert len({place.function for place in found}) == 1
    if any(place.art in {"010", "099"} for place in mix):
        assert {place.art for place in found} <= {"010", "099"}


def test_who_spends_nothing_gets_no_lines() -> None:
    assert proposed({2027: 100}, {Place(1, "202", "600"): -100}, Basis.PAY) == {}


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit(db: None) -> Unit:
    made: Unit = UnitFactory.create(code="E1", parent=UnitFactory.create(code="TOPP"))
    return made


@pytest.fixture
def leader(unit: Unit) -> User:
    return user_with(Role.UNIT_LEADER, unit)


@pytest.fixture
def measure(unit: Unit) -> Measure:
    made: Measure = MeasureFactory.create(element__unit=unit, man_years_hundredths=200)
    Effect.objects.create(measure=made, year=2027, amount=900_000_00)
    return made


def test_lines_follow_the_revised_budget_of_the_unit(unit: Unit, measure: Measure) -> None:
    layer = LayerFactory.create()
    budgeted(layer, unit, 800_00, art="010")
    budgeted(layer, unit, 100_00, art="099")
    budgeted(layer, unit, 500_00, art="120")
    budgeted(LayerFactory.create(kind=LayerKind.AMENDMENT), unit, 100_00, art="010", function="222")
    assert lines_of_measure(measure) == {
        LineKey(2027, "1", unit.pk, "202", "010"): 800_000_00,
        LineKey(2027, "1", unit.pk, "202", "099"): 100_000_00,
    }


def test_without_a_budget_lines_follow_last_years_accounts(unit: Unit, measure: Measure) -> None:
    spent(unit, 3, 100_00, year=2025)
    assert lines_of_measure(measure) == {LineKey(2027, "1", unit.pk, "202", "010"): 900_000_00}


def test_a_head_of_service_gets_lines_on_the_units_of_the_area(measure: Measure) -> None:
    area, layer = AreaFactory.create(), LayerFactory.create()
    inside, outside = (UnitFactory.create(parent=measure.element.unit) for _ in range(2))
    Placement.objects.filter(unit=inside).update(programme_area=area)
    for one in (inside, outside):
        budgeted(layer, one, 100_00)
    measure.programme_area = area
    assert {key.unit for key in lines_of_measure(measure)} == {inside.pk}


def test_many_measures_cost_no_more_queries_than_one(
    measure: Measure, unit: Unit, django_assert_max_num_queries: object
) -> None:
    budgeted(LayerFactory.create(), unit, 100_00)
    others = [MeasureFactory.create(element__unit=unit) for _ in range(8)]
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # a fixture of pytest-django
        assert len(lines_of_measures([measure, *others])) == 9


def test_refined_lines_stay_when_the_effect_changes(leader: User, unit: Unit, measure: Measure) -> None:
    budgeted(LayerFactory.create(), unit, 100_00)
    own = LineKey(2027, "1", unit.pk, "215", "120")
    refine_measure(actor=leader, measure=measure, year=2027, lines={own: 900_000_00})
    assert lines_of_measure(measure) == {own: 900_000_00}
    measure.effects.update(amount=1_000_000_00)
    assert lines_of_measure(measure) == {own: 900_000_00, LineKey(2027, "1", unit.pk, "202", "010"): 100_000_00}


def test_no_refined_lines_go_back_to_what_is_proposed(leader: User, unit: Unit, measure: Measure) -> None:
    budgeted(LayerFactory.create(), unit, 100_00)
    own = LineKey(2027, "1", unit.pk, "215", "120")
    refine_measure(actor=leader, measure=measure, year=2027, lines={own: 900_000_00})
    refine_measure(actor=leader, measure=measure, year=2027, lines={})
    assert own not in lines_of_measure(measure)
    assert Entry.objects.filter(verb="budget.measure.unrefined").exists()


@pytest.mark.parametrize(
    ("function", "art", "amount", "error"),
    [
        ("202", "010", 1, RuleBrokenError),
        ("999", "010", 900_000_00, InvalidValueError),
        ("202", "999", 900_000_00, InvalidValueError),
    ],
)
def test_refined_lines_must_sum_and_be_known(
    leader: User, measure: Measure, function: str, art: str, amount: int, error: type[Exception]
) -> None:
    key = LineKey(2027, "1", measure.element.unit_id, function, art)
    with pytest.raises(error):
        refine_measure(actor=leader, measure=measure, year=2027, lines={key: amount})


def test_refined_lines_lie_on_own_units(leader: User, measure: Measure) -> None:
    key = LineKey(2027, "1", UnitFactory.create().pk, "202", "010")
    with pytest.raises(RuleBrokenError):
        refine_measure(actor=leader, measure=measure, year=2027, lines={key: 900_000_00})


def test_others_may_not_refine(measure: Measure) -> None:
    with pytest.raises(NotAllowedError):
        refine_measure(actor=user_with(Role.UNIT_LEADER, UnitFactory.create()), measure=measure, year=2027, lines={})
