"""A year of the wheel as it is shown: the drawing, the list twin with the same content, and what to say above them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Self

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from styring.wheel.models import Activity, Deadline, Ring, TemplateKind
from styring.wheel.queries.people import part_of
from styring.wheel.queries.pictures import picture_of
from styring.wheel.queries.plans import breaches_of
from styring.wheel.queries.words import (
    STATE_KINDS,
    STATE_WORDS,
    activity_title,
    breach_sentence,
    month_name,
    report_title,
    role_names,
)
from styring.wheel.queries.years import (
    Standing,
    course_of,
    running_processes,
    soon_days_of_wheel,
    standings,
    standings_now,
    turned_years,
)
from styring.wheel.rules.drawing import middle_wheel, mini_wheel, plain_wheel, wide_wheel
from styring.wheel.rules.states import State, state_of_all, state_on
from styring.wheel.rules.timeline import NARROW, WIDE, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.utils.functional import Promise

    from styring.accounts.models import User
    from styring.wheel.queries.years import Running
    from styring.wheel.rules.stations import Picture


_ALWAYS = (State.DONE, State.RUNNING, State.SOON, State.LATE, State.COMING)
_LEGEND = (*_ALWAYS, State.RESTING, State.CANCELLED)


@dataclass(frozen=True)
class Chosen:
    """What of a year a reader has asked to see."""

    mine: bool = False
    statutory: bool = False
    ring: str = ""

    @property
    def is_all(self) -> bool:
        """Is nothing left out?"""
        return self == Chosen()

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> Self:
        """As it stands in an address after ``?``; what is not understood is as if it were not there."""
        ring = words.get("ring", "")
        return cls(words.get("mine") == "1", words.get("lov") == "1", ring if ring in Ring.values else "")


@dataclass(frozen=True)
class Step:
    """One level's turn in a report that goes up the line."""

    name: str
    due_on: date
    state: State
    address: str


@dataclass(frozen=True)
class Row:
    """A line of the list twin."""

    key: str
    title: str
    due_on: date
    state: State
    address: str
    is_statutory: bool = False
    next_year: int | None = None
    held_up_by: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def kind(self) -> str:
        """Its shape and colour."""
        return STATE_KINDS[self.state]

    @property
    def word(self) -> str | Promise:
        """Its state in a word."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Month:
    """A month of the list twin: its rows, and how many of those that come this year are done."""

    number: int
    year: int
    name: str
    rows: list[Row]

    @property
    def expected(self) -> int:
        """How many come this year."""
        return sum(row.state not in {State.RESTING, State.CANCELLED} for row in self.rows)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(row.state in {State.DONE, State.TREATED} for row in self.rows)


@dataclass(frozen=True)
class YearShown:
    """A year of the wheel, cut to what the reader asked for."""

    year: int
    day: date
    chosen: Chosen
    found: list[Standing]
    running: list[Running]
    soon_days: int

    @cached_property
    def years(self) -> list[int]:
        """The years that the wheel has been turned for; one query, made when it is read."""
        return turned_years()

    @cached_property
    def warnings(self) -> list[str]:
        """The demands that the year's dates break, in words; two queries, made when they are read."""
        return [breach_sentence(breach) for breach in breaches_of(self.year)]

    @cached_property
    def rows(self) -> list[Row]:
        """The list twin, by deadline; the levels of a report are one row."""
        return sorted(_rows(self.found), key=lambda row: (row.due_on, row.key))

    @cached_property
    def months(self) -> list[Month]:
        """The rows by month, those due in the year after last."""
        grouped = groupby(self.rows, key=lambda row: (row.due_on.year, row.due_on.month))
        return [Month(month, year, month_name(month), list(rows)) for (year, month), rows in grouped]

    @property
    def now(self) -> list[Row]:
        """What is late, due soon or under way."""
        return [row for row in self.rows if row.state in {State.LATE, State.SOON, State.RUNNING}]

    def count(self, state: State) -> int:
        """How many rows have a state."""
        return sum(row.state is state for row in self.rows)

    @property
    def late(self) -> int:
        """How many are late."""
        return self.count(State.LATE)

    @property
    def soon(self) -> int:
        """How many are due within a few days."""
        return self.count(State.SOON)

    @property
    def under_way(self) -> int:
        """How many are under way, without haste."""
        return self.count(State.RUNNING)

    @property
    def legend(self) -> list[tuple[str, str | Promise]]:
        """The shapes that are used, with their words."""
        present = {row.state for row in self.rows}
        return [(STATE_KINDS[state], STATE_WORDS[state]) for state in _LEGEND if state in present or state in _ALWAYS]

    @property
    def near_years(self) -> list[int]:
        """The years to choose among: this one and its neighbours, as far as they are turned."""
        return [year for year in sorted({*self.years, self.year}) if abs(year - self.year) <= 1]

    @cached_property
    def picture(self) -> Picture:
        """What the drawings show."""
        return picture_of(self.year, self.day, self.found, self.running)

    @property
    def wide(self) -> SafeString:
        """The large drawing."""
        return mark_safe(wide_wheel(self.picture))  # noqa: S308 - every text in it is escaped where it is drawn

    @property
    def middle(self) -> SafeString:
        """The drawing for windows around 1000 px."""
        return mark_safe(middle_wheel(self.picture))  # noqa: S308 - every text in it is escaped where it is drawn

    @property
    def mini(self) -> SafeString:
        """The drawing for phones."""
        return mark_safe(mini_wheel(self.picture))  # noqa: S308 - every text in it is escaped where it is drawn

    @property
    def mini_elsewhere(self) -> SafeString:
        """The smallest drawing, on other pages: its months lead to the page of the year, which stands in its middle."""
        hub = replace(self.picture.hub, title=str(self.year))
        picture = replace(self.picture, month_address=reverse("wheel:year", args=[self.year]), hub=hub)
        return mark_safe(mini_wheel(picture))  # noqa: S308 - every text in it is escaped where it is drawn

    @property
    def next_rows(self) -> list[Row]:
        """The nearest deadlines to come."""
        return [row for row in self.rows if row.state.is_open and row.due_on >= self.day][:5]

    @property
    def rings(self) -> list[tuple[str, str | Promise]]:
        """The rings to choose among."""
        return list(Ring.choices)

    @property
    def wide_timeline(self) -> SafeString:
        """The year as bars, names to the left."""
        return mark_safe(timeline(self.picture, WIDE, "tw"))  # noqa: S308 - every text in it is escaped

    @property
    def narrow_timeline(self) -> SafeString:
        """The year as bars for phones, names above."""
        return mark_safe(timeline(self.picture, NARROW, "tn"))  # noqa: S308 - every text in it is escaped


