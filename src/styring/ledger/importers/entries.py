"""What a ledger file is read into, and what reading it showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from styring.imports.kit import Faults, FoundFault
from styring.kernel.sheets import looks_like_formula
from styring.kernel.words import gettext_noop
from styring.ledger.importers.coding import ADVICE, WrongCombinationError
from styring.ledger.rules.chart import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from styring.kernel.errors import InvalidValueError
    from styring.ledger.importers.head import Head

WRONG_WIDTH = gettext_noop("Linjen har %(found)s kolonner, men første linje har %(wanted)s.")


class Entries(NamedTuple):
    """Amounts of a file: month, number of the combination, øre, and voucher where the file has it."""

    months: Sequence[int]
    numbers: Sequence[int]
    amounts: Sequence[int]
    vouchers: Sequence[str] | None = None

    def by_month(self) -> Iterator[tuple[int, Entries]]:
        """The amounts of each month; most pieces have one."""
        different = set(self.months)
        if len(different) == 1:
            yield different.pop(), self
            return
        for month in different:
            is_its = [found == month for found in self.months]
            numbers, amounts = list(compress(self.numbers, is_its)), list(compress(self.amounts, is_its))
            vouchers = self.vouchers and list(compress(self.vouchers, is_its))
            yield month, Entries([month] * len(numbers), numbers, amounts, vouchers)


@dataclass
class Read:
    """What reading a file showed: lines, lines that have an identical twin, lines left out, and columns not used."""

    lines: int = 0
    twins: int = 0
    left_out: int = 0
    unused: list[str] = field(default_factory=list)
    month_sums: dict[int, int] = field(default_factory=dict)


class Reporter:
    """Reports what is wrong with lines, each fault at the column to mend."""

    def __init__(self, head: Head, faults: Faults) -> None:
        self.head, self.faults = head, faults

    def combination(self, line: int, cells: list[str], error: InvalidValueError) -> None:
        """Report everything that is wrong with a combination, each at the column to mend."""
        if not isinstance(error, WrongCombinationError):
            raise error
        for fault in error.faults:
            is_of_account = self.head.at("account") >= 0 and fault.place in {"account_class", "art"}
            place = self.head.at("account" if is_of_account else fault.place)
            value, column = (cells[place], self.head.columns[place]) if place >= 0 else ("", "")
            self.faults.add(FoundFault(fault.reason, line, column, value[:200], fault.advice, fault.parts))

    def cell(self, line: int, cells: list[str], place: int, error: InvalidValueError) -> None:
        """Report what is wrong with a cell."""
        value = cells[place] if place >= 0 else ""
        reason = FORMULA if looks_like_formula(value) else error.message
        column = self.head.columns[place] if place >= 0 else ""
        parts = {name: str(part) for name, part in error.parts.items()}
        self.faults.add(FoundFault(reason, line, column, value[:200], ADVICE.get(reason, ""), parts))
