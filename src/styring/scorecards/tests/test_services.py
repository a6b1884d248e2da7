from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.kernel.errors import GovernanceError, InvalidValueError, NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.kernel.spans import Span
from styring.kernel.thresholds import Direction, Threshold
from styring.organisation.tests.factories import UnitFactory
from styring.plans.services import Placed
from styring.plans.tests.factories import GoalFactory
from styring.scorecards.importers import Line, import_values
from styring.scorecards.models import Indicator, Measured, Observation, OwnRow, Part, PartKind, Quality, Target
from styring.scorecards.services import (
    IndicatorText,
    add_own_row,
    define_indicator,
    end_own_row,
    open_card,
    put_on_every_card,
    record_value,
    set_target,
    set_threshold,
)
from styring.scorecards.tests.factories import (
    CommonRowFactory,
    IndicatorFactory,
    ObservationFactory,
    OwnRowFactory,
    ScorecardFactory,
)
from styring.thread.models import Link
from styring.thread.tests.factories import LinkFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.accounts.models import User
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

OCTOBER = Period.parse("2026-M10")
DAY = date(2026, 6, 1)
NINE = Measured(numerator=Fraction(9), denominator=Fraction(100))


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def controller(unit: Unit) -> User:
    return user_with(Role.CONTROLLER, unit)


@pytest.fixture
def indicator(unit: Unit) -> Indicator:
    return IndicatorFactory.create(element__unit=unit)


def measuring(unit: Unit) -> Indicator:
    """An indicator that measures a goal."""
    indicator = IndicatorFactory.create(element__unit=unit)
    LinkFactory.create(type="measures", citing=indicator.element, cited=GoalFactory.create(element__unit=unit).element)
    return indicator


def test_defined_indicator_measures_its_goal(unit: Unit, controller: User) -> None:
    goal = GoalFactory.create().element
    placed = Placed(unit, "Sykefravær", Span.of_years(2026, 2029), code="I18")
    made = define_indicator(actor=controller, placed=placed, text=IndicatorText("prosent", source="Lønn"), goals=[goal])
    assert Link.objects.get(type="measures").cited == goal
    assert (made.element.name, made.source) == ("I18 Sykefravær", "Lønn")


def test_corrected_value_keeps_the_old_one_and_the_reason(unit: Unit, controller: User, indicator: Indicator) -> None:
    def write(measured: Measured, reason: str = "") -> Observation:
        return record_value(
            actor=controller, indicator=indicator, unit=unit, period=OCTOBER, measured=measured, reason=reason
        )

    first = write(NINE)
    second = write(Measured(numerator=Fraction(8), denominator=Fraction(100)), "Feil lønnsfil")
    first.refresh_from_db()
    assert (second.replaces, second.reason, second.quality) == (first, "Feil lønnsfil", Quality.REVISED)
    assert not first.is_current


def test_value_is_not_corrected_without_a_reason(unit: Unit, controller: User, indicator: Indicator) -> None:
    ObservationFactory.create(indicator=indicator, unit=unit)
    with pytest.raises(RuleBrokenError, match="hvorfor det rettes"):
        record_value(actor=controller, indicator=indicator, unit=unit, period=OCTOBER, measured=NINE)
    assert Observation.objects.get().is_current


def test_value_is_not_counted_twice(unit: Unit, controller: User, indicator: Indicator) -> None:
    ObservationFactory.create(indicator=indicator, unit=UnitFactory.create(parent=unit, name="Under"))
    with pytest.raises(RuleBrokenError, match="Under har tall"):
        record_value(actor=controller, indicator=indicator, unit=unit, period=OCTOBER, measured=NINE)


@pytest.mark.parametrize(
    ("kind", "measured"),
    [
        ({}, Measured(value=Fraction(9))),
        ({"roll_up": "sum"}, NINE),
        ({"is_about_people": True}, NINE),
    ],
)
def test_value_must_be_what_the_indicator_needs(unit: Unit, kind: dict[str, object], measured: Measured) -> None:
    indicator = IndicatorFactory.create(element__unit=unit, **kind)
    boss = user_with(Role.HR_STAFF if kind.get("is_about_people") else Role.CONTROLLER, unit)
    with pytest.raises(InvalidValueError):
        record_value(actor=boss, indicator=indicator, unit=unit, period=OCTOBER, measured=measured)


def test_sick_leave_is_written_by_staff_and_not_by_leaders(unit: Unit) -> None:
    indicator = IndicatorFactory.create(element__unit=unit, is_about_people=True)
    measured = Measured(numerator=Fraction(9), denominator=Fraction(100), people=20)

    def write(role: Role) -> Observation:
        actor = user_with(role, unit)
        return record_value(actor=actor, indicator=indicator, unit=unit, period=OCTOBER, measured=measured)

    with pytest.raises(NotAllowedError):
        write(Role.UNIT_LEADER)
    assert write(Role.HR_STAFF).people == 20


