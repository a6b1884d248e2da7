"""Spreading a year's budget over its months, exact to the øre.

A profile is twelve weights: the share of month i is its weight over their sum, so shares sum to 1 without rounding.
Months under 0 are legal: June's holiday pay makes one for fixed pay.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from styring.kernel.amounts import round_half_away
from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 12
FLAT = (1,) * MONTHS
SMALLEST_HISTORY = 100_000_00
"""Øre that last year's months must sum to before they may shape a profile."""


def shares_of(weights: Sequence[int]) -> tuple[Fraction, ...]:
    """The part of the year that each month has; exact, and 1 in all.

    >>> shares_of([1] * 12)[0]
    Fraction(1, 12)

    Raises:
        InvalidValueError: there are not twelve weights, or they sum to nought.
    """
    total = sum(weights)
    if len(weights) != MONTHS or not total:
        raise InvalidValueError(gettext_noop("En periodisering har tolv måneder som ikke summerer til null."))
    return tuple(Fraction(weight, total) for weight in weights)


def running(amount: int, shares: Sequence[Fraction]) -> list[int]:
    """What is budgeted from January to the end of each month, in whole øre; December has the whole amount.

    >>> running(100, shares_of([1] * 12))[:3]
    [8, 17, 25]

    Raises:
        InvalidValueError: the shares don't sum to 1.
    """
    if sum(shares) != 1:
        raise InvalidValueError(gettext_noop("En periodisering må summere til 1."))
    return [round_half_away(amount * share) for share in accumulate(shares)]


def phase(amount: int, shares: Sequence[Fraction]) -> list[int]:
    """The budget of each month, in whole øre: they sum to the amount, and every running total is within half an øre.

    >>> phase(100, shares_of([1] * 12))
    [8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8]
    """
    return [after - before for before, after in pairwise([0, *running(amount, shares)])]


def running_of_layer(before: int, amounts: Sequence[int], weights: Sequence[int]) -> list[list[int]]:
    """The running totals of each line of a layer that are phased alike.

    A layer is the difference between two states (algorithms §6.2), and so is its phasing: what the lines sum to in
    month i is the phased state after the layer less the phased state before. So the phased revised budget is exactly
    ``running(revised, shares)``, however many layers it is made of; a single line is off by less than one øre.
    Whole numbers all the way, for budgets have tens of thousands of lines.

    Args:
        before: what the lines under the same profile sum to in the layers below.
        amounts: the layer's lines.
        weights: the profile.

    >>> first, second = running_of_layer(0, [50, 51], FLAT), running_of_layer(101, [9], FLAT)
    >>> [sum(months) for months in zip(*first, *second)] == running(110, shares_of(FLAT))
    True
    """
    shares = shares_of(weights)
    whole, after = sum(weights), before + sum(amounts)
    sign = 1 if whole > 0 else -1
    steps = zip(accumulate(weights), running(after, shares), running(before, shares), strict=True)
    months = [
        _rounded([sign * amount * until for amount in amounts], abs(whole), high - low) for until, high, low in steps
    ]
    return [list(line) for line in zip(*months, strict=True)]


def _rounded(numerators: Sequence[int], denominator: int, total: int) -> list[int]:
    """Quotients in whole numbers that sum to a total less than one from theirs: largest remainder."""
    parts = [divmod(numerator, denominator) for numerator in numerators]
    quotients = [quotient for quotient, _rest in parts]
    missing = total - sum(quotients)
    for index in sorted(range(len(parts)), key=lambda index: -parts[index][1])[: max(missing, 0)]:
        quotients[index] += 1
    quotients[0] += min(missing, 0)
    return quotients


def profile_from_history(months: Sequence[int]) -> tuple[int, ...]:
    """The weights that a closed year's months give; flat when they are too small, or mostly cancel each other.

    >>> profile_from_history([500_000_00] + [0] * 10 + [500_000_00])[:2]
    (50000000, 0)
    >>> profile_from_history([1, 2, 3]) == FLAT
    True
    """
    total, gross = sum(months), sum(abs(month) for month in months)
    if len(months) != MONTHS or abs(total) < SMALLEST_HISTORY or abs(total) * 2 < gross:
        return FLAT
    return tuple(months)
