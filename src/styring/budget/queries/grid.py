"""What a layer's state is made of, as rows of a grid: programme area by programme area, year by year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.budget.models import BudgetLine, ChangeKind, LayerKind
from styring.budget.queries.programme import items_of
from styring.kernel.words import gettext_noop
from styring.plans.models import Effect, Measure, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styring.budget.models import Change, Layer
    from styring.budget.queries.programme import Item
    from styring.organisation.models import ProgrammeArea

COMMON, INVESTMENTS = "felles", "investeringer"
PLACE_NAMES = {
    COMMON: gettext_noop("Felles inntekter, finans og fond"),
    INVESTMENTS: gettext_noop("Investeringer"),
}
"""Places of a grid that are no programme area, in the order in which they are shown."""


@dataclass(frozen=True)
class GridRow:
    """A part of a layer's state: the change that it began as, what it comes to in each year, and what it was below.

    ``is_own`` says that the layer itself has some of it; ``is_new`` that it began in the layer.
    """

    change: Change
    amounts: tuple[int, ...]
    before: tuple[int, ...]
    is_own: bool = False
    is_new: bool = False

    @property
    def is_off(self) -> bool:
        """Is nothing of it left?"""
        return not any(self.amounts)

    @property
    def is_changed(self) -> bool:
        """Does it come to something else than in the layer below?"""
        return self.is_own and self.amounts != self.before


@dataclass(frozen=True)
class Place:
    """A programme area, or what is the municipality's own, with the rows that it is made of."""

    key: str
    area: ProgrammeArea | None
    rows: tuple[GridRow, ...]
    years: tuple[int, ...]

    @property
    def name(self) -> str:
        """What it is called, to be translated when it is no programme area."""
        return str(self.area) if self.area else PLACE_NAMES[self.key]

    def of(self, *kinds: str) -> tuple[int, ...]:
        """What the rows of some kinds come to in each year; of all, when none is named."""
        return _summed(len(self.years), (row.amounts for row in self.rows if not kinds or row.change.kind in kinds))

    @property
    def net(self) -> tuple[int, ...]:
        """What it comes to in each year."""
        return self.of()

    @property
    def moved(self) -> tuple[int, ...]:
        """What the layer changes in each year."""
        below = _summed(len(self.years), (row.before for row in self.rows))
        return tuple(now - then for now, then in zip(self.net, below, strict=True))

    @property
    def is_moved(self) -> bool:
        """Does the layer change anything in it?"""
        return any(row.is_changed for row in self.rows)


@dataclass(frozen=True)
class OtherMeasure:
    """A measure that is in no part of a layer, with what it would cost in each year."""

    measure: Measure
    amounts: tuple[int, ...]


def places_of(layer: Layer) -> list[Place]:
    """What a layer's state is made of, place by place; three queries."""
    years = tuple(layer.years)
    items = items_of(layer)
    sums, own = _sums(layer, items)
    rows: dict[str, list[GridRow]] = defaultdict(list)
    areas: dict[str, ProgrammeArea] = {}
    for item in {id(one): one for one in items.values()}.values():
        first = item.change
        now = tuple(sums[first.pk][year] for year in years)
        before = tuple(sums[first.pk][year] - own[first.pk][year] for year in years)
        row = GridRow(first, now, before, item.own is not None, first.layer_id == layer.pk)
        rows[_place_of(first)].append(row)
        if first.programme_area:
            areas[first.programme_area.code] = first.programme_area
    places = [Place(key, areas.get(key), _in_order(found), years) for key, found in rows.items()]
    return sorted(places, key=_rank)


Sums = defaultdict[int, defaultdict[int, int]]
"""Øre by the key of an item's first change, then by year."""


def _sums(layer: Layer, items: Mapping[int, Item]) -> tuple[Sums, Sums]:
    """What each item comes to by year, and how much of it lies in the layer itself; one query."""
    total: Sums = defaultdict(lambda: defaultdict(int))
    own: Sums = defaultdict(lambda: defaultdict(int))
    lines = BudgetLine.objects.filter(change__in=items).order_by().values_list("change", "layer", "year")
    for change, on_layer, year, amount in lines.annotate(total=Sum("amount")):
        first = items[change].change.pk
        total[first][year] += amount
        if on_layer == layer.pk:
            own[first][year] += amount
    return total, own


def _place_of(change: Change) -> str:
    if change.kind == ChangeKind.INVESTMENT:
        return INVESTMENTS
    return change.programme_area.code if change.programme_area else COMMON


def _rank(place: Place) -> int:
    return place.area.number if place.area else 1000 + list(PLACE_NAMES).index(place.key)


def _in_order(rows: Iterable[GridRow]) -> tuple[GridRow, ...]:
    kinds = list(ChangeKind)
    return tuple(sorted(rows, key=lambda row: (kinds.index(ChangeKind(row.change.kind)), row.change.order)))


def _summed(width: int, rows: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    total = [0] * width
    for row in rows:
        for place, amount in enumerate(row):
            total[place] += amount
    return tuple(total)


def other_measures(layer: Layer, place: Place) -> list[OtherMeasure]:
    """Measures of a programme area that nobody has decided and that are no part of a layer; two queries."""
    if place.area is None or layer.kind == LayerKind.ADOPTED:
        return []
    known = [row.change.element_id for row in place.rows if row.change.element_id]
    open_ = Measure.objects.filter(programme_area=place.area, stage__in=(Stage.PROPOSED, Stage.CHOSEN))
    measures = list(open_.exclude(pk__in=known).select_related("element", "programme_area"))
    effects: dict[int, dict[int, int]] = defaultdict(dict)
    for effect in Effect.objects.filter(measure__in=measures, year__in=place.years):
        effects[effect.measure_id][effect.year] = effect.amount
    return [
        OtherMeasure(one, tuple(effects[one.pk].get(year, 0) for year in place.years))
        for one in measures
        if one.pk in effects
    ]
