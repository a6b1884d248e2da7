"""What a year is expected to come to, from its months so far, its budget and what the year usually looks like.

The method is credibility: what is booked, what usually remains, and the part of the monthly deviation so far that is
expected to go on (algorithms §1). Exact fractions of øre up to the last step; the interval is an estimate and is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONTHS = 12
OWN_PROFILE_WEIGHT = 1_000_000_00
"""Øre of a year's sum at which a cell's own profile counts as much as the common one."""


class Group(Enum):
    """Arts that behave alike through a year."""

    WAGES = "wages"
    SOCIAL = "social"
    VAT = "vat"
    GOODS = "goods"
    BOUGHT_SERVICES = "bought_services"
    TRANSFERS = "transfers"
    SALES = "sales"
    SICK_PAY_REFUND = "sick_pay_refund"
    REFUNDS = "refunds"


EVIDENCE: Mapping[Group, int] = {
    Group.WAGES: 1, Group.SOCIAL: 1, Group.SICK_PAY_REFUND: 1, Group.TRANSFERS: 1, Group.VAT: 1,
    Group.GOODS: 6, Group.BOUGHT_SERVICES: 6, Group.SALES: 24, Group.REFUNDS: 24,
}  # fmt: skip
"""Months after which half of a monthly deviation is expected to go on (kappa)."""

WIDTHS = (7.8, 7.5, 7.5, 7.5, 6.6, 6.0, 6.0, 6.0, 5.2, 4.4, 3.9)
"""q(m) for m = 1 … 11 closed months: learnt on Randaberg 2025; replaced by the installation's own (§1.4)."""
_WITH_HISTORY = 0.8
_SMALLEST_VOLUME = 200_000
_ORE = 100

_WAGE_SUBSTITUTES = ("160", "165")
_STRETCHES = (
    ("089", Group.WAGES), ("099", Group.SOCIAL), ("285", Group.GOODS), ("380", Group.BOUGHT_SERVICES),
    ("480", Group.TRANSFERS), ("599", None), ("670", Group.SALES), ("780", Group.REFUNDS),
)  # fmt: skip
_REFUNDS_ABOVE = ("810", "830", "840", "850", "880", "890")


@cache
def group_of(art: str) -> Group | None:
    """The group of a KOSTRA art of the operating accounts; None when its year is planned elsewhere, as finance is.

    >>> group_of("010").value, group_of("710").value, group_of("870")
    ('wages', 'sick_pay_refund', None)
    """
    singles = {"429": Group.VAT, "729": Group.VAT, "710": Group.SICK_PAY_REFUND}
    if art in _WAGE_SUBSTITUTES:
        return Group.WAGES
    if art in _REFUNDS_ABOVE:
        return Group.REFUNDS
    return singles.get(art) or next((group for last, group in _STRETCHES if art <= last), None)


