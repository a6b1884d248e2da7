"""The one answer is what a plain reading of grants, positions and the tree says, whatever they are and on any day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.access.models import Grant, Role
from styring.access.policies import Action, may, permitted_units
from styring.access.rules import counts_everywhere, roles_with
from styring.access.tests.factories import UserFactory, user_with
from styring.kernel.asked import answers_kept
from styring.kernel.authority import Right
from styring.kernel.errors import RuleBrokenError
from styring.organisation.models import Holding, Placement, Unit
from styring.organisation.services import NewUnit, close_unit, move_unit, open_unit
from styring.organisation.tests.factories import BEGINNING, PositionFactory, UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User

pytestmark = pytest.mark.django_db

DAYS = [date(2026, month, 1) for month in range(1, 8)]
NUMBERS = st.integers(0, 5)
ACTIONS = [
    Action("x", "monthly_report", Right.READ),
    Action("x", "monthly_report", Right.WRITE),
    Action("x", "common_scorecard", Right.READ),
    Action("x", "organisation", Right.WRITE),
]
ROLES = (Role.UNIT_LEADER, Role.DIRECTOR, Role.CONTROLLER, Role.EMPLOYEE, Role.ADMINISTRATOR)
spans = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).filter(lambda span: span[0] < span[1])


class Change(NamedTuple):
    """A unit that moves under another on a day, or closes."""

    word: str
    unit: int
    under: int
    day: date


class Given(NamedTuple):
    """A role in a unit for some days, by name or through a position that is held for some other days."""

    role: Role
    unit: int
    days: tuple[date, date]
    held: tuple[date, date] | None


changes = st.lists(
    st.builds(Change, st.sampled_from(["move", "close"]), NUMBERS, NUMBERS, st.sampled_from(DAYS)), max_size=4
)
grants = st.lists(st.builds(Given, st.sampled_from(ROLES), NUMBERS, spans, st.none() | spans), max_size=4)


def grow(taken: list[Change]) -> list[Unit]:
    """A tree of three levels with a unit that opens in the middle of the days, and then changed."""
    top = UnitFactory.create()
    one, two = UnitFactory.create(parent=top), UnitFactory.create(parent=top)
    keeper = user_with(Role.ADMINISTRATOR, top)
    lowest = Placement.objects.get(unit=UnitFactory.create(parent=one)).level
    open_unit(actor=keeper, new=NewUnit("SEN", "Sen", two, lowest, "Leder"), on=DAYS[3])
    units = list(Unit.objects.order_by("pk"))
    for change in taken:
        unit, under = units[change.unit % len(units)], units[change.under % len(units)]
        place = Placement.objects.filter(unit=unit).first()
        assert place is not None
        with suppress(RuleBrokenError), transaction.atomic():
            if change.word == "close":
                close_unit(actor=keeper, unit=unit, on=change.day)
            else:
                move_unit(actor=keeper, unit=unit, parent=under, level=place.level, on=change.day)
    return list(Unit.objects.order_by("pk"))


def give(person: User, units: list[Unit], given: Given) -> None:
    since, until = given.days
    unit = units[given.unit % len(units)]
    to: dict[str, object] = {"user": person}
    if given.held:
        position = PositionFactory.create(unit=unit)
        begun, ended = given.held
        Holding.objects.create(position=position, holder=person, valid_from=begun, valid_to=ended)
        to = {"position": position}
    Grant.objects.create(unit=unit, role=given.role, valid_from=since, valid_to=until, **to)


def line_of(unit: Unit, day: date) -> set[int]:
    """A unit and those above it, as it lay on a day, or on the nearest day of those it was there."""
    seen = min(max(day, unit.opened_on), unit.closed_on - timedelta(days=1))
    line: set[int] = set()
    here: int | None = unit.pk
    while here is not None:
        line.add(here)
        place = Placement.objects.valid_on(seen).filter(unit=here).first()
        here = place.parent_id if place else None
    return line


def plainly(person: User, action: Action, units: list[Unit], day: date) -> set[int]:
    """The keys of the units in which a person may take an action, read as the rules are written."""
    held = set()
    for grant in Grant.objects.filter(role__in=roles_with(action.document, action.right)):
        holders = Holding.objects.valid_on(day).filter(position=grant.position, holder=person)
        is_theirs = grant.user == person or (grant.position is not None and holders.exists())
        if is_theirs and grant.valid_from <= day < grant.valid_to:
            held.add(grant.unit_id)
    if counts_everywhere(action.document, action.right):
        return {unit.pk for unit in units} if held else set()
    return {unit.pk for unit in units if held & line_of(unit, day)}


def answered(person: User, action: Action, units: list[Unit]) -> tuple[set[int], set[int], bool]:
    """Where `may` says yes, what `permitted_units` has, and whether there is such a place at all."""
    said = {unit.pk for unit in units if may(person, action, unit)}
    return said, set(permitted_units(person, action).values_list("pk", flat=True)), may(person, action)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes, grants, st.sampled_from(DAYS))
def test_answer_is_that_of_a_plain_reading(
    monkeypatch: pytest.MonkeyPatch, taken: list[Change], gifts: list[Given], day: date
) -> None:
    with transaction.atomic():
        monkeypatch.setenv("STYRING_TODAY", str(BEGINNING))
        units, person = grow(taken), UserFactory.create()
        for gift in gifts:
            give(person, units, gift)
        monkeypatch.setenv("STYRING_TODAY", str(day))
        for action in ACTIONS:
            right = plainly(person, action, units, day)
            assert answered(person, action, units) == (right, right, bool(right))
            with answers_kept():
                assert answered(person, action, units) == (right, right, bool(right))
        transaction.set_rollback(True)
