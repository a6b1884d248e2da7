"""Rows with one amount each, read column by column.

A piece without a fault is read in a few steps for each column and none for each line; one with a fault is read again
line by line, to name each thing that is wrong.
"""

from __future__ import annotations

from itertools import compress, repeat
from typing import TYPE_CHECKING

from styring.kernel.amounts import ore, ores
from styring.kernel.errors import InvalidValueError
from styring.ledger.importers.coding import LEFT_OUT, Coding, Known
from styring.ledger.importers.entries import WRONG_WIDTH, Entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.kernel.sheets import Piece
    from styring.ledger.importers.entries import Read, Reporter

_LONGEST_VOUCHER = 30


class LineRows:
    """Reads rows that have a month and an amount.

    Args:
        coding: what the cells mean.
        report: where to report what is wrong.
        read: where to note what is left out, and what each month comes to.
    """

    def __init__(self, coding: Coding, report: Reporter, read: Read) -> None:
        self.coding, self.report, self.read = coding, report, read
        self.head, self.faults, self.layout = report.head, report.faults, coding.layout
        self._stems: Known[str, int] = Known(self._of_stem)
        self._separator = ""

    def uncut(self, piece: Piece, mark: str) -> Entries | None:
        """The amounts of lines of one month that tell their combination, nothing else, and last the amount.

        Such lines need not be cut into cells: all before the amount is looked up as one. None for others, and for
        a piece with a fault.
        """
        if not piece.texts or not self.head.has_stems:
            return None
        separator, periods = piece.separator, self.head.periods
        self._separator = separator
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
            return self._kept([month] * len(numbers), numbers, ores(amounts, mark), None)
        except InvalidValueError:
            return None

    def _of_stem(self, stem: str) -> int:
        """The number of the combination that a stem tells.

        Raises:
            InvalidValueError: something in it is wrong, or there are too few cells or too many.
        """
        cells = [*[""] * self.head.periods, *stem.split(self._separator), ""]
        if len(cells) != len(self.head.columns):
            raise InvalidValueError(WRONG_WIDTH, found=str(len(cells)), wanted=str(len(self.head.columns)))
        return self.coding.number(self.head.key_of(cells))

    def entries(self, piece: Piece, mark: str) -> Entries:
        """The amounts of some lines, all as wide as the head; ``mark`` is the decimal mark."""
        columns = list(zip(*piece.rows, strict=True))
        try:
            return self._kept(
                self._months_of(columns, len(piece.rows)),
                self._numbers_of(columns),
                ores(columns[self.head.at("amount")], mark),
                self._vouchers_of(columns),
            )
        except InvalidValueError:
            return self._line_by_line(piece, mark)

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

    def _line_by_line(self, piece: Piece, mark: str) -> Entries:
        """The same for a piece with faults: they are reported, and what is well is still given."""
        months, numbers, amounts = [], [], []
        for line, cells in zip(piece.lines, piece.rows, strict=True):
            found = self._line(line, cells, mark)
            if found and found[1] != LEFT_OUT:
                months.append(found[0])
                numbers.append(found[1])
                amounts.append(found[2])
        return Entries(months, numbers, amounts, [""] * len(months) if self.head.at("voucher") >= 0 else None)

    def _line(self, line: int, cells: list[str], mark: str) -> tuple[int, int, int] | None:
        before, coding = self.faults.count, self.coding
        month = number = amount = 0
        try:
            month = coding.months[self._cell(cells, "year"), self._cell(cells, "month")]
        except InvalidValueError as error:
            self.report.cell(line, cells, self.head.at("month"), error)
        try:
            amount = ore(self._cell(cells, "amount"), mark)
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
