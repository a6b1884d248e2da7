"""Reading a unit's budget sheet that was filled in: what it says, what is wrong by line and column, what is odd."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from styring.budget.rules.codes import require_account
from styring.budget.rules.layers import LineKey
from styring.budget.rules.sheets import NEW, SUM, Stamp, account_of
from styring.imports.kit import Faults, FoundFault
from styring.kernel.amounts import ore
from styring.kernel.errors import GovernanceError, RuleBrokenError
from styring.kernel.sheets import as_text, open_sheet
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import OPERATING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from styring.budget.models import Layer
    from styring.organisation.models import Unit

NOT_OURS = gettext_noop("Filen er ikke et budsjettark herfra. Last ned arket på nytt, og fyll ut det.")
OTHER_SHEET = gettext_noop("Arket er for %(layer)s og %(unit)s. Send det inn på siden det ble lastet ned fra.")
LACKS = gettext_noop("Kolonnen «%(column)s» mangler. Last ned arket på nytt.")
BAD_KEY = gettext_noop("Nøkkelen i den skjulte kolonnen er borte. Bruk de tomme radene til nye kontoer.")
TWICE = gettext_noop("Kontoen står to ganger i arket.")
NO_VALUE = gettext_noop("Formelen har ingen verdi. Åpne og lagre arket i et regneark, og send det inn igjen.")
NO_CODE = gettext_noop("Skriv funksjon og art på raden.")
CHANGED_KEY = gettext_noop("Linje %(line)s: funksjon eller art er endret. Kontoen %(account)s er brukt.")
FORMULA = gettext_noop("Celle %(cell)s har en formel. Verdien som sto der, er brukt.")
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>.*?</f>)\s*(?:<v>([^<]+)</v>)?', re.DOTALL
)
_LARGEST_PAGE = 20_000_000
_FIRST_PAGE = "xl/worksheets/sheet1.xml"
_COLUMNS = ("funksjon", "art", "prosjekt")


@dataclass
class ReadSheet:
    """What a sheet says: its version, its lines in øre, faults that stop it, and remarks that do not."""

    version: str = ""
    lines: dict[LineKey, int] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def read_sheet(path: Path, layer: Layer, unit: Unit) -> ReadSheet:
    """Read a sheet for a unit and a draft; what cannot be read at all is a fault too, never an error.

    Args:
        path: the file.
        layer: the draft the page is about.
        unit: the unit the page is about.
    """
    found = ReadSheet()
    try:
        with open_sheet(path) as sheet:
            reader = _Reader(found, sheet.columns, layer, unit, _formulas(path))
            for line, cells in sheet.rows:
                reader.take(line, cells)
    except GovernanceError as error:
        found.faults.add_error(error)
    return found


def _formulas(path: Path) -> dict[tuple[int, int], str]:
    """The value of each cell of the first page that is a formula, by line and place; empty when it has none."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(_FIRST_PAGE) as page:
            text = page.read(_LARGEST_PAGE)
    except (zipfile.BadZipFile, KeyError, OSError):
        return {}
    return {(int(row), _place(letters.decode())): _plain(value) for letters, row, value in _FORMULA.findall(text)}


def _plain(value: bytes) -> str:
    """A number as a workbook holds it, as one would write it; other values as they are."""
    text = value.decode(errors="replace")
    try:
        return as_text(float(text))
    except ValueError:
        return text


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _letters(place: int) -> str:
    """The name of a column of fewer than 27, as a sheet of ours has."""
    return chr(ord("A") + place)


class _Reader:
    """Takes the rows of a sheet one by one."""

    def __init__(
        self, found: ReadSheet, columns: list[str], layer: Layer, unit: Unit, formulas: dict[tuple[int, int], str]
    ) -> None:
        stamp = Stamp.read(columns[0])
        if stamp is None:
            raise RuleBrokenError(NOT_OURS)
        if (stamp.layer, stamp.unit) != (layer.name.casefold(), unit.code.casefold()):
            raise RuleBrokenError(OTHER_SHEET, layer=stamp.layer, unit=stamp.unit.upper())
        self.found, self.unit, self.formulas = found, unit, formulas
        self.places = {name: place for place, name in enumerate(columns) if name}
        self.years = list(layer.years)
        for name in (*_COLUMNS, *map(str, self.years)):
            if name not in self.places:
                raise RuleBrokenError(LACKS, column=name)
        self.seen: set[tuple[str, str, str]] = set()
        found.version = stamp.version

    def take(self, line: int, cells: list[str]) -> None:
        """Take one row."""
        key = cells[0].strip()
        if key == SUM or not any(cell.strip() for cell in cells[1:]):
            return
        written = tuple(cells[self.places[name]].strip() if self.places[name] < len(cells) else "" for name in _COLUMNS)
        account = (written[0], written[1], written[2]) if key == NEW else account_of(key)
        if account is None:
            self._fault(FoundFault(BAD_KEY, line, "A", key))
        elif account in self.seen:
            self._fault(FoundFault(TWICE, line, "funksjon", ".".join(account[:2])))
        elif not (account[0] and account[1]):
            self._fault(FoundFault(NO_CODE, line, "funksjon"))
        else:
            self._note_changed_key(line, written, account)
            self.seen.add(account)
            self._amounts(line, cells, account)

    def _note_changed_key(self, line: int, written: tuple[str, ...], account: tuple[str, str, str]) -> None:
        if written != account:
            parts = {"line": str(line), "account": " ".join(account[:2])}
            self.found.remarks.append((CHANGED_KEY, parts))

    def _amounts(self, line: int, cells: list[str], account: tuple[str, str, str]) -> None:
        for year, place, text in self._cells(cells):
            amount = self._amount(line, place, text, str(year))
            if not amount:
                continue
            try:
                require_account(year, account[0], account[1])
            except GovernanceError as error:
                self.found.faults.add_error(error, line, str(year), text)
                continue
            self.found.lines[LineKey(year, OPERATING, self.unit.pk, *account)] = amount

    def _cells(self, cells: list[str]) -> Iterator[tuple[int, int, str]]:
        for year in self.years:
            place = self.places[str(year)]
            yield year, place, cells[place].strip() if place < len(cells) else ""

    def _amount(self, line: int, place: int, text: str, column: str) -> int:
        if text.startswith("="):
            text = self.formulas.get((line, place), "")
            if not text:
                self._fault(FoundFault(NO_VALUE, line, column))
                return 0
            self.found.remarks.append((FORMULA, {"cell": f"{_letters(place)}{line}"}))
        if not text:
            return 0
        try:
            return ore(text)
        except GovernanceError as error:
            self.found.faults.add_error(error, line, column, text)
            return 0

    def _fault(self, fault: FoundFault) -> None:
        self.found.faults.add(fault)
