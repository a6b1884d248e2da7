"""The layouts of ledger files: lines with a month each, or a row with the twelve months side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias

from styring.imports.kit import Faults, FoundFault
from styring.kernel.amounts import kroner, ore
from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import Sheet, decimal_mark, looks_like_formula
from styring.kernel.words import gettext_noop
from styring.ledger.importers.coding import ADVICE, BAD_ACCOUNT, CLOSED_UNIT, FORMULA, Coding, split_account
from styring.ledger.rules.chart import FaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from styring.tasks.rules import Progress

PLAIN, WIDE = "plain", "wide-months"
NAMES = {
    "year": ("aar", "år", "year", "regnskapsår", "regnskapsaar"),
    "month": ("maaned", "måned", "month", "periode", "period"),
    "account": ("konto", "account"),
    "account_class": ("kontoklasse", "account_class"),
    "unit": ("enhet", "ansvar", "unit"),
    "function": ("funksjon", "function"),
    "art": ("art",),
    "project": ("prosjekt", "project"),
    "amount": ("belop", "beløp", "amount"),
}
NOT_READ = frozenset({"tekst", "text", "funksjonsnavn", "artsnavn"})
"""Columns that are left alone, the first two because they can hold personal data."""
MONTH_NAMES = tuple(f"p{month:02}" for month in range(1, 13))
SUM_NAMES = ("sum", "aarssum", "årssum")
MISSING_COLUMN = gettext_noop("Filen mangler kolonnen «%(column)s».")
WRONG_WIDTH = gettext_noop("Linjen har %(found)s kolonner, men første linje har %(wanted)s.")
WRONG_SUM = gettext_noop("Månedene summerer til %(found)s.")
DUPLICATE = gettext_noop("Samme konto, funksjon, enhet og prosjekt står også på linje %(other)s.")
_SAMPLE = 500
_LOOKS_FOR_TWINS_IN = 200_000
_REPORTS_EVERY = 5_000

Entry: TypeAlias = "tuple[int, str, int, str, str, str, int]"
"""Month, account class, unit, function, art, project, amount in øre."""


@dataclass
class Read:
    """What reading a file showed: its layout, lines, lines that have an identical twin, and columns not used."""

    layout: str
    lines: int = 0
    twins: int = 0
    unused: list[str] = field(default_factory=list)


class LedgerFile:
    """A ledger file being read.

    Args:
        sheet: the file as a table.
        coding: what its cells mean.
        faults: where to report what is wrong.
        profile: the layout; empty to see it by the columns.

    Raises:
        InvalidValueError: a column is missing.
    """

    def __init__(self, sheet: Sheet, coding: Coding, faults: Faults, profile: str = "") -> None:
        self.sheet, self.coding, self.faults = sheet, coding, faults
        self.width, self.mark = len(sheet.columns), ""
        self.places = {name: self._place_of(*known_as) for name, known_as in NAMES.items()}
        is_wide = profile == WIDE or (not profile and self._place_of(MONTH_NAMES[0]) >= 0)
        self.read = Read(WIDE if is_wide else PLAIN)
        self.months = [self._place_of(name) for name in MONTH_NAMES] if is_wide else []
        self.sum_place = self._place_of(*SUM_NAMES) if is_wide else -1
        self._require_columns()
        self.read.unused = self._unused()

    def _place_of(self, *known_as: str) -> int:
        """Where a column stands under any of its names; -1 where it does not."""
        columns = self.sheet.columns
        return next((columns.index(name) for name in known_as if name in columns), -1)

    def _unused(self) -> list[str]:
        used = {*self.places.values(), *self.months, self.sum_place}
        columns = enumerate(self.sheet.columns)
        return [name for place, name in columns if name and place not in used and name not in NOT_READ]

    def _require_columns(self) -> None:
        needed = ["function"] + ([] if self.places["account"] >= 0 else ["account_class", "art"])
        missing = [NAMES[name][0] for name in [*needed, *([] if self.months else ["month", "amount"])]
                   if self.places[name] < 0]  # fmt: skip
        missing += [name for name, place in zip(MONTH_NAMES, self.months, strict=False) if place < 0]
        for name in missing:
            self.faults.add(FoundFault(MISSING_COLUMN, line=1, column=name, parts={"column": name}))
        if missing:
            raise InvalidValueError(MISSING_COLUMN, column=missing[0])

    @property
    def has_units(self) -> bool:
        """Does each line say its unit?"""
        return self.places["unit"] >= 0

    def entries(self, progress: Progress, total: int) -> Iterator[Entry]:
        """Every amount of the file; faults are reported, and their lines left out."""
        rows = self._checked(progress, total)
        return self._wide(rows) if self.months else self._plain(rows)

    def _checked(self, progress: Progress, total: int) -> Iterator[tuple[int, list[str]]]:
        rows = iter(self.sheet.rows)
        start = list(islice(rows, _SAMPLE))
        amounts = [self.places["amount"]] if not self.months else self.months
        self.mark = decimal_mark(row[place] for _line, row in start for place in amounts if place < len(row))
        seen: set[int] = set()
        looked_at = 0
        for line, cells in chain(start, rows):
            self.read.lines += 1
            if len(cells) != self.width and not self._fits(line, cells):
                continue
            if looked_at < _LOOKS_FOR_TWINS_IN:
                looked_at += 1
                seen.add(hash(tuple(cells)))
            cells.append("")  # where a column that the file does not have is looked up, at place -1
            if not self.read.lines % _REPORTS_EVERY:
                progress.report(done=self.read.lines, total=max(total, self.read.lines))
            yield line, cells
        self.read.twins = looked_at - len(seen)

    def _fits(self, line: int, cells: list[str]) -> bool:
        """Empty cells at the end of a line may be left out, or be too many."""
        while len(cells) > self.width and not cells[-1].strip():
            cells.pop()
        if len(cells) > self.width or not any(cells):
            parts = {"found": str(len(cells)), "wanted": str(self.width)}
            self.faults.add(FoundFault(WRONG_WIDTH, line=line, parts=parts))
            return False
        cells.extend([""] * (self.width - len(cells)))
        return True

    def _plain(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Entry]:
        at, coding = self.places, self.coding
        year, month, amount = at["year"], at["month"], at["amount"]
        months, closed = coding.months, coding.closed
        key = self._key
        for line, cells in rows:
            try:
                found = months[cells[year], cells[month]]
                account_class, unit, function, art, project = key(cells)
                if unit in closed:
                    self._refuse_closed(found, closed[unit])
                yield found, account_class, unit, function, art, project, ore(cells[amount], self.mark)
            except InvalidValueError:
                self._explain(line, cells)

    def _key(self, cells: list[str]) -> tuple[str, int, str, str, str]:
        at, coding = self.places, self.coding
        if at["account"] >= 0:
            account_class, art = coding.accounts[split_account(cells[at["account"]])]
        else:
            account_class, art = coding.accounts[cells[at["account_class"]], cells[at["art"]]]
        unit, function = coding.units[cells[at["unit"]]], coding.functions[cells[at["function"]]]
        return account_class, unit, function, art, coding.projects[cells[at["project"]]]

    def _wide(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Entry]:
        lines_of: dict[tuple[object, ...], int] = {}
        for line, cells in rows:
            try:
                if self.places["year"] >= 0:
                    self.coding.months[cells[self.places["year"]], "1"]
                key = self._key(cells)
                amounts = [ore(cells[place].strip() or "0", self.mark) for place in self.months]
            except InvalidValueError:
                self._explain(line, cells)
                continue
            other = lines_of.setdefault(key, line)
            if other != line:
                self.faults.add(FoundFault(DUPLICATE, line=line, parts={"other": str(other)}))
            self._check_sum(line, cells, sum(amounts))
            account_class, unit, function, art, project = key
            for month, amount in enumerate(amounts, start=1):
                if amount:
                    yield month, account_class, unit, function, art, project, amount

    def _check_sum(self, line: int, cells: list[str], found: int) -> None:
        if self.sum_place < 0 or not cells[self.sum_place].strip():
            return
        column, value = self.sheet.columns[self.sum_place], cells[self.sum_place]
        try:
            if ore(value, self.mark) != found:
                self.faults.add(FoundFault(WRONG_SUM, line, column, value, parts={"found": kroner(found)}))
        except InvalidValueError as error:
            self.faults.add_error(error, line, column, value)

    def _refuse_closed(self, month: int, closed_on: date) -> None:
        if (closed_on.year, closed_on.month, closed_on.day) <= (self.coding.year, month, 1):
            raise InvalidValueError(CLOSED_UNIT, day=closed_on.isoformat())

    def _explain(self, line: int, cells: list[str]) -> None:
        """Report everything that is wrong with a line, column by column."""
        before = self.faults.count
        for place, judge in self._judgements(cells):
            self._try(line, cells, place, judge)
        if self.faults.count == before:  # each column is well, so it is the unit that was closed by then
            month = self.coding.months[self._cell(cells, "year"), self._cell(cells, "month")]
            closed_on = self.coding.closed[self.coding.units[self._cell(cells, "unit")]]
            self._try(line, cells, self.places["unit"], partial(self._refuse_closed, month, closed_on))

    def _judgements(self, cells: list[str]) -> Iterator[tuple[int, Callable[[], object]]]:
        """Each column, and what fails when its cell is wrong."""
        coding, at = self.coding, self.places
        account = (self._cell(cells, "account_class"), self._cell(cells, "art"))
        year, month = self._cell(cells, "year"), self._cell(cells, "month")
        if self.months:
            yield at["year"], lambda: coding.months[year, "1"]
            for place in self.months:
                yield place, partial(ore, cells[place].strip() or "0", self.mark)
        else:
            yield at["month"], lambda: coding.months[year, month]
            yield at["amount"], partial(ore, self._cell(cells, "amount"), self.mark)
        if at["account"] >= 0:
            yield at["account"], lambda: coding.accounts[split_account(self._cell(cells, "account"))]
        else:
            yield at["art"], lambda: coding.accounts[account]
        yield at["function"], lambda: coding.functions[self._cell(cells, "function")]
        yield at["unit"], lambda: coding.units[self._cell(cells, "unit")]
        yield at["project"], lambda: coding.projects[self._cell(cells, "project")]

    def _cell(self, cells: list[str], name: str) -> str:
        return cells[self.places[name]]

    def _try(self, line: int, cells: list[str], place: int, judge: Callable[[], object]) -> None:
        try:
            judge()
        except InvalidValueError as error:
            value = cells[place]
            reason = FORMULA if looks_like_formula(value) and error.message != BAD_ACCOUNT else error.message
            column = self.sheet.columns[place] if place >= 0 else ""
            parts = {name: str(part) for name, part in error.parts.items()}
            advice = error.fault.advice if isinstance(error, FaultError) else ADVICE.get(reason, "")
            self.faults.add(FoundFault(reason, line, column, value[:200], advice, parts))
