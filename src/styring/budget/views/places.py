"""Where one is in the economy: a unit, a period, and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from styring.kernel.periods import Length, Period
from styring.ledger.queries import last_month
from styring.organisation.queries import line_above

if TYPE_CHECKING:
    from datetime import date

    from styring.organisation.models import Unit

SHORTCUTS = 3


@dataclass(frozen=True)
class Place:
    """A unit in a period, as pages show it: its name then, the units above it, and the months one may choose."""

    unit: Unit
    name: str
    period: Period
    above: list[Unit]
    months: list[Period]

    def to(self, page: str = "economy", **chosen: object) -> str:
        """The address of a page about the unit and the period, with what is chosen after the question mark."""
        address = reverse(f"budget:{page}", args=[self.unit.code, self.period])
        words = {name: value for name, value in chosen.items() if value not in {None, ""}}
        return f"{address}?{urlencode(words)}" if words else address

    @cached_property
    def shortcuts(self) -> list[Period]:
        """The last months, and the one that is shown."""
        last = self.months[-SHORTCUTS:]
        return last if self.period in last else [self.period, *last[1:]]

    @property
    def choices(self) -> list[Period]:
        """Every month that one may go to: the year's, the last first, and those of the year before."""
        before = [Period(self.period.year - 1, month, Length.MONTH) for month in range(1, 13)]
        return [*self.months[::-1], *before[::-1]] if self.months[0].year == self.period.year else self.months[::-1]

    @property
    def monthly(self) -> str:
        """The address of the year month by month."""
        return self.to("months")

    @property
    def source(self) -> str:
        """Where the figures are from, and of what day."""
        day = formats.date_format(self.period.last_day, "DATE_FORMAT")
        return _("Regnskap og budsjett per %(day)s.") % {"day": day}

    @property
    def way(self) -> list[tuple[str, str]]:
        """The units above, from the top, with the addresses of their economy in the same period."""
        return [
            (unit.name_on(self.period.last_day), reverse("budget:economy", args=[unit.code, self.period]))
            for unit in self.above[::-1]
        ]


def place_of(unit: Unit, name: str, period: Period) -> Place:
    """A unit in a period; at most three queries."""
    return Place(unit, name, period, line_above(unit, period.last_day), months_to_choose(period.last_day))


def months_to_choose(day: date) -> list[Period]:
    """The months of a day's year that have accounts, else those of the year before, else January; two queries."""
    for year in (day.year, day.year - 1):
        last = last_month(year)
        if last:
            return [Period(year, month, Length.MONTH) for month in range(1, last + 1)]
    return [Period(day.year, 1, Length.MONTH)]


def month_name(year: int, month: int) -> str:
    """A month of a year in words."""
    return formats.date_format(Period(year, month, Length.MONTH).first_day, "F").capitalize()
