"""From a file to lines: YAML, spreadsheets, CSV, and archives of CSV, whatever they are called.

A line knows where it stands. What cannot be read is a fault and never an exception.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from styring.kernel.words import gettext_noop
from styring.organisation.tables import READABLE, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from styring.organisation.tables import Table

LARGEST = 5_000_000
"""In bytes, also for what an archive holds when it is unpacked."""


class Fault(NamedTuple):
    """A thing wrong in a file: where it stands, what stood there, why it cannot be taken in and what to do.

    ``reason`` and ``advice`` are sentences in Bokmål with ``%(name)s`` for what varies, held in ``parts``. Line 0 is
    the file as a whole.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    advice: str
    parts: dict[str, object]


Read: TypeAlias = "tuple[dict[str, list[Line]], list[Fault]]"
"""The lines of each table by its word, and what could not be read."""

Cells: TypeAlias = "Sequence[object]"


def lines_of(name: str, content: bytes) -> Read:
    """The lines of a file by table; its name says what it is (``.yaml``, ``.xlsx``, ``.csv``, ``.zip``)."""
    readers = {"yaml": _yaml, "yml": _yaml, "xlsx": _workbook, "xls": _workbook, "ods": _workbook, "csv": _csv}
    ending = name.rpartition(".")[2].lower()
    if not content.strip():
        return {}, [whole(name, gettext_noop("Filen er tom."), gettext_noop("Velg en fil med innhold."))]
    if len(content) > LARGEST:
        return {}, [whole(name, gettext_noop("Filen er større enn 5 MB."), gettext_noop("Del den opp."))]
    if ending == "zip":
        return _archive(name, content)
    if ending not in readers:
        reason = gettext_noop("Filtypen er ukjent.")
        return {}, [whole(name, reason, gettext_noop("Bruk YAML, XLSX, CSV eller en ZIP med CSV-filer."))]
    return readers[ending](name, content)


def whole(name: str, reason: str, advice: str, **parts: object) -> Fault:
    """A fault of a file as a whole."""
    return Fault(name, 0, "", "", reason, advice, parts)


def _archive(name: str, content: bytes) -> Read:
    lines: dict[str, list[Line]] = {}
    faults: list[Fault] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
            if sum(member.file_size for member in members) > LARGEST:
                return {}, [whole(name, gettext_noop("Filen er større enn 5 MB."), gettext_noop("Del den opp."))]
            for member in members:
                found, wrong = _csv(member.filename, archive.read(member))
                lines |= found
                faults += wrong
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return {}, [whole(name, gettext_noop("Arkivet kan ikke leses."), gettext_noop("Lag ZIP-filen på nytt."))]
    if not lines and not faults:
        return {}, [whole(name, gettext_noop("Arkivet har ingen CSV-filer."), gettext_noop("Legg dem rett i arkivet."))]
    return lines, faults


def _csv(name: str, content: bytes) -> Read:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = gettext_noop("Filen er ikke lagret som UTF-8, så æ, ø og å kan ikke leses.")
        return {}, [whole(name, reason, gettext_noop("Velg «CSV UTF-8» når du lagrer i regnearket."))]
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        reason = gettext_noop("Filen kan ikke leses som CSV.")
        return {}, [whole(name, reason, gettext_noop("Se etter anførselstegn som ikke er lukket."))]
    table = _table_called(name.rpartition("/")[2].rpartition(".")[0]) or _table_with(rows[0] if rows else ())
    return _rows(name, table, rows)


def _workbook(name: str, content: bytes) -> Read:
    lines: dict[str, list[Line]] = {}
    faults: list[Fault] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in book.sheet_names]
    except (CalamineError, ValueError):
        reason = gettext_noop("Regnearket kan ikke leses.")
        return {}, [whole(name, reason, gettext_noop("Åpne det, lagre det som XLSX uten passord, og prøv igjen."))]
    for sheet, rows in sheets:
        if any(any(str(cell).strip() for cell in row) for row in rows):
            found, wrong = _rows(f"{name}, {sheet}", _table_called(sheet), rows)
            lines |= found
            faults += wrong
    return lines, faults


