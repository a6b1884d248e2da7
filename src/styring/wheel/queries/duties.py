"""What the wheel's own activities ask of a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from styring.wheel.models import Completion, Deadline
from styring.wheel.queries.people import levels_below, part_of
from styring.wheel.queries.registries import Duty, is_left_to_others
from styring.wheel.queries.words import report_title
from styring.wheel.queries.years import UPCOMING_DAYS, activities_about, course_of
from styring.wheel.rules.roles import levels_of
from styring.wheel.rules.states import state_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.wheel.models import Activity
    from styring.wheel.queries.people import Part

AHEAD = timedelta(days=14)
"""How long before it starts an activity is worth doing something about."""

UPCOMING = 6
"""How many are shown of what comes."""


def wheel_duties(reader: User, day: date) -> list[Duty]:
    """What a person answers for in the wheel that is open or starts soon, and no other source has; five queries.

    Leaders are also told of what is late in the units below them, so that they can ask.
    """
    part = part_of(reader, day)
    found = [row for row in _open_soon(day) if _asks_somebody(row, day)]
    mine = [row for row in found if part.answers_for(row)]
    done = set(Completion.objects.filter(activity__in=found).values_list("activity", "unit"))
    own = [duty for row in mine for duty in _duties_of(row, part, done, day)]
    levels = levels_below(part, day)
    late = [row for row in found if row.due_on < day and levels_of(row.responsible)]
    return own + [duty for row in late for duty in _late_below(row, levels, done, day)]


def upcoming_for(reader: User, day: date) -> list[Activity]:
    """What a person answers for later, or contributes to, with the nearest deadline first; three queries."""
    part = part_of(reader, day)
    rows = [row for row in _open_soon(day) if row.due_on >= day]
    return [row for row in rows if _is_upcoming(row, part, day)][:UPCOMING]


def _open_soon(day: date) -> list[Activity]:
    """What is open, or will be while it is shown as coming, by deadline; one query."""
    return [row for row in activities_about(day) if row.is_open_on(day + UPCOMING_DAYS)]


def _asks_somebody(activity: Activity, day: date) -> bool:
    """Is it the wheel's own to ask people for, and near enough?"""
    is_near = activity.starts_on <= day + AHEAD and activity.year >= day.year - 1
    return is_near and activity.deadline != Deadline.EXTERNAL and not is_left_to_others(activity.template.output)


def _is_upcoming(activity: Activity, part: Part, day: date) -> bool:
    if part.answers_for(activity):
        return activity.starts_on > day + AHEAD
    return bool(part.codes.intersection(activity.contributors))


def _duties_of(activity: Activity, part: Part, done: set[tuple[int, int]], day: date) -> Iterator[Duty]:
    if part.codes.intersection(activity.responsible):
        yield _duty(activity, None, day)
    for unit in part.units_of(activity):
        if (activity.pk, unit.pk) not in done:
            yield _duty(activity, unit, day)


def _late_below(
    activity: Activity, levels: dict[int, list[int]], done: set[tuple[int, int]], day: date
) -> Iterator[Duty]:
    """That units below have not done their share of what is late."""
    units = [unit for level in levels_of(activity.responsible) for unit in levels.get(level, ())]
    missing = sum((activity.pk, unit) not in done for unit in units)
    if missing:
        said = {"title": _title(activity), "missing": missing, "expected": len(units)}
        title = _("%(title)s: %(missing)s av %(expected)s enheter mangler") % said
        yield _duty(activity, None, day, title)


def _duty(activity: Activity, unit: Unit | None, day: date, title: str = "") -> Duty:
    return Duty(
        title=title or _title(activity),
        due=activity.due_on,
        state=state_on(course_of(activity), day),
        address=reverse("wheel:activity", args=[activity.pk]),
        explanation=activity.note,
        action=_("Åpne"),
        unit=unit,
    )


def _title(activity: Activity) -> str:
    return report_title(activity) if activity.template.steps else activity.title
