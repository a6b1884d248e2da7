from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.budget.models import ForecastKind, LayerKind, LayerState
from styring.budget.queries import Figures, figures, figures_by, own_figures, twelve_months
from styring.budget.tests.factories import LayerFactory, budgeted, foreseen, spent, thawed
from styring.kernel.periods import Period
from styring.ledger.rules.groups import ArtGroup
from styring.organisation.models import Lineage
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

OCTOBER = Period.parse("2026-M10")


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def units(top: Unit) -> list[Unit]:
    return [UnitFactory.create(parent=top) for _ in range(2)]


@pytest.fixture
def adopted() -> Layer:
    return LayerFactory.create()


def amendment(**fields: object) -> Layer:
    return LayerFactory.create(kind=LayerKind.AMENDMENT, **fields)


def of(unit: Unit, period: Period = OCTOBER) -> Figures:
    return figures([unit.pk], period)[unit.pk]


def test_unit_has_what_lies_below_it(top: Unit, units: list[Unit], adopted: Layer) -> None:
    for unit, amount in zip([top, *units], (100, 1200, 2400), strict=True):
        budgeted(adopted, unit, amount)
    spent(units[0], 10, 900)
    found = of(top)
    assert (found.adopted, found.revised, found.phased, found.actual) == (3700, 3700, 83 + 1000 + 2000, 900)
    assert found.deviation_to_date == 2183


def test_unit_without_amounts_has_figures_of_nought(top: Unit) -> None:
    assert of(top) == Figures()


def test_amendment_counts_from_the_day_it_is_decided(units: list[Unit], adopted: Layer) -> None:
    budgeted(adopted, units[0], 1200)
    budgeted(amendment(decided_on=date(2026, 10, 28)), units[0], -600)
    budgeted(amendment(decided_on=date(2026, 11, 1)), units[0], 99)
    found = of(units[0])
    assert (found.adopted, found.revised, found.phased) == (1200, 600, 500)
    assert of(units[0], Period.parse("2026-M09")).revised == 1200


@pytest.mark.parametrize(
    "layer",
    [
        {"state": LayerState.DRAFT},
        {"state": LayerState.REPLACED},
        {"kind": LayerKind.PROPOSAL},
        {"first_year": 2025, "last_year": 2025},
    ],
)
def test_layer_that_does_not_count_changes_nothing(units: list[Unit], layer: dict[str, object]) -> None:
    budgeted(LayerFactory.create(**layer), units[0], 1200)
    assert of(units[0]) == Figures()


def test_taxes_finance_and_investment_are_outside_the_frames(units: list[Unit], adopted: Layer) -> None:
    for art in ("870", "500", "590", "570"):
        budgeted(adopted, units[0], 1200, art=art)
    spent(units[0], 1, 500, art="870")
    assert of(units[0]) == Figures()


def test_budget_is_the_forecast_until_somebody_says_otherwise(top: Unit, units: list[Unit], adopted: Layer) -> None:
    for unit in units:
        budgeted(adopted, unit, 1200)
    foreseen(units[0], 10, 1500)
    found = of(top)
    assert (found.forecast, found.last_forecast, found.forecasts) == (2700, 2400, 1)
    assert (found.forecast_deviation, found.change) == (-300, -300)


def test_last_word_counts_and_stays_until_the_next(units: list[Unit]) -> None:
    for month, amount in [(8, 10), (8, 20), (10, 40), (11, 80)]:
        foreseen(units[0], month, amount)
    assert (of(units[0]).forecast, of(units[0]).last_forecast) == (40, 20)
    assert of(units[0], Period.parse("2026-M09")).forecast == 20


def test_adjustment_counts_above_in_its_own_month_only(top: Unit, units: list[Unit]) -> None:
    foreseen(units[0], 9, 100)
    foreseen(top, 9, 7, ForecastKind.ADJUSTMENT)
    foreseen(units[1], 10, 200)
    assert (of(top).forecast, of(top).last_forecast) == (300, 107)
    assert of(units[0]).forecast == 100


