"""Trying a municipality's own layout on a sample: its first rows as they would be read; nothing is stored."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from styring.imports.kit import TriedRow
from styring.kernel.sheets import open_sheet
from styring.ledger.importers.coding import Coding
from styring.ledger.importers.layouts import laid_out
from styring.ledger.importers.reading import LedgerFile
from styring.ledger.queries import chart_of
from styring.ledger.rules.chart import KnownUnit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from styring.imports.kit import Trial
    from styring.imports.rules import OwnLayout
    from styring.ledger.importers.entries import Entries
    from styring.ledger.rules.chart import Account

HEADS = (_("Måned"), _("Kontoklasse"), _("Enhet"), _("Funksjon"), _("Art"), _("Prosjekt"), _("Bilag"))
_ROWS, _NO_UNIT = 15, 0


def try_ledger_layout(path: Path, own: OwnLayout, year: int, trial: Trial) -> None:
    """Fill in what the first rows of a ledger file would be; three queries.

    Raises:
        InvalidValueError: it cannot be read at all, or a column is missing; the trial has its columns even so.
    """
    layout, chart = laid_out(own, ""), chart_of(year)
    trial.heads = HEADS
    with open_sheet(path, layout.written) as sheet:
        trial.columns = [name for name in sheet.columns if name]
        coding = Coding(chart, layout)
        file = LedgerFile(sheet, coding, trial.faults)
        chart.default_unit = None if file.has_units else KnownUnit(_NO_UNIT)
        trial.unused = file.head.unused
        trial.found = {name: sheet.columns[place] for name, place in file.head.places.items() if place >= 0}
        units = {known.key: code for code, known in (chart.units or {}).items()}
        seen, kept = 0, trial.faults.kept
        for line, entries in file.each(_ROWS):
            faults, seen = tuple(kept[seen:]), len(kept)
            read = list(_tried(line, entries, coding.keys, units))
            trial.rows += [TriedRow(line, faults=faults)] if faults or not read else read


def _tried(line: int, entries: Entries, keys: list[Account], units: Mapping[int, str]) -> Iterator[TriedRow]:
    vouchers = entries.vouchers or [""] * len(entries.amounts)
    for month, number, amount, voucher in zip(entries.months, entries.numbers, entries.amounts, vouchers, strict=True):
        key = keys[number]
        cells = (str(month), key.account_class, units.get(key.unit, ""), key.function, key.art, key.project, voucher)
        yield TriedRow(line, cells, Decimal(amount) / 100)
