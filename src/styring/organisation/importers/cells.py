"""From lines to values: every cell read as what its column holds, or a fault."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.organisation.importers.files import Fault
from styring.organisation.models import CODE, BodyKind
from styring.organisation.tables import BODIES, HOLDINGS, PARTIES, UNITS, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from styring.organisation.tables import Column, Table

Value: TypeAlias = "str | int | bool | date"


class Row(NamedTuple):
    """A line whose cells are values: text, whole numbers, days, yes or no."""

    line: Line
    values: dict[str, Value]

    def text(self, word: str) -> str:
        """The text in a column."""
        return str(self.values[word])

    def number(self, word: str) -> int:
        """The number in a column."""
        return int(str(self.values[word]))

    def day(self, word: str) -> date:
        """The day in a column."""
        value = self.values[word]
        return value if isinstance(value, date) else date.min

    def is_so(self, word: str) -> bool:
        """Does the column say yes?"""
        return self.values[word] is True

    def fault(self, word: str, reason: str, advice: str, **parts: object) -> Fault:
        """What is wrong with a column of the row."""
        return Fault(self.line.file, self.line.number, word, self.line.cells.get(word, ""), reason, advice, parts)


class _CellError(Exception):
    """A cell that holds no value of its kind: why, and what to do."""

    def __init__(self, reason: str, advice: str, **parts: object) -> None:
        super().__init__(reason)
        self.reason, self.advice, self.parts = reason, advice, parts


_FORMULA = re.compile(r"^[=@]|^[+-](?![\d\s])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DAY_AS_WE_SAY_IT = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def rows_of(table: Table, lines: list[Line]) -> tuple[list[Row], list[Fault]]:
    """The rows of a table, those without a fault, and all faults; the same row twice is one."""
    rows: dict[tuple[Value, ...], Row] = {}
    faults: list[Fault] = []
    for line in lines:
        values, wrong = _read(table, line)
        row = Row(line, values)
        faults += wrong or _days_out_of_order(row)
        if wrong:
            continue
        key = tuple(values[word] for word in table.key)
        if key in rows:
            first = rows[key].line.number
            reason = gettext_noop("Raden står to ganger, første gang på linje %(first)s.")
            faults.append(row.fault(table.key[0], reason, gettext_noop("Ta bort den ene."), first=first))
        rows[key] = row
    return list(rows.values()), faults


def _read(table: Table, line: Line) -> tuple[dict[str, Value], list[Fault]]:
    values: dict[str, Value] = {}
    faults = []
    for column in table.columns:
        said = line.cells.get(column.word, "").strip()
        try:
            values[column.word] = _value(table, column, said)
        except _CellError as error:
            faults.append(
                Fault(line.file, line.number, column.word, said[:200], error.reason, error.advice, error.parts)
            )
    return values, faults


def _value(table: Table, column: Column, said: str) -> Value:
    if not said and not column.is_optional:
        raise _CellError(gettext_noop("Cellen er tom."), gettext_noop("Fyll den ut."))
    if _FORMULA.match(said):
        raise _CellError(gettext_noop("Formler leses ikke."), gettext_noop("Skriv verdien i stedet for formelen."))
    if len(said) > column.longest:
        reason = gettext_noop("Teksten er lengre enn %(longest)s tegn.")
        raise _CellError(reason, gettext_noop("Gjør den kortere."), longest=column.longest)
    if column.reads == "day" and not said:
        return _empty_day(table, column)
    return _READERS[column.reads](said)


def _empty_day(table: Table, column: Column) -> date:
    if column.word == "til":
        return FOREVER
    if table in {UNITS, HOLDINGS, BODIES, PARTIES}:
        raise _CellError(gettext_noop("Cellen er tom."), gettext_noop("Skriv dagen det gjelder fra, som 2026-01-31."))
    return date.min


def _number(said: str) -> int:
    if not said.isdecimal() or int(said) > 32_767:  # noqa: PLR2004 - the largest small integer of the database
        raise _CellError(gettext_noop("Dette er ikke et helt tall."), gettext_noop("Skriv et tall uten desimaler."))
    return int(said)


def _day(said: str) -> date:
    parts = _DAY_AS_WE_SAY_IT.fullmatch(said)
    try:
        return date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else date.fromisoformat(said)
    except ValueError:
        raise _CellError(gettext_noop("Dette er ikke en dato."), gettext_noop("Skriv den som 2026-01-31.")) from None


def _yes_no(said: str) -> bool:
    words = {"ja": True, "nei": False, "": False, "true": True, "false": False, "1": True, "0": False}
    if said.lower() not in words:
        raise _CellError(gettext_noop("Her må det stå ja eller nei."), gettext_noop("Skriv ja eller nei."))
    return words[said.lower()]


def _body_kind(said: str) -> str:
    if said not in BodyKind.values:
        words = ", ".join(BodyKind.values)
        reason, advice = gettext_noop("Slike organer finnes ikke."), gettext_noop("Skriv en av %(words)s.")
        raise _CellError(reason, advice, words=words)
    return said


def _email(said: str) -> str:
    if said and not _EMAIL.fullmatch(said):
        raise _CellError(
            gettext_noop("Dette er ikke en e-postadresse."), gettext_noop("Rett den, eller la den stå tom.")
        )
    return said


def _code(said: str) -> str:
    if not CODE.fullmatch(said):
        reason = gettext_noop("En kode kan bare ha bokstaver, sifre, punktum, strek og understrek.")
        raise _CellError(reason, gettext_noop("Skriv koden uten mellomrom og andre tegn."))
    return said


_READERS: dict[str, Callable[[str], Value]] = {
    "text": str,
    "code": _code,
    "number": _number,
    "day": _day,
    "yes_no": _yes_no,
    "body_kind": _body_kind,
    "email": _email,
}


def _days_out_of_order(row: Row) -> Iterator[Fault]:
    if "til" in row.values and row.day("til") <= row.day("fra"):
        reason = gettext_noop("«til» må være etter «fra».")
        yield row.fault("til", reason, gettext_noop("«til» er første dag det ikke gjelder lenger."))
