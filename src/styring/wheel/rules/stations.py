"""What the drawing shows: the year's activities gathered into named processes, each with a lane in its ring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from styring.wheel.rules.geometry import angle, lanes, within
from styring.wheel.rules.states import State, state_of_all

RINGS = ("document", "economy", "survey", "dialogue")
"""From the rim inwards."""


@dataclass(frozen=True)
class Mark:
    """An activity as a milestone: its name in the list twin (``key``), days, state and address."""

    key: str
    title: str
    starts_on: date
    due_on: date
    state: State
    address: str
    next_year: int | None = None


@dataclass(frozen=True)
class Station:
    """A process with a name, drawn as an arc with a large node at its anchor; unnamed ones get only a dot."""

    title: str
    ring: str
    marks: Sequence[Mark]
    anchor: Mark
    is_named: bool = True

    @property
    def state(self) -> State:
        """The state of the process as a whole."""
        return state_of_all([mark.state for mark in self.marks])

    @property
    def starts_on(self) -> date:
        """The first day of its first activity."""
        return min(mark.starts_on for mark in self.marks)

    @property
    def ends_on(self) -> date:
        """The last day of its last activity."""
        return max(mark.due_on for mark in self.marks)

    @property
    def next_due(self) -> date:
        """The nearest deadline that is still open once it has begun, else that of the anchor."""
        if self.state is State.COMING:
            return self.anchor.due_on
        return min((mark.due_on for mark in self.marks if mark.state.is_open), default=self.anchor.due_on)

    def span(self, year: int) -> tuple[float, float]:
        """The angles of its arc."""
        return within(angle(self.starts_on, year)), within(angle(self.ends_on, year))


@dataclass(frozen=True)
class Hub:
    """What stands in the middle of the wheel: one leading line and some more, and where they lead."""

    title: str
    address: str
    summary: object = ""

    @property
    def lines(self) -> Sequence[str]:
        """The title, and at most two lines of the summary, which is put into words when they are asked for."""
        return (self.title, *str(self.summary).splitlines()[:2])


@dataclass(frozen=True)
class Band:
    """A process that runs all the year, written around the hub."""

    title: str
    address: str


ShortDay: TypeAlias = Callable[[date], str]


@dataclass(frozen=True)
class Words:
    """The drawing's words in the reader's language."""

    title: str
    description: str
    months: Sequence[str]
    today: str
    rings: dict[str, str]
    states: dict[State, str]
    decision: tuple[str, str]
    documentation: tuple[str, str]
    next_time: Callable[[int], str]
    go_to_month: Callable[[str], str]
    short_day: ShortDay


@dataclass(frozen=True)
class Picture:
    """A year as it is to be drawn on a day. ``month_address`` is where the list twin lies, before ``#m01``."""

    year: int
    today: date
    stations: Sequence[Station]
    hub: Hub
    bands: Sequence[Band]
    words: Words
    month_address: str = ""

    def in_ring(self, ring: str) -> list[Station]:
        """The stations of a ring, in the order in which they start."""
        return sorted((one for one in self.stations if one.ring == ring), key=lambda one: (one.starts_on, one.ends_on))

    def lanes_of(self, ring: str, pad: float) -> tuple[list[Station], list[int]]:
        """The stations of a ring and the lane of each; an arc starts early enough to hold its anchor's node."""
        stations = self.in_ring(ring)
        spans = []
        for station in stations:
            start, end = station.span(self.year)
            node = within(angle(station.anchor.due_on, self.year))
            spans.append((min(start, node - pad / 2), max(end, node)))
        return stations, lanes(spans, pad)
