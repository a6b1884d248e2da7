"""What a draft may take over from the other proposals of its programme."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from styring.budget.models import BudgetLine, Change, Layer, LayerKind, LayerState
from styring.budget.models.layers import POLITICAL
from styring.budget.queries.programme import chain_of, layers_visible_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.accounts.models import User

GIVING = (LayerKind.SUPPLEMENT, *POLITICAL, LayerKind.RECOMMENDATION)
"""Kinds that are changes to a proposal, and so can be taken over one by one."""


class Hindrance(Enum):
    """Why a change cannot be taken over."""

    TAKEN = "taken"
    """The draft has it already."""
    OWN = "own"
    """The draft changes the same part in its own way."""
    MISSING = "missing"
    """It changes a part that the draft doesn't have."""


class Offer(NamedTuple):
    """A change of another proposal; ``amounts`` are its sums a year in øre, ``amends`` what it amends in the draft."""

    change: Change
    amounts: tuple[int, ...]
    amends: Change | None
    hindrance: Hindrance | None


class Source(NamedTuple):
    """A proposal with what it offers, and its sums a year in øre."""

    layer: Layer
    offers: list[Offer]
    total: tuple[int, ...]


def sources_for(reader: User, layer: Layer) -> list[Source]:
    """The other proposals of a draft's programme that are laid forward, with their changes; at most seven queries."""
    chain = chain_of(layer)
    others = layers_visible_to(reader, layer.first_year).filter(
        kind__in=GIVING, state=LayerState.PUBLISHED, last_year=layer.last_year
    )
    changes = Change.objects.filter(layer__in=others.exclude(pk__in=chain)).order_by("layer", "order", "pk")
    draft = Draft.of(layer, chain)
    found = list(changes.select_related("layer", "programme_area", "amends"))
    sums = _sums(found)
    sources = []
    for _key, group in groupby(found, key=lambda change: change.layer_id):
        offers = [draft.offer(change, tuple(sums[change.pk][year] for year in layer.years)) for change in group]
        total = tuple(sum(column) for column in zip(*(offer.amounts for offer in offers), strict=True))
        sources.append(Source(offers[0].change.layer, offers, total))
    return sources


def _sums(changes: Iterable[Change]) -> dict[int, dict[int, int]]:
    """Øre by change and year."""
    rows = BudgetLine.objects.filter(change__in=[change.pk for change in changes]).order_by()
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for change, year, total in rows.values_list("change", "year").annotate(total=Sum("amount")):
        found[change][year] = total
    return found


class Draft(NamedTuple):
    """What a draft has: the parts of the layers that it lies on, what it amends itself, and what it has taken over."""

    below: dict[int, Change]
    amended: set[int]
    taken: dict[int, Change]

    @classmethod
    def of(cls, layer: Layer, chain: Iterable[int]) -> Draft:
        """What a layer has; one query."""
        parts = list(Change.objects.filter(layer__in=chain))
        own = [part for part in parts if part.layer_id == layer.pk]
        return cls(
            below={part.pk: part for part in parts},
            amended={part.amends_id for part in own if part.amends_id is not None},
            taken={part.taken_from_id: part for part in own if part.taken_from_id is not None},
        )

    def offer(self, change: Change, amounts: tuple[int, ...]) -> Offer:
        """A change as the draft may have it."""
        amends = None if change.amends_id is None else self._counterpart(change.amends_id)
        return Offer(change, amounts, amends, self._hindrance(change, amends))

    def _counterpart(self, part: int) -> Change | None:
        """The part of the draft that a part of another proposal is the same as."""
        return self.below.get(part) or self.taken.get(part)

    def _hindrance(self, change: Change, amends: Change | None) -> Hindrance | None:
        if change.pk in self.taken:
            return Hindrance.TAKEN
        if change.amends_id is None:
            return None
        if amends is None:
            return Hindrance.MISSING
        return Hindrance.OWN if amends.pk in self.amended else None
