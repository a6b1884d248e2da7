"""The head of a ledger file: where each thing that a layout knows stands, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.imports.kit import Faults, FoundFault
from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop
from styring.ledger.importers.layouts import OPENING, PLAIN_MONTHS, PLAIN_NAMES, SUM_NAMES, Shape, month_columns
from styring.ledger.rules.periods import WRONG_YEAR

if TYPE_CHECKING:
    from styring.ledger.importers.layouts import Layout

MISSING_COLUMN = gettext_noop("Filen mangler kolonnen «%(column)s».")
NOT_READ = frozenset({
    "tekst", "text", "description", "beskrivelse", "funksjonsnavn", "artsnavn", "fri", "fridimensjon", "leverandør",
    "kunde", "ansatt", "apar_id", "ext_inv_ref", "ext_ref", "user_id",
})  # fmt: skip
"""Columns that are known and left alone: names of codes, and what can hold personal data."""


class Head:
    """Where the columns of a file stand.

    Args:
        columns: their names, in small letters.
        layout: how the file is laid out.
        year: the year that is taken in.
        faults: where to report what is missing.

    Raises:
        InvalidValueError: a column is missing, or the file is of another year.
    """

    def __init__(self, columns: list[str], layout: Layout, year: int, faults: Faults) -> None:
        self.columns, self.layout, self.year, self.faults = columns, layout, year, faults
        self.places = {name: self._place_of(*known_as) for name, known_as in layout.names.items()}
        self.months = self._months() if layout.shape is not Shape.LINES else []
        self.sum_place = self._place_of(*SUM_NAMES) if layout.shape is Shape.MONTHS else -1
        self._require_columns()
        first = "account" if self.at("account") >= 0 else "account_class"
        self.key_places = [self.at(name) for name in (first, "art", "unit", "function", "project")]
        self.unused = self._unused()

    def at(self, name: str) -> int:
        """Where the column of a field stands; -1 where there is none."""
        return self.places.get(name, -1)

    def key_of(self, cells: list[str]) -> tuple[str, ...]:
        """The cells that tell a line's combination."""
        return tuple(cells[place] if place >= 0 else "" for place in self.key_places)

    @property
    def has_stems(self) -> bool:
        """Does a line tell first its month, then its combination, nothing else, and last its amount?"""
        last = len(self.columns) - 1
        told = {place for place in self.key_places if place >= 0}
        return self.periods > 0 and self.at("amount") == last and told == set(range(self.periods, last))

    @property
    def periods(self) -> int:
        """How many columns tell year and month, when those stand first; nought when they do not, or months are many."""
        places = {place for place in (self.at("year"), self.at("month")) if place >= 0}
        return len(places) if places == set(range(len(places))) and not self.months else 0

    def _place_of(self, *known_as: str) -> int:
        """Where a column stands under any of its names; -1 where it does not."""
        return next((self.columns.index(name) for name in known_as if name in self.columns), -1)

    def _months(self) -> list[int]:
        """Where each month stands, -1 for one that does not; first what the year opened with."""
        if self.layout.shape is Shape.MONTHS:
            return [-1, *(self._place_of(name) for name in PLAIN_MONTHS)]
        known = month_columns(self.columns)
        years = {year for year, month in known if month != OPENING}
        if years and self.year not in years:
            raise InvalidValueError(WRONG_YEAR, found=str(max(years)), year=str(self.year))
        return [known.get((self.year, month), -1) for month in range(13)]

    def _unused(self) -> list[str]:
        used = {*self.places.values(), *self.months, self.sum_place}
        columns = enumerate(self.columns)
        return [name for place, name in columns if name and place not in used and name not in NOT_READ]

    def _require_columns(self) -> None:
        missing = [*self._missing_fields(), *self._missing_months()]
        for name in missing:
            self.faults.add(FoundFault(MISSING_COLUMN, line=1, column=name, parts={"column": name}))
        if missing:
            raise InvalidValueError(MISSING_COLUMN, column=missing[0])

    def _missing_fields(self) -> list[str]:
        needed = ["function"] + ([] if self.at("account") >= 0 else ["account_class", "art"])
        if self.layout.shape is Shape.LINES:
            needed += ["month", "amount"]
        wanted = dict.fromkeys([*needed, *sorted(self.layout.required)])
        return [(self.layout.names.get(name) or PLAIN_NAMES[name])[0] for name in wanted if self.at(name) < 0]

    def _missing_months(self) -> list[str]:
        if self.layout.shape is Shape.MONTHS:
            return [name for name, place in zip(PLAIN_MONTHS, self.months[1:], strict=True) if place < 0]
        is_without = self.layout.shape is Shape.CUMULATIVE and max(self.months[1:]) < 0
        return [f"..jan/{self.year}"] if is_without else []
