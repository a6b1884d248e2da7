"""Reading what is laid down: layers, frames, limits."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.budget.models import Change, DeviationLimit, Frame
from styring.budget.rules.deviation import Limits
from styring.budget.rules.layers import LineKey
from styring.kernel.asked import asked_once
from styring.thread.queries import cites

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.budget.models import BudgetLine, Layer
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
