"""Reading what is laid down: layers, frames, limits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from styring.budget.models import DeviationLimit, Frame
from styring.budget.rules.deviation import Limits
from styring.budget.rules.layers import LineKey
from styring.thread.queries import cites

if TYPE_CHECKING:
    from datetime import date

    from styring.budget.models import Layer
    from styring.thread.models import ElementQuerySet


def limits_on(day: date) -> Limits:
    """From which deviation a unit must explain itself, as it is set on a day; one query."""
    limit = DeviationLimit.objects.filter(valid_from__lte=day).first()
    return Limits(Fraction(limit.thousandths, 1000), limit.amount) if limit else Limits()


def funds_nothing(frames: ElementQuerySet, day: date) -> ElementQuerySet:
    """Frames for more than ordinary running that fund no measure, investment or goal."""
    ordinary = Frame.objects.filter(is_ordinary=True).values("element")
    return frames.exclude(cites(day, ("funds",), ("measure", "investment", "goal"))).exclude(pk__in=ordinary)


def amounts_of(layer: Layer) -> dict[LineKey, int]:
    """A layer as the sparse map that it is; one query."""
    rows = layer.lines.order_by().values_list(
        "year", "account_class", "unit_id", "function", "art", "project", "amount"
    )
    return {
        LineKey(year, account_class, unit, function, art, project): amount
        for year, account_class, unit, function, art, project, amount in rows
    }
