"""Reading a ledger file, some thousand lines at a time: its head, and then pieces as its shape has them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from styring.imports.kit import Faults, FoundFault
from styring.kernel.amounts import kroner
from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import Piece, Sheet, decimal_mark
from styring.kernel.words import gettext_noop
from styring.ledger.importers.entries import WRONG_WIDTH, Entries, Read, Reporter
from styring.ledger.importers.head import Head
from styring.ledger.importers.lines import LineRows
from styring.ledger.importers.wide import WideRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.ledger.importers.coding import Coding
    from styring.tasks.rules import Progress

MONTH_NOT_NOUGHT = gettext_noop(
    "Måned %(month)s summerer til %(amount)s kr. Når balansekontiene er med, skal den gå i null. Noe av filen mangler."
)
EXPORT_AGAIN = gettext_noop("Hent ut filen på nytt, og se etter at uttrekket ikke har en grense for antall linjer.")
TOO_LARGE_TOGETHER = gettext_noop("Beløpene er så store at summen ikke kan lagres. Se etter desimaltegnet.")
_LOOKS_FOR_TWINS_IN = 200_000
_LARGEST_SUM = 1 << 62


class LedgerFile:
    """A ledger file being read.

    Args:
        sheet: the file as a table.
        coding: what its cells mean.
        faults: where to report what is wrong.

    Raises:
        InvalidValueError: a column is missing.
    """

    def __init__(self, sheet: Sheet, coding: Coding, faults: Faults) -> None:
        self.sheet, self.coding, self.faults, self.layout = sheet, coding, faults, coding.layout
        self.head = Head(sheet.columns, coding.layout, coding.year, faults)
        self.width, self.mark = len(sheet.columns), self.layout.decimal_mark
        coding.has_accounts = self.head.at("account") >= 0
        self.report = Reporter(self.head, faults)
        self.read = Read(unused=self.head.unused)
        self._seen: set[int] = set()
        self._size = 0
        rows = WideRows if self.head.months else LineRows
        self.rows: WideRows | LineRows = rows(coding, self.report, self.read)

    @property
    def has_units(self) -> bool:
        """Does each line say its unit?"""
        return self.head.at("unit") >= 0

    def entries(self, progress: Progress) -> Iterator[Entries]:
        """Every amount of the file; faults are reported, and their lines left out."""
        for number, piece in enumerate(self.sheet.pieces):
            self.read.lines += len(piece)
            if not number and not self.mark:
                self.mark = self._seen_mark(piece)
            self._look_for_twins(piece)
            yield self._bounded(self._read(piece))
            progress.report(done=self.read.lines, total=max(self.sheet.lines, self.read.lines))

    def each(self, most: int) -> Iterator[tuple[int, Entries]]:
        """The first rows one by one, each with its line, to show how they would be read."""
        piece = next(self.sheet.pieces, Piece.of_rows([], []))
        self.mark = self.mark or self._seen_mark(piece)
        for line, cells in islice(zip(piece.lines, piece.rows, strict=True), most):
            yield line, self._bounded(self._read(Piece.of_rows([line], [cells])))

    def _read(self, piece: Piece) -> Entries:
        """The amounts of a piece; some need not be cut into cells."""
        found = self.rows.uncut(piece, self.mark) if isinstance(self.rows, LineRows) else None
        if found is not None:
            return found
        fitting = self._fitting(piece)
        return self.rows.entries(fitting, self.mark) if len(fitting) else Entries([], [], [])

    def check_sums(self) -> None:
        """When all is read: where the balance sheet is in the file, a month that does not sum to nought lacks lines."""
        if self.layout.sums_to_nought and self.read.left_out:
            for month, amount in sorted(self.read.month_sums.items()):
                if amount:
                    parts = {"month": str(month), "amount": kroner(amount)}
                    self.faults.add(FoundFault(MONTH_NOT_NOUGHT, advice=EXPORT_AGAIN, parts=parts))

    def _seen_mark(self, piece: Piece) -> str:
        places = [place for place in [self.head.at("amount"), *self.head.months] if place >= 0]
        return decimal_mark(row[place] for row in piece.rows for place in places if place < len(row))

    def _look_for_twins(self, piece: Piece) -> None:
        if self.read.lines <= _LOOKS_FOR_TWINS_IN:
            before = len(self._seen)
            self._seen.update(map(hash, piece.texts or map(tuple, piece.rows)))
            self.read.twins += len(piece) - (len(self._seen) - before)

    def _bounded(self, entries: Entries) -> Entries:
        """What can be summed, and with the other sign where the file has it so."""
        amounts = entries.amounts
        self._size += max(map(abs, amounts), default=0) * len(amounts)
        if self._size > _LARGEST_SUM:
            raise InvalidValueError(TOO_LARGE_TOGETHER)
        return entries._replace(amounts=[-amount for amount in amounts]) if self.layout.is_turned else entries

    def _fitting(self, piece: Piece) -> Piece:
        """The rows as wide as the head; empty cells at the end of a line may be left out, or be too many."""
        if set(map(len, piece.rows)) <= {self.width}:
            return piece
        pairs = zip(piece.lines, piece.rows, strict=True)
        fitting = [(line, cells) for line, cells in pairs if len(cells) == self.width or self._fits(line, cells)]
        return Piece.of_rows([line for line, _cells in fitting], [cells for _line, cells in fitting])

    def _fits(self, line: int, cells: list[str]) -> bool:
        while len(cells) > self.width and not cells[-1].strip():
            cells.pop()
        if len(cells) > self.width or not any(cells):
            parts = {"found": str(len(cells)), "wanted": str(self.width)}
            self.faults.add(FoundFault(WRONG_WIDTH, line=line, parts=parts))
            return False
        cells.extend([""] * (self.width - len(cells)))
        return True
