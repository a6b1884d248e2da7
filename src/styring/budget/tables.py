"""The economy as rows of a table: 1000 kr, rounded so that columns add up, and the same table exact to download."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styring.budget.queries import Figures, Sums
from styring.budget.rules.deviation import Weight, weight_of
from styring.kernel.amounts import round_half_away, round_keeping_sum
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from styring.budget.rules.deviation import Limits

THOUSAND = 1000_00
"""Øre in a thousand kroner."""


@dataclass(frozen=True)
class Heading:
    """A column of amounts: which figure, its head, and whether it shows a change or gives way on a phone."""

    figure: str
    title: str | Promise
    is_change: bool = False
    is_minor: bool = True

    @property
    def lines(self) -> list[str]:
        """The head on two lines at most, as alike in length as its words allow."""
        words = str(self.title).split(" ")
        ways = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        return list(min(ways, key=lambda way: max(map(len, way)))) if ways else words


TO_DATE = (
    Heading("adopted", _("Vedtatt budsjett")),
    Heading("revised", _("Revidert budsjett")),
    Heading("phased", _("Budsjett hittil")),
    Heading("actual", _("Regnskap hittil")),
    Heading("deviation_to_date", _("Avvik hittil"), is_change=True),
    Heading("last_year", _("Fjoråret hittil")),
)
SHORT = (
    *TO_DATE[:3],
    Heading("actual", _("Regnskap hittil"), is_minor=False),
    Heading("deviation_to_date", _("Avvik hittil"), is_change=True, is_minor=False),
    Heading("last_year", _("Fjoråret hittil")),
)
MONTHLY = (
    Heading("phased", pgettext_lazy("of a month", "Budsjett"), is_minor=False),
    Heading("actual", pgettext_lazy("of a month", "Regnskap"), is_minor=False),
    Heading("deviation_to_date", pgettext_lazy("of a month", "Avvik"), is_change=True, is_minor=False),
    Heading("last_year", pgettext_lazy("of a month", "Fjoråret")),
)
WITH_FORECAST = (
    *TO_DATE,
    Heading("forecast", _("Årsprognose")),
    Heading("forecast_deviation", _("Avvik prognose"), is_change=True, is_minor=False),
    Heading("last_forecast_deviation", _("Forrige avvik"), is_change=True),
)
WORDS = {Weight.BALANCED: _("I balanse"), Weight.SOME: _("Avvik"), Weight.LARGE: _("Stort avvik")}


@dataclass(frozen=True)
class Part:
    """A part of an economy to be shown: its name, figures, where its name leads, and the parts it consists of."""

    name: str
    figures: Sums
    address: str = ""
    details: str = ""
    """Where its sums lead, to what they are made of."""
    amended: str = ""
    """Where its revised budget leads, to the amendments that made it another than the adopted."""
    parts: Sequence[Part] = ()
    toggle: str = ""
    """The address of this page with its parts open, or closed when they are."""
    is_open: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Cell:
    """An amount as it is shown, in 1000 kr."""

    heading: Heading
    thousands: int


@dataclass(frozen=True)
class Shown1000:
    """A row as it is shown."""

    part: Part
    cells: list[Cell]
    kind: str
    consumed: Fraction | None
    status: str = ""
    words: str | Promise = ""

    @property
    def percent(self) -> Fraction | None:
        """The part of the year's budget that is spent, in percent."""
        return None if self.consumed is None else self.consumed * 100


@dataclass(frozen=True)
class Economy:
    """A table of an economy: what its parts are called, the parts, and their sum."""

    title: str
    head: str
    headings: Sequence[Heading]
    total: Part
    parts: Sequence[Part]
    limits: Limits
    source: str = ""
    rows: list[Shown1000] = field(init=False)

    def __post_init__(self) -> None:
        top = {heading.figure: _thousands(self.total.figures, heading) for heading in self.headings}
        rows = [*self._rows(self.parts, top, "row"), self._row(self.total, top, "total")]
        object.__setattr__(self, "rows", rows)

    @property
    def has_forecasts(self) -> bool:
        """Are its parts units, which alone have forecasts?"""
        return self.headings is WITH_FORECAST

    @property
    def has_consumption(self) -> bool:
        """Do its parts have a budget for the year to be a share of?"""
        return self.headings is not MONTHLY

    def _rows(self, parts: Sequence[Part], whole: dict[str, int], kind: str) -> list[Shown1000]:
        """Parts rounded column by column so that they add up to the rounded whole above them."""
        columns = {
            heading.figure: round_keeping_sum([_exact(part.figures, heading) for part in parts], whole[heading.figure])
            for heading in self.headings
        }
        found = []
        for place, part in enumerate(parts):
            own = {figure: rounded[place] for figure, rounded in columns.items()}
            found.append(self._row(part, own, part.kind or ("open" if part.is_open else kind)))
            if part.is_open:
                found += self._rows(part.parts, own, "sub")
        return found

    def _row(self, part: Part, rounded: dict[str, int], kind: str) -> Shown1000:
        cells = [Cell(heading, rounded[heading.figure]) for heading in self.headings]
        if not isinstance(part.figures, Figures):
            return Shown1000(part, cells, kind, part.figures.consumed)
        status, words = status_of(part.figures, self.limits)
        return Shown1000(part, cells, kind, part.figures.consumed, status, words)

    def table(self, note: str) -> Table:
        """The same table with exact amounts, to download; every part is open."""
        columns = [Column(self.head), *(_column(heading) for heading in self.headings)]
        rows = [row for part in self.parts for row in self._exact_rows(part)]
        rows.append(Row(self.total.name, self._amounts(self.total), "total"))
        return Table(self.title, columns, rows, note, self.source)

    def _exact_rows(self, part: Part) -> list[Row]:
        below = [Row(inner.name, self._amounts(inner), "sub") for inner in part.parts]
        return [Row(part.name, self._amounts(part)), *below]

    def _amounts(self, part: Part) -> tuple[int, ...]:
        return tuple(getattr(part.figures, heading.figure) for heading in self.headings)


def status_of(figures: Figures, limits: Limits) -> tuple[str, str | Promise]:
    """How a unit's forecast stands to its budget, as the status that pages show and its words."""
    if not figures.forecasts:
        return "none", _("Ingen prognose")
    weight = weight_of(figures.forecast_deviation, figures.revised, limits)
    return weight.value, WORDS[weight]


def _exact(figures: Sums, heading: Heading) -> Fraction:
    return Fraction(getattr(figures, heading.figure), THOUSAND)


def _thousands(figures: Sums, heading: Heading) -> int:
    return round_half_away(_exact(figures, heading))


def _column(heading: Heading) -> Column:
    return Column(str(heading.title), Shown.KR1000, change=heading.is_change, minor=heading.is_minor)
