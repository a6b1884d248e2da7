"""Limits that judge a value: wanted, lowest accepted or not approved; and the target, which is another thing.

A value is judged exactly and shown rounded. On the limit is the better colour. What is missing is grey, never red.

    >>> limits = Threshold(Direction.UP, Fraction("4.5"), Fraction(4))
    >>> limits.status(Fraction("4.5")), limits.status(Fraction("4.46")), limits.status(None)
    (<Status.GREEN: 'green'>, <Status.YELLOW: 'yellow'>, <Status.MISSING: 'missing'>)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from styring.kernel.amounts import round_half_away
from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

FINEST = 6
"""The most decimals a value is ever shown with."""

WRONG_ORDER = gettext_noop("Grensene står i feil rekkefølge: ønsket resultat må være minst like godt som laveste.")
NO_UPPER_LIMITS = gettext_noop("Et område trenger både nedre og øvre grenser.")


class Direction(Enum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    BAND = "band"


class Status(Enum):
    """How a value stands against its limits."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    MISSING = "missing"


@dataclass(frozen=True)
class Threshold:
    """The limits of green and yellow; for a band, the upper ones as well.

    Raises:
        InvalidValueError: the limits do not come in order.
    """

    direction: Direction
    green: Fraction
    yellow: Fraction
    green_high: Fraction | None = None
    yellow_high: Fraction | None = None

    def __post_init__(self) -> None:
        if self.direction is Direction.BAND:
            if self.green_high is None or self.yellow_high is None:
                raise InvalidValueError(NO_UPPER_LIMITS)
            in_order = self.yellow <= self.green <= self.green_high <= self.yellow_high
        elif self.direction is Direction.UP:
            in_order = self.yellow <= self.green
        else:
            in_order = self.yellow >= self.green
        if not in_order:
            raise InvalidValueError(WRONG_ORDER)

    def status(self, value: Fraction | None) -> Status:
        """How an exact value stands; one that is missing is missing."""
        if value is None:
            return Status.MISSING
        if self._holds(value, self.green, self.green_high):
            return Status.GREEN
        return Status.YELLOW if self._holds(value, self.yellow, self.yellow_high) else Status.RED

    def certain_status(self, low: Fraction, value: Fraction, high: Fraction) -> tuple[Status, bool]:
        """How a value with an interval stands, and whether its ends stand the same."""
        status = self.status(value)
        return status, self.status(low) is status is self.status(high)

    def decimals_to_show(self, value: Fraction, decimals: int) -> int:
        """So many decimals that the rounded value stands as the exact one does.

        >>> Threshold(Direction.UP, Fraction("4.5"), Fraction(4)).decimals_to_show(Fraction("4.46"), 1)
        2
        """
        while decimals < FINEST and self.status(rounded(value, decimals)) is not self.status(value):
            decimals += 1
        return decimals

    def _holds(self, value: Fraction, limit: Fraction, high: Fraction | None) -> bool:
        if self.direction is Direction.DOWN:
            return value <= limit
        return value >= limit and (self.direction is Direction.UP or high is None or value <= high)


def reached(direction: Direction, target: Fraction, value: Fraction | None) -> bool | None:
    """Is a target reached? None when there is no value; a band has no target to reach but the value itself.

    >>> reached(Direction.DOWN, Fraction("7.4"), Fraction("7.5"))
    False
    """
    if value is None:
        return None
    if direction is Direction.BAND:
        return value == target
    return value >= target if direction is Direction.UP else value <= target


def rounded(value: Fraction, decimals: int) -> Fraction:
    """A value with so many decimals, half away from nought.

    >>> rounded(Fraction("2.45"), 1)
    Fraction(5, 2)
    """
    shift: int = 10**decimals
    return Fraction(round_half_away(value * shift), shift)
