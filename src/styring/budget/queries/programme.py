"""Reading the layers of a programme: who sees which, what each comes to, and what it is made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from styring.access.policies import parties_of
from styring.budget.models import BudgetLine, Change, Layer, LayerKind, LayerState
from styring.budget.models.layers import POLITICAL
from styring.budget.policies import NO_LAYER, RECORD_DECISION, VIEW_DRAFTS, VIEW_LAYERS
from styring.budget.queries.records import KEY, summed_lines
from styring.budget.rules.layers import LineKey, difference
from styring.kernel.authority import may
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from styring.accounts.models import User


def layers_visible_to(reader: User, year: int | None = None) -> QuerySet[Layer]:
    """The layers that a person may see, of all programmes or of the one that begins in a year; at most two queries.

    What is laid forward or decided is seen by all who read programmes. A draft of the administration's is seen by those
    who work with it; a draft of parties by their own members and nobody else.
    """
    laid = ~Q(state=LayerState.DRAFT) if may(reader, VIEW_LAYERS) else Q(pk__in=())
    seen = laid | Q(kind__in=POLITICAL, parties__in=parties_of(reader, today()))
    if may(reader, VIEW_DRAFTS):
        seen |= ~Q(kind__in=(*POLITICAL, LayerKind.RECOMMENDATION))
    if may(reader, RECORD_DECISION):
        seen |= Q(kind=LayerKind.RECOMMENDATION)
    layers = Layer.objects.filter(pk__in=Layer.objects.filter(seen).values("pk"))
    return layers if year is None else layers.filter(first_year=year)


def layer_named(reader: User, name: str, year: int | None = None) -> Layer:
    """A layer by its short name, as far as the reader may know of it.

    Args:
        reader: who asks.
        name: as ``2027-forslag``, or ``forslag`` when the year is given.
        year: the first year of its programme.

    Raises:
        NotFoundError: there is none of the name, or the reader may not know of it.
    """
    full = name if year is None or name.startswith(f"{year}-") else f"{year}-{name}"
    found = layers_visible_to(reader).select_related("base", "body", "made_from").filter(name=full).first()
    if found is None:
        raise NotFoundError(NO_LAYER)
    return found


def chain_of(layer: Layer) -> list[int]:
    """The keys of a layer and of those that it lies on, itself first; one query, none when it lies on nothing."""
    if layer.base_id is None:
        return [layer.pk]
    base_of = dict(Layer.objects.filter(base__isnull=False).values_list("pk", "base_id"))
    found = [layer.pk, layer.base_id]
    while (below := base_of.get(found[-1])) is not None:
        found.append(below)
    return found


def lines_of_state(layer: Layer) -> QuerySet[BudgetLine]:
    """The lines that a layer's state is the sum of; a query, made when it is read, and at most one before it.

    An amendment's state is the budget of its years as revised by it and those decided before it.
    """
    if layer.kind == LayerKind.AMENDMENT and layer.decided_on:
        laid = Layer.objects.budget_of(layer.first_year, layer.decided_on)
        later = Q(decided_on=layer.decided_on, pk__gt=layer.pk)
        years = (layer.first_year, layer.last_year)
        return BudgetLine.objects.filter(layer__in=laid.exclude(later), year__range=years)
    return BudgetLine.objects.filter(layer__in=chain_of(layer))


def state_of(layer: Layer) -> dict[LineKey, int]:
    """What a budget comes to with a layer: its own lines on top of those of its base; two queries."""
    return summed_lines(lines_of_state(layer))


def difference_of(new: Layer, old: Layer) -> dict[LineKey, int]:
    """The layer that turns one layer's state into another's; four queries."""
    return difference(state_of(new), state_of(old))


@dataclass
class Item:
    """A change with all that layers above have added to it, as one layer's state has it.

    ``change`` is the first of them, ``own`` the part in the layer itself when there is one; amounts are øre.
    """

    change: Change
    own: Change | None = None
    amounts: dict[LineKey, int] = field(default_factory=lambda: defaultdict(int))

    def in_year(self, year: int) -> int:
        """What it comes to in a year."""
        return sum(amount for key, amount in self.amounts.items() if key.year == year)

    @property
    def is_off(self) -> bool:
        """Has a layer above taken all of it away?"""
        return not any(self.amounts.values())


def changes_of(layer: Layer, root: int | None = None) -> list[Item]:
    """What a layer's state is made of: each change of it and of those it lies on; three queries.

    Lines that are part of no change, as in budgets that came whole, are left out.

    Args:
        layer: the layer.
        root: the key of the first change of the one item wanted; all when left out.
    """
    items = items_of(layer)
    wanted = [key for key, item in items.items() if root in {None, item.change.pk}]
    lines = BudgetLine.objects.filter(change__in=wanted).order_by()
    for change, *key, amount in lines.values_list("change", *KEY, "amount"):
        item = items[change]
        item.amounts[LineKey(*key)] += amount
    return list({id(items[key]): items[key] for key in wanted}.values())


def items_of(layer: Layer) -> dict[int, Item]:
    """The item of each change in a layer's state, by the change's key, without amounts; two queries.

    A change that amends another shares the other's.
    """
    chain = chain_of(layer.made_from or layer)
    changes = Change.objects.filter(layer__in=chain).select_related("programme_area", "element")
    return _items(layer, changes.order_by("order", "pk"))


def _items(layer: Layer, changes: Iterable[Change]) -> dict[int, Item]:
    by_key = {change.pk: change for change in changes}
    items: dict[int, Item] = {}
    for change in by_key.values():
        root = change
        while root.amends_id is not None:
            root = by_key[root.amends_id]
        item = items.setdefault(root.pk, Item(root))
        items[change.pk] = item
        if change.layer_id == layer.pk:
            item.own = change
    return items


def sums_per_art(layer: Layer) -> dict[int, dict[tuple[str, str], int]]:
    """A layer's state by year, then account class and art, in øre; two queries."""
    found: dict[int, dict[tuple[str, str], int]] = {year: {} for year in layer.years}
    rows = lines_of_state(layer).order_by().values_list("year", "account_class", "art").annotate(total=Sum("amount"))
    for year, account_class, art, total in rows:
        found.setdefault(year, {})[account_class, art] = total
    return found
