"""The tree of units, those who lead them, and the words of levels, as they are on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, FilteredRelation, Prefetch, Q

from styring.kernel.asked import asked_once
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.models import (
    Holding,
    Level,
    LevelName,
    Lineage,
    Municipality,
    Placement,
    Position,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.organisation.models import HoldingQuerySet, PlacementQuerySet


@asked_once
def municipality() -> Municipality | None:
    """The municipality of this installation, None before the first run is done; one query."""
    return Municipality.objects.first()


@asked_once
def levels() -> list[Level]:
    """The levels of the line from the top, with the municipality's own words; one query."""
    return list(Level.objects.all())


def level_names_on(day: date) -> dict[int, Level | LevelName]:
    """What each level and its leaders are called on a day, by number; two queries."""
    named = {name.level_id: name for name in LevelName.objects.valid_on(day)}
    return {level.number: named.get(level.number, level) for level in levels()}


def level_word(level: Level, day: date) -> Level | LevelName:
    """What a level and its leaders are called on a day; one query."""
    return LevelName.objects.valid_on(day).filter(level=level).first() or level


def unit_by_code(code: str) -> Unit:
    """The unit with a code, also when it has closed; one query.

    Raises:
        NotFoundError: there is no such unit.
    """
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFoundError(gettext_noop("Det finnes ingen enhet med koden «%(code)s»."), code=code)
    return unit


@asked_once
def top_unit(day: date) -> Unit | None:
    """The whole municipality as a unit on a day; one query."""
    top = Placement.objects.valid_on(day).filter(parent=None).select_related("unit").order_by("level", "pk").first()
    return top.unit if top else None


def first_day() -> date | None:
    """The first day on which there is a municipality here; one query."""
    return Placement.objects.filter(parent=None).order_by("valid_from").values_list("valid_from", flat=True).first()


def whole_municipality() -> Unit | None:
    """The unit that is at the top, or will be last, whatever the day; one query."""
    top = Placement.objects.filter(parent=None).select_related("unit").order_by("valid_from", "-pk").last()
    return top.unit if top else None


def units_below(top: Unit, day: date) -> QuerySet[Unit]:
    """A unit and all that lie below it on a day; one query, made when it is read."""
    return Unit.objects.filter(pk__in=Lineage.objects.valid_on(day).filter(ancestor=top).values("descendant"))


def children_of(unit: Unit, day: date) -> QuerySet[Unit]:
    """The units directly under a unit on a day, by code; one query, made when it is read."""
    placed = Placement.objects.valid_on(day).filter(parent=unit)
    return Unit.objects.filter(pk__in=placed.values("unit")).order_by("code")


@asked_once
def _lines_of(unit: Unit) -> list[Lineage]:
    """A unit and those above it whatever the day, the nearest first; one query."""
    lines = Lineage.objects.filter(descendant=unit).order_by("distance")
    return list(lines.select_related("ancestor", "descendant"))


def line_above(unit: Unit, day: date) -> list[Unit]:
    """The units above a unit on a day, the nearest first, itself not included; one query."""
    return [line.ancestor for line in _lines_of(unit) if line.distance and line.valid_from <= day < line.valid_to]


def known_line(unit: Unit, day: date) -> list[Unit]:
    """A unit and those above it on a day, or where it last lay when it has closed, first when not opened; one query."""
    return [line.ancestor for line in _lines_of(unit) if line.is_known_on(day)]


def placements_on(day: date) -> PlacementQuerySet:
    """Where every unit hangs on a day, with unit, level, parent and programme area; one query, made when it is read."""
    return Placement.objects.valid_on(day).select_related("unit", "level", "parent", "programme_area")


def held_positions(day: date) -> QuerySet[Position]:
    """The positions that someone holds on a day; one query, made when it is read."""
    return Position.objects.filter(pk__in=Holding.objects.valid_on(day).values("position"))


