from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.kernel.asked import answers_kept
from styring.organisation.models import Holding
from styring.organisation.tests.factories import PositionFactory, UnitFactory
from styring.plans.tests.factories import FocusAreaFactory, GoalFactory, MeasureFactory
from styring.thread.queries import breaks, quality
from styring.thread.tests.factories import LinkFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit
    from styring.plans.models import Goal, Measure

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def reader(unit: Unit) -> User:
    return user_with(Role.EMPLOYEE, unit)


@pytest.fixture
def goal(unit: Unit) -> Goal:
    return GoalFactory.create(element__unit=unit)


@pytest.fixture
def measure(unit: Unit) -> Measure:
    return MeasureFactory.create(element__unit=unit)


def codes(reader: User, day: date = DAY) -> list[str]:
    return [broken.code for broken in breaks(reader, day)]


def test_loose_ends_are_listed_worst_first(
    reader: User, goal: Goal, measure: Measure, assert_queries: AssertQueries
) -> None:
    with assert_queries("thread.breaks"), answers_kept():
        found = breaks(reader, DAY)
    assert [(broken.code, broken.id) for broken in found] == [
        ("G1", goal.pk), ("G2", goal.pk), ("M1", measure.pk), ("G3", goal.pk), ("M2", measure.pk), ("G4", goal.pk),
        ("M4", measure.pk),
    ]  # fmt: skip


def test_measure_mends_the_goal_above_the_goal(reader: User, goal: Goal, measure: Measure, unit: Unit) -> None:
    below = GoalFactory.create(element__unit=unit)
    LinkFactory.create(type="sharpens", citing=below.element, cited=goal.element)
    LinkFactory.create(type="delivers", citing=measure.element, cited=below.element, valid_to=date(2027, 1, 1))
    assert "G1" not in codes(reader)
    assert codes(reader, date(2027, 1, 1)).count("G1") == 2


def test_owner_counts_while_somebody_holds_the_position(reader: User, goal: Goal) -> None:
    position = PositionFactory.create()
    type(goal.element).objects.update(owner=position)
    assert "G4" in codes(reader)
    Holding.objects.create(position=position, holder=reader, valid_from=DAY)
    assert "G4" not in codes(reader)


def test_goal_in_a_focus_area_has_a_ground(reader: User, goal: Goal, unit: Unit) -> None:
    area = FocusAreaFactory.create(element__unit=unit)
    LinkFactory.create(type="belongs_to", citing=goal.element, cited=area.element)
    assert "G3" not in codes(reader)


def test_free_measure_is_not_asked_for_money(reader: User, unit: Unit) -> None:
    MeasureFactory.create(element__unit=unit, is_free=True)
    assert (codes(reader), quality(reader, DAY)) == (["M1", "M4"], (0, 8))


@pytest.mark.usefixtures("goal", "measure")
def test_stranger_sees_no_breaks_and_no_figure() -> None:
    stranger = user_with(Role.UNIT_LEADER, UnitFactory.create())
    assert (codes(stranger), str(quality(stranger, DAY))) == ([], "-")


def test_figure_rises_when_a_thread_is_mended(
    reader: User, goal: Goal, measure: Measure, assert_queries: AssertQueries
) -> None:
    assert str(quality(reader, DAY)) == "0.0"
    LinkFactory.create(type="delivers", citing=measure.element, cited=goal.element)
    with assert_queries("thread.quality"), answers_kept():
        assert str(quality(reader, DAY)) == "51.7"
