"""Summing a ledger file without storing anything: the statements straight from a file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styring.imports.kit import Faults
from styring.kernel.errors import GovernanceError
from styring.kernel.sheets import open_sheet
from styring.ledger.importers.coding import Coding
from styring.ledger.importers.layouts import LedgerFile
from styring.ledger.rules.chart import Chart, KnownUnit
from styring.tasks.rules import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from styring.ledger.rules.statements import Sums


def sums_of_file(path: Path, year: int, profile: str = "") -> tuple[Sums, Faults]:
    """Øre per account class and art of a ledger file, and what is wrong in it; touches no database."""
    faults = Faults()
    sums: dict[tuple[str, str], int] = defaultdict(int)
    try:
        with open_sheet(path) as sheet:
            chart = Chart(year)
            file = LedgerFile(sheet, Coding(chart), faults, profile)
            chart.default_unit = None if file.has_units else KnownUnit(0)
            for _month, account_class, _unit, _function, art, _project, amount in file.entries(Progress(), 0):
                sums[account_class, art] += amount
    except GovernanceError as error:
        faults.add_error(error)
    return sums, faults
