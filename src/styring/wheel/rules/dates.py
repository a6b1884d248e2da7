"""Rules that date what happens every year: from a rule and a year to a day, and from a whole wheel to a year's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from styring.kernel.errors import InvalidValueError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.kernel.workdays import Shift, next_year, nth_weekday, occurs, shifted, workdays_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FixedDay:
    """The same day every year, in the wheel's year or so many years before or after."""

    month: int
    day: int
    years: int = 0

    def in_year(self, year: int, _closed: Collection[date] = ()) -> date:
        """The day for a year of the wheel; 29 February is the 28th where there is none."""
        try:
            return date(year + self.years, self.month, self.day)
        except ValueError:
            return date(year + self.years, self.month, self.day - 1)


@dataclass(frozen=True)
class NthWeekday:
    """The n-th of a weekday in a month: the fourth Wednesday of September. Monday is 0; n = -1 is the last."""

    n: int
    weekday: int
    month: int

    def in_year(self, year: int, _closed: Collection[date] = ()) -> date:
        """The day for a year of the wheel."""
        return nth_weekday(year, self.month, self.weekday, self.n)


@dataclass(frozen=True)
class WorkdaysAfter:
    """So many working days after a cut-off, as the sixth after 30 April."""

    workdays: int
    cut_off: FixedDay

    def in_year(self, year: int, closed: Collection[date] = ()) -> date:
        """The day for a year of the wheel."""
        return workdays_after(self.cut_off.in_year(year), self.workdays, closed)


@dataclass(frozen=True)
class DaysAfter:
    """So many days after another activity is due, before it when negative."""

    days: int
    activity: str


Rule: TypeAlias = FixedDay | NthWeekday | WorkdaysAfter | DaysAfter


def read_rule(written: Mapping[str, object]) -> Rule:
    """The rule that is written in the wheel's file or stored with a template.

    >>> read_rule({"nth": 4, "weekday": 2, "month": 9})
    NthWeekday(n=4, weekday=2, month=9)

    Raises:
        InvalidValueError: it is none, or the day it gives does not exist in every year.
    """
    match written:
        case {"day": str(day), **rest} if set(rest) <= {"years"}:
            return _fixed(day, rest.get("years", 0))
        case {"nth": int(n), "weekday": int(weekday), "month": int(month)} if _exists(n, weekday, month):
            return NthWeekday(n, weekday, month)
        case {"workdays": int(workdays), "after": str(cut_off)}:
            return WorkdaysAfter(workdays, _fixed(cut_off, 0))
        case {"days": int(days), "after_activity": str(activity)}:
            return DaysAfter(days, activity)
    raise InvalidValueError(gettext_noop("«%(written)s» er ingen datoregel."), written=dict(written))


def _fixed(written: str, years: object) -> FixedDay:
    try:
        month, day = (int(part) for part in written.split("-"))
        date(2024, month, day)
    except ValueError:
        raise InvalidValueError(
            gettext_noop("«%(written)s» er ingen dag. Skriv måned og dag, som 01-20."), written=written
        ) from None
    return FixedDay(month, day, years if isinstance(years, int) else 0)


def _exists(n: int, weekday: int, month: int) -> bool:
    """Is there such a day in the month of every year? A fifth weekday is not."""
    return n in {-1, *range(1, 5)} and weekday in range(7) and month in range(1, 13)


@dataclass(frozen=True)
class Draft:
    """What a template says of when: rules for the first and the last day, and in which years it comes."""

    code: str
    starts: Rule
    due: Rule
    shift: Shift = Shift.BEFORE
    every: int = 1
    first_year: int = 0
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """When something is to happen in a year. ``by_rule`` is the day the rule gave, when the plan had to leave it."""

    code: str
    starts_on: date
    due_on: date
    by_rule: date | None = None
    occurs: bool = True
    next_year: int | None = None


def plan_year(drafts: Iterable[Draft], year: int, closed: Collection[date] = ()) -> dict[str, Planned]:
    """The days of everything in a year of the wheel, by code.

    What does not come this year is planned all the same, so that it can be shown as resting where it would have been.

    >>> talks = Draft("AH53", FixedDay(9, 20), FixedDay(10, 20))
    >>> plan_year([talks], 2026)["AH53"].due_on
    datetime.date(2026, 10, 20)

    Raises:
        RuleBrokenError: days are counted from each other in a circle, or from something that is not in the wheel.
    """
    by_code = {draft.code: draft for draft in drafts}
    planned: dict[str, Planned] = {}
    for code in _in_order(by_code):
        planned[code] = _planned(by_code[code], year, closed, planned)
    return {code: _if_it_comes(by_code[code], plan, planned) for code, plan in planned.items()}


