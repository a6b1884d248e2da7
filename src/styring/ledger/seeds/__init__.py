"""Three years of accounts for the demo, written as files and taken in by the controller, as a municipality does."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from styring.access.queries import person_by_username
from styring.imports.importers import Incoming, import_file
from styring.kernel.amounts import kroner
from styring.ledger.rules.codes import OPERATING
from styring.ledger.seeds.accounting import LAST_MONTH, THOUSAND, Line, file
from styring.ledger.seeds.balance import closing_balance, opening_balance
from styring.ledger.seeds.central import central_lines, investment_lines, transferred
from styring.ledger.seeds.units import unit_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styring.ledger.seeds.balance import Balance

CONTROLLER = "controller"
_WHOLE_YEAR = 12
HEAD = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop\n"


def load() -> None:
    """Take in the accounts of 2024, 2025 and 2026 to October, and the balance of closed years; once is enough."""
    controller = person_by_username(CONTROLLER)
    opening = opening_balance()
    with TemporaryDirectory() as folder:
        for year, last_month in LAST_MONTH.items():
            path, lines = Path(folder) / f"hovedbok_{year}.csv", lines_of(year)
            write_year(path, year, lines)
            import_file(controller, Incoming("ledger", year, path, path.name, {}))
            if last_month == _WHOLE_YEAR:
                path, closing = Path(folder) / f"balanse_{year}.csv", closing_balance(opening, lines)
                write_balance(path, year, opening, closing)
                import_file(controller, Incoming("balance", year, path, path.name, {}))
                opening = closing


def lines_of(year: int) -> list[Line]:
    """A year's accounts, as far as it has come."""
    of_units = list(unit_lines(year))
    central = list(central_lines(year, of_units))
    return [*of_units, *central, *investment_lines(year, transferred(central)), *_misplaced(year)]


def _misplaced(year: int) -> Iterator[Line]:
    """What was posted on the wrong art: it stands there, and is missing where it belongs."""
    for month, unit, function, art, belongs_to, amount in file("kontering")["feilfort_drift"].get(year, ()):
        yield Line(month, OPERATING, unit, function, art, "", amount * THOUSAND)
        yield Line(month, OPERATING, unit, function, belongs_to, "", -amount * THOUSAND)


def write_year(path: Path, year: int, lines: Iterable[Line]) -> None:
    """Write lines as a file in our own layout, month by month."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for line in sorted(lines, key=lambda line: line.month):
            file.write(f"{year};{';'.join(map(str, line[:-1]))};{kroner(line.amount)}\n")


def write_balance(path: Path, year: int, opening: Balance, closing: Balance) -> None:
    """Write a balance as a file in our own layout."""
    with path.open("w", encoding="utf-8") as file:
        file.write("aar;kapittel;sektor;ib;ub\n")
        for chapter, sector in sorted({*opening, *closing}):
            both = (opening.get((chapter, sector), 0), closing.get((chapter, sector), 0))
            file.write(f"{year};{chapter};{sector};{kroner(both[0])};{kroner(both[1])}\n")
