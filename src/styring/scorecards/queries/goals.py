"""Goals with what their indicators show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.kernel.periods import Length, Period
from styring.kernel.thresholds import Status
from styring.organisation.queries import top_unit
from styring.plans.models import Level
from styring.plans.queries import goals_above, goals_for
from styring.scorecards.queries.cards import indicators_of, standing_of
from styring.scorecards.queries.readings import readings
from styring.scorecards.rules import distribution

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from styring.accounts.models import User
    from styring.plans.models import Goal
    from styring.scorecards.queries.values import Reading
    from styring.thread.models import Element


@dataclass(frozen=True)
class GoalShown:
    """A goal, what its indicator shows in the whole municipality, and the focus areas above it."""

    goal: Goal
    reading: Reading | None
    areas: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """How the goal stands; missing where nothing says so."""
        return self.reading.status if self.reading else Status.MISSING


@dataclass(frozen=True)
class GoalGroup:
    """An overarching goal, None for those that sharpen none, and its result goals by code."""

    overarching: GoalShown | None
    results: list[GoalShown]

    @property
    def spread(self) -> dict[Status, int]:
        """How many result goals stand in each status."""
        return distribution(result.status for result in self.results)


def month_of(day: date) -> Period:
    """The month that a day lies in."""
    return Period(day.year, day.month, Length.MONTH)


def goals_shown(reader: User, year: int, day: date, *, with_units: bool = True) -> list[GoalGroup]:
    """The goals of a year as they stand on a day, under the overarching ones; 17 queries, however many there are.

    Without ``with_units`` the units below are left out, and what stands on the municipality's card is read with it.
    """
    goals = list(goals_for(reader, year))
    above = goals_above([goal.pk for goal in goals], day)
    read = _readings(reader, goals, day, with_units=with_units)
    shown = {goal.pk: GoalShown(goal, read.get(goal.pk), _areas(goal.element, above)) for goal in goals}
    return _grouped(goals, shown, above)


def _grouped(goals: list[Goal], shown: dict[UUID, GoalShown], above: dict[UUID, list[Element]]) -> list[GoalGroup]:
    under: dict[UUID, list[GoalShown]] = {goal.pk: [] for goal in goals if goal.level == Level.OVERARCHING}
    loose: list[GoalShown] = []
    for goal in goals:
        if goal.level == Level.RESULT:
            parents = [one.pk for one in above.get(goal.pk, ()) if one.pk in under]
            (under[parents[0]] if parents else loose).append(shown[goal.pk])
    groups = [GoalGroup(shown[top], results) for top, results in under.items()]
    return [*groups, GoalGroup(None, loose)] if loose else groups


def _areas(element: Element, above: dict[UUID, list[Element]]) -> tuple[str, ...]:
    """The focus areas of a goal: its own, or else those of the goals it sharpens."""
    direct = above.get(element.pk, ())
    upper = (one for goal in direct if goal.kind == "goal" for one in above.get(goal.pk, ()))
    own = tuple(one.code for one in direct if one.kind == "focus_area")
    return own or tuple(one.code for one in upper if one.kind == "focus_area")


def _readings(reader: User, goals: list[Goal], day: date, *, with_units: bool) -> dict[UUID, Reading]:
    indicators = indicators_of([goal.pk for goal in goals], day)
    top = top_unit(day)
    if not (indicators and top):
        return {}
    month = month_of(day)
    on_card = [] if with_units else standing_of(reader, top, month)
    found = {reading.indicator: reading for reading in on_card}
    others = [one for one in indicators.values() if one not in found]
    found |= {one.indicator: one for one in readings(reader, others, top, month, with_units=with_units)}
    return {goal: found[indicator] for goal, indicator in indicators.items()}
