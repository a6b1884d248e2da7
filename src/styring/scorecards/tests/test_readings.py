from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.kernel.asked import answers_kept
from styring.kernel.errors import NotAllowedError
from styring.kernel.periods import Period
from styring.kernel.thresholds import Status
from styring.organisation.tests.factories import UnitFactory
from styring.scorecards.queries import Point, glance, readings, scorecard_of
from styring.scorecards.rules import Trend
from styring.scorecards.tests.factories import (
    CommonRowFactory,
    IndicatorFactory,
    ObservationFactory,
    OwnRowFactory,
    ScorecardFactory,
    TargetFactory,
    ThresholdFactory,
)

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit
    from styring.scorecards.models import Indicator
    from styring.scorecards.queries import Reading

pytestmark = pytest.mark.django_db

OCTOBER = Period.parse("2026-M10")


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def units(top: Unit) -> list[Unit]:
    return UnitFactory.create_batch(3, parent=top)


@pytest.fixture
def reader(top: Unit) -> User:
    return user_with(Role.UNIT_LEADER, top)


@pytest.fixture
def indicator() -> Indicator:
    return IndicatorFactory.create()


def showed(indicator: Indicator, unit: Unit, period: str, numerator: int, denominator: int, **more: object) -> None:
    made = {"period": period, "numerator": numerator, "denominator": denominator, **more}
    ObservationFactory.create(indicator=indicator, unit=unit, **made)


def read(reader: User, indicator: Indicator, unit: Unit, until: Period = OCTOBER, *, so_far: bool = True) -> Reading:
    (reading,) = readings(reader, [indicator], unit, until, so_far=so_far)
    return reading


def test_units_are_added_above_and_below_the_line(
    reader: User, indicator: Indicator, top: Unit, units: list[Unit]
) -> None:
    showed(indicator, units[0], "2025", 1, 10)
    showed(indicator, units[1], "2025", 90, 100)
    reading = read(reader, indicator, top)
    assert reading.value == Fraction(9100, 110)
    assert [below.value for below in reading.below] == [10, 90]


def test_missing_unit_is_left_out_and_counted(reader: User, indicator: Indicator, top: Unit, units: list[Unit]) -> None:
    for unit in units:
        showed(indicator, unit, "2025", 10, 100)
    showed(indicator, units[0], "2026-T2", 8, 100)
    ThresholdFactory.create(indicator=indicator)
    reading = read(reader, indicator, top)
    assert (reading.value, reading.rolled.coverage, reading.rolled.missing) == (
        Fraction(8), Fraction(1, 3), 2,
    )  # fmt: skip
    assert reading.status is Status.MISSING
    assert reading.spread[Status.MISSING] == 2


def test_months_add_up_through_the_year(reader: User, top: Unit) -> None:
    indicator = IndicatorFactory.create(adds_up_through_year=True)
    for period, lost in [("2025-M12", 50), ("2026-M01", 10), ("2026-M02", 20), ("2026-M11", 90)]:
        showed(indicator, top, period, lost, 100)
    reading = read(reader, indicator, top)
    assert (reading.value, reading.point) == (
        Fraction(15),
        Point(Period.parse("2026-M02"), Fraction(15), so_far=True),
    )
    assert read(reader, indicator, top, Period.parse("2026-M02"), so_far=False).value == 20


def test_latest_known_value_counts_with_its_own_period(reader: User, indicator: Indicator, top: Unit) -> None:
    for period, value in [("2024", 8), ("2025", 9), ("2026-T2", 10), ("2027", 1)]:
        showed(indicator, top, period, value, 100)
    reading = read(reader, indicator, top)
    assert [str(point.period) for point in reading.history] == ["2024", "2025", "2026-T2"]
    assert reading.line == [8, 9, 10]
    assert (reading.last_year, reading.trend) == (Point(Period.parse("2025"), Fraction(9)), Trend.WORSE)


def test_value_is_judged_by_the_limits_of_its_own_time(reader: User, indicator: Indicator, top: Unit) -> None:
    ThresholdFactory.create(indicator=indicator, green=5, yellow=6, valid_to=date(2026, 1, 1))
    ThresholdFactory.create(indicator=indicator, valid_from=date(2026, 1, 1))
    showed(indicator, top, "2025", 8, 100)
    assert read(reader, indicator, top).status is Status.RED
    showed(indicator, top, "2026-T1", 8, 100)
    assert read(reader, indicator, top).status is Status.GREEN


def test_value_is_shown_so_that_it_stands_as_it_is(reader: User, indicator: Indicator, top: Unit) -> None:
    ThresholdFactory.create(indicator=indicator)
    showed(indicator, top, "2025", 854, 10000)
    reading = read(reader, indicator, top)
    assert (reading.status, reading.decimals) == (Status.YELLOW, 2)


