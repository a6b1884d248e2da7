"""Reading a ledger file column by column, some thousand lines at a time.

A piece without a fault is read in a few steps for each column and none for each line; one with a fault is read again
line by line, to name each thing that is wrong.
"""

from __future__ import annotations

from itertools import compress, repeat
from typing import TYPE_CHECKING

from styring.imports.kit import Faults, FoundFault
from styring.kernel.amounts import kroner, ore, ores
from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import Piece, Sheet, decimal_mark
from styring.kernel.words import gettext_noop
from styring.ledger.importers.coding import LEFT_OUT, Coding, Known
from styring.ledger.importers.entries import Entries, Read, Reporter
from styring.ledger.importers.head import Head
from styring.ledger.importers.wide import WideRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from styring.tasks.rules import Progress

WRONG_WIDTH = gettext_noop("Linjen har %(found)s kolonner, men første linje har %(wanted)s.")
MONTH_NOT_NOUGHT = gettext_noop(
    "Måned %(month)s summerer til %(amount)s kr. Når balansekontiene er med, skal den gå i null. Noe av filen mangler."
)
EXPORT_AGAIN = gettext_noop("Hent ut filen på nytt, og se etter at uttrekket ikke har en grense for antall linjer.")
TOO_LARGE_TOGETHER = gettext_noop("Beløpene er så store at summen ikke kan lagres. Se etter desimaltegnet.")
_LOOKS_FOR_TWINS_IN = 200_000
_LARGEST_SUM = 1 << 62
_LONGEST_VOUCHER = 30


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
        self._stems: Known[str, int] = Known(self._of_stem)
        self._size = 0
        self.wide = WideRows(coding, self.report, self.read)

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
            yield self._bounded(self._stemmed(piece) or self._cut(self._fitting(piece)))
            progress.report(done=self.read.lines, total=max(self.sheet.lines, self.read.lines))

    def _cut(self, fitting: Piece) -> Entries:
        if not len(fitting):
            return Entries([], [], [])
        return self.wide.entries(fitting, self.mark) if self.head.months else self._lines(fitting)

    def _stemmed(self, piece: Piece) -> Entries | None:
        """The entries of lines of one month that tell their combination, nothing else, and last the amount.

        Such lines need not be cut into cells: all before the amount is looked up as one.
        """
        if not piece.texts or not self.head.has_stems:
            return None
        separator, periods = piece.separator, self.head.periods
        period = separator.join(piece.texts[0].split(separator, periods)[:periods]) + separator
        begun = len(period)
        if len({text[:begun] for text in piece.texts}) > 1:
            return None
        halves = [text[begun:].rpartition(separator) for text in piece.texts]
        stems, _separators, amounts = zip(*halves, strict=True)
        try:
            cells = [*period.split(separator), ""]
            month = self.coding.months[self._cell(cells, "year"), self._cell(cells, "month")]
            numbers = list(map(self._stems.__getitem__, stems))
            return self._kept([month] * len(numbers), numbers, ores(amounts, self.mark), None)
        except InvalidValueError:
            return None

    def _of_stem(self, stem: str) -> int:
        """The number of the combination that a stem tells.

        Raises:
            InvalidValueError: something in it is wrong, or there are too few cells or too many.
        """
        cells = [*[""] * self.head.periods, *stem.split(self.sheet.written.separator), ""]
        if len(cells) != self.width:
            raise InvalidValueError(WRONG_WIDTH, found=str(len(cells)), wanted=str(self.width))
        return self.coding.number(self.head.key_of(cells))

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

    def _lines(self, piece: Piece) -> Entries:
        columns = list(zip(*piece.rows, strict=True))
        try:
            return self._kept(
                self._months_of(columns, len(piece.rows)),
                self._numbers_of(columns),
                ores(columns[self.head.at("amount")], self.mark),
                self._vouchers_of(columns),
            )
        except InvalidValueError:
            return self._line_by_line(piece)

    def _numbers_of(self, columns: Sequence[Sequence[str]]) -> list[int]:
        """What varies is looked up line by line; what is the same in a whole piece, such as the class, is not."""
        keys = [columns[place] if place >= 0 else ("",) for place in self.head.key_places]
        fixed = tuple(texts[0] if texts.count(texts[0]) == len(texts) else None for texts in keys)
        varying = [texts for texts, always in zip(keys, fixed, strict=True) if always is None]
        known = self.coding.numbers_beside(fixed)
        return list(map(known.__getitem__, zip(*varying, strict=True))) or [known[()]] * len(columns[0])

    def _months_of(self, columns: Sequence[Sequence[str]], count: int) -> Sequence[int]:
        """Months one by one only where a piece has more than one, since files tend to be in order."""
        year, month = self.head.at("year"), columns[self.head.at("month")]
        years = set(columns[year]) if year >= 0 else {""}
        months = {(told, text): self.coding.months[told, text] for told in years for text in set(month)}
        if len(months) == 1:
            return [*months.values()] * count
        return list(map(months.__getitem__, zip(columns[year] if year >= 0 else repeat(""), month, strict=False)))

    def _vouchers_of(self, columns: Sequence[Sequence[str]]) -> Sequence[str] | None:
        place = self.head.at("voucher")
        if place < 0:
            return None
        return [text.strip()[:_LONGEST_VOUCHER] for text in columns[place]]

    def _kept(
        self, months: Sequence[int], numbers: Sequence[int], amounts: Sequence[int], vouchers: Sequence[str] | None
    ) -> Entries:
        """Entries without those of combinations that are no part of our accounts; no unit is closed by then."""
        if self.layout.sums_to_nought:
            self._note_sums(months, amounts)
        if self.coding.closed:
            for number, month in zip(numbers, months, strict=True):
                self.coding.refuse_closed(number, month)
        if not self.layout.leaves_balance_out or LEFT_OUT not in numbers:
            return Entries(months, numbers, amounts, vouchers)
        is_kept = [number != LEFT_OUT for number in numbers]
        self.read.left_out += is_kept.count(False)
        months, numbers, amounts = (list(compress(column, is_kept)) for column in (months, numbers, amounts))
        return Entries(months, numbers, amounts, vouchers and list(compress(vouchers, is_kept)))

    def _note_sums(self, months: Sequence[int], amounts: Sequence[int]) -> None:
        for month, amount in zip(months, amounts, strict=True):
            self.read.month_sums[month] = self.read.month_sums.get(month, 0) + amount

    def _line_by_line(self, piece: Piece) -> Entries:
        """The same for a piece with faults: they are reported, and what is well is still given."""
        months, numbers, amounts = [], [], []
        for line, cells in zip(piece.lines, piece.rows, strict=True):
            found = self._line(line, cells)
            if found and found[1] != LEFT_OUT:
                months.append(found[0])
                numbers.append(found[1])
                amounts.append(found[2])
        return Entries(months, numbers, amounts, [""] * len(months) if self.head.at("voucher") >= 0 else None)

    def _line(self, line: int, cells: list[str]) -> tuple[int, int, int] | None:
        before, coding = self.faults.count, self.coding
        month = number = amount = 0
        try:
            month = coding.months[self._cell(cells, "year"), self._cell(cells, "month")]
        except InvalidValueError as error:
            self.report.cell(line, cells, self.head.at("month"), error)
        try:
            amount = ore(self._cell(cells, "amount"), self.mark)
        except InvalidValueError as error:
            self.report.cell(line, cells, self.head.at("amount"), error)
        try:
            number = self.coding.number(self.head.key_of(cells))
            coding.refuse_closed(number, month or 1)
        except InvalidValueError as error:
            self.report.combination(line, cells, error)
        return (month, number, amount) if self.faults.count == before else None

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.head.at(name)
        return cells[place] if place >= 0 else ""
