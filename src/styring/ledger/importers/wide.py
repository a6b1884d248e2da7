"""Rows with the months side by side, each month's own amount or what the year has come to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from styring.imports.kit import FoundFault
from styring.kernel.amounts import kroner, ore
from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import looks_like_formula
from styring.kernel.words import gettext_noop
from styring.ledger.importers.coding import LEFT_OUT
from styring.ledger.importers.entries import Entries
from styring.ledger.importers.layouts import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from styring.kernel.sheets import Piece
    from styring.ledger.importers.coding import Coding
    from styring.ledger.importers.entries import Read, Reporter

WRONG_SUM = gettext_noop("Månedene summerer til %(found)s.")
DUPLICATE = gettext_noop("Samme konto, funksjon, enhet og prosjekt står også på linje %(other)s.")


class WideRows:
    """Reads rows that have all months.

    Args:
        coding: what the cells mean.
        report: where to report what is wrong.
        read: where to note what is left out.
    """

    def __init__(self, coding: Coding, report: Reporter, read: Read) -> None:
        self.coding, self.report, self.read = coding, report, read
        self.head, self.faults, self.mark = report.head, report.faults, ""
        self._line_of: dict[int, int] = {}

    def entries(self, piece: Piece, mark: str) -> Entries:
        """The amounts of some rows; ``mark`` is the decimal mark."""
        self.mark = mark
        months: list[int] = []
        numbers: list[int] = []
        amounts: list[int] = []
        for line, cells in zip(piece.lines, piece.rows, strict=True):
            found = self._months_in(line, cells)
            if found is None:
                continue
            number, by_month = found
            for month, amount in by_month:
                if amount and number != LEFT_OUT:
                    months.append(month)
                    numbers.append(number)
                    amounts.append(amount)
        return Entries(months, numbers, amounts)

    def _months_in(self, line: int, cells: list[str]) -> tuple[int, Iterable[tuple[int, int]]] | None:
        """The combination of a row, and the amount of each month."""
        before = self.faults.count
        number, by_month = LEFT_OUT, [self._amount(line, cells, place) for place in self.head.months]
        try:
            if self.head.at("year") >= 0:
                self.coding.months[cells[self.head.at("year")], "1"]
        except InvalidValueError as error:
            self.report.cell(line, cells, self.head.at("year"), error)
        try:
            number = self.coding.number(self.head.key_of(cells))
            for month, amount in enumerate(by_month):
                if amount:
                    self.coding.refuse_closed(number, month)
        except InvalidValueError as error:
            self.report.combination(line, cells, error)
        if self.faults.count != before:
            return None
        self.read.left_out += number == LEFT_OUT
        self._refuse_again(line, number)
        return number, enumerate(self._each_month(line, cells, by_month), start=1)

    def _each_month(self, line: int, cells: list[str], found: Sequence[int | None]) -> list[int]:
        if self.head.layout.shape is Shape.CUMULATIVE:
            return _differences(found)
        amounts = [amount or 0 for amount in found[1:]]
        self._check_sum(line, cells, sum(amounts))
        return amounts

    def _amount(self, line: int, cells: list[str], place: int) -> int | None:
        """Øre in a month's cell; None where there is no such column, or nothing in it."""
        if place < 0 or not cells[place].strip():
            return None
        try:
            return ore(cells[place], self.mark)
        except InvalidValueError as error:
            self.report.cell(line, cells, place, error)
            return None

    def _refuse_again(self, line: int, number: int) -> None:
        """A row for each combination; in exports that are cumulative, a free dimension can part one into many."""
        if self.head.layout.shape is not Shape.MONTHS or number == LEFT_OUT:
            return
        other = self._line_of.setdefault(number, line)
        if other != line:
            self.faults.add(FoundFault(DUPLICATE, line=line, parts={"other": str(other)}))

    def _check_sum(self, line: int, cells: list[str], found: int) -> None:
        value = cells[self.head.sum_place] if self.head.sum_place >= 0 else ""
        if not value.strip() or looks_like_formula(value):
            return
        column = self.head.columns[self.head.sum_place]
        try:
            if ore(value, self.mark) != found:
                self.faults.add(FoundFault(WRONG_SUM, line, column, value, parts={"found": kroner(found)}))
        except InvalidValueError as error:
            self.faults.add_error(error, line, column, value)


def _differences(cumulative: Sequence[int | None]) -> list[int]:
    """Each month's own amount, from sums to the end of each; a month that has no column or cell adds nothing.

    >>> _differences([100, 150, None, 90])
    [50, 0, -60]
    """
    filled: list[int] = []
    for amount in cumulative:
        filled.append(amount if amount is not None else (filled[-1] if filled else 0))
    return [later - earlier for earlier, later in pairwise(filled)]
