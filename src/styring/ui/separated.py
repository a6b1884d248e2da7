"""Tables as CSV for programs and spreadsheets alike: semicolons, UTF-8 with its mark, exact values, no formulas."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from django.http import HttpResponse

from styring.ui.spreadsheets import file_name
from styring.ui.tables import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.ui.tables import Cell, Column, Table

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d[\d  .,]*")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what would be one gets an apostrophe before it.

    >>> harmless("=1+1"), harmless("-12,50"), harmless("-1+cmd|' /C calc'!A1")
    ("'=1+1", '-12,50', "'-1+cmd|' /C calc'!A1")
    """
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) and not _NUMBER.fullmatch(text) else text


def separated(tables: Sequence[Table]) -> str:
    """The heads and rows of tables, an empty line between them; numbers with decimal comma and nothing else in them."""
    content = StringIO()
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow([harmless(column.title) for column in table.columns])
        for row in table.rows:
            cells = (_text(cell, column) for cell, column in zip(row.cells, table.columns[1:], strict=False))
            writer.writerow([harmless(row.head), *cells])
    return content.getvalue()


def csv_response(tables: Sequence[Table], name: str) -> HttpResponse:
    """A CSV file as an answer to download, under a name without its ending."""
    response = HttpResponse(separated(tables).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name)}.csv"'
    return response


def _text(cell: Cell, column: Column) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case date():
            return cell.isoformat()
    return f"{scaled(cell, column):f}".replace(".", ",")
