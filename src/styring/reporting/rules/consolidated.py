"""The consolidated report of a round as values: what the page shows, what documents are built from, what is frozen.

Amounts are whole øre, cost positive, income negative; a deviation is budget less forecast (or accounts), so minus is
overspending. Shares are kept as numerator and denominator.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.reporting.rules.states import Tally

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Amounts:
    """The money of something: the year's budget, what has been booked so far, and the forecasts of now and last time.

    ``previous`` is the forecast of the round before; None when there was none.
    """

    adopted: int = 0
    revised: int = 0
    phased: int = 0
    actual: int = 0
    forecast: int = 0
    previous: int | None = None

    def __add__(self, other: Amounts) -> Amounts:
        """Both together; without a previous forecast on one side, its revised budget stands in.

        >>> (Amounts(revised=10, forecast=12) + Amounts(revised=5, forecast=5, previous=6)).previous
        16
        """
        pairs = {field.name: (getattr(self, field.name), getattr(other, field.name)) for field in fields(self)}
        mine, theirs = pairs.pop("previous")
        previous = None
        if mine is not None or theirs is not None:
            previous = (self.revised if mine is None else mine) + (other.revised if theirs is None else theirs)
        return Amounts(**{name: one + two for name, (one, two) in pairs.items()}, previous=previous)

    @property
    def deviation_to_date(self) -> int:
        """Phased budget less accounts, øre."""
        return self.phased - self.actual

    @property
    def forecast_deviation(self) -> int:
        """Revised budget less forecast, øre."""
        return self.revised - self.forecast

    @property
    def previous_deviation(self) -> int | None:
        """Revised budget less the previous forecast, øre."""
        return None if self.previous is None else self.revised - self.previous

    @property
    def share(self) -> Fraction | None:
        """The forecast deviation as a share of the revised budget's size; None without a budget."""
        return Fraction(self.forecast_deviation, abs(self.revised)) if self.revised else None


@dataclass(frozen=True)
class Area:
    """A programme area: the units' own figures; adjustments made above the units are lines of their own."""

    code: str
    number: int
    name: str
    amounts: Amounts


@dataclass(frozen=True)
class Sector:
    """A sector and its programme areas."""

    code: str
    name: str
    areas: tuple[Area, ...]

    @property
    def amounts(self) -> Amounts:
        """The sum of its areas."""
        return sum((area.amounts for area in self.areas), start=Amounts())


@dataclass(frozen=True)
class Adjustment:
    """What a level above the units added to the sum of their forecasts, øre (minus lowers the forecast), and why."""

    unit_code: str
    unit: str
    amount: int
    reason: str


@dataclass(frozen=True)
class Absence:
    """Lost and agreed man-days of a stretch of time; the share is that of the sums."""

    lost: Fraction
    agreed: Fraction

    @property
    def share(self) -> Fraction | None:
        """Lost of agreed; None when nothing is agreed.

        >>> Absence(Fraction(9), Fraction(100)).share
        Fraction(9, 100)
        """
        return self.lost / self.agreed if self.agreed else None


@dataclass(frozen=True)
class SickLeave:
    """A unit's sick leave: the latest month there is, the year so far, and the same months of last year."""

    unit_code: str
    unit: str
    month: Absence | None
    year_to_date: Absence | None
    last_year: Absence | None


@dataclass(frozen=True)
class MeasureLine:
    """A corrective measure: what, whose, by when, expected effect this year (øre, minus saves), how it stands."""

    title: str
    owner: str
    deadline: date
    effect: int
    standing: str


@dataclass(frozen=True)
class DeviationLine:
    """A unit's departure from its budget: how much (øre), the short causes, the explanation, the measures."""

    unit_code: str
    unit: str
    area_code: str
    budget: int
    amount: int
    causes: tuple[str, ...]
    explanation: str
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True)
class LevelStatus:
    """How far a level has come in the round."""

    level: int
    name: str
    expected: int
    delivered: int
    returned: int
    approved: int
    draft: int
    not_started: int

    @property
    def tally(self) -> Tally:
        """The counts alone."""
        return Tally(self.expected, self.delivered, self.returned, self.approved, self.draft, self.not_started)


@dataclass(frozen=True)
class Missing:
    """A report that does not lie with the level above."""

    unit_code: str
    unit: str
    level: int
    due: date
    state: str


@dataclass(frozen=True)
class Consolidated:
    """The whole municipality's report of a round; ``previous_adjusted`` is all adjustments of the round before, øre."""

    municipality: str
    period: str
    is_closed: bool
    cut_off: date
    sectors: tuple[Sector, ...]
    adjustments: tuple[Adjustment, ...]
    sick_leave: tuple[SickLeave, ...]
    sick_leave_of_all: SickLeave | None
    deviations: tuple[DeviationLine, ...]
    levels: tuple[LevelStatus, ...]
    missing: tuple[Missing, ...]
    assessment: str
    assessed_by: str
    previous_adjusted: int = 0

    @property
    def units(self) -> Amounts:
        """The sum of all areas, before adjustments."""
        return sum((sector.amounts for sector in self.sectors), start=Amounts())

    @property
    def adjusted(self) -> int:
        """All adjustments together, øre."""
        return sum(adjustment.amount for adjustment in self.adjustments)

    @property
    def total(self) -> Amounts:
        """The municipality's figures with the adjusted forecast."""
        units = self.units
        previous = None if units.previous is None else units.previous + self.previous_adjusted
        return replace(units, forecast=units.forecast + self.adjusted, previous=previous)
