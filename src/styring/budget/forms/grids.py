"""Amounts that people type in the cells of a table: read, and refused with words that say where."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from styring.budget.rules.codes import require_account
from styring.budget.rules.layers import LineKey
from styring.kernel.errors import GovernanceError
from styring.ledger.rules.codes import OPERATING
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KRONER, THOUSANDS = 100, 100_000
"""Øre in the units that amounts are typed in."""
MOST_ROWS = 400
LARGEST = 10**15
_AS_TYPED = str.maketrans({",": "\u202f", ".": ",", "-": "\u2212"})
_SPACES = str.maketrans(dict.fromkeys(" \u00a0\u2009\u202f'"))


def ore_of(text: str, unit: int = THOUSANDS) -> int | None:
    """Øre of an amount that is typed in kroner or in thousands; None for what is no amount of whole øre.

    >>> ore_of("1 234,5"), ore_of("−12", KRONER), ore_of(""), ore_of("12 prosent"), ore_of("0,000001")
    (123450000, -1200, 0, None, None)
    """
    bare = text.translate(_SPACES).replace("\u2212", "-").replace(",", ".")
    try:
        amount = Decimal(bare or 0) * unit
    except InvalidOperation:
        return None
    whole = amount.is_finite() and amount == amount.to_integral_value() and abs(amount) < LARGEST
    return int(amount) if whole else None


def typed(ore: int, unit: int = THOUSANDS) -> str:
    """An amount as one would type it, with a true minus and thousands parted.

    >>> typed(123450000), typed(-1200, KRONER), typed(0)
    ('1\u202f234,5', '−12', '0')
    """
    return f"{(Decimal(ore) / unit).normalize():,f}".translate(_AS_TYPED)


@dataclass
class GridRow:
    """A row of accounts as it was typed: the unit's code, function, art, and an amount for each year."""

    number: int
    unit: str = ""
    function: str = ""
    art: str = ""
    amounts: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Was nothing typed in it?"""
        return not (self.function or self.art or any(text.strip() for text in self.amounts.values()))

    @property
    def cells(self) -> list[tuple[int, str]]:
        """Its amounts by year."""
        return list(self.amounts.items())


@dataclass
class Grid:
    """A table of accounts and years, in thousands of kroner, with what is wrong in it."""

    years: list[int]
    units: Mapping[str, int]
    rows: list[GridRow]
    errors: list[str] = field(default_factory=list)

    @classmethod
    def sent(cls, years: list[int], units: Mapping[str, int], said: Mapping[str, str]) -> Grid:
        """The table as it was sent from a page: fields ``unit-0``, ``function-0``, ``art-0``, ``2027-0`` and so on."""
        rows = []
        for number in range(MOST_ROWS):
            if f"art-{number}" not in said:
                break
            unit, function, art = (said.get(f"{name}-{number}", "").strip() for name in ("unit", "function", "art"))
            amounts = {year: said.get(f"{year}-{number}", "") for year in years}
            rows.append(GridRow(number, unit, function, art, amounts))
        return cls(years, units, rows)

    @classmethod
    def of_lines(cls, years: list[int], units: Mapping[str, int], lines: Mapping[LineKey, int], spare: int) -> Grid:
        """The table of some lines, with some empty rows to add others in."""
        code_of = {key: code for code, key in units.items()}
        accounts = sorted({(code_of[key.unit], key.function, key.art) for key in lines if key.unit in code_of})
        rows = []
        for number, (code, function, art) in enumerate(accounts):
            found = {year: lines.get(LineKey(year, OPERATING, units[code], function, art), 0) for year in years}
            amounts = {year: typed(amount) if amount else "" for year, amount in found.items()}
            rows.append(GridRow(number, code, function, art, amounts))
        first = next(iter(units), "")
        empty = (GridRow(len(rows) + more, first, amounts=dict.fromkeys(years, "")) for more in range(spare))
        return cls(years, units, [*rows, *empty])

    def lines(self) -> dict[LineKey, int]:
        """The lines that it says, in øre; what cannot be read is added to ``errors``."""
        found: dict[LineKey, int] = {}
        for row in self.rows:
            if not row.is_empty:
                self._read(row, found)
        return found

    def _read(self, row: GridRow, found: dict[LineKey, int]) -> None:
        if row.unit not in self.units:
            self._wrong(row, _("Enheten finnes ikke her."))
            return
        for year, text in row.amounts.items():
            amount = ore_of(text)
            if amount is None:
                self._wrong(row, _("«%(text)s» er ikke et beløp i 1000 kr.") % {"text": text})
                return
            key = LineKey(year, OPERATING, self.units[row.unit], row.function, row.art)
            if key in found:
                self._wrong(row, _("Kontoen står to ganger."))
                return
            if amount:
                self._require(row, year)
            found[key] = amount

    def _require(self, row: GridRow, year: int) -> None:
        try:
            require_account(year, row.function, row.art)
        except GovernanceError as error:
            self._wrong(row, sentence(error))

    def _wrong(self, row: GridRow, why: str) -> None:
        words = _("Rad %(number)s: %(why)s") % {"number": row.number + 1, "why": why}
        if words not in self.errors:
            self.errors.append(words)


def sums_of(lines: Mapping[LineKey, int], years: Iterable[int]) -> list[int]:
    """What lines come to in each year."""
    return [sum(amount for key, amount in lines.items() if key.year == year) for year in years]
