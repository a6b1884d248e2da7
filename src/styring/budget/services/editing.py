"""Editing a draft from its grid: what a part of it comes to in a year, and measures on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import Change, ChangeKind, Layer
from styring.budget.policies import known_to, working_on
from styring.budget.queries.measures import lines_of_measure
from styring.budget.queries.programme import Item, changes_of, items_of
from styring.budget.queries.records import amounts_of
from styring.budget.rules.frames import moved
from styring.budget.rules.layers import together, undone
from styring.budget.services.programme import ChangeText, hold_draft, noted, put_lines, written
from styring.kernel.authority import require
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.budget.rules.layers import LineKey
    from styring.plans.models import Measure

NO_ITEM = gettext_noop("Linjen finnes ikke i dette budsjettet.")
NOT_A_YEAR = gettext_noop("Budsjettet gjelder ikke %(year)s.")
NO_ACCOUNTS = gettext_noop("Linjen har ingen kontoer. Legg den inn med konto først.")


class ClashError(RuleBrokenError):
    """Somebody else has changed the amount since it was read; ``now`` is what it is, in øre."""

    def __init__(self, now: int) -> None:
        super().__init__(gettext_noop("En annen har endret tallet siden du leste det."))
        self.now = now


@transaction.atomic
def set_amount(
    *, actor: User, layer: Layer, change: Change, year: int, amount: int, was: int | None = None
) -> Change | None:
    """Let a part of a draft's state come to an amount in a year; the difference lies in the draft itself.

    The difference is spread over the accounts of the part by their size.

    Args:
        actor: who works on the layer.
        layer: a draft.
        change: the part, as it first came: in the draft or in a layer that it lies on.
        year: a year of the layer.
        amount: what it is to come to, in øre.
        was: what it came to when it was read; left out, nobody else's change is looked for.

    Returns:
        The draft's own part, None when nothing of it is left that differs.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        NotFoundError: the layer has no such part, or the actor may not know of it.
        ClashError: it comes to something else than when it was read.
        RuleBrokenError: the layer is no draft, or the part has no accounts to put the difference on.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    if year not in layer.years:
        raise RuleBrokenError(NOT_A_YEAR, year=year)
    item = _item(layer, change)
    now = item.in_year(year)
    if was is not None and now != was:
        raise ClashError(now)
    added = moved(item.amounts, year, amount - now)
    if amount != now and not added:
        raise RuleBrokenError(NO_ACCOUNTS)
    own = item.own or Change(layer=layer)
    kept = _kept(own, item, together([amounts_of_change(item.own), added]))
    record(actor=actor, **noted("put" if kept else "removed", kept or item.change, layer=layer))
    return kept


@transaction.atomic
def switch_measure(
    *, actor: User, layer: Layer, measure: Measure, on: bool, effects: Mapping[int, int] | None = None
) -> Change | None:
    """Take a measure into a draft, or out of it; out of a layer below it is taken by its opposite in the draft.

    Args:
        actor: who works on the layer.
        layer: a draft.
        measure: the measure.
        on: is it to be there?
        effects: its net amounts by year; those of the measure, or of the layer below, when left out.

    Returns:
        The draft's own part of it, None when the draft has none.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        NotFoundError: the actor may not know of the layer.
        RuleBrokenError: the layer is no draft.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    root = next((one.change.pk for one in items_of(layer).values() if one.change.element_id == measure.pk), None)
    item = changes_of(layer, root)[0] if root else None
    own = item.own if item else None
    below = together([item.amounts, undone(amounts_of_change(own))]) if item else {}
    wanted = _wanted(measure, layer, below, effects) if on else {}
    part = together([wanted, undone(below)])
    kept = _kept(own or Change(layer=layer), item or _new(measure, layer), part)
    record(actor=actor, **noted("put" if kept else "removed", kept or _new(measure, layer).change, layer=layer))
    return kept


def _item(layer: Layer, change: Change) -> Item:
    for item in changes_of(layer, change.pk):
        return item
    raise NotFoundError(NO_ITEM)


def _wanted(
    measure: Measure, layer: Layer, below: Mapping[LineKey, int], effects: Mapping[int, int] | None
) -> Mapping[LineKey, int]:
    if effects is None and below:
        return below
    return lines_of_measure(measure, layer, effects)


def _new(measure: Measure, layer: Layer) -> Item:
    element = measure.element
    return Item(
        Change(
            layer=layer, kind=ChangeKind.MEASURE, title=element.title[:200], element=element,
            programme_area=measure.programme_area,
        )
    )  # fmt: skip


def amounts_of_change(change: Change | None) -> dict[LineKey, int]:
    """The lines of a change; none when there is none."""
    return amounts_of(change) if change and change.pk else {}


def _kept(own: Change, item: Item, amounts: Mapping[LineKey, int]) -> Change | None:
    """Let the draft's own part of an item have some lines; without any it is taken out."""
    root = item.change
    is_root = root.pk == own.pk
    if not amounts and not (is_root and own.pk and own.kind != ChangeKind.MEASURE):
        if own.pk:
            own.lines.all().delete()
            own.delete()
        return None
    text = ChangeText(
        ChangeKind(root.kind), root.title, root.reason, root.cause, root.programme_area, root.element,
        own.amends if is_root else root, root.order,
    )  # fmt: skip
    return put_lines(written(own, text), amounts)
