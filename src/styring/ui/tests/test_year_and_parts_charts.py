from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.ui.charts.drawing import Chart, svg
from styring.ui.charts.kinds import Words
from styring.ui.charts.parts import Piece, boxes_of, label, parts_chart
from styring.ui.charts.years import MAIN, Line, kept_apart, lines_chart
from styring.ui.tables import Column, Shown

WORDS = Words("Året", "Regnskapet er 2,0 millioner kroner.", "Mill. kr", "Regnskapet, 6. november 2026")
MILL = Column("Mill. kr", Shown.MILL)
LABELS = ["Januar", "Februar", "Mars"]
A_MILLION = 1_000_000_00


def year(*, ends_at: int = 4) -> Chart:
    lines = [
        Line("Fjoråret", {}, is_dashed=True),
        Line("Budsjett", {"Januar": A_MILLION, "Februar": 2 * A_MILLION, "Mars": 3 * A_MILLION}),
        Line("Ventet", {"Februar": 2 * A_MILLION, "Mars": ends_at * A_MILLION}, is_dashed=True),
        Line("Regnskap", {"Januar": A_MILLION, "Februar": 2 * A_MILLION}, width=MAIN),
    ]
    return lines_chart(WORDS, "Måned", MILL, LABELS, lines)


def whole() -> list[Piece]:
    below = [Piece("Barnehage", 200), Piece("Skole", 500), Piece("Refusjoner", -100)]
    return [Piece("Sentralt", -50), Piece("Kultur", 200), Piece("Oppvekst", 600, below)]


def spending() -> Chart:
    return parts_chart(WORDS, "Enhet", MILL, whole())


def cells(chart: Chart) -> list[tuple[object, ...]]:
    return [(row.head, *row.cells) for row in chart.twin.rows]


def texts(chart: Chart) -> dict[str, dict[str, Any]]:
    marks = [layer["mark"] for layer in chart.wide["layer"]]
    return {mark["text"]: mark for mark in marks if "text" in mark}


@pytest.mark.parametrize("make", [year, spending])
def test_drawing_has_no_script_and_no_inline_style(make: Any) -> None:
    chart = make()
    for spec in (chart.wide, chart.narrow):
        drawn = svg(spec, "nb")
        assert drawn.startswith("<svg")
        assert "<script" not in drawn
        assert "style=" not in drawn


def test_table_beside_has_the_exact_values_of_each_line_and_none_where_it_has_none() -> None:
    assert [column.title for column in year().twin.columns] == ["Måned", "Budsjett", "Ventet", "Regnskap"]
    assert cells(year())[0] == ("Januar", A_MILLION, None, A_MILLION)
    assert cells(year())[2] == ("Mars", 3 * A_MILLION, 4 * A_MILLION, None)


def test_each_line_is_named_and_one_without_values_is_left_out() -> None:
    assert set(texts(year())) == {"Budsjett", "Ventet", "Regnskap"}


@pytest.mark.parametrize(("ends_at", "aside"), [(4, "right"), (1, "left")])
def test_name_of_a_line_that_ends_early_keeps_clear_of_what_goes_on(ends_at: int, aside: str) -> None:
    assert texts(year(ends_at=ends_at))["Regnskap"]["align"] == aside


def test_nought_is_drawn_when_there_is_something_below_it() -> None:
    below = lines_chart(WORDS, "Måned", MILL, LABELS, [Line("Avvik", dict.fromkeys(LABELS, -A_MILLION))])
    assert [chart.wide["layer"][0]["mark"]["type"] for chart in (year(), below)] == ["line", "rule"]


@given(st.lists(st.floats(-1000, 1000), max_size=6), st.floats(0.5, 20))
def test_names_are_kept_apart_and_their_middle_stays(heights: list[float], apart: float) -> None:
    found = kept_apart(sorted(heights), apart)
    assert all(above - below >= apart - 1e-6 for below, above in pairwise(found))
    assert sum(found) == pytest.approx(sum(heights), abs=1e-6)


def test_boxes_fill_the_height_by_size_and_what_has_more_income_has_none() -> None:
    boxes = [(box.piece.name, box.level, round(box.top, 3), round(box.bottom, 3)) for box in boxes_of(whole())]
    assert boxes == [
        ("Oppvekst", 0, 0.0, 0.75), ("Skole", 1, 0.0, 0.536), ("Barnehage", 1, 0.536, 0.75), ("Kultur", 0, 0.75, 1.0),
    ]  # fmt: skip


def test_table_beside_has_every_piece_by_size() -> None:
    assert [row[0] for row in cells(spending())] == [
        "Oppvekst", "Oppvekst: Skole", "Oppvekst: Barnehage", "Oppvekst: Refusjoner", "Kultur", "Sentralt",
    ]  # fmt: skip


def test_nothing_to_draw_is_an_empty_drawing() -> None:
    assert boxes_of([Piece("Skatt", -100)]) == []


@given(st.text("abcdefg hij", min_size=1, max_size=60), st.integers(10, 46), st.integers(0, 120))
def test_label_never_needs_more_room_than_its_box(name: str, room: int, height: int) -> None:
    lines = list(label(name, "1 234,5", room, height))
    assert len(lines) * 15 <= height
    assert all(len(line) <= room for line in lines)