def _rows(name: str, table: Table | None, rows: Sequence[Cells]) -> Read:
    if table is None:
        words = ", ".join(known.word for known in READABLE)
        reason = gettext_noop("Tabellen er ukjent.")
        return {}, [whole(name, reason, gettext_noop("Gi arket eller filen et av navnene %(words)s."), words=words)]
    heads = [_text(cell).lower() for cell in rows[0]]
    faults = list(_wrong_heads(name, table, heads))
    lines = [
        Line(name, number, {head: _text(cell) for head, cell in zip(heads, row, strict=False) if head})
        for number, row in enumerate(rows[1:], start=2)
        if any(_text(cell) for cell in row)
    ]
    return {table.word: lines}, faults


def _wrong_heads(name: str, table: Table, heads: Sequence[str]) -> Iterator[Fault]:
    words = ", ".join(column.word for column in table.columns)
    for head in heads:
        if head and table.column(head) is None:
            advice = gettext_noop("Ta den bort, eller bruk en av kolonnene %(words)s.")
            yield Fault(name, 1, head, head, gettext_noop("Kolonnen er ukjent."), advice, {"words": words})
    for column in table.columns:
        if not column.is_optional and column.word not in heads:
            advice = gettext_noop("Legg til kolonnen «%(column)s».")
            yield Fault(name, 1, column.word, "", gettext_noop("Kolonnen mangler."), advice, {"column": column.word})


def _yaml(name: str, content: bytes) -> Read:
    try:
        root = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        reason, advice = gettext_noop("Filen kan ikke leses som YAML."), gettext_noop("Se på innrykk og kolon her.")
        return {}, [Fault(name, line, "", "", reason, advice, {})]
    if not isinstance(root, yaml.MappingNode):
        reason = gettext_noop("Filen er ikke en liste av tabeller.")
        return {}, [
            whole(name, reason, gettext_noop("Begynn med navnet på en tabell og kolon, for eksempel «enheter:»."))
        ]
    lines: dict[str, list[Line]] = {}
    faults: list[Fault] = []
    for key, rows in root.value:
        table = _table_called(str(key.value))
        if table is None or not isinstance(rows, yaml.SequenceNode):
            words = ", ".join(known.word for known in READABLE)
            reason, advice = gettext_noop("Tabellen er ukjent."), gettext_noop("Bruk en av tabellene %(words)s.")
            faults.append(Fault(name, key.start_mark.line + 1, "", str(key.value), reason, advice, {"words": words}))
            continue
        lines[table.word] = [_yaml_line(name, row) for row in rows.value]
        faults += [fault for line in lines[table.word] for fault in _unknown_keys(table, line)]
    return lines, faults


def _yaml_line(name: str, row: yaml.Node) -> Line:
    pairs = row.value if isinstance(row, yaml.MappingNode) else []
    cells = {
        str(key.value).lower(): value.value if isinstance(value, yaml.ScalarNode) and value.tag[-4:] != "null" else ""
        for key, value in pairs
    }
    return Line(name, row.start_mark.line + 1, cells)


def _unknown_keys(table: Table, line: Line) -> Iterator[Fault]:
    words = ", ".join(column.word for column in table.columns)
    for head in line.cells:
        if table.column(head) is None:
            advice = gettext_noop("Ta den bort, eller bruk en av kolonnene %(words)s.")
            yield Fault(
                line.file, line.number, head, head, gettext_noop("Kolonnen er ukjent."), advice, {"words": words}
            )


def _table_called(word: str) -> Table | None:
    return next((table for table in READABLE if table.word == word.strip().lower()), None)


def _table_with(heads: Cells) -> Table | None:
    words = {_text(head).lower() for head in heads}
    return next((table for table in READABLE if words == {column.word for column in table.columns}), None)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "ja" if cell else "nei"
    return str(cell).strip() if cell is not None else ""
