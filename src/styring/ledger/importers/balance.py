"""Taking in the balance of a year: for each chapter and sector, what it was when the year began and when it ended."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from styring.imports.kit import FoundFault, Outcome, Reading
from styring.kernel.amounts import ore
from styring.kernel.errors import InvalidValueError, RuleBrokenError
from styring.kernel.sheets import decimal_mark, open_sheet
from styring.kernel.words import gettext_noop
from styring.ledger.models import BalanceItem, BalanceSheet
from styring.ledger.rules.codes import BALANCE, chapters, sectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.imports.kit import Faults
    from styring.imports.models import Batch
    from styring.kernel.sheets import Sheet

NAMES = {
    "year": ("aar", "år", "year", "regnskapsår"),
    "account": ("konto", "systemkonto", "account"),
    "chapter": ("kapittel", "chapter"),
    "sector": ("sektor", "sector"),
    "opening": ("ib", "inngående balanse", "inngaaende", "opening"),
    "closing": ("ub", "utgående balanse", "utgaaende", "closing"),
}
MISSING_COLUMN = gettext_noop("Filen mangler kolonnen «%(column)s».")
WRONG_YEAR = gettext_noop("Linjen gjelder %(found)s, men du leser inn %(year)s.")
UNKNOWN_CHAPTER = gettext_noop("Kapittelet finnes ikke i KOSTRA for %(year)s.")
UNKNOWN_SECTOR = gettext_noop("Sektoren finnes ikke i KOSTRA.")
BAD_ACCOUNT = gettext_noop("Kontoen må være 2, kapittel og sektor, for eksempel 2451320.")
NO_LINES = gettext_noop("Filen har ingen linjer med beløp.")
SUPERSEDED = gettext_noop("Innlesing %(other)s har tatt over for en del av denne. Angre den først.")
MEND_CHAPTER = gettext_noop("Bruk %(successors)s, som tok over.")
OPENS_IN_BALANCE = gettext_noop("Inngående balanse går i null")
CLOSES_IN_BALANCE = gettext_noop("Utgående balanse går i null")
MEETS_LAST_YEAR = gettext_noop("Inngående balanse er lik utgående balanse i fjor")
SUM_OF = {
    OPENS_IN_BALANCE: gettext_noop("Sum av inngående balanse"),
    CLOSES_IN_BALANCE: gettext_noop("Sum av utgående balanse"),
    MEETS_LAST_YEAR: gettext_noop("Kapitler der inngående balanse er en annen enn utgående i fjor"),
}
REPLACES = gettext_noop("Tar over for innlesing %(batch)s")
_SAMPLE, _SECTOR_LENGTH = 500, 3
Key = tuple[str, str]
Both = tuple[int, int]


class BalanceFile:
    """A file of a balance being read; the sums per chapter and sector."""

    def __init__(self, sheet: Sheet, year: int, faults: Faults) -> None:
        self.sheet, self.year, self.faults = sheet, year, faults
        self.places = {name: _place(sheet, known_as) for name, known_as in NAMES.items()}
        wanted = ["opening", "closing"] + ([] if self.places["account"] >= 0 else ["chapter", "sector"])
        for name in wanted:
            if self.places[name] < 0:
                raise InvalidValueError(MISSING_COLUMN, column=NAMES[name][0])
        self.lines = 0

    def items(self) -> dict[Key, Both]:
        """Opening and closing balance in øre, by chapter and sector; faults are reported and their lines left out."""
        found: dict[Key, Both] = {}
        for line, cells in self._rows():
            self.lines += 1
            try:
                key, both = self._read(cells)
            except _CellError as error:
                self.faults.add(error.at(line))
                continue
            opening, closing = found.get(key, (0, 0))
            found[key] = (opening + both[0], closing + both[1])
        return {key: both for key, both in found.items() if any(both)}

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        rows = iter(self.sheet.rows)
        start = list(islice(rows, _SAMPLE))
        places = (self.places["opening"], self.places["closing"])
        self.mark = decimal_mark(row[place] for _line, row in start for place in places if place < len(row))
        for line, cells in chain(start, rows):
            yield line, [*cells, *[""] * (len(self.sheet.columns) + 1 - len(cells))]

    def _read(self, cells: list[str]) -> tuple[Key, Both]:
        year = cells[self.places["year"]].strip() if self.places["year"] >= 0 else ""
        if year and year != str(self.year):
            raise _CellError(WRONG_YEAR, "year", self, cells, found=year, year=str(self.year))
        both = self._amount("opening", cells), self._amount("closing", cells)
        chapter, sector = self._codes(cells)
        if any(both):
            self._check(chapter, sector, cells)
        return (chapter, sector), both

    def _amount(self, name: str, cells: list[str]) -> int:
        try:
            return ore(cells[self.places[name]].strip() or "0", self.mark)
        except InvalidValueError as error:
            raise _CellError(error.message, name, self, cells, **error.parts) from None

    def _codes(self, cells: list[str]) -> Key:
        if self.places["account"] < 0:
            return cells[self.places["chapter"]].strip(), cells[self.places["sector"]].strip().zfill(_SECTOR_LENGTH)
        account = cells[self.places["account"]].strip()
        if not account.isdecimal() or not account.startswith(BALANCE) or len(account) <= _SECTOR_LENGTH + 1:
            raise _CellError(BAD_ACCOUNT, "account", self, cells)
        return account[1:-_SECTOR_LENGTH], account[-_SECTOR_LENGTH:]

    def _check(self, chapter: str, sector: str, cells: list[str]) -> None:
        known, is_account = chapters().get(chapter), self.places["account"] >= 0
        if known is None or not known.is_valid_in(self.year):
            successors = "/".join(known.successors) if known else ""
            where = "account" if is_account else "chapter"
            raise _CellError(UNKNOWN_CHAPTER, where, self, cells, year=str(self.year), successors=successors)
        if sector not in sectors():
            raise _CellError(UNKNOWN_SECTOR, "account" if is_account else "sector", self, cells)


class _CellError(Exception):
    """A cell that cannot be read."""

    def __init__(self, reason: str, name: str, file: BalanceFile, cells: list[str], **parts: object) -> None:
        super().__init__(reason)
        self.reason, self.parts = reason, {name: str(part) for name, part in parts.items()}
        self.column, self.value = file.sheet.columns[file.places[name]], cells[file.places[name]][:200]

    def at(self, line: int) -> FoundFault:
        """As a fault of a line."""
        advice = MEND_CHAPTER if self.parts.get("successors") else ""
        return FoundFault(self.reason, line, self.column, self.value, advice, self.parts)


def read_balance(reading: Reading) -> Outcome:
    """Read a file into a balance sheet that is not live.

    Raises:
        InvalidValueError: the file cannot be read, or has no line with an amount.
    """
    year = reading.batch.year or 0
    with open_sheet(reading.path) as sheet:
        file = BalanceFile(sheet, year, reading.faults)
        items = file.items()
    if not items and not reading.faults.count:
        raise InvalidValueError(NO_LINES)
    made = BalanceSheet.objects.create(batch=reading.batch, year=year)
    BalanceItem.objects.bulk_create(
        BalanceItem(sheet=made, chapter=chapter, sector=sector, opening=opening, closing=closing)
        for (chapter, sector), (opening, closing) in items.items()
    )
    assets = sum(closing for (chapter, _sector), (_opening, closing) in items.items() if chapter < "3")
    return Outcome(
        f"Balanse {year}",
        file.lines,
        len(items),
        amount=assets,
        result={"checks": _checks(items, year), "notes": _notes(year)},
    )


def post_balance(batch: Batch) -> None:
    """Make a batch's balance the one of its year."""
    mine = BalanceSheet.objects.get(batch=batch)
    live = BalanceSheet.objects.filter(year=mine.year, is_live=True)
    live.update(is_live=False, superseded_by=batch)
    BalanceSheet.objects.filter(pk=mine.pk).update(is_live=True)


