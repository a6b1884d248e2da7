"""The economy of a unit and all below it as a tree, each with what lies below it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from styring.budget.queries.economy import Figures, own_figures
from styring.organisation.models import Lineage
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from styring.kernel.periods import Period
    from styring.organisation.models import Placement, ProgrammeArea, Unit


@dataclass(frozen=True)
class Node:
    """A unit as it was called on the day: its own economy, and that of all it has below it."""

    unit: Unit
    name: str
    area: ProgrammeArea | None
    own: Figures
    figures: Figures
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def economy_tree(unit: Unit, period: Period) -> Node:
    """A unit's economy and that of each unit below it, as of the period's last day; four queries.

    Units without any amount, in themselves or below, are left out; closed units stand where they last lay.
    """
    own = own_figures(period, unit)
    lines = Lineage.objects.known_on(period.last_day)
    above = lines.filter(distance=1, descendant=OuterRef("descendant")).values("ancestor")[:1]
    below = lines.filter(ancestor=unit).annotate(parent=Subquery(above)).select_related("descendant")
    units: dict[int, Unit] = {}
    children: dict[int | None, list[int]] = defaultdict(list)
    for line in below.order_by("descendant__code"):
        units[line.descendant_id] = line.descendant
        children[getattr(line, "parent", None)].append(line.descendant_id)
    placed = {place.unit_id: place for place in _places(period)}
    return _Planter(own, children, units, placed, period.last_day).node(unit.pk)


def _places(period: Period) -> Iterator[Placement]:
    yield from placements_on(period.last_day).select_related("programme_area__sector")


@dataclass(frozen=True)
class _Planter:
    """What the tree is made of."""

    own: dict[int, Figures]
    children: dict[int | None, list[int]]
    units: dict[int, Unit]
    placed: dict[int, Placement]
    day: date

    def node(self, key: int) -> Node:
        """A unit with all below it that has amounts."""
        below = [self.node(child) for child in self.children.get(key, ())]
        own = self.own.get(key, Figures())
        place = self.placed.get(key)
        return Node(
            unit=self.units[key],
            name=self.units[key].name_on(self.day),
            area=place.programme_area if place else None,
            own=own,
            figures=sum((child.figures for child in below), own),
            children=tuple(child for child in below if child.figures != Figures()),
        )
