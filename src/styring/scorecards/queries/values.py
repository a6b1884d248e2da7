"""What indicators show, as values: points in time, units, and a reading of one indicator in one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.periods import Length, Period
from styring.kernel.thresholds import Status, reached
from styring.scorecards.models import RollUp
from styring.scorecards.rules import RolledUp, Trend, trend
from styring.ui.numbers import language, written

if TYPE_CHECKING:
    from styring.kernel.thresholds import Threshold as Limits
    from styring.organisation.models import Unit
    from styring.scorecards.models import Indicator, Target

NOTHING = RolledUp(None, Fraction(0), 0)
"""What is known where nothing is."""


class Point(NamedTuple):
    """What an indicator showed at a time; with ``so_far`` from New Year up to the end of the period."""

    period: Period
    value: Fraction
    so_far: bool = False


class UnitReading(NamedTuple):
    """What one of the units below shows in the same period, and how it stands."""

    unit: Unit
    value: Fraction | None
    status: Status


@dataclass(frozen=True)
class Reading:
    """What an indicator shows in a unit, rolled up from those below.

    ``value`` is exact and as shown (per cent, not a share); None when it is missing, covers nobody or is hidden because
    it is about too few. ``of`` is the unit it belongs to when the indicator is not rolled up. ``spread`` is how many of
    the units below stand in each status; ``below`` has those of them whose cards the reader may read. ``underway`` is
    what an indicator that is judged by whole years shows of the year that is not over.
    """

    indicator: Indicator
    unit: Unit
    of: Unit
    point: Point | None = None
    rolled: RolledUp = NOTHING
    limits: Limits | None = None
    target: Target | None = None
    targets: list[Target] = field(default_factory=list)
    history: list[Point] = field(default_factory=list)
    spread: dict[Status, int] = field(default_factory=dict)
    below: list[UnitReading] = field(default_factory=list)
    underway: Point | None = None
    is_preliminary: bool = False
    is_hidden: bool = False

    @property
    def value(self) -> Fraction | None:
        """The value, exact."""
        return self.point.value if self.point else None

    @property
    def status(self) -> Status:
        """How the value stands; missing when there are no limits, or it covers too little to be judged."""
        if self.limits is None or not self.rolled.is_enough:
            return Status.MISSING
        return self.limits.status(self.value)

    @property
    def decimals(self) -> int:
        """So many decimals that what is shown stands as the exact value does."""
        if self.limits is None or self.value is None:
            return self.indicator.decimals
        return self.limits.decimals_to_show(self.value, self.indicator.decimals)

    @property
    def is_at_least(self) -> bool:
        """Is it a sum with something missing, which is to be shown as at least so much?"""
        return self.indicator.roll_up == RollUp.SUM and self.rolled.missing > 0

    @property
    def is_reached(self) -> bool | None:
        """Is the target reached? None without one, or without a value."""
        return reached(self.indicator.better, self.target.value, self.value) if self.target else None

    @property
    def last_year(self) -> Point | None:
        """What it showed in the last whole year before."""
        if self.point is None:
            return None
        whole = [p for p in self.history if p.period.length is Length.YEAR and p.period.year < self.point.period.year]
        return whole[-1] if whole else None

    @property
    def shown(self) -> str:
        """The value as it is shown, with what stands behind it; a dash where there is none."""
        if self.value is None:
            return "–"
        suffix = self.indicator.suffix
        return written(self.value, self.decimals, language()) + (f"\u00a0{suffix}" if suffix else "")

    @property
    def spread_words(self) -> dict[str, int]:
        """How many of the units below stand in each status, by the status's name."""
        return {status.value: number for status, number in self.spread.items()}

    @property
    def trend(self) -> Trend:
        """Which way it has gone since the point before the latest."""
        before = self.history[-2].value if len(self.history) > 1 else None
        least = Fraction(1, 10**self.indicator.decimals)
        return trend(before, self.value, least, more_is_better=self.indicator.direction != "down")

    @property
    def line(self) -> list[Fraction]:
        """The values of its history, for a sparkline."""
        return [point.value for point in self.history]
