"""Couplings as a file that can be read in again and then changes nothing."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import xlsxwriter

from styring.ledger.models import CodeKind
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.ledger.models import OwnCode

HEAD = ("type", "kode", "begynner", "navn", "koblet_til", "fra", "til")
KIND_WORDS = {
    CodeKind.ART: "art",
    CodeKind.FUNCTION: "funksjon",
    CodeKind.UNIT: "ansvar",
    CodeKind.PROJECT: "prosjekt",
}
"""How each kind is written in a file, in whatever language it is fetched."""


def couplings_csv(rows: Iterable[OwnCode]) -> bytes:
    """Couplings as text: semicolons, and UTF-8 that spreadsheets recognise."""
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([HEAD, *map(_cells, rows)])
    return written.getvalue().encode("utf-8-sig")


def couplings_workbook(rows: Iterable[OwnCode]) -> bytes:
    """Couplings as a workbook: every cell is text, so that no code loses a nought in front."""
    content = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, settings) as book:
        sheet = book.add_worksheet("koblinger")
        as_text, strong = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for number, cells in enumerate([HEAD, *map(_cells, rows)]):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell, as_text if number else strong)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEAD) - 1, 18, as_text)
    return content.getvalue()


def _cells(row: OwnCode) -> tuple[str, ...]:
    first = "" if row.first_year == FIRST_YEAR else str(row.first_year)
    last = "" if row.last_year == LAST_YEAR else str(row.last_year)
    kind = KIND_WORDS[CodeKind(row.kind)]
    return kind, row.code, "ja" if row.is_prefix else "", row.name, row.target, first, last
