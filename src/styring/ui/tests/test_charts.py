from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from styring.ui.charts.drawing import Chart, png, svg
from styring.ui.charts.kinds import Band, History, Words, bridge_chart, columns_chart, history_chart
from styring.ui.tables import Column, Shown

WORDS = Words("Merforbruk", "Merforbruket vokste fra 100 til 2 200.", "1000 kr", "Regnskapet, 6. november 2026")
MONEY = Column("Merforbruk", Shown.KR1000)
SHARE = Column("Andel", Shown.NUMBER, decimals=1)


def months() -> Chart:
    return columns_chart(WORDS, "Måned", MONEY, [("jan", 10_000_000), ("feb", None), ("mar", 220_000_000)])


def bridge() -> Chart:
    steps = [("Budsjett", 379_410_000_000), ("Hjemmetjenester", 2_140_000_000), ("Rus", -70_000_000)]
    return bridge_chart(WORDS, "Ledd", Column("Mill. kr", Shown.MILL), steps, "Prognose")


def history() -> Chart:
    shown = History(
        ["2025", "2026", "2027"],
        {"2025": Decimal(47), "2026": Decimal("49.8")},
        {"2027": Decimal(55)},
        [Band(None, 45, "bad", "Ikke godkjent"), Band(45, None, "ok", "Ønsket")],
        ("Landet", {"2025": Decimal(44)}),
    )
    return history_chart(WORDS, "År", SHARE, shown)


def cells(chart: Chart) -> list[tuple[object, ...]]:
    return [(row.head, *row.cells) for row in chart.twin.rows]


@pytest.mark.parametrize("make", [months, bridge, history])
def test_drawing_has_no_script_and_no_inline_style(make: object) -> None:
    assert callable(make)
    chart: Chart = make()
    for spec in (chart.wide, chart.narrow):
        drawn = svg(spec, "nb")
        assert drawn.startswith("<svg")
        assert "<script" not in drawn
        assert "style=" not in drawn


def test_words_of_a_user_are_text_in_the_drawing() -> None:
    chart = columns_chart(WORDS, "Måned", MONEY, [("<script>alert(1)</script>", 100)])
    assert "<script" not in svg(chart.wide, "nb")


def test_table_beside_has_the_same_exact_values() -> None:
    assert cells(months()) == [("jan", 10_000_000), ("feb", None), ("mar", 220_000_000)]
    assert cells(history())[1:] == [("2026", Decimal("49.8"), None, None), ("2027", None, Decimal(55), None)]


def test_bridge_ends_with_the_sum_of_its_steps() -> None:
    assert cells(bridge())[-1] == ("Prognose", 381_480_000_000)


def test_numbers_are_written_in_the_readers_language() -> None:
    assert "49,8" in svg(history().wide, "nb")
    assert "49.8" in svg(history().wide, "en")


def test_picture_for_formats_without_vectors() -> None:
    assert png(months().wide, "nb").startswith(b"\x89PNG")


def test_page_shows_both_drawings_their_words_and_the_table() -> None:
    with override("nb"):
        html = Template("{% chart chart %}").render(Context({"chart": history()}))
    assert html.count("<svg") == 2
    assert 'aria-label="Merforbruket vokste fra 100 til 2 200."' in html
    assert "<table" in html
