"""Tables as spreadsheets: the exact values, shown as on the page; text never becomes a formula."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify

from styring.ui.tables import Cell, Column, Shown, decimals_of, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from styring.ui.tables import Row, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET_NAME = 31
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def spreadsheet(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet a table."""
    content = BytesIO()
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **settings}) as book:
        names: set[str] = set()
        for table in tables:
            _Sheet(book, book.add_worksheet(_name(table.title, names))).write(table)
    return content.getvalue()


def spreadsheet_response(tables: Sequence[Table], name: str) -> HttpResponse:
    """A workbook as an answer to download, under a name without its ending."""
    response = HttpResponse(spreadsheet(tables), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name(name)}.xlsx"'
    return response


def file_name(name: str) -> str:
    """A name that every system can have for a file, without its ending.

    >>> file_name("Feil i bøker.csv")
    'feil-i-bokercsv'
    """
    return slugify(name.translate(_PLAIN))


def _name(title: str, taken: set[str]) -> str:
    plain = _NOT_IN_A_NAME.sub(" ", title).strip("' ")[:_SHEET_NAME] or "Tabell"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _SHEET_NAME - 4]} ({number})"
    taken.add(name.lower())
    return name


class _Sheet:
    """A sheet being written, with the formats it needs."""

    def __init__(self, book: Any, sheet: Worksheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.book, self.sheet = book, sheet
        self.formats: dict[tuple[str, bool], Any] = {}

    def write(self, table: Table) -> None:
        """Write title, note, head and rows; the head stays in view."""
        self.sheet.write_string(0, 0, table.title, self._format("", is_strong=True))
        self.sheet.write_string(1, 0, " ".join(part for part in (table.note, table.source) if part))
        for place, column in enumerate(table.columns):
            self.sheet.write_string(3, place, column.title, self._format("", is_strong=True))
            self.sheet.set_column(place, place, 16 if place else 44)
        for number, row in enumerate(table.rows, start=4):
            self._write_row(number, row, table.columns)
        self.sheet.freeze_panes(4, 1)

    def _write_row(self, number: int, row: Row, columns: Sequence[Column]) -> None:
        is_strong = row.kind in {"total", "group"}
        self.sheet.write_string(number, 0, row.head, self._format("", is_strong=is_strong))
        for place, (cell, column) in enumerate(zip(row.cells, columns[1:], strict=False), start=1):
            self._write_cell(number, place, cell, column, is_strong=is_strong)

    def _write_cell(self, number: int, place: int, cell: Cell, column: Column, *, is_strong: bool) -> None:
        shape = self._format(_number_format(column), is_strong=is_strong)
        match cell:
            case None:
                self.sheet.write_blank(number, place, None, shape)
            case str():
                self.sheet.write_string(number, place, cell, shape)
            case date():
                self.sheet.write_datetime(number, place, datetime.combine(cell, time()), shape)
            case _:
                self.sheet.write_number(number, place, float(scaled(cell, column)), shape)

    def _format(self, number_format: str, *, is_strong: bool) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        if (number_format, is_strong) not in self.formats:
            shape = {"bold": is_strong} | ({"num_format": number_format} if number_format else {})
            self.formats[number_format, is_strong] = self.book.add_format(shape)
        return self.formats[number_format, is_strong]


def _number_format(column: Column) -> str:
    if column.shown is Shown.TEXT:
        return ""
    if column.shown is Shown.DAY:
        return "d. mmmm yyyy"
    decimals = decimals_of(column)
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"+{digits};\u2212{digits};{digits}" if column.change else f"{digits};\u2212{digits}"
