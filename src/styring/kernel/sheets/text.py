"""Text files of separated cells, read as a stream in whatever encoding they were written."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, compress, islice
from typing import TYPE_CHECKING, BinaryIO, TextIO

from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets.pieces import ROWS, Piece
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEPARATORS = ";\t,|"
QUOTE = '"'
_BLOCK = 1 << 17
_CHUNK = 1 << 20
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NOT_IN_WINDOWS = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")

NOT_A_TABLE = gettext_noop("Filen er ikke en tabell vi kan lese. Lagre den som CSV eller XLSX.")
LINE_UNREADABLE = gettext_noop("Linje %(line)s kan ikke leses: %(why)s.")
LINE_TOO_LONG = gettext_noop("Linje %(line)s er lengre enn 1 MB. Filen er skadet, eller ikke en tabell.")
WRONG_ENCODING = gettext_noop("Filen er ikke skrevet som %(encoding)s. Velg riktig tegnsett, eller la oss finne det.")


@dataclass(frozen=True)
class Written:
    """How a file is written; what is empty is to be seen.

    ``head_lines`` have names of columns, below ``lines_above`` that have not, where empty lines are not counted.
    ``has_quotes`` is false where a quote is a letter as any.
    """

    encoding: str = ""
    separator: str = ""
    head_lines: int = 1
    lines_above: int = 0
    has_quotes: bool = True


@dataclass(frozen=True)
class Text:
    """A text file that is open: its pieces, how it was written, its lines, and whether the last has no end."""

    pieces: Iterator[Piece]
    written: Written
    lines: int
    is_cut: bool


@contextmanager
def open_text(path: Path, file: BinaryIO, written: Written) -> Iterator[Text]:
    """Open a file that is no workbook.

    Raises:
        InvalidValueError: it is no text, not in the encoding it is said to have, or a line is far too long.
    """
    scanned = _scan(file, written.encoding)
    with path.open(encoding=scanned.encoding, newline="", errors="strict") as lines:
        separator = written.separator or _separator(lines, written.lines_above)
        found = replace(written, encoding=scanned.encoding, separator=separator)
        yield Text(_pieces(lines, found), found, scanned.lines, scanned.is_cut)


def _separator(lines: TextIO, above: int) -> str:
    first = [lines.readline() for _line in range(above + 1)]
    lines.seek(0)
    return max(SEPARATORS, key="".join(first).count)


def _pieces(lines: TextIO, written: Written) -> Iterator[Piece]:
    line = 0
    try:
        while block := lines.read(_BLOCK):
            text = block + lines.readline()  # whole lines only
            if written.has_quotes and QUOTE in text:
                yield from _quoted(chain(io.StringIO(text, newline=""), lines), written.separator, line)
                return
            texts = _lines_of(text, line)
            yield _filled(range(line + 1, line + 1 + len(texts)), texts, written.separator)
            line += len(texts)
    except UnicodeError as error:
        raise InvalidValueError(LINE_UNREADABLE, line=line + 1, why=error) from None


def _lines_of(text: str, line: int) -> list[str]:
    if "\0" in text:
        raise InvalidValueError(LINE_UNREADABLE, line=line + 1, why="NUL")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n")


def _filled(lines: Sequence[int], texts: list[str], separator: str) -> Piece:
    """Lines with something in them."""
    if all(texts):
        return Piece.of_texts(lines, texts, separator)
    return Piece.of_texts(list(compress(lines, texts)), list(filter(None, texts)), separator)


def _quoted(lines: Iterator[str], separator: str, before: int) -> Iterator[Piece]:
    """The rest of a file from its first quote on: quotes can hold separators and line ends."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        while True:
            begun = reader.line_num
            rows = list(islice(reader, ROWS))
            if not rows:
                return
            yield _piece(before + begun, before + reader.line_num, rows)
    except csv.Error as error:
        raise InvalidValueError(LINE_UNREADABLE, line=before + reader.line_num, why=error) from None


def _piece(before: int, after: int, rows: list[list[str]]) -> Piece:
    """Rows with their lines; a row whose cells have line ends in them is where it ends, and empty rows are left out."""
    if after - before == len(rows) and all(rows):
        return Piece.of_rows(range(before + 1, after + 1), rows)
    lines, line = [], before
    for row in rows:
        line += 1 + sum(cell.count("\n") for cell in row)
        lines.append(line)
    filled = [(line, row) for line, row in zip(lines, rows, strict=True) if row]
    return Piece.of_rows([line for line, _row in filled], [row for _line, row in filled])


@dataclass(frozen=True)
class _Scanned:
    encoding: str
    lines: int
    is_cut: bool


def _scan(file: BinaryIO, encoding: str) -> _Scanned:
    """Read the whole once, to know its encoding and lines, and that none is so long that it would fill the memory."""
    letters = _Letters(encoding or _by_mark(file))
    lines, last = 0, b""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        letters.meet(chunk)
        found = chunk.count(b"\n") or chunk.count(b"\r")
        if not found and len(chunk) == _CHUNK:
            raise InvalidValueError(LINE_TOO_LONG, line=lines + 1)
        lines, last = lines + found, chunk[-2:]
    return _Scanned(letters.encoding(), lines, not (b"\n" in last or b"\r" in last))


class _Letters:
    """What the bytes of a file say of its encoding, where it is not told."""

    def __init__(self, told: str) -> None:
        self.told, self.is_well, self.is_windows = told, True, True
        self.decoder = codecs.getincrementaldecoder(told or "utf-8")()

    def meet(self, chunk: bytes) -> None:
        self.is_well = self.is_well and _decodes(self.decoder, chunk)
        self.is_windows = self.is_windows and not any(letter in chunk for letter in _NOT_IN_WINDOWS)

    def encoding(self) -> str:
        """The encoding, when all is met."""
        is_well = self.is_well and _decodes(self.decoder, b"", is_last=True)
        if self.told and not is_well:
            raise InvalidValueError(WRONG_ENCODING, encoding=self.told)
        return self.told or ("utf-8" if is_well else "cp1252" if self.is_windows else "latin-1")


def _by_mark(file: BinaryIO) -> str:
    """The encoding that the start of a file tells; empty when it tells none."""
    start = file.read(_CHUNK)
    for mark, encoding in _BOMS.items():
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise InvalidValueError(NOT_A_TABLE)
    return ""


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False) -> bool:
    try:
        decoder.decode(chunk, final=is_last)
    except UnicodeError:  # a decoder of UTF-16 that meets no mark says less than others
        return False
    return True
