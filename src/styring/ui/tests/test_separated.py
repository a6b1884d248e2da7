"""Tables as CSV: exact values, and nothing that a spreadsheet would run."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.ui.separated import csv_response, harmless, separated
from styring.ui.tables import Column, Row, Shown, Table

COLUMNS = (
    Column("Enhet"),
    Column("Kr", Shown.KR),
    Column("Andel", Shown.NUMBER),
    Column("Dag", Shown.DAY),
    Column("="),
)


def test_values_are_exact_and_text_is_harmless() -> None:
    table = Table("Tall", COLUMNS, [Row("@SUM", (-123450, Fraction(1, 4), date(2026, 1, 2), "a;b")), Row("Tom")])
    assert separated([table]) == "Enhet;Kr;Andel;Dag;'=\r\n'@SUM;-1234,50;0,25;2026-01-02;\"a;b\"\r\nTom\r\n"


def test_nothing_is_empty_and_tables_stand_apart() -> None:
    table = Table("Tall", COLUMNS[:2], [Row("A", (None,))])
    assert separated([table, table]) == "Enhet;Kr\r\nA;\r\n\r\nEnhet;Kr\r\nA;\r\n"


def test_download_has_the_mark_that_spreadsheets_look_for() -> None:
    answer = csv_response([Table("Tall", COLUMNS[:1], [Row("Ære")])], "Året 2026")
    assert answer.content == "\ufeffEnhet\r\nÆre\r\n".encode()
    assert answer["Content-Disposition"] == 'attachment; filename="aret-2026.csv"'


@pytest.mark.parametrize("number", ["-12,5", "+47 12 34", "-1 234.50", "12"])
def test_numbers_stay_numbers(number: str) -> None:
    assert harmless(number) == number


@given(st.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    begun = harmless(text)
    assert begun[:1] not in {"=", "@", "\t", "\r", "\n"}
    assert begun[:1] not in {"+", "-"} or begun[1].isdecimal()
