"""Tables read from files as other systems write them: CSV in whatever encoding and separator, or a workbook.

Every cell comes out as text, with the line it stood on, so that a fault can be shown where it is::

    with open_sheet(path) as sheet:
        place = sheet.columns.index("belop")
        for line, cells in sheet.rows: ...

Files are read as a stream, a few thousand lines at a time, so a long one takes no more memory than a short one.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO

from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets.cells import as_text, decimal_mark, looks_like_formula
from styring.kernel.sheets.pieces import Piece, numbered
from styring.kernel.sheets.text import Text, Written, open_text
from styring.kernel.sheets.workbook import open_workbook
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Piece", "Sheet", "Written", "as_text", "decimal_mark", "looks_like_formula", "open_sheet", "peek",
]  # fmt: skip

LARGEST_FILE = 5_000_000_000
LARGEST_WORKBOOK = 50_000_000
MOST_COLUMNS = 500
_MAGIC = 8

EMPTY = gettext_noop("Filen er tom.")
TOO_LARGE = gettext_noop(
    "Filen er for stor: %(size)s MB. Grensen er %(limit)s MB. Del den opp, for eksempel per måned."
)
OLD_WORKBOOK = gettext_noop("Filen er i det gamle Excel-formatet. Lagre den som XLSX eller CSV.")
NO_HEAD = gettext_noop("Første linje må ha navn på kolonnene.")
TWICE_IN_HEAD = gettext_noop("Kolonnen «%(column)s» står to ganger i første linje.")


@dataclass
class Sheet:
    """A table: names of the columns in small letters, the rows that are not empty, and how the file was written.

    ``lines`` is about how many there are, nought where that is not known before they are read. ``is_cut`` becomes true
    at the end of a text file whose last line has no line end, as when a transfer was broken off.
    """

    columns: list[str]
    pieces: Iterator[Piece]
    written: Written
    lines: int = 0
    is_cut: bool = False

    @property
    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells, one at a time."""
        for piece in self.pieces:
            yield from zip(piece.lines, piece.rows, strict=True)


@dataclass(frozen=True)
class Glimpse:
    """The start of a file, to guess from what it is: its first rows, and how it was written."""

    rows: list[list[str]] = field(default_factory=list)
    written: Written = field(default_factory=Written)


@contextmanager
def open_sheet(path: Path, written: Written | None = None) -> Iterator[Sheet]:
    """Open a file as a table; what it is, its content tells, not its name.

    Args:
        path: the file.
        written: how it is written, as far as that is known; the rest is seen.

    Raises:
        InvalidValueError: it is empty, too large, no table, or lacks a line of column names.
    """
    wanted = written or Written()
    with _opened(path, wanted) as text:
        rest = text.pieces
        first = next(rest, Piece.of_rows([], []))
        begun = wanted.lines_above + wanted.head_lines
        heads, body = first.rows[wanted.lines_above : begun], first.after(begun)
        yield Sheet(_names(heads), _chained(body, rest), text.written, text.lines, text.is_cut)


def peek(path: Path, rows: int = 50) -> Glimpse:
    """The first rows of a file.

    Raises:
        InvalidValueError: it is empty, too large or no table.
    """
    with _opened(path, Written()) as text:
        return Glimpse(next(text.pieces, Piece.of_rows([], [])).rows[:rows], text.written)


@contextmanager
def _opened(path: Path, written: Written) -> Iterator[Text]:
    size = path.stat().st_size
    _refuse_larger(size, LARGEST_FILE)
    with path.open("rb") as file:
        start = file.read(_MAGIC)
        file.seek(0)
        if not start.strip():
            raise InvalidValueError(EMPTY)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            raise InvalidValueError(OLD_WORKBOOK)
        is_workbook = start.startswith(b"PK\x03\x04")
        if is_workbook:
            _refuse_larger(size, LARGEST_WORKBOOK)
        with _workbook(file, written) if is_workbook else open_text(path, file, written) as text:
            yield text


@contextmanager
def _workbook(file: BinaryIO, written: Written) -> Iterator[Text]:
    with open_workbook(file) as rows:
        yield Text(numbered(rows), replace(written, encoding="xlsx", separator=""), lines=0, is_cut=False)


def _chained(first: Piece, rest: Iterator[Piece]) -> Iterator[Piece]:
    if len(first):
        yield first
    yield from rest


def _refuse_larger(size: int, limit: int) -> None:
    if size > limit:
        raise InvalidValueError(TOO_LARGE, size=size // 1_000_000, limit=limit // 1_000_000)


def _names(heads: list[list[str]]) -> list[str]:
    """Names of columns; where groups of columns stand above them, ``group/name``."""
    *groups, head = heads or [[]]
    names = _without_tail([name.strip().strip("\ufeff").casefold() for name in head])
    if not names or len(names) > MOST_COLUMNS or all(name.replace(".", "").isdecimal() for name in names):
        raise InvalidValueError(NO_HEAD)
    if groups:
        names = _below(groups[0], names + [""] * (len(groups[0]) - len(names)))
    for name in names:
        if name and names.count(name) > 1:
            raise InvalidValueError(TWICE_IN_HEAD, column=name)
    return names


def _without_tail(names: list[str]) -> list[str]:
    """Without empty ones at the end."""
    last = next((place for place in range(len(names), 0, -1) if names[place - 1]), 0)
    return names[:last]


def _below(groups: list[str], names: list[str]) -> list[str]:
    """Each name with the group it stands under; a group is named above its first column only."""
    found, group = [], ""
    for place, name in enumerate(names):
        group = groups[place].strip().strip("\ufeff").casefold() if place < len(groups) and groups[place] else group
        found.append(f"{group}/{name}".strip("/"))
    return found
