"""Tables read from files as other systems write them: CSV in whatever encoding and separator, or a workbook.

Every cell comes out as text, with the line it stood on, so that a fault can be shown where it is::

    with open_sheet(path) as sheet:
        place = sheet.columns.index("belop")
        for line, cells in sheet.rows: ...

Files are read as a stream; a workbook is the exception, and its size unpacked is bounded instead.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO, TextIO

import python_calamine as calamine

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LARGEST_FILE = 500_000_000
LARGEST_WORKBOOK = 50_000_000
LARGEST_UNPACKED = 400_000_000
HIGHEST_RATIO = 200
MOST_COLUMNS = 500
SEPARATORS = ";\t,|"
_CHUNK = 1 << 20
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECIMALS = re.compile(r"[.,]\d{1,2}\D?$")

EMPTY = gettext_noop("Filen er tom.")
TOO_LARGE = gettext_noop(
    "Filen er for stor: %(size)s MB. Grensen er %(limit)s MB. Del den opp, for eksempel per måned."
)
NOT_A_TABLE = gettext_noop("Filen er ikke en tabell vi kan lese. Lagre den som CSV eller XLSX.")
OLD_WORKBOOK = gettext_noop("Filen er i det gamle Excel-formatet. Lagre den som XLSX eller CSV.")
HAS_MACROS = gettext_noop("Arbeidsboken har makroer. Lagre den uten makroer, som XLSX eller CSV.")
PACKED_TOO_TIGHT = gettext_noop("Arbeidsboken blir urimelig stor når den pakkes ut. Lagre den som CSV.")
NO_HEAD = gettext_noop("Første linje må ha navn på kolonnene.")
TWICE_IN_HEAD = gettext_noop("Kolonnen «%(column)s» står to ganger i første linje.")
LINE_UNREADABLE = gettext_noop("Linje %(line)s kan ikke leses: %(why)s.")


@dataclass(frozen=True)
class Sheet:
    """A table: names of the columns in small letters, the rows that are not empty, and how the file was written."""

    columns: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str
    separator: str


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """Open a file as a table; what it is, its content tells, not its name.

    Raises:
        InvalidValueError: it is empty, too large, no table, or lacks a line of column names.
    """
    size = path.stat().st_size
    _refuse_larger(size, LARGEST_FILE)
    with path.open("rb") as file:
        start = file.read(8)
        file.seek(0)
        if not start.strip():
            raise InvalidValueError(EMPTY)
        if start.startswith(b"PK\x03\x04"):
            _refuse_larger(size, LARGEST_WORKBOOK)
            yield _workbook(file)
        elif start.startswith(b"\xd0\xcf\x11\xe0"):
            raise InvalidValueError(OLD_WORKBOOK)
        else:
            yield _text(file, path)


def _refuse_larger(size: int, limit: int) -> None:
    if size > limit:
        raise InvalidValueError(TOO_LARGE, size=size // 1_000_000, limit=limit // 1_000_000)


def _text(file: BinaryIO, path: Path) -> Sheet:
    encoding = _encoding(file)
    lines = path.open(encoding=encoding, newline="", errors="strict")
    first = lines.readline()
    separator = max(SEPARATORS, key=first.count)
    lines.seek(0)
    reader = csv.reader(lines, delimiter=separator)
    rows = _numbered(reader, lines)
    _line, head = next(rows, (0, []))
    return Sheet(_names(head), rows, encoding, separator)


def _numbered(reader: Iterator[list[str]], lines: TextIO) -> Iterator[tuple[int, list[str]]]:
    line = 0
    try:
        for row in reader:
            line = reader.line_num  # type: ignore[attr-defined]  # of csv.reader, whose type has no public name
            if row:
                yield line, row
    except (csv.Error, UnicodeDecodeError) as error:
        raise InvalidValueError(LINE_UNREADABLE, line=line + 1, why=error) from None
    finally:
        lines.close()


def _encoding(file: BinaryIO) -> str:
    """UTF-8 if every byte fits; else what Windows writes, or Latin-1 where even that has no such letter."""
    start = file.read(_CHUNK)
    for mark, encoding in _BOMS.items():
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise InvalidValueError(NOT_A_TABLE)
    for encoding in ("utf-8", "cp1252"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _workbook(file: BinaryIO) -> Sheet:
    _refuse_bomb(file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
        sheet = book.get_sheet_by_index(0)
        found = sheet.to_python(skip_empty_area=False)
    except (calamine.CalamineError, IndexError, OSError):
        raise InvalidValueError(NOT_A_TABLE) from None
    rows = ((line, [as_text(cell) for cell in row]) for line, row in enumerate(found, start=1))
    filled = ((line, row) for line, row in rows if any(row))
    _line, head = next(filled, (0, []))
    return Sheet(_names(head), filled, "xlsx", "")


def _refuse_bomb(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
    except zipfile.BadZipFile:
        raise InvalidValueError(NOT_A_TABLE) from None
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise InvalidValueError(HAS_MACROS)
    unpacked = sum(member.file_size for member in members)
    packed_size = sum(member.compress_size for member in members) or 1
    if unpacked > LARGEST_UNPACKED or unpacked > packed_size * HIGHEST_RATIO:
        raise InvalidValueError(PACKED_TOO_TIGHT)
    file.seek(0)


def as_text(cell: object) -> str:
    """A cell of a workbook as text; numbers exactly as far as a workbook holds them.

    >>> as_text(1234.5), as_text(10.0), as_text(0.1 + 0.2), as_text(None)
    ('1234.5', '10', '0.3', '')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float():
            return f"{cell:.6f}".rstrip("0").rstrip(".")
        case datetime() | date():
            return cell.isoformat()
    return str(cell).strip()


def _names(head: list[str]) -> list[str]:
    names = [name.strip().strip("\ufeff").casefold() for name in head]
    while names and not names[-1]:
        names.pop()
    if not names or len(names) > MOST_COLUMNS or all(name.replace(".", "").isdecimal() for name in names):
        raise InvalidValueError(NO_HEAD)
    for name in names:
        if name and names.count(name) > 1:
            raise InvalidValueError(TWICE_IN_HEAD, column=name)
    return names


def decimal_mark(samples: Iterable[str]) -> str:
    """The decimal mark that some amounts of a column show; empty when none does.

    >>> decimal_mark(["1.234", "12,50"]), decimal_mark(["1.234"])
    (',', '')
    """
    for sample in samples:
        found = _DECIMALS.search(sample.strip())
        if found:
            return found[0][0]
    return ""


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet take the text for a formula, and run it? A negative number is none.

    >>> looks_like_formula("=SUM(A1)"), looks_like_formula("-12,5"), looks_like_formula("@x")
    (True, False, True)
    """
    return text.startswith(("=", "@", "\t", "\r")) or (text.startswith(("+", "-")) and not text[1:2].isdecimal())
