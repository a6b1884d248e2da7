"""What a deviation is, and when it asks for an explanation. Minus is overspending: budget less what was, or will be.

>>> deviation(100, 121)
-21
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Weight(Enum):
    """How heavy a deviation is; the value is the status that pages show it with."""

    BALANCED = "ok"
    SOME = "warn"
    LARGE = "bad"


@dataclass(frozen=True)
class Limits:
    """From which deviation a unit must explain itself (a share of its budget, or øre), and from which it is large.

    The last is result goal RM21's lowest acceptable value, 0.75 % overspending.
    """

    share: Fraction = Fraction(1, 100)
    amount: int = 500_000_00
    tolerated: Fraction = Fraction(3, 400)


def deviation(budget: int, outcome: int) -> int:
    """Budget less outcome, in øre: minus is more spent or less earned than budgeted."""
    return budget - outcome


def needs_explanation(deviated: int, budget: int, limits: Limits) -> bool:
    """Is a deviation either way so large that it must be explained? On the limit it must.

    >>> needs_explanation(-500_000_00, 100_000_000_00, Limits()), needs_explanation(-9_000_00, 1_000_000_00, Limits())
    (True, False)
    """
    return bool(deviated) and (abs(deviated) >= limits.amount or abs(deviated) >= limits.share * abs(budget))


def weight_of(deviated: int, budget: int, limits: Limits) -> Weight:
    """How heavy a deviation of a forecast is; on a limit it is the lighter.

    >>> [weight_of(amount, 100_000, Limits()).name for amount in (0, -750, -751)]
    ['BALANCED', 'SOME', 'LARGE']
    """
    if deviated >= 0:
        return Weight.BALANCED
    return Weight.SOME if abs(deviated) <= limits.tolerated * abs(budget) else Weight.LARGE


def share_of(part: int, whole: int) -> Fraction | None:
    """A part of a whole, exact; None of nothing.

    >>> share_of(-1, 4), share_of(1, 0)
    (Fraction(-1, 4), None)
    """
    return Fraction(part, abs(whole)) if whole else None
