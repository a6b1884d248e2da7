"""Whatever is done to the tree, in whatever order, it is whole on every day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.kernel.errors import RuleBrokenError
from styring.organisation.models import Level, Lineage, Placement, Unit
from styring.organisation.services import NewUnit, close_unit, merge_units, move_unit, open_unit, rename_unit
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.accounts.models import User

pytestmark = pytest.mark.django_db

DAYS = [date(2026, month, 1) for month in range(1, 13)]
WORDS = ("open", "rename", "move", "close", "merge")


class Step(NamedTuple):
    """One change: what, with which two units of those that there are, on which day."""

    word: str
    one: int
    two: int
    day: date


steps = st.builds(Step, st.sampled_from(WORDS), st.integers(0, 9), st.integers(0, 9), st.sampled_from(DAYS))


class Chosen(NamedTuple):
    """What a step works on."""

    actor: User
    one: Unit
    two: Unit
    day: date

    @property
    def level(self) -> Level:
        """The level under the second unit on the day."""
        return level_under(self.two, self.day)


CHANGES: dict[str, Callable[[Chosen], object]] = {
    "open": lambda c: open_unit(
        actor=c.actor, new=NewUnit(f"N{Unit.objects.count()}", "Ny", c.two, c.level, "Leder"), on=c.day
    ),
    "rename": lambda c: rename_unit(actor=c.actor, unit=c.one, name=f"Nr. {c.day.month}", on=c.day),
    "move": lambda c: move_unit(actor=c.actor, unit=c.one, parent=c.two, level=c.level, on=c.day),
    "close": lambda c: close_unit(actor=c.actor, unit=c.one, on=c.day),
    "merge": lambda c: merge_units(actor=c.actor, units=[c.one], into=c.two, on=c.day),
}


def level_under(unit: Unit, day: date) -> Level:
    above = Placement.objects.valid_on(day).filter(unit=unit).first()
    number = above.level_id + 1 if above else 2
    return Level.objects.get_or_create(number=number, defaults={"name": "Nivå", "leader_title": "Leder"})[0]


def photographed(day: date) -> set[tuple[str, str | None, str]]:
    return set(Placement.objects.valid_on(day).values_list("unit__code", "parent__code", "name"))


def assert_whole_on(day: date) -> None:
    placed = list(Placement.objects.valid_on(day).values_list("unit", "parent"))
    above: dict[int, int | None] = dict(placed)
    assert len(above) == len(placed)
    assert list(above.values()).count(None) == 1
    climbed = set()
    for unit in above:
        here: int | None = unit
        distance = 0
        while here is not None:
            climbed.add((here, unit, distance))
            here, distance = above[here], distance + 1
    assert set(Lineage.objects.valid_on(day).values_list("ancestor", "descendant", "distance")) == climbed
    open_units = Unit.objects.filter(opened_on__lte=day, closed_on__gt=day)
    assert set(open_units.values_list("pk", flat=True)) == set(above)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=7))
def test_tree_is_whole_on_every_day_and_days_before_a_change_stay(
    administrator: User, top: Unit, taken: list[Step]
) -> None:
    with transaction.atomic():
        first = UnitFactory.create(parent=top)
        UnitFactory.create(parent=first)
        UnitFactory.create(parent=top)
        for step in taken:
            units = list(Unit.objects.order_by("pk"))
            one, two = units[step.one % len(units)], units[step.two % len(units)]
            past = [day for day in DAYS if day < step.day]
            before = [photographed(day) for day in past]
            with suppress(RuleBrokenError), transaction.atomic():
                CHANGES[step.word](Chosen(administrator, one, two, step.day))
            assert [photographed(day) for day in past] == before
        for day in DAYS:
            assert_whole_on(day)
        transaction.set_rollback(True)
