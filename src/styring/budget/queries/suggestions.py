"""What the system would forecast for a unit, from its months, its budget and what the year usually looks like."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from styring.budget.models import PriceGrowth
from styring.budget.queries.economy import appropriated
from styring.budget.rules.forecast import Cell, Group, Parts, Suggestion, group_of, profile, suggestion_of
from styring.budget.rules.phasing import profile_from_history, shares_of
from styring.kernel.amounts import round_half_away
from styring.ledger.queries import actuals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from styring.kernel.periods import Period
    from styring.organisation.models import Unit


def suggestion_for(unit: Unit, period: Period) -> Suggestion | None:
    """The suggested forecast of what a unit itself comes to in the year, as of a period; four queries.

    Arts that have a plan of their own, such as social loans, are expected to come to their budget. None when the unit
    has neither budget nor accounts.
    """
    year, done = period.year, period.last_day.month
    budget, planned = _budgets(unit, period)
    sums = actuals([unit.pk], (year - 1, year), by=("year", "art", "month"))
    booked, own = (_months({key[1:]: amount for key, amount in sums.items() if key[0] == y}) for y in (year, year - 1))
    common = _months(actuals(None, (year - 1,), by=("art", "month")))
    groups = [group for group in Group if group in budget or group in booked]
    if not groups:
        return None
    growth = growth_of(year)
    cells = [
        Cell(
            group=group,
            budget=budget.get(group, 0),
            last_year=round_half_away(sum(own[group]) * growth) if own else None,
            months=tuple(booked[group][:done]),
            profile=profile(own[group], shares_of(profile_from_history(common[group]))),
        )
        for group in groups
    ]
    found = suggestion_of(cells)
    return Suggestion(found.parts + Parts(remaining=Fraction(planned)), found.half_width_kr)


def growth_of(year: int) -> Fraction:
    """What last year's amounts are multiplied by to be in a year's prices; 1 when nobody has said; one query."""
    known = PriceGrowth.objects.filter(year=year).first()
    return 1 + Fraction(known.thousandths, 1000) if known else Fraction(1)


def _budgets(unit: Unit, period: Period) -> tuple[dict[Group, int], int]:
    """The revised budget of each group, and of arts that are in none."""
    grouped: dict[Group, int] = defaultdict(int)
    planned = 0
    rows = appropriated(period).filter(unit=unit).values_list("art").annotate(total=Sum("amount"))
    for art, total in rows:
        group = group_of(art)
        if group is None:
            planned += total
        else:
            grouped[group] += total
    return grouped, planned


def _months(sums: Mapping[tuple[Any, ...], int]) -> dict[Group, Sequence[int]]:
    months: dict[Group, Any] = defaultdict(lambda: [0] * 12)
    for (art, month), amount in sums.items():
        group = group_of(art)
        if group is not None:
            months[group][month - 1] += amount
    return months
