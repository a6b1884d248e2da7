"""How wide the interval of a forecast must be to hold in eight of ten cases, learnt from what came of earlier ones.

Each unit's error is made comparable by its scale (``h · V^0.8``, `forecast.scale_of`); q(m) is then the conformal
quantile of a closed year's errors, and never rises with the month (algorithms §1.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from styring.budget.rules.forecast import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SHARE = Fraction(4, 5)
FEWEST_UNITS = 20
"""Fewer units than this say too little of how wide an interval must be."""
_ORE = 100


@dataclass(frozen=True)
class Outcome:
    """A suggestion that was given for a unit, and what its year came to, in øre; ``scale`` and half-width in kroner."""

    suggested: int
    half_width_kr: int
    scale: float
    actual: int

    @property
    def error(self) -> int:
        """How much more was suggested than the year came to; plus is too much."""
        return self.suggested - self.actual

    @property
    def held(self) -> bool:
        """Did the year end within the interval?"""
        return abs(self.error) <= self.half_width_kr * _ORE

    @property
    def score(self) -> float:
        """The error in kroner as a multiple of the scale."""
        return abs(self.error) / _ORE / self.scale if self.scale else 0.0


@dataclass(frozen=True)
class MonthLearnt:
    """What a closed year taught about suggestions given as of a month: of how many units, how often they held, q(m)."""

    month: int
    units: int
    held: int
    width: float


def learnt(month: int, outcomes: Sequence[Outcome]) -> MonthLearnt:
    """What came of a month's suggestions.

    >>> learnt(4, [Outcome(0, 1, 1.0, error * 100) for error in range(1, 10)])
    MonthLearnt(month=4, units=9, held=1, width=8.0)
    """
    held = sum(outcome.held for outcome in outcomes)
    return MonthLearnt(month, len(outcomes), held, quantile([outcome.score for outcome in outcomes]))


def quantile(scores: Iterable[float], share: Fraction = SHARE) -> float:
    """The conformal quantile: number ⌈(n + 1) · share⌉ from the smallest, the largest when there are too few.

    >>> quantile([3.0, 1.0, 2.0, 4.0]), quantile([])
    (4.0, 0.0)
    """
    ordered = sorted(scores)
    place = min(len(ordered), ceil((len(ordered) + 1) * share))
    return ordered[place - 1] if ordered else 0.0


def widths_from(known: Mapping[int, MonthLearnt]) -> tuple[float, ...]:
    """q(1) … q(11) of the installation itself; a month that taught too little has the one before it, else the shipped.

    A month is never narrower than a later one: knowing more never makes an estimate worse.

    >>> widths_from({})[:2]
    (7.8, 7.5)
    >>> taught = {3: MonthLearnt(3, 20, 16, 5.0), 4: MonthLearnt(4, 19, 15, 9.0), 8: MonthLearnt(8, 30, 25, 6.0)}
    >>> widths_from(taught)
    (7.8, 7.5, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0)
    """
    own = {month: found.width for month, found in known.items() if found.units >= FEWEST_UNITS}
    chosen: list[float] = []
    carried: float | None = None
    for month, shipped in enumerate(WIDTHS, 1):
        carried = own.get(month, carried)
        chosen.append(shipped if carried is None else carried)
    for place in range(len(chosen) - 2, -1, -1):
        chosen[place] = max(chosen[place], chosen[place + 1])
    return tuple(chosen)
