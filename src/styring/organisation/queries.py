"""Reading the organisation; everyone in the municipality may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.organisation.models import Holding, Lineage, Municipality, Placement, Position, Unit

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.organisation.models import PlacementQuerySet


def municipality() -> Municipality | None:
    """The municipality of this installation, None before the first run is done; one query."""
    return Municipality.objects.first()


def held_positions(day: date) -> QuerySet[Position]:
    """The positions that someone holds on a day; one query, made when it is read."""
    return Position.objects.filter(pk__in=Holding.objects.valid_on(day).values("position"))


def units_below(top: Unit, day: date) -> QuerySet[Unit]:
    """A unit and all that lie below it on a day; one query, made when it is read."""
    return Unit.objects.filter(pk__in=Lineage.objects.valid_on(day).filter(ancestor=top).values("descendant"))


def placements_on(day: date) -> PlacementQuerySet:
    """Where every unit hangs on a day, with unit, level and parent; one query, made when it is read."""
    return Placement.objects.valid_on(day).select_related("unit", "level", "parent")


def top_unit(day: date) -> Unit | None:
    """The whole municipality as a unit on a day; one query."""
    top = Placement.objects.valid_on(day).filter(parent=None).select_related("unit").order_by("level").first()
    return top.unit if top else None