def undo_balance(batch: Batch) -> None:
    """Take a batch's balance out of use, and let the one that it took the place of count again.

    Raises:
        RuleBrokenError: a later batch has taken its place.
    """
    later = BalanceSheet.objects.filter(batch=batch, is_live=False).first()
    if later:
        raise RuleBrokenError(SUPERSEDED, other=str(later.superseded_by_id))
    BalanceSheet.objects.filter(batch=batch).update(is_live=False)
    BalanceSheet.objects.filter(superseded_by=batch).update(is_live=True, superseded_by=None)


def discard_balance(batch: Batch) -> None:
    """Remove what was read and never counted."""
    BalanceSheet.objects.filter(batch=batch, is_live=False).delete()


def balance_is_in_force(batch: Batch) -> bool:
    """Is a batch's balance the one of its year?"""
    return BalanceSheet.objects.filter(batch=batch, is_live=True).exists()


def _checks(items: dict[Key, Both], year: int) -> list[dict[str, Any]]:
    opening, closing = (sum(both[side] for both in items.values()) for side in (0, 1))
    found = [_nought(OPENS_IN_BALANCE, opening), _nought(CLOSES_IN_BALANCE, closing)]
    before = BalanceItem.objects.filter(sheet__year=year - 1, sheet__is_live=True)
    last = {(item.chapter, item.sector): item.closing for item in before}
    if last:
        differ = sum(1 for key in {*items, *last} if items.get(key, (0, 0))[0] != last.get(key, 0))
        text = SUM_OF[MEETS_LAST_YEAR] if differ else MEETS_LAST_YEAR
        found.append({"text": text, "value": differ or "", "ok": not differ})
    return found


def _nought(text: str, amount: int) -> dict[str, Any]:
    return {"text": SUM_OF[text], "amount": amount, "ok": False} if amount else {"text": text, "ok": True}


def _notes(year: int) -> list[dict[str, Any]]:
    live = BalanceSheet.objects.filter(year=year, is_live=True).first()
    return [{"text": REPLACES, "parts": {"batch": str(live.batch_id)}}] if live else []


def _place(sheet: Sheet, known_as: tuple[str, ...]) -> int:
    return next((sheet.columns.index(name) for name in known_as if name in sheet.columns), -1)
