from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import KeptMonth, KeptSuggestion, Learnt, PriceGrowth, UnusualYear
from styring.budget.queries import (
    calibration_of,
    record_of,
    suggestion_below,
    suggestion_for,
    suggestions_of_groups,
)
from styring.budget.queries.learning import records_of
from styring.budget.rules.calibration import FEWEST_UNITS, MonthLearnt, Outcome, learnt, quantile, widths_from
from styring.budget.rules.forecast import WIDTHS
from styring.budget.services import keep_suggestions, learn_from, mark_unusual, unmark_unusual
from styring.budget.tests.factories import LayerFactory, budgeted, spent
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

OCTOBER = Period.parse("2026-M10")
YEAR = 12_000_000_00


@given(st.lists(st.floats(0, 100), min_size=1))
def test_limit_holds_for_at_least_four_of_five(scores: list[float]) -> None:
    within = sum(score <= quantile(scores) for score in scores)
    assert within * 5 >= len(scores) * 4


@given(st.dictionaries(st.integers(1, 11), st.tuples(st.integers(0, 60), st.floats(0, 50))))
def test_widths_never_rise_with_the_month(taught: dict[int, tuple[int, float]]) -> None:
    found = widths_from({month: MonthLearnt(month, units, 0, width) for month, (units, width) in taught.items()})
    assert list(found) == sorted(found, reverse=True)
    assert len(found) == len(WIDTHS)


def test_too_few_units_teach_nothing() -> None:
    assert widths_from({8: MonthLearnt(8, FEWEST_UNITS - 1, 19, 1.0)}) == WIDTHS


def test_interval_that_ends_on_the_outcome_held() -> None:
    assert learnt(3, [Outcome(100_00, 100, 2.0, 0), Outcome(101_00, 100, 2.0, 0)]) == MonthLearnt(3, 2, 1, 50.5)


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="TOPP")


@pytest.fixture
def chief(top: Unit) -> User:
    return user_with(Role.CHIEF_EXECUTIVE, top)


@pytest.fixture
def adopted() -> Layer:
    return LayerFactory.create()


@pytest.fixture
def unit(top: Unit, adopted: Layer) -> Unit:
    made: Unit = UnitFactory.create(code="E1", parent=top)
    budgeted(adopted, made, YEAR)
    for month in range(1, 11):
        spent(made, month, 1_100_000_00)
    return made


def a_year_before(unit: Unit, year: int, a_month: int = 1_000_000_00) -> None:
    for month in range(1, 13):
        spent(unit, month, a_month, year=year)


@pytest.mark.django_db
def test_budget_is_all_there_is_to_expect_without_closed_years(unit: Unit) -> None:
    found = suggestion_for(unit, OCTOBER)
    assert found is not None
    assert round(found.parts.remaining) == YEAR // 6
    assert found.amount == 11_000_000_00 + YEAR // 6 + round(1_000_000_00 * 2 / 11)


