from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.documents.rules.content import (
    Chapter,
    Fact,
    Facts,
    Graph,
    Heading,
    Paragraph,
    chapter_of,
    plain_chapter,
    tables_of,
)
from styring.documents.rules.seals import part_sum, version_sum
from styring.kernel.canonical import canonical_bytes
from styring.kernel.errors import InvalidValueError
from styring.ui.tables import Column, Row, Shown, Table

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["cases"]
WORDS = st.text("abæøå =<&", max_size=9)
COLUMNS = [
    Column("Sektor"),
    Column("Avvik", Shown.KR1000, change=True),
    Column("Andel", Shown.NUMBER, decimals=1),
    Column("Frist", Shown.DAY),
    Column("Merknad", minor=True),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_vectors(case: dict[str, Any]) -> None:
    given_in = case["in"]
    if case["rule"] == "part":
        assert part_sum(given_in["part"]) == case["out"]
    else:
        assert version_sum(given_in["head"], given_in["parts"]) == case["out"]


cells = st.tuples(st.integers(-(10**14), 10**14) | st.none(), st.fractions() | st.none(), st.dates() | st.none(), WORDS)


@given(st.lists(st.builds(Row, WORDS, cells, st.sampled_from(["", "total"])), max_size=4))
def test_chapter_written_down_is_read_back_the_same(rows: list[Row]) -> None:
    table = Table("Økonomi", COLUMNS, rows, "1000 kr", "Regnskapet")
    graph = Graph("bridge", "T", "S", "Mill.", "K", "Ledd", COLUMNS[1], (("Budsjett", 100), ("Mer", -5)), "Prognose")
    fact = Fact("Avvik", Fraction(1, 3), COLUMNS[2], "%", "0,2 %", "warn")
    chapter = Chapter("1", "okonomi", "Økonomien", (Heading("H"), Paragraph("P"), Facts((fact,)), graph, table))
    assert chapter_of(json.loads(canonical_bytes(plain_chapter(chapter)))) == chapter


def test_tables_come_in_reading_order() -> None:
    first, second = (Table(name, COLUMNS[:1], []) for name in ("A", "B"))
    chapters = (Chapter("1", "a", "A", (Paragraph("x"), first)), Chapter("2", "b", "B", (second,)))
    assert tables_of(chapters) == [first, second]


def test_unknown_block_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        chapter_of({"path": "1", "anchor": "a", "title": "A", "blocks": [{"type": "video"}]})


def test_a_day_is_written_as_iso() -> None:
    table = Table("T", [COLUMNS[0], COLUMNS[3]], [Row("a", (date(2026, 11, 6),))])
    (block,) = plain_chapter(Chapter("1", "a", "A", (table,)))["blocks"]
    assert block["rows"][0]["cells"] == ["2026-11-06"]
