"""What a unit takes with it into a new year: some of what it saved, and some of what it overspent, to be paid back.

The council's rule says how much. The first unit saved 1 million of 30, the second overspent 1.5 of 30:

>>> terms = Terms(keep_part=Fraction(1), keep_share=Fraction(3, 100), repay_above=Fraction(1, 100), repay_years=2)
>>> carried(30_000_000_00, 1_000_000_00, terms).amount
90000000
>>> carried(30_000_000_00, -1_500_000_00, terms).repaid
(60000000, 60000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from styring.kernel.amounts import spread_exactly

GRAIN = 1000_00
"""Øre in a thousand kroner: what is carried over is in whole thousands, the rest falls to the municipality."""


@dataclass(frozen=True)
class Terms:
    """A rule of carrying over.

    Args:
        keep_part: the part of what a unit has saved that it keeps.
        keep_share: the most that it keeps, as a share of its net budget.
        repay_above: the share of its net budget that it may overspend without paying back; only what is beyond it is.
        repay_years: over how many years, in parts as alike as whole thousands allow.
    """

    keep_part: Fraction
    keep_share: Fraction
    repay_above: Fraction
    repay_years: int


class Carried(NamedTuple):
    """What a unit keeps, and what it pays back in each of the years to come; øre, neither is negative."""

    kept: int = 0
    repaid: tuple[int, ...] = ()

    @property
    def amount(self) -> int:
        """What is added to the unit's budget of the first year; minus is taken away."""
        return self.kept - (self.repaid[0] if self.repaid else 0)


def carried(budget: int, result: int, terms: Terms) -> Carried:
    """What a rule lets a unit take with it, rounded so that it never keeps or owes more than the rule says.

    Args:
        budget: the unit's revised net budget of the year, in øre; of one with net income the size counts.
        result: budget less accounts; plus is saved, minus overspent.
        terms: the rule.
    """
    size = abs(budget)
    if result >= 0:
        return Carried(kept=_whole(min(result * terms.keep_part, size * terms.keep_share)))
    owed = _whole(max(Fraction(0), -result - size * terms.repay_above))
    return Carried(repaid=parts_of(owed, terms.repay_years)) if owed else Carried()


def later(owed: int, paid: int, years: int) -> tuple[int, ...]:
    """What is left to pay back in the years after the first; nothing when the first year was let off.

    >>> later(120_000_00, 60_000_00, 2), later(120_000_00, 0, 2), later(120_000_00, 20_000_00, 3)
    ((6000000,), (), (5000000, 5000000))
    """
    left = owed - paid
    return parts_of(left, years - 1) if paid > 0 and left > 0 and years > 1 else ()


def parts_of(amount: int, years: int) -> tuple[int, ...]:
    """An amount in whole thousands shared out on years, to the last of them.

    >>> parts_of(5_000_00, 2)
    (300000, 200000)
    """
    whole, rest = divmod(amount, GRAIN)
    parts = [part * GRAIN for part in spread_exactly(whole, [1] * years)]
    parts[0] += rest
    return tuple(parts)


def _whole(amount: Fraction | int) -> int:
    return int(amount // GRAIN) * GRAIN