def profile(own: Sequence[int], common: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The share of the year that each month usually has, in a cell.

    Args:
        own: the cell's own months summed over closed years, in øre; empty when there are none.
        common: the profile of the same group in the whole municipality; sums to 1.
    """
    total, gross = sum(own), sum(abs(month) for month in own)
    if not gross or abs(total) * 2 < gross:
        return tuple(common)
    weight = Fraction(abs(total), abs(total) + OWN_PROFILE_WEIGHT)
    return tuple(weight * Fraction(month, total) + (1 - weight) * part for month, part in zip(own, common, strict=True))


@dataclass(frozen=True)
class Cell:
    """A unit's arts of one group in one year: budget, last year in this year's prices and closed months, in øre."""

    group: Group
    budget: int
    last_year: int | None
    months: tuple[int, ...]
    profile: tuple[Fraction, ...]
    budget_only: bool = False

    @property
    def prior(self) -> Fraction:
        """What the year was expected to come to before it began."""
        if self.last_year is None or self.budget_only:
            return Fraction(self.budget)
        return Fraction(self.budget + self.last_year, 2)


@dataclass(frozen=True)
class Parts:
    """The three parts that a forecast is the sum of, in fractions of øre."""

    booked: Fraction = Fraction(0)
    remaining: Fraction = Fraction(0)
    carried_on: Fraction = Fraction(0)

    def __add__(self, other: Parts) -> Parts:
        return Parts(self.booked + other.booked, self.remaining + other.remaining, self.carried_on + other.carried_on)

    @property
    def total(self) -> int:
        """The forecast in whole øre, a half to the even neighbour."""
        return round(self.booked + self.remaining + self.carried_on)


class OfGroup(NamedTuple):
    """What a group of arts adds to a unit's forecast, beside its budget in øre; None are arts with their own plan."""

    group: Group | None
    budget: int
    parts: Parts


@dataclass(frozen=True)
class Suggestion:
    """A suggested forecast in øre with the half-width of its 80 % interval in kroner, and the parts it is made of.

    ``scale`` is what the half-width is a multiple of, so that what it held for can be learnt from.
    """

    parts: Parts
    half_width_kr: int
    scale: float = 0.0
    groups: tuple[OfGroup, ...] = ()

    @property
    def amount(self) -> int:
        """The forecast in whole øre."""
        return self.parts.total


def cell_parts(cell: Cell) -> Parts:
    """What a cell's year is expected to come to: booked, what usually remains, what goes on of the deviation."""
    done = len(cell.months)
    booked = Fraction(sum(cell.months))
    if done == MONTHS:
        return Parts(booked)
    if not done:
        return Parts(remaining=cell.prior)
    share = sum(cell.profile[:done], Fraction(0))
    deviation = booked - share * cell.prior
    return Parts(booked, (1 - share) * cell.prior, (MONTHS - done) * deviation / (done + EVIDENCE[cell.group]))


def suggestion_of(cells: Sequence[Cell], widths: Sequence[float] = WIDTHS, planned: int = 0) -> Suggestion:
    """The suggested forecast of a unit, from its cells with equally many closed months.

    Args:
        cells: the unit's groups of arts.
        widths: q(m), the shipped ones or the installation's own.
        planned: the budget of arts that have a plan of their own; they are expected to come to it.

    >>> flat = (Fraction(1, 12),) * 12
    >>> cell = Cell(Group.WAGES, 12_000_000_00, 11_400_000_00, (1_050_000_00,) * 4, flat)
    >>> suggestion_of([cell]).amount, suggestion_of([cell]).half_width_kr
    (1248000000, 2874000)
    """
    groups = [OfGroup(cell.group, cell.budget, cell_parts(cell)) for cell in cells]
    if planned:
        groups.append(OfGroup(None, planned, Parts(remaining=Fraction(planned))))
    parts = sum((of.parts for of in groups), Parts())
    return Suggestion(parts, half_width_kr(cells, widths), scale_of(cells), tuple(groups))


def half_width_kr(cells: Sequence[Cell], widths: Sequence[float] = WIDTHS) -> int:
    """Half the width of the 80 % interval of a unit, in kroner, rounded up to whole thousands."""
    done = len(cells[0].months) if cells else MONTHS
    if done == MONTHS:
        return 0
    half = widths[max(done, 1) - 1] * scale_of(cells)
    return int(-(-half // 1000)) * 1000


def scale_of(cells: Sequence[Cell]) -> float:
    """H · V^0.8 of a unit: by what its errors are made comparable with those of larger and smaller ones."""
    if not cells:
        return 0.0
    volume = sum(_volume(cell, len(cell.months)) for cell in cells)
    narrowed = _WITH_HISTORY if all(cell.last_year is not None for cell in cells) else 1.0
    return float(narrowed * max(volume, _SMALLEST_VOLUME) ** 0.8)


def _volume(cell: Cell, done: int) -> float:
    paced = abs(sum(cell.months)) * MONTHS / done if done else 0
    return max(abs(float(cell.prior)), paced) / _ORE


def node_half_width_kr(halves: Sequence[int]) -> int:
    """Half the width above units, which err independently: the root of the sum of squares, up to whole thousands.

    >>> node_half_width_kr([3_000_000, 4_000_000])
    5000000
    """
    return -(-isqrt(sum(half * half for half in halves)) // 1000) * 1000
