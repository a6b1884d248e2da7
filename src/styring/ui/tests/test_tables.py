from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from styring.kernel.errors import InvalidValueError
from styring.ui.spreadsheets import spreadsheet, spreadsheet_response
from styring.ui.tables import Cell, Column, Row, Shown, Table, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MONEY = Column("Avvik", Shown.KR1000, change=True)
SHARE = Column("Andel", Shown.NUMBER, decimals=1)
TABLE = Table(
    "Økonomi: per [sektor]",
    [Column("Sektor"), MONEY, SHARE, Column("Merknad")],
    [
        Row("Oppvekst", (-160_000_000, Fraction(1, 3), "=2+5"), address="/okonomi/D1/"),
        Row("Sum", (190_000_000, Decimal("12.5"), None), kind="total"),
    ],
    note="1000 kr.",
    source="Regnskap per 31. oktober 2026.",
)


def read(content: bytes) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("cell", "column", "shown"),
    [
        (-160_000_000, MONEY, "−1\u202f600"),
        (190_000_000, MONEY, "+1\u202f900"),
        (Fraction(1, 3), SHARE, "0,3"),
        (None, MONEY, "–"),
        (date(2026, 11, 6), Column("Dag", Shown.DAY), "6. november 2026"),
        (2_240_000_000, Column("Mill.", Shown.MILL), "22,4"),
        (123_450, Column("Kr", Shown.KR), "1\u202f235"),
    ],
)
def test_cell_is_shown_as_its_column_says(cell: Cell, column: Column, shown: str) -> None:
    with override("nb"):
        assert text_of(cell, column) == shown


def test_row_must_fit_its_columns() -> None:
    with pytest.raises(InvalidValueError):
        Table("T", [Column("A"), Column("B")], [Row("x", (1, 2))])


def test_spreadsheet_has_the_exact_values() -> None:
    title, note, _empty, head, first, total = read(spreadsheet([TABLE]))
    assert title[0] == "Økonomi: per [sektor]"
    assert note[0] == "1000 kr. Regnskap per 31. oktober 2026."
    assert head == ["Sektor", "Avvik", "Andel", "Merknad"]
    assert first == ["Oppvekst", -1600.0, pytest.approx(1 / 3), "=2+5"]
    assert total == ["Sum", 1900.0, 12.5, ""]


def test_text_of_a_user_is_no_formula() -> None:
    sheet = spreadsheet([Table("T", [Column("A"), Column("B")], [Row("=1+1", ("=HYPERLINK(1)",))])])
    assert read(sheet)[4] == ["=1+1", "=HYPERLINK(1)"]


def test_sheets_of_one_title_get_names_of_their_own() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(spreadsheet([TABLE, TABLE])))
    assert book.sheet_names == ["Økonomi  per  sektor", "Økonomi  per  sektor (2)"]


def test_spreadsheet_downloads_under_a_plain_name() -> None:
    response = spreadsheet_response([TABLE], "Økonomi oktober 2026")
    assert response["Content-Disposition"] == 'attachment; filename="okonomi-oktober-2026.xlsx"'


def test_page_shows_heads_cells_and_links() -> None:
    with override("nb"):
        html = Template("{% data_table table %}").render(Context({"table": TABLE}))
    assert '<a href="/okonomi/D1/">Oppvekst</a>' in html
    assert "−1\u202f600" in html
    assert 'class="total"' in html