def test_nearest_unit_sets_the_target(reader: User, indicator: Indicator, top: Unit, units: list[Unit]) -> None:
    TargetFactory.create(indicator=indicator, unit=top, value=8)
    TargetFactory.create(indicator=indicator, unit=units[0], value=9)
    showed(indicator, units[0], "2025", 85, 1000)
    below, above = (read(reader, indicator, unit) for unit in (units[0], top))
    assert (below.target and below.target.unit, below.is_reached) == (units[0], True)
    assert (above.target and above.target.unit, above.is_reached) == (top, False)


def test_value_that_is_not_rolled_up_is_that_of_the_unit_above(reader: User, top: Unit, units: list[Unit]) -> None:
    indicator = IndicatorFactory.create(roll_up="none")
    ObservationFactory.create(indicator=indicator, unit=top, period="2025", value="1.8")
    reading = read(reader, indicator, units[0])
    assert (reading.value, reading.of) == (Fraction("1.8"), top)


@pytest.mark.parametrize(("people", "hidden"), [(4, True), (5, False)])
def test_small_group_is_not_shown(reader: User, top: Unit, units: list[Unit], people: int, *, hidden: bool) -> None:
    indicator = IndicatorFactory.create(is_about_people=True)
    showed(indicator, units[0], "2025", 9, 100, people=people)
    showed(indicator, units[1], "2025", 9, 100, people=50)
    alone, among = read(reader, indicator, units[0]), read(reader, indicator, top)
    assert (alone.is_hidden, alone.value is None, alone.history == []) == (hidden, hidden, hidden)
    assert [below.value is None for below in among.below] == [hidden, False]


def test_stranger_reads_nothing_and_all_read_the_whole(indicator: Indicator, top: Unit, units: list[Unit]) -> None:
    showed(indicator, units[0], "2025", 9, 100)
    stranger = user_with(Role.UNIT_LEADER, units[1])
    with pytest.raises(NotAllowedError):
        read(stranger, indicator, units[0])
    assert read(stranger, indicator, top).value == 9


@pytest.mark.parametrize("number", [1, 12])
def test_reading_costs_the_same_however_much(
    reader: User, top: Unit, number: int, assert_queries: AssertQueries
) -> None:
    indicators = IndicatorFactory.create_batch(number)
    for unit in UnitFactory.create_batch(number, parent=top):
        for indicator in indicators:
            showed(indicator, unit, "2025", 9, 100)
    with assert_queries("scorecards.readings"), answers_kept():
        assert {reading.value for reading in readings(reader, indicators, top, OCTOBER)} == {9}


def test_card_has_the_common_rows_and_the_units_own(
    reader: User, top: Unit, units: list[Unit], assert_queries: AssertQueries
) -> None:
    common, own, other = IndicatorFactory.create_batch(3)
    CommonRowFactory.create(indicator=common)
    OwnRowFactory.create(card=ScorecardFactory.create(unit=units[0]), indicator=own)
    OwnRowFactory.create(card=ScorecardFactory.create(unit=units[1]), indicator=other)
    with assert_queries("scorecards.card"), answers_kept():
        card = scorecard_of(reader, units[0], OCTOBER)
    assert ([row.reading.indicator for row in card.common], [row.reading.indicator for row in card.own]) == (
        [common], [own],
    )  # fmt: skip


def test_row_that_has_ended_is_on_the_card_of_earlier_days(reader: User, top: Unit) -> None:
    OwnRowFactory.create(
        card=ScorecardFactory.create(unit=top), indicator=IndicatorFactory.create(), valid_to=date(2026, 7, 1)
    )
    assert [len(scorecard_of(reader, top, Period.parse(when)).own) for when in ("2026-T1", "2026-T2")] == [1, 0]


def test_glance_shows_what_a_reading_shows(
    reader: User, indicator: Indicator, top: Unit, units: list[Unit], assert_queries: AssertQueries
) -> None:
    monthly = IndicatorFactory.create(adds_up_through_year=True)
    for unit in units:
        showed(indicator, unit, "2025", 7 + units.index(unit), 100)
        for month in ("2025-M12", "2026-M01", "2026-M02"):
            showed(monthly, unit, month, 9 + units.index(unit), 100)
    with assert_queries("scorecards.glance"):
        glanced = glance(reader, [indicator, monthly], top, OCTOBER)
    assert [one.point for one in glanced] == [one.point for one in readings(reader, [indicator, monthly], top, OCTOBER)]


def test_figure_that_grows_is_judged_when_the_year_is_over(reader: User, top: Unit) -> None:
    indicator = IndicatorFactory.create(is_judged_by_year=True)
    ThresholdFactory.create(indicator=indicator)
    showed(indicator, top, "2025", 8, 100)
    showed(indicator, top, "2026-T2", 2, 100)
    reading = read(reader, indicator, top)
    assert (reading.value, reading.underway) == (Fraction(8), Point(Period.parse("2026-T2"), Fraction(2)))