def _planned(draft: Draft, year: int, closed: Collection[date], others: Mapping[str, Planned]) -> Planned:
    by_rule = _day_of(draft.due, year, closed, others)
    due = shifted(by_rule, draft.shift, closed)
    starts = min(_day_of(draft.starts, year, closed, others), due)
    comes = draft.every == 1 or occurs(year, draft.every, draft.first_year)
    coming = None if comes else next_year(year, draft.every, draft.first_year)
    return Planned(draft.code, starts, due, by_rule if by_rule != due else None, comes, coming)


def _day_of(rule: Rule, year: int, closed: Collection[date], others: Mapping[str, Planned]) -> date:
    if isinstance(rule, DaysAfter):
        return others[rule.activity].due_on + rule.days * _DAY
    return rule.in_year(year, closed)


def _if_it_comes(draft: Draft, plan: Planned, planned: Mapping[str, Planned]) -> Planned:
    """Leave out what comes only when one thing is due before another starts, and that is not so."""
    if not draft.only_if:
        return plan
    first, second = (planned[code] for code in draft.only_if)
    if first.due_on < second.starts_on:
        return plan
    return Planned(plan.code, plan.starts_on, plan.due_on, plan.by_rule, occurs=False)


def _in_order(by_code: Mapping[str, Draft]) -> list[str]:
    """The codes, each after those that its days are counted from."""
    ordered: list[str] = []
    for code in by_code:
        _place(code, by_code, ordered, ())
    return ordered


def _place(code: str, by_code: Mapping[str, Draft], ordered: list[str], way: tuple[str, ...]) -> None:
    if code in ordered:
        return
    if code in way:
        circle = " → ".join([*way[way.index(code) :], code])
        raise RuleBrokenError(
            gettext_noop("Datoene kan ikke regnes ut fra hverandre i ring: %(circle)s."), circle=circle
        )
    if code not in by_code:
        raise RuleBrokenError(
            gettext_noop("«%(code)s» regnes ut fra «%(missing)s», som ikke finnes i hjulet."),
            code=way[-1] if way else code,
            missing=code,
        )
    for rule in (by_code[code].starts, by_code[code].due):
        if isinstance(rule, DaysAfter):
            _place(rule.activity, by_code, ordered, (*way, code))
    ordered.append(code)


@dataclass(frozen=True)
class Need:
    """That one thing waits for another, of the same year or so many years before (negative) or after."""

    code: str
    needs: str
    years: int = 0


def circle_among(needs: Iterable[Need]) -> list[str]:
    """A circle of things that wait for each other, or nothing; what waits for an earlier year closes none.

    >>> circle_among([Need("B", "A"), Need("A", "B", years=-1)])
    []
    >>> sorted(set(circle_among([Need("B", "A"), Need("C", "B"), Need("A", "C")])))
    ['A', 'B', 'C']
    """
    edges = list(needs)
    codes = {code for need in edges for code in (need.code, need.needs)}
    weight = len(codes) + 1
    far, came_from = dict.fromkeys(codes, 0), dict.fromkeys(codes, "")
    changed = ""
    for _round in range(len(codes) + 1):
        changed = _widen(edges, weight, far, came_from)
        if not changed:
            return []
    for _step in codes:
        changed = came_from[changed]
    circle = [changed]
    while came_from[circle[-1]] != changed:
        circle.append(came_from[circle[-1]])
    return [*circle, changed]


def _widen(edges: list[Need], weight: int, far: dict[str, int], came_from: dict[str, str]) -> str:
    """One round of Bellman and Ford for the longest way; a circle whose years sum to less than nothing only shrinks."""
    changed = ""
    for need in edges:
        reach = far[need.code] + need.years * weight + 1
        if reach > far[need.needs]:
            far[need.needs], came_from[need.needs] = reach, need.code
            changed = need.needs
    return changed


def require_no_circle(needs: Iterable[Need]) -> None:
    """Go on only if nothing waits for itself.

    Raises:
        RuleBrokenError: some things wait for each other in a circle.
    """
    circle = circle_among(needs)
    if circle:
        raise RuleBrokenError(
            gettext_noop("Aktivitetene venter på hverandre i ring og kan aldri begynne: %(circle)s."),
            circle=" → ".join(circle),
        )