def positions_held_by(user: User, day: date) -> QuerySet[Position]:
    """The positions that a person holds on a day, acting or not, with their units; one query, made when it is read."""
    held = Holding.objects.valid_on(day).filter(holder=user).values("position")
    return Position.objects.filter(pk__in=held).select_related("unit")


class Post(NamedTuple):
    """A holding that a person has on a day, and where its unit hangs then; no level when it hangs nowhere."""

    holding: Holding
    level: int | None
    unit_name: str | None

    @property
    def unit(self) -> Unit:
        """The unit of the position."""
        return self.holding.position.unit


@asked_once
def posts_of(user: User, day: date) -> list[Post]:
    """What a person holds on a day, own positions before acting ones, with their places in the line; one query."""
    there = Q(position__unit__placements__valid_from__lte=day, position__unit__placements__valid_to__gt=day)
    held = Holding.objects.valid_on(day).filter(holder=user).select_related("position__unit")
    placed = held.annotate(
        place=FilteredRelation("position__unit__placements", condition=there),
        level=F("place__level"),
        unit_name=F("place__name"),
    )
    return [
        Post(one, getattr(one, "level", None), getattr(one, "unit_name", None))
        for one in placed.order_by("is_acting", "valid_from")
    ]


def units_led_by(user: User, day: date) -> QuerySet[Unit]:
    """The units that a person leads on a day, acting or not, by code; one query, made when it is read."""
    return Unit.objects.filter(
        pk__in=positions_held_by(user, day).filter(is_leader=True).values("unit"), closed_on__gt=day
    ).order_by("code")


@asked_once
def leader_position(unit: Unit) -> Position | None:
    """The position that leads a unit, None when it has none yet; one query."""
    return Position.objects.filter(unit=unit, is_leader=True).first()


def leader_of(unit: Unit, day: date) -> User | None:
    """The person who leads a unit on a day, the acting one when there is one, None when nobody does; one query."""
    leading = leading_on(day).filter(position__unit=unit).first()
    return leading.holder if leading else None


def positions_of(unit: Unit) -> list[Position]:
    """The positions of a unit, the leading one first, each with all who have held it, newest first; two queries."""
    held = Holding.objects.select_related("holder").order_by("-valid_from")
    positions = Position.objects.filter(unit=unit).order_by("-is_leader", "title")
    return list(positions.prefetch_related(Prefetch("holdings", queryset=held)))


def leading_on(day: date) -> HoldingQuerySet:
    """Who leads which unit on a day, the acting before the absent; one query, made when it is read."""
    leading = Holding.objects.valid_on(day).filter(position__is_leader=True)
    return leading.select_related("holder", "position").order_by("-is_acting", "valid_from")


@dataclass(frozen=True)
class Node:
    """A unit in the tree of a day: where it hangs, who leads it, and the nodes under it by level and code."""

    placement: Placement
    depth: int
    position: Position | None
    holding: Holding | None
    children: list[Node] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        """The unit, which may have had another name that day; `name` is that name."""
        return self.placement.unit

    @property
    def name(self) -> str:
        """What the unit is called on the day."""
        return self.placement.name

    @property
    def leader(self) -> User | None:
        """The person who leads it on the day; None when nobody does."""
        return self.holding.holder if self.holding else None

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_on(day: date) -> Node | None:
    """The whole organisation as it is on a day, from its top; None when there is none. Three queries."""
    under: dict[int | None, list[Placement]] = {}
    for placement in placements_on(day).order_by("level", "unit__code"):
        under.setdefault(placement.parent_id, []).append(placement)
    positions = {position.unit_id: position for position in Position.objects.filter(is_leader=True)}
    leading: dict[int, Holding] = {}
    for holding in leading_on(day):
        leading.setdefault(holding.position.unit_id, holding)

    def node(placement: Placement, depth: int) -> Node:
        key = placement.unit_id
        below = [node(child, depth + 1) for child in under.get(key, ())]
        return Node(placement, depth, positions.get(key), leading.get(key), below)

    tops = under.get(None)
    return node(tops[0], 0) if tops else None
