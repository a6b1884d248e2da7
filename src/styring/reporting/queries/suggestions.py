"""The forecast that the system suggests for a unit, as pages show it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from styring.budget.queries import suggestion_for as suggested

if TYPE_CHECKING:
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit


_ORE = 100


def no_finer(amount: int, half_width: int) -> tuple[int, int]:
    """An amount and half its interval, rounded to what the interval lets one know: its two first digits, and a tenth.

    >>> no_finer(125_479_812_00, 11_799_000_00)
    (12550000000, 1200000000)
    >>> no_finer(3_141_592_00, 0)
    (314159200, 0)
    """
    if not half_width:
        return amount, half_width
    step = max(10 ** (len(str(half_width)) - 2), 1)
    fine = max(step // 10, 1)
    return round(Fraction(amount, fine)) * fine, -(-half_width // step) * step


class SuggestedForecast(NamedTuple):
    """A suggested forecast of the whole year with half its 80 % interval and the parts it is made of; all in øre."""

    amount: int
    half_width: int
    booked: int
    remaining: int
    carried_on: int

    @property
    def low(self) -> int:
        """The lower end of the interval."""
        return self.amount - self.half_width

    @property
    def high(self) -> int:
        """The upper end of the interval."""
        return self.amount + self.half_width


def suggestion_for(unit: Unit, period: Period) -> SuggestedForecast | None:
    """The suggested forecast of a unit as of a period; None when there is too little to build it on. Five queries."""
    found = suggested(unit, period)
    if found is None:
        return None
    parts = found.parts
    amount, half_width = no_finer(found.amount, found.half_width_kr * _ORE)
    return SuggestedForecast(
        amount=amount,
        half_width=half_width,
        booked=round(parts.booked),
        remaining=round(parts.remaining),
        carried_on=round(parts.carried_on),
    )