def year_for(reader: User, year: int, day: date, chosen: Chosen | None = None) -> YearShown:
    """A year of the wheel for a reader on a day; a fixed number of queries, and those of the targets.

    Raises:
        NotAllowedError: the reader may not see the wheel.
    """
    chosen = chosen or Chosen()
    found = standings(reader, year, day)
    if chosen.mine:
        part = part_of(reader, day)
        found = [one for one in found if part.answers_for(one.activity)]
    found = [one for one in found if _is_chosen(one, chosen)]
    return YearShown(year, day, chosen, found, running_processes(reader, year), soon_days_of_wheel())


def this_year_for(reader: User, day: date) -> YearShown:
    """The year that a day is in for the small drawing: without what holds what up, and what runs all the year.

    Raises:
        NotAllowedError: the reader may not see the wheel.
    """
    return YearShown(day.year, day, Chosen(), standings_now(reader, day), [], soon_days_of_wheel())


def public_wheel(year: int, day: date) -> SafeString:
    """A small drawing for everyone, with only what the calendar says: nobody's work is judged in it; one query."""
    rows = Activity.objects.of_year(year)
    calendar = {row: replace(course_of(row), by_calendar=True, done=False, treated=False) for row in rows}
    found = [Standing(row, state_on(course, day)) for row, course in calendar.items()]
    return mark_safe(plain_wheel(picture_of(year, day, found, [])))  # noqa: S308 - every text in it is escaped


def ring_of(one: Standing) -> str:
    """The ring that an activity is drawn in."""
    template = one.activity.template
    return template.station.ring if template.station else template.ring


def _is_chosen(one: Standing, chosen: Chosen) -> bool:
    if chosen.statutory and one.activity.deadline != Deadline.STATUTORY:
        return False
    return chosen.ring in {"", ring_of(one)}


def _rows(found: Iterable[Standing]) -> Iterable[Row]:
    reports: dict[str, list[Standing]] = {}
    for one in found:
        if one.activity.template.kind == TemplateKind.MONTHLY:
            reports.setdefault(f"{one.activity.template_id}{one.activity.period}", []).append(one)
        else:
            yield _row(one, activity_title(one.activity))
    for steps in reports.values():
        yield _row(steps[0], report_title(steps[0].activity)) if len(steps) == 1 else _report_row(steps)


def _row(one: Standing, title: str) -> Row:
    activity = one.activity
    return Row(
        key=activity.code,
        title=title,
        due_on=activity.due_on,
        state=one.state,
        address=address_of(activity.pk),
        is_statutory=activity.deadline == Deadline.STATUTORY,
        next_year=activity.next_year if one.state is State.RESTING else None,
        held_up_by=tuple(activity_title(late) for late in one.held_up_by),
    )


def _report_row(steps: list[Standing]) -> Row:
    """A report that goes up the line: due when the lowest level is, with each level's turn until all are done."""
    current = next((one for one in steps if one.state.is_open), steps[-1])
    row = _row(steps[0], report_title(steps[0].activity))
    shown = tuple(
        Step(role_names(one.activity.responsible), one.activity.due_on, one.state, address_of(one.activity.pk))
        for one in steps
    )
    state = state_of_all([one.state for one in steps])
    return replace(row, state=state, address=address_of(current.activity.pk), steps=shown if state.is_open else ())


def address_of(key: int) -> str:
    """The page of an activity."""
    return reverse("wheel:activity", args=[key])
