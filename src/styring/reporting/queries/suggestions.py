"""The forecast that the system suggests for a unit, as pages show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from styring.budget.queries import suggestion_for as suggested

if TYPE_CHECKING:
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit


_ORE = 100


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
    return SuggestedForecast(
        amount=found.amount,
        half_width=found.half_width_kr * _ORE,
        booked=round(parts.booked),
        remaining=round(parts.remaining),
        carried_on=round(parts.carried_on),
    )
