"""Prices of different years, and what another population costs (algorithms §6.10, 6.12)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from styring.kernel.amounts import round_half_away

if TYPE_CHECKING:
    from collections.abc import Mapping


def price_index(growth: Mapping[int, Fraction], base: int) -> dict[int, Fraction]:
    """The index of each year with base = 1; ``growth[y]`` is the growth of prices from y-1 to y.

    >>> price_index({2027: Fraction(1, 4)}, 2026)[2027]
    Fraction(5, 4)
    """
    index = {base: Fraction(1)}
    for year in range(base + 1, max(growth) + 1):
        index[year] = index[year - 1] * (1 + growth[year])
    for year in range(base - 1, min(growth) - 2, -1):
        index[year] = index[year + 1] / (1 + growth[year + 1])
    return index


def in_prices_of(amount: int, year: int, base: int, growth: Mapping[int, Fraction]) -> int:
    """An amount of one year in the prices of another, in whole øre.

    >>> in_prices_of(100_00, 2026, 2027, {2027: Fraction(3, 100)})
    10300
    """
    return round_half_away(amount / price_index(growth, base)[year])


def deflator(wage_share: Fraction, wage_growth: Fraction, price_growth: Fraction) -> Fraction:
    """Municipal price growth: wages and other goods weighted by last year's cost."""
    return wage_share * wage_growth + (1 - wage_share) * price_growth


def demography(
    cost_per_head: Mapping[str, int], heads_then: Mapping[str, int], heads_now: Mapping[str, int]
) -> dict[str, int]:
    """What it costs to keep today's service for another population, in øre for each age group.

    Today's standard and coverage; no economies of scale.

    >>> demography({"80+": 310_000}, {"80+": 480}, {"80+": 560})
    {'80+': 24800000}
    """
    return {age: (heads_now[age] - heads_then[age]) * cost for age, cost in cost_per_head.items()}
