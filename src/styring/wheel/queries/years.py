"""Reading a year of the wheel: every activity with its state, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from styring.access.policies import require
from styring.kernel.asked import asked_once
from styring.wheel.models import Activity, Dependency, Setup, Template, TemplateKind, Year
from styring.wheel.policies import VIEW_WHEEL
from styring.wheel.queries.people import expected_shares, units_at_levels
from styring.wheel.queries.registries import Occasion, Target, targets_for
from styring.wheel.rules.states import SOON_DAYS, Course, State, state_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from styring.accounts.models import User
    from styring.wheel.models import ActivityQuerySet


UPCOMING_DAYS = timedelta(days=75)
"""How far ahead it is shown what comes."""


@dataclass(frozen=True)
class Standing:
    """An activity as it stands on a day: its state, how many units' shares are in, and what it opens.

    ``held_up_by`` are those it waits for that are late.
    """

    activity: Activity
    state: State
    done: int = 0
    expected: int = 0
    target: Target | None = None
    held_up_by: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Running:
    """A process that runs all the year, and what it opens."""

    template: Template
    target: Target | None


def activities_delivering(output: str, period: str = "") -> ActivityQuerySet:
    """The activities that deliver something, for a period such as ``2026-M10`` if one is given; one query.

    A monthly report has one for each level of the line, with its own last day; the lowest level's is due first.
    """
    found = Activity.objects.filter(template__output=output, occurs=True).select_related("template")
    return found.filter(period=period) if period else found


@asked_once
def turned_years() -> list[int]:
    """The years that the wheel has been turned for; one query."""
    return list(Year.objects.values_list("number", flat=True))


def occasion_of(activity: Activity) -> Occasion:
    """An activity as those who deliver it know it; its template must have been fetched."""
    return Occasion(activity.code, activity.template.output, activity.year, activity.period, activity.level)


@asked_once
def soon_days_of_wheel() -> int:
    """So many days before it is due, a deadline is near in this municipality; one query."""
    return Setup.objects.values_list("soon_days", flat=True).first() or SOON_DAYS


def standings(reader: User, year: int, day: date) -> list[Standing]:
    """A year's activities as they stand on a day, in order of deadline; five queries, and those of the targets.

    Raises:
        NotAllowedError: the reader may not see the wheel.
    """
    require(reader, VIEW_WHEEL)
    rows = with_shares(Activity.objects.filter(year__in=(year - 1, year)))
    found = _standings(reader, list(rows), day)
    waits = _held_up({(one.activity.year, one.activity.code): one for one in found}, year)
    return [
        replace(one, held_up_by=tuple(waits.get(one.activity.code, ()))) for one in found if one.activity.year == year
    ]


def standings_now(reader: User, day: date) -> list[Standing]:
    """The activities of the year that a day is in as they stand, without what holds what up; four queries, and targets.

    Raises:
        NotAllowedError: the reader may not see the wheel.
    """
    require(reader, VIEW_WHEEL)
    return _standings(reader, [row for row in activities_about(day) if row.year == day.year], day)


@asked_once
def activities_about(day: date) -> list[Activity]:
    """The activities of a day's year, and those of others that are open or soon will be, by deadline; one query."""
    return list(with_shares(Activity.objects.of_year(day.year) | Activity.objects.open_on(day + UPCOMING_DAYS)))


def _standings(reader: User, rows: list[Activity], day: date) -> list[Standing]:
    soon_days, units = soon_days_of_wheel(), units_at_levels(day)
    targets = targets_for(reader, [occasion_of(row) for row in rows if row.occurs])
    return [_standing(row, targets, units, day, soon_days) for row in rows]


def with_shares(rows: ActivityQuerySet) -> ActivityQuerySet:
    """Activities with their templates and stations, and how many units' shares are done."""
    return rows.select_related("template__station").annotate(shares_done=Count("completions"))


def _standing(
    activity: Activity, targets: dict[Occasion, Target], units: dict[int, int], day: date, soon_days: int
) -> Standing:
    target = targets.get(occasion_of(activity))
    expected = expected_shares(activity, units) if activity.occurs else 0
    done = getattr(activity, "shares_done", 0)
    if target and target.expected:
        done, expected = target.done, target.expected
    elif activity.done_on:
        done = expected
    return Standing(activity, state_on(course_of(activity, target), day, soon_days), done, expected, target)


def course_of(activity: Activity, target: Target | None = None) -> Course:
    """An activity's course as its states are worked out from."""
    return Course(
        starts_on=activity.starts_on,
        due_on=activity.due_on,
        occurs=activity.occurs,
        started=activity.started_on is not None,
        done=activity.done_on is not None or bool(target and target.is_done),
        treated=activity.treated_on is not None or bool(target and target.is_treated),
        cancelled=activity.cancelled_on is not None,
        by_calendar=activity.deadline == "external",
    )


def _held_up(standing: dict[tuple[int, str], Standing], year: int) -> dict[str, list[Activity]]:
    """For each activity of a year that is open, what it waits for that is late; one query."""
    found: dict[str, list[Activity]] = {}
    for need in _dependencies():
        waiting = standing.get((year, need.template_id))
        needed = standing.get((year + need.year_offset, need.needs_id))
        if waiting and needed and waiting.state.is_open and needed.state is State.LATE:
            found.setdefault(need.template_id, []).append(needed.activity)
    return found


def running_processes(reader: User, year: int) -> list[Running]:
    """What runs all the year, with what it opens; one query, and those of the targets."""
    templates = list(Template.objects.filter(kind=TemplateKind.RUNNING))
    occasions = {template.code: Occasion(template.code, template.output, year) for template in templates}
    targets = targets_for(reader, occasions.values())
    return [Running(template, targets.get(occasions[template.code])) for template in templates]


@asked_once
def _dependencies() -> list[Dependency]:
    """What waits for what in any year; one query."""
    return list(Dependency.objects.select_related("template", "needs"))


def needs_of(activity: Activity) -> list[tuple[Dependency, Activity | None]]:
    """What an activity waits for, with last year's activity where that is what it needs; two queries."""
    needs = [need for need in _dependencies() if need.template_id == activity.template_id]
    return _met(needs, {need.pk: (activity.year + need.year_offset, need.needs_id) for need in needs})


def fed_by(activity: Activity) -> list[tuple[Dependency, Activity | None]]:
    """What waits for an activity, with the one of next year where that is what does; two queries."""
    needs = [need for need in _dependencies() if need.needs_id == activity.template_id]
    return _met(needs, {need.pk: (activity.year - need.year_offset, need.template_id) for need in needs})


def _met(needs: Iterable[Dependency], keys: dict[int, tuple[int, str]]) -> list[tuple[Dependency, Activity | None]]:
    wanted = Q(pk__in=())
    for year, code in keys.values():
        wanted |= Q(year=year, code=code)
    found = {(row.year, row.code): row for row in Activity.objects.filter(wanted)}
    return [(need, found.get(keys[need.pk])) for need in needs]
