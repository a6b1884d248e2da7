"""Workbooks (XLSX), read as a stream: the first sheet, row by row, as text; a formula comes out with its ``=``.

A workbook is a packed folder of XML. It is unpacked and read a little at a time; what would fill the memory when
unpacked is refused before it is, and documents with definitions of their own are refused altogether.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets.cells import as_text
from styring.kernel.sheets.text import NOT_A_TABLE
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST_UNPACKED = 400_000_000
MOST_SHARED = 100_000_000
HIGHEST_RATIO = 200
_CHUNK = 1 << 16
_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days know no zone
_DATE_FORMATS = frozenset({*range(14, 23), *range(45, 48)})
_DATE_LETTERS = re.compile(r"[yd]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LETTERS_IN_ALPHABET = 26
_MOST_COLUMNS = 16_384

HAS_MACROS = gettext_noop("Arbeidsboken har makroer. Lagre den uten makroer, som XLSX eller CSV.")
PACKED_TOO_TIGHT = gettext_noop("Arbeidsboken blir urimelig stor når den pakkes ut. Lagre den som CSV.")


@contextmanager
def open_workbook(file: BinaryIO) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of the first sheet that are not empty, each with its number.

    Raises:
        InvalidValueError: it is no workbook, has macros, or unpacks to something unreasonable.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            _refuse_bomb(packed)
            yield _guarded(packed)
    except zipfile.BadZipFile:
        raise InvalidValueError(NOT_A_TABLE) from None


def _guarded(packed: zipfile.ZipFile) -> Iterator[tuple[int, list[str]]]:
    try:
        name = _first_sheet(packed)
        reader = _Rows(_shared(packed), _date_styles(packed))
        for chunk in _unpacked(packed, name):
            reader.read(chunk)
            yield from reader.taken()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, IndexError, ValueError, EOFError):
        raise InvalidValueError(NOT_A_TABLE) from None


def _refuse_bomb(packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise InvalidValueError(HAS_MACROS)
    unpacked = sum(member.file_size for member in members)
    packed_size = sum(member.compress_size for member in members) or 1
    if unpacked > LARGEST_UNPACKED or unpacked > packed_size * HIGHEST_RATIO:
        raise InvalidValueError(PACKED_TOO_TIGHT)


def _unpacked(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as member:
        while chunk := member.read(_CHUNK):
            yield chunk


def _parser() -> expat.XMLParserType:
    """A parser that refuses definitions, with which a small document can be made to fill the memory."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_about: object) -> None:
        raise InvalidValueError(NOT_A_TABLE)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _elements(packed: zipfile.ZipFile, name: str, wanted: frozenset[str]) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part, in order, with what they say."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()

    def begin(element: str, about: dict[str, str]) -> None:
        bare = element.rpartition(":")[2]
        if bare in wanted:
            found.append((bare, about))

    parser.StartElementHandler = begin
    for chunk in _unpacked(packed, name):
        parser.Parse(chunk)
    return found


