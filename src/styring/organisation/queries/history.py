"""What has happened and will happen to the organisation, as events on days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from styring.audit.models import Entry
from styring.kernel.spans import FOREVER
from styring.organisation.models import Holding, Placement, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from styring.organisation.models import Unit


class Happening(Enum):
    """What can happen to a unit; templates have the words."""

    OPENED = "opened"
    RENAMED = "renamed"
    MOVED = "moved"
    DESCRIBED = "described"
    MERGED = "merged"
    CLOSED = "closed"
    BEGUN = "begun"
    ACTING = "acting"
    ENDED = "ended"


@dataclass(frozen=True)
class Event:
    """Something that happened to a unit on a day: what was before, what is new, and with which position."""

    day: date
    happening: Happening
    unit: Unit
    name: str
    old: str = ""
    new: str = ""

    @property
    def kind(self) -> str:
        """What happened, as a word for templates."""
        return self.happening.value


def changes_of_tree() -> list[Event]:
    """What has happened to units since the municipality was founded, newest first; one query."""
    placements = _placements()
    first = min((placement.valid_from for placement in placements), default=None)
    events = (event for history in _by_unit(placements) for event in _events(history))
    return _newest_first(event for event in events if event.day != first)


def history_of(unit: Unit) -> list[Event]:
    """What has happened to a unit and who has led it, newest first; two queries."""
    history = [placement for placement in _placements() if placement.unit_id == unit.pk]
    holdings = Holding.objects.filter(position__unit=unit, position__is_leader=True)
    led = (event for holding in holdings.select_related("position", "holder") for event in _led(unit, holding))
    return _newest_first([*_events(history), *led])


def acts_about(unit: Unit, most: int) -> list[Entry]:
    """The last acts on record about a unit, its placements, positions and their holders, newest first; five queries."""
    placements = Placement.objects.filter(unit=unit).values_list("pk", flat=True)
    positions = Position.objects.filter(unit=unit).values_list("pk", flat=True)
    holdings = Holding.objects.filter(position__unit=unit).values_list("pk", flat=True)
    keys = [
        f"organisation.unit:{unit.pk}",
        *(f"organisation.placement:{key}" for key in placements),
        *(f"organisation.position:{key}" for key in positions),
        *(f"organisation.holding:{key}" for key in holdings),
    ]
    return list(Entry.objects.filter(object__in=keys).select_related("detail").order_by("-number")[:most])


def _placements() -> list[Placement]:
    related = ("unit__merged_into", "parent", "programme_area")
    return list(Placement.objects.select_related(*related).order_by("unit", "valid_from"))


def _by_unit(placements: list[Placement]) -> list[list[Placement]]:
    histories: dict[int, list[Placement]] = {}
    for placement in placements:
        histories.setdefault(placement.unit_id, []).append(placement)
    return list(histories.values())


def _events(history: list[Placement]) -> Iterator[Event]:
    if not history:
        return
    first, last = history[0], history[-1]
    yield Event(first.valid_from, Happening.OPENED, first.unit, first.name, new=str(first.parent or ""))
    for before, after in pairwise(history):
        yield from _changes(before, after)
    if last.valid_to < FOREVER:
        into = last.unit.merged_into
        happening = Happening.MERGED if into else Happening.CLOSED
        yield Event(last.valid_to, happening, last.unit, last.name, new=str(into or ""))


def _changes(before: Placement, after: Placement) -> Iterator[Event]:
    pairs = (
        (Happening.RENAMED, before.name, after.name),
        (Happening.MOVED, str(before.parent or ""), str(after.parent or "")),
        (Happening.DESCRIBED, _described(before), _described(after)),
    )
    for happening, old, new in pairs:
        if old != new:
            yield Event(after.valid_from, happening, after.unit, after.name, old, new)


def _described(placement: Placement) -> str:
    return ", ".join(filter(None, (placement.type, str(placement.programme_area or ""))))


def _led(unit: Unit, holding: Holding) -> Iterator[Event]:
    begun = Happening.ACTING if holding.is_acting else Happening.BEGUN
    who, title = str(holding.holder), holding.position.title
    yield Event(holding.valid_from, begun, unit, who, new=title)
    if holding.valid_to < FOREVER:
        yield Event(holding.valid_to, Happening.ENDED, unit, who, old=title)


def _newest_first(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.day, event.unit.code), reverse=True)