def test_closed_unit_counts_where_it_last_lay(top: Unit, units: list[Unit], adopted: Layer) -> None:
    budgeted(adopted, units[0], 1200)
    type(units[0]).objects.filter(pk=units[0].pk).update(closed_on=date(2026, 7, 1))
    Lineage.objects.filter(descendant=units[0]).update(valid_to=date(2026, 7, 1))
    assert of(top).revised == 1200


@pytest.mark.parametrize("many", [1, 20])
def test_figures_cost_the_same_however_many(
    top: Unit, adopted: Layer, assert_queries: AssertQueries, many: int
) -> None:
    below = [UnitFactory.create(parent=top) for _ in range(many)]
    for unit in below:
        budgeted(adopted, unit, 1200)
        foreseen(unit, 10, 5)
    with assert_queries("budget.figures"):
        found = figures([top.pk, *(unit.pk for unit in below)], OCTOBER)
    assert len(found) == many + 1


def test_parts_by_art_function_and_month(top: Unit, units: list[Unit], adopted: Layer) -> None:
    budgeted(adopted, units[0], 1200, art="010", function="202")
    budgeted(adopted, units[1], -120, art="600", function="215")
    spent(units[0], 3, 50, art="020")
    by_group = figures_by(top, OCTOBER, "art_group")
    assert (by_group[ArtGroup.PAY].revised, by_group[ArtGroup.PAY].actual) == (1200, 50)
    assert figures_by(top, OCTOBER, "function")["215"].phased == -100
    assert [figures_by(top, OCTOBER, "month")[month].actual for month in (2, 3)] == [0, 50]


def test_branches_are_the_unit_itself_and_those_below(top: Unit, units: list[Unit], adopted: Layer) -> None:
    budgeted(adopted, top, 10)
    budgeted(adopted, UnitFactory.create(parent=units[0]), 30)
    found = figures_by(top, OCTOBER, "unit")
    assert {key: part.revised for key, part in found.items() if part.revised} == {top.pk: 10, units[0].pk: 30}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=3))
def test_children_sum_to_their_parent(top: Unit, units: list[Unit], adopted: Layer, amounts: list[int]) -> None:
    with thawed():
        adopted.lines.all().delete()
    for unit, amount in zip([top, *units], amounts, strict=True):
        budgeted(adopted, unit, amount)
    parts = figures_by(top, OCTOBER, "unit").values()
    whole = of(top)
    assert (whole.revised, whole.phased) == (sum(part.revised for part in parts), sum(part.phased for part in parts))
    assert whole.revised == sum(part.revised for part in own_figures(OCTOBER).values()) == sum(amounts)


def test_twelve_months_run_from_january_to_the_end_of_the_budget_year(
    top: Unit, units: list[Unit], adopted: Layer
) -> None:
    budgeted(adopted, units[0], 1200)
    spent(units[0], 1, 90)
    spent(units[0], 10, 30)
    spent(units[0], 12, 1000, year=2025)
    year = twelve_months(top, OCTOBER)
    assert year.budget[::11] == (100, 1200)
    assert year.actual == (*[90] * 9, 120)
    assert year.last_year == (*[0] * 11, 1000)


def test_way_to_the_forecast_runs_as_what_is_left_of_the_budget(top: Unit, adopted: Layer) -> None:
    budgeted(adopted, top, 1200)
    spent(top, 3, 900)
    assert twelve_months(top, OCTOBER).expected(1103) == (900, 1002, 1103)


def test_way_to_the_forecast_is_straight_when_no_budget_is_left(top: Unit) -> None:
    spent(top, 3, 900)
    year = twelve_months(top, OCTOBER)
    assert (year.last_year, year.expected(1100)) == ((), (900, 1000, 1100))
