"""Summing a ledger file without storing anything: the statements straight from a file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styring.imports.kit import Faults
from styring.kernel.errors import GovernanceError
from styring.kernel.sheets import open_sheet
from styring.ledger.importers.choosing import layout_for
from styring.ledger.importers.coding import Coding
from styring.ledger.importers.reading import LedgerFile
from styring.ledger.rules.chart import Chart, KnownUnit
from styring.tasks.rules import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from styring.ledger.rules.statements import Sums


def sums_of_file(path: Path, year: int, profile: str = "") -> tuple[Sums, Faults]:
    """Øre per account class and art of a ledger file, and what is wrong in it; touches no database."""
    faults = Faults()
    try:
        return _sums(path, Coding(Chart(year), layout_for(path, profile)), faults), faults
    except GovernanceError as error:
        faults.add_error(error)
    return {}, faults


def _sums(path: Path, coding: Coding, faults: Faults) -> Sums:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    with open_sheet(path, coding.layout.written) as sheet:
        file = LedgerFile(sheet, coding, faults)
        coding.chart.default_unit = None if file.has_units else KnownUnit(0)
        for entries in file.entries(Progress()):
            for number, amount in zip(entries.numbers, entries.amounts, strict=True):
                key = coding.keys[number]
                sums[key.account_class, key.art] += amount
    return sums