def test_limits_follow_each_other_without_a_gap(unit: Unit, controller: User, indicator: Indicator) -> None:
    limits = Threshold(Direction.DOWN, Fraction(8), Fraction(9))
    first = set_threshold(actor=controller, indicator=indicator, limits=limits, since=date(2025, 1, 1))
    second = set_threshold(actor=controller, indicator=indicator, limits=limits, since=date(2026, 1, 1))
    first.refresh_from_db()
    assert first.valid_to == second.valid_from


def test_limits_turn_the_way_the_indicator_does(controller: User, indicator: Indicator) -> None:
    limits = Threshold(Direction.UP, Fraction(9), Fraction(8))
    with pytest.raises(InvalidValueError, match="samme retning"):
        set_threshold(actor=controller, indicator=indicator, limits=limits, since=DAY)


def test_target_is_set_anew(unit: Unit, controller: User, indicator: Indicator) -> None:
    for value in (8, 9):
        set_target(actor=controller, indicator=indicator, unit=unit, year=2027, value=Fraction(value))
    assert Target.objects.get().value == 9


def test_own_row_must_point_to_a_goal(unit: Unit, controller: User, indicator: Indicator) -> None:
    card = open_card(actor=controller, unit=unit, name="Vårt målekart")
    with pytest.raises(RuleBrokenError, match="måler ikke noe mål"):
        add_own_row(actor=controller, card=card, indicator=indicator, order=1, since=DAY)
    assert add_own_row(actor=controller, card=card, indicator=measuring(unit), order=1, since=DAY).card == card


def test_common_row_cannot_be_an_own_one_too(unit: Unit, controller: User) -> None:
    indicator = measuring(unit)
    put_on_every_card(actor=controller, indicator=indicator, order=1, since=DAY)
    with pytest.raises(RuleBrokenError, match="gjennomgående"):
        add_own_row(actor=controller, card=ScorecardFactory.create(unit=unit), indicator=indicator, order=1, since=DAY)


def test_unit_leader_cannot_change_what_is_common(unit: Unit) -> None:
    leader, indicator = user_with(Role.UNIT_LEADER, unit), measuring(unit)
    CommonRowFactory.create(indicator=indicator)
    limits = Threshold(Direction.DOWN, Fraction(8), Fraction(9))
    changes: list[Callable[[], object]] = [
        lambda: put_on_every_card(actor=leader, indicator=indicator, order=1, since=DAY),
        lambda: set_threshold(actor=leader, indicator=indicator, limits=limits, since=DAY),
        lambda: set_target(actor=leader, indicator=indicator, unit=unit, year=2027, value=Fraction(1)),
    ]
    for change in changes:
        with pytest.raises(NotAllowedError):
            change()
    assert not Entry.objects.exists()


def test_ended_row_stays_for_earlier_days(unit: Unit, controller: User) -> None:
    row = OwnRowFactory.create(card=ScorecardFactory.create(unit=unit), indicator=measuring(unit))
    assert end_own_row(actor=controller, row=row, on=DAY).valid_to == DAY
    with pytest.raises(ValidationError):
        end_own_row(actor=controller, row=row, on=date(2019, 1, 1))


def test_stranger_changes_nothing(unit: Unit, indicator: Indicator) -> None:
    other, card = user_with(Role.UNIT_LEADER, UnitFactory.create()), ScorecardFactory.create(unit=unit)
    row = OwnRowFactory.create(card=card, indicator=indicator)
    placed = Placed(unit, "Ny", Span.of_years(2026, 2029))
    changes: list[Callable[[], object]] = [
        lambda: record_value(actor=other, indicator=indicator, unit=unit, period=OCTOBER, measured=NINE),
        lambda: define_indicator(actor=other, placed=placed, text=IndicatorText("prosent", source="x"), goals=[]),
        lambda: open_card(actor=other, unit=unit, name="Vårt"),
        lambda: add_own_row(actor=other, card=card, indicator=indicator, order=1, since=DAY),
        lambda: end_own_row(actor=other, row=row, on=DAY),
        lambda: import_values(actor=other, lines=[Line(indicator, unit, OCTOBER, NINE)]),
    ]
    for change in changes:
        with pytest.raises(GovernanceError):
            change()
    assert (Observation.objects.count(), OwnRow.objects.count(), Entry.objects.count()) == (0, 1, 0)


def test_import_takes_what_is_new_and_is_recorded_once(unit: Unit) -> None:
    staff = user_with(Role.HR_STAFF, unit)
    indicator = IndicatorFactory.create(element__unit=unit, is_about_people=True)
    parts = {PartKind.SELF_CERTIFIED: Fraction(2), PartKind.DOCTOR_CERTIFIED: Fraction(7)}
    measured = Measured(numerator=Fraction(9), denominator=Fraction(100), people=9, parts=parts)
    lines = [Line(indicator, unit, Period.parse(f"2026-M{month:02}"), measured) for month in (9, 10)]
    assert [import_values(actor=staff, lines=lines) for _ in range(2)] == [2, 0]
    assert (Part.objects.count(), Entry.objects.count()) == (4, 1)