@pytest.mark.django_db
def test_last_year_counts_in_the_prices_of_this_one(unit: Unit) -> None:
    a_year_before(unit, 2025)
    PriceGrowth.objects.create(year=2026, thousandths=100)
    found = suggestion_for(unit, OCTOBER)
    assert found is not None
    assert round(found.parts.remaining) == (YEAR + YEAR * 11 // 10) // 2 // 6


@pytest.mark.django_db
def test_year_that_is_not_closed_is_no_last_year(unit: Unit) -> None:
    spent(unit, 3, 99_000_000_00, year=2025)
    found = suggestion_for(unit, OCTOBER)
    assert found is not None
    assert round(found.parts.remaining) == YEAR // 6


@pytest.mark.django_db
@pytest.mark.parametrize("everywhere", [True, False])
def test_unusual_year_is_left_out(unit: Unit, top: Unit, *, everywhere: bool) -> None:
    a_year_before(unit, 2025, 3_000_000_00)
    controller = user_with(Role.CONTROLLER, top)
    before = suggestion_for(unit, OCTOBER)
    marked = mark_unusual(actor=controller, year=2025, reason="Pandemi", unit=None if everywhere else unit)
    found = suggestion_for(unit, OCTOBER)
    assert found is not None
    assert round(found.parts.remaining) == YEAR // 6
    unmark_unusual(actor=controller, marked=marked)
    assert suggestion_for(unit, OCTOBER) == before


@pytest.mark.django_db
def test_year_is_marked_with_a_reason_by_those_who_may(unit: Unit, top: Unit) -> None:
    with pytest.raises(RuleBrokenError):
        mark_unusual(actor=user_with(Role.CONTROLLER, top), year=2025, reason=" ")
    with pytest.raises(NotAllowedError):
        mark_unusual(actor=user_with(Role.UNIT_LEADER, unit), year=2025, reason="Fordi", unit=unit)
    assert not UnusualYear.objects.exists()


@pytest.mark.django_db
def test_suggestion_is_kept_once_and_never_changed(unit: Unit, chief: User) -> None:
    for _ in range(2):
        keep_suggestions(actor=chief, year=2026, months=[10, 12])
    kept = KeptSuggestion.objects.get()
    suggested = suggestion_for(unit, OCTOBER)
    assert suggested is not None
    assert (kept.amount, kept.half_width_kr) == (suggested.amount, suggested.half_width_kr)
    assert Entry.objects.filter(verb="budget.suggestions.kept").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        KeptSuggestion.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.delete()


@pytest.mark.django_db
def test_unit_leader_closes_no_month(unit: Unit) -> None:
    with pytest.raises(NotAllowedError):
        keep_suggestions(actor=user_with(Role.UNIT_LEADER, unit), year=2026, months=[10])
    assert not KeptMonth.objects.exists()


@pytest.mark.django_db
def test_closed_year_teaches_when_the_next_ones_first_month_is_kept(unit: Unit, chief: User) -> None:
    keep_suggestions(actor=chief, year=2026, months=[10])
    with pytest.raises(RuleBrokenError):
        learn_from(actor=chief, year=2026)
    spent(unit, 11, 1_000_000_00)
    spent(unit, 12, 1_000_000_00)
    keep_suggestions(actor=chief, year=2027, months=[1])
    found = Learnt.objects.get()
    assert (found.year, found.month, found.units, found.held) == (2026, 10, 1, 1)
    next_october = Period.parse("2027-M10")
    calibration = calibration_of(next_october)
    assert (calibration.year, calibration.widths) == (None, WIDTHS)
    assert calibration.last == MonthLearnt(10, 1, 1, found.width)
    (past,) = record_of([unit.pk], next_october)
    assert (past.year, past.outcome.actual) == (2026, 13_000_000_00)


@pytest.mark.django_db
def test_municipality_is_the_sum_of_its_units(top: Unit, unit: Unit, adopted: Layer) -> None:
    other = UnitFactory.create(parent=top)
    budgeted(adopted, other, 600_00, art="600")
    whole = suggestion_below(top, OCTOBER)
    parts = [suggestion_for(one, OCTOBER) for one in (unit, other)]
    assert whole is not None
    assert whole.amount == sum(part.amount for part in parts if part)
    assert whole.units == 2


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 12])
def test_suggestion_costs_the_same_however_many(
    top: Unit, adopted: Layer, assert_queries: AssertQueries, many: int
) -> None:
    for _ in range(many):
        budgeted(adopted, UnitFactory.create(parent=top), 1200)
    with assert_queries("budget.suggestion"):
        assert suggestion_below(top, OCTOBER)


@pytest.mark.django_db
def test_interval_above_units_is_the_root_of_the_sum_of_squares(top: Unit, unit: Unit, adopted: Layer) -> None:
    other = UnitFactory.create(parent=top)
    budgeted(adopted, other, YEAR)
    groups = {"whole": [unit.pk, other.pk, top.pk], "one": [unit.pk], "other": [other.pk], "none": [top.pk]}
    found = suggestions_of_groups(groups, OCTOBER)
    one, two = found["one"].half_width_kr, found["other"].half_width_kr
    assert found["whole"].half_width_kr == pytest.approx((one**2 + two**2) ** 0.5, abs=1000)
    assert found["whole"].amount == found["one"].amount + found["other"].amount
    assert "none" not in found


@pytest.mark.django_db
def test_group_has_the_record_of_its_own_units_only(top: Unit, unit: Unit, chief: User, adopted: Layer) -> None:
    other = UnitFactory.create(parent=top)
    budgeted(adopted, other, 600_000_00)
    keep_suggestions(actor=chief, year=2026, months=[10])
    for one in (unit, other):
        spent(one, 12, 3_000_000_00)
    records = records_of({"one": [unit.pk], "whole": [unit.pk, other.pk], "none": [top.pk]}, Period.parse("2027-M10"))
    assert [past.outcome.actual for past in records["one"]] == [14_000_000_00]
    assert [past.outcome.actual for past in records["whole"]] == [17_000_000_00]
    assert records["none"] == []