def _first_sheet(packed: zipfile.ZipFile) -> str:
    sheets = _elements(packed, "xl/workbook.xml", frozenset({"sheet"}))
    wanted = next(value for name, value in sheets[0][1].items() if name.rpartition(":")[2] == "id")
    ties = _elements(packed, "xl/_rels/workbook.xml.rels", frozenset({"Relationship"}))
    target = next(about["Target"] for _name, about in ties if about["Id"] == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _date_styles(packed: zipfile.ZipFile) -> frozenset[str]:
    """Styles, by number, that show a number as a day."""
    if "xl/styles.xml" not in packed.namelist():
        return frozenset()
    parts = _elements(packed, "xl/styles.xml", frozenset({"numFmt", "cellXfs", "cellStyles", "dxfs", "xf"}))
    own = {
        int(about["numFmtId"])
        for name, about in parts
        if name == "numFmt" and _DATE_LETTERS.search(_LITERAL.sub("", about["formatCode"]))
    }
    names = [name for name, _about in parts]
    if "cellXfs" not in names:
        return frozenset()
    cells = parts[names.index("cellXfs") + 1 :]
    formats = [int(about.get("numFmtId", 0)) for name, about in cells if name == "xf"]
    return frozenset(str(place) for place, number in enumerate(formats) if number in _DATE_FORMATS | own)


def _shared(packed: zipfile.ZipFile) -> list[str]:
    """The texts that cells refer to by number."""
    name = "xl/sharedStrings.xml"
    if name not in packed.namelist():
        return []
    if packed.getinfo(name).file_size > MOST_SHARED:
        raise InvalidValueError(PACKED_TOO_TIGHT)
    found: list[str] = []
    parts: list[str] = []
    parser = _parser()
    inside = _Inside(parser, {"t"}, but_not={"rPh"})

    def end(element: str) -> None:
        if element.rpartition(":")[2] == "si":
            found.append("".join(parts))
            parts.clear()

    inside.watch(parts.append, end)
    for chunk in _unpacked(packed, name):
        parser.Parse(chunk)
    return found


class _Inside:
    """Hands over the text inside some elements, but not where those stand inside others."""

    def __init__(self, parser: expat.XMLParserType, wanted: set[str], but_not: set[str]) -> None:
        self.parser, self.wanted, self.but_not = parser, wanted, but_not
        self.depth = self.shut = 0

    def watch(self, take: Callable[[str], object], at_end: Callable[[str], object]) -> None:
        """Begin."""

        def begin(element: str, _about: dict[str, str]) -> None:
            bare = element.rpartition(":")[2]
            self.depth += bare in self.wanted
            self.shut += bare in self.but_not

        def end(element: str) -> None:
            bare = element.rpartition(":")[2]
            self.depth -= bare in self.wanted
            self.shut -= bare in self.but_not
            at_end(element)

        def text(part: str) -> None:
            if self.depth and not self.shut:
                take(part)

        self.parser.StartElementHandler = begin
        self.parser.EndElementHandler = end
        self.parser.CharacterDataHandler = text


class _Rows:
    """The rows of a sheet, as its XML goes by."""

    def __init__(self, shared: list[str], dates: frozenset[str]) -> None:
        self.shared, self.dates = shared, dates
        self.rows: list[tuple[int, list[str]]] = []
        self.line, self.cells = 0, list[str]()
        self.place, self.kind, self.style, self.value, self.formula = 0, "", "", "", ""
        self.is_formula = False
        self.element = ""
        self.parser = _parser()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def read(self, chunk: bytes) -> None:
        """Read on."""
        self.parser.Parse(chunk)

    def taken(self) -> list[tuple[int, list[str]]]:
        """The rows that are whole by now."""
        rows, self.rows = self.rows, []
        return rows

    def _begin(self, element: str, about: dict[str, str]) -> None:
        self.element = element.rpartition(":")[2]
        if self.element == "c":
            self.place = column_of(about["r"]) if "r" in about else len(self.cells)
            self.kind, self.style = about.get("t", "n"), about.get("s", "")
            self.value = self.formula = ""
            self.is_formula = False
        elif self.element == "f":
            self.is_formula = True
        elif self.element == "row":
            self.line = int(about.get("r", self.line + 1))
            self.cells = []

    def _text(self, part: str) -> None:
        if self.element in {"v", "t"}:
            self.value += part
        elif self.element == "f":
            self.formula += part

    def _end(self, element: str) -> None:
        bare = element.rpartition(":")[2]
        self.element = ""
        if bare == "c":
            self.cells.extend([""] * (self.place + 1 - len(self.cells)))
            self.cells[self.place] = self._cell()
        elif bare == "row" and any(self.cells):
            self.rows.append((self.line, self.cells))

    def _cell(self) -> str:
        if self.is_formula:  # one that is shared with the cell above says nothing itself
            return f"={self.formula}"
        if self.kind == "s":
            return self.shared[int(self.value)].strip()
        if self.kind != "n" or not self.value:
            return self.value.strip()
        if self.style in self.dates:
            return as_text(_DAY_NOUGHT + timedelta(days=float(self.value)))
        return self.value if self.value.isdecimal() else as_text(float(self.value))


def column_of(reference: str) -> int:
    """Which column a cell stands in, from nought.

    >>> column_of("A1"), column_of("Z9"), column_of("AB12")
    (0, 25, 27)

    Raises:
        ValueError: no workbook is so wide.
    """
    place = 0
    for letter in reference:
        if letter.isdecimal():
            break
        place = place * _LETTERS_IN_ALPHABET + ord(letter) - ord("A") + 1
    if not 0 < place <= _MOST_COLUMNS:
        raise ValueError(reference)
    return place - 1
