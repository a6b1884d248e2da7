"""What has happened and will happen to the organisation, as events on days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from styring.audit.models import Entry
from styring.kernel.spans import FOREVER
from styring.organisation.models import Placement
from styring.organisation.queries.tree import positions_of, unit_by_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.db.models import QuerySet

    from styring.organisation.models import Holding, Position, Unit


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
    placements = list(_placements())
    first = min((placement.valid_from for placement in placements), default=None)
    events = (event for history in _by_unit(placements) for event in _events(history))
    return _newest_first(event for event in events if event.day != first)


@dataclass(frozen=True)
class Life:
    """A unit with all that is on record of where it has hung, in order, and of who has held its positions."""

    unit: Unit
    placements: list[Placement]
    positions: list[Position]

    def placement_on(self, day: date) -> Placement | None:
        """Where it hangs on a day; None when nowhere."""
        return next((one for one in self.placements if one.valid_from <= day < one.valid_to), None)

    def leading_on(self, day: date) -> Holding | None:
        """Who leads it on a day, the acting before the absent; None when nobody does."""
        leading = (holding for position in self.positions if position.is_leader for holding in position.holdings.all())
        now = [holding for holding in leading if holding.valid_from <= day < holding.valid_to]
        return min(now, key=lambda holding: (not holding.is_acting, holding.valid_from), default=None)


def life_of(code: str) -> Life:
    """All that is on record of the unit with a code, also when it has closed; three queries.

    Raises:
        NotFoundError: there is no such unit.
    """
    placements = list(_placements().filter(unit__code=code))
    unit = placements[0].unit if placements else unit_by_code(code)
    return Life(unit, placements, positions_of(unit))


def history_of(life: Life) -> list[Event]:
    """What has happened to a unit and who has led it, newest first."""
    leading = (position for position in life.positions if position.is_leader)
    held = ((position, holding) for position in leading for holding in position.holdings.all())
    led = (event for position, holding in held for event in _led(life.unit, position, holding))
    return _newest_first([*_events(life.placements), *led])


def acts_about(life: Life, most: int) -> list[Entry]:
    """The last acts on record about a unit, its placements, positions and their holders, newest first; one query."""
    holdings = (holding for position in life.positions for holding in position.holdings.all())
    keys = [
        f"organisation.unit:{life.unit.pk}",
        *(f"organisation.placement:{placement.pk}" for placement in life.placements),
        *(f"organisation.position:{position.pk}" for position in life.positions),
        *(f"organisation.holding:{holding.pk}" for holding in holdings),
    ]
    return list(Entry.objects.filter(object__in=keys).select_related("detail").order_by("-number")[:most])


def _placements() -> QuerySet[Placement]:
    related = ("unit__merged_into", "parent", "programme_area", "level")
    return Placement.objects.select_related(*related).order_by("unit", "valid_from")


def _by_unit(placements: list[Placement]) -> list[list[Placement]]:
    histories: dict[int, list[Placement]] = {}
    for placement in placements:
        histories.setdefault(placement.unit_id, []).append(placement)
    return list(histories.values())


def _events(history: list[Placement]) -> Iterator[Event]:
    if not history:
        return
    first, last = history[0], history[-1]
    yield Event(first.valid_from, Happening.OPENED, first.unit, first.name, new=_above(first))
    for before, after in pairwise(history):
        yield from _changes(before, after)
    if last.valid_to < FOREVER:
        into = last.unit.merged_into
        happening = Happening.MERGED if into else Happening.CLOSED
        yield Event(last.valid_to, happening, last.unit, last.name, new=into.name_on(last.valid_to) if into else "")


def _changes(before: Placement, after: Placement) -> Iterator[Event]:
    if before.name != after.name:
        yield Event(after.valid_from, Happening.RENAMED, after.unit, after.name, before.name, after.name)
    if before.parent_id != after.parent_id:
        old = _above(before, after.valid_from)
        yield Event(after.valid_from, Happening.MOVED, after.unit, after.name, old, _above(after))
    if _described(before) != _described(after):
        was, becomes = _described(before), _described(after)
        yield Event(after.valid_from, Happening.DESCRIBED, after.unit, after.name, was, becomes)


def _above(placement: Placement, day: date | None = None) -> str:
    """What the unit above is called on a day, the first of the placement unless another is given."""
    return placement.parent.name_on(day or placement.valid_from) if placement.parent else ""


def _described(placement: Placement) -> str:
    return ", ".join(filter(None, (placement.type, str(placement.programme_area or ""))))


def _led(unit: Unit, position: Position, holding: Holding) -> Iterator[Event]:
    begun = Happening.ACTING if holding.is_acting else Happening.BEGUN
    who, title = str(holding.holder), position.title
    yield Event(holding.valid_from, begun, unit, who, new=title)
    if holding.valid_to < FOREVER:
        yield Event(holding.valid_to, Happening.ENDED, unit, who, old=title)


def _newest_first(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.day, event.unit.code), reverse=True)
