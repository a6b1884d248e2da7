"""Reading what is laid down: layers, frames, limits."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.budget.models import BudgetLine, Change, DeviationLimit, Frame, Layer, LayerKind
from styring.budget.rules.deviation import Limits
from styring.budget.rules.layers import LineKey
from styring.kernel.asked import asked_once
from styring.thread.queries import cites

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.thread.models import ElementQuerySet


KEY = ("year", "account_class", "unit_id", "function", "art", "project")
"""The fields of a line that are its key, in the key's order."""


@asked_once
def limits_on(day: date) -> Limits:
    """From which deviation a unit must explain itself, as it is set on a day; one query."""
    limit = DeviationLimit.objects.filter(valid_from__lte=day).first()
    return Limits(Fraction(limit.thousandths, 1000), limit.amount) if limit else Limits()


def funds_nothing(frames: ElementQuerySet, day: date) -> ElementQuerySet:
    """Frames for more than ordinary running that fund no measure, investment or goal."""
    ordinary = Frame.objects.filter(is_ordinary=True).values("element")
    return frames.exclude(cites(day, ("funds",), ("measure", "investment", "goal"))).exclude(pk__in=ordinary)


def amounts_of(whole: Layer | Change) -> dict[LineKey, int]:
    """A layer or a change of one as the sparse map that it is; one query."""
    return summed_lines(whole.lines.all())


def summed_lines(lines: QuerySet[BudgetLine]) -> dict[LineKey, int]:
    """Some lines as one sparse map; one query."""
    found: dict[LineKey, int] = defaultdict(int)
    for row in lines.order_by().values_list(*KEY, "amount"):
        found[LineKey(*row[:-1])] += row[-1]
    return {key: amount for key, amount in found.items() if amount}


def key_of(line: BudgetLine) -> LineKey:
    """What a line is for."""
    return LineKey(line.year, line.account_class, line.unit_id, line.function, line.art, line.project)


def budget_per_art(year: int, day: date, *, amended: bool) -> dict[tuple[str, str], int] | None:
    """The budget of a year per account class and art, for the statements; one query.

    Args:
        year: the budget year.
        day: the day it is seen from.
        amended: with the amendments decided by the day; else as it was adopted.

    Returns:
        Øre in the ledger's sign, None when the year has no budget.
    """
    layers = Layer.objects.budget_of(year, day)
    counting = layers if amended else layers.filter(kind=LayerKind.ADOPTED)
    rows = BudgetLine.objects.filter(layer__in=counting, year=year).order_by().values_list("account_class", "art")
    found = {(account_class, art): total for account_class, art, total in rows.annotate(total=Sum("amount"))}
    return found or None
