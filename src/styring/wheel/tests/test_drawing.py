from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styring.wheel.rules.drawing import middle_wheel, mini_wheel, plain_wheel, wide_wheel
from styring.wheel.rules.geometry import TooTightError, lanes, spread
from styring.wheel.rules.layout import MIDDLE, WIDE, labels, laid_out
from styring.wheel.rules.states import State
from styring.wheel.rules.stations import RINGS, Band, Hub, Mark, Picture, Station, Words
from styring.wheel.rules.timeline import NARROW, timeline
from styring.wheel.rules.timeline import WIDE as WIDE_SHEET

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.wheel.rules.layout import Canvas

WORDS = Words(
    title="Årshjulet 2026",
    description="Året & alt det har",
    months=["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
            "desember"],
    today="I dag 6. november",
    rings={ring: ring.upper() for ring in RINGS},
    states={state: state.value for state in State},
    decision=("Beslutning", "Neste fire år"),
    documentation=("Dokumentasjon", "Året som gikk"),
    next_time=lambda year: f"neste {year}",
    go_to_month=lambda month: f"Gå til {month}",
    short_day=lambda day: f"{day.day}.{day.month}.",
)  # fmt: skip
DAY = date(2026, 11, 6)
FIRST = date(2026, 1, 1)


def mark(key: str, starts: date, due: date, state: State = State.COMING) -> Mark:
    return Mark(key, f"Aktivitet <{key}>", starts, due, state, f"/aktivitet/{key}/")


def station(number: int, start: int, length: int, ring: str = "document", state: State = State.COMING) -> Station:
    begins = FIRST + timedelta(days=start)
    one = mark(f"A{number}", begins, begins + timedelta(days=length), state)
    return Station(f"Prosess nummer {number} & co", ring, (one,), one)


def picture(*stations: Station) -> Picture:
    bands = (Band("Driftsrapportering", "/drift/"), Band("Resultatoppfølging", "/resultat/"))
    return Picture(2026, DAY, stations, Hub("Felles målekart", "/maal/", "26 av 27 mål"), bands, WORDS)


FEW = picture(station(1, 20, 40), station(2, 200, 60, "economy", State.LATE), station(3, 30, 40, "survey"))


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text


def links(svg: str) -> list[str]:
    return [one.attrib["href"] for one in parsed(svg).iter("{http://www.w3.org/2000/svg}a")]


@pytest.mark.parametrize("draw", [wide_wheel, middle_wheel, mini_wheel, plain_wheel])
def test_drawing_is_well_formed_and_empty_or_full(draw: Callable[[Picture], str]) -> None:
    assert all(parsed(draw(drawn)).attrib["viewBox"] for drawn in (FEW, picture()))


def test_links_stand_in_reading_order() -> None:
    order = links(wide_wheel(FEW))
    assert order[:3] == ["/drift/", "/resultat/", "/maal/"]
    assert order[3:15] == [f"#m{month:02}" for month in range(1, 13)]
    assert order[15:] == ["/aktivitet/A1/", "/aktivitet/A3/", "/aktivitet/A2/"]


def test_small_drawing_has_the_months_and_the_hub_and_the_plain_one_no_links() -> None:
    assert len(links(mini_wheel(FEW))) == 13
    assert links(plain_wheel(FEW)) == []


def test_late_is_said_by_shape_word_and_colour() -> None:
    svg = wide_wheel(FEW)
    assert "w-is-forsinket" in svg
    assert "w-shape" in svg
    assert "late</text>" in svg


def test_texts_are_escaped() -> None:
    assert "Aktivitet &lt;A1&gt;" in timeline(FEW, WIDE_SHEET, "t")
    assert '<desc id="wd">Året &amp; alt det har</desc>' in wide_wheel(FEW)


def test_hand_points_at_today_only_in_its_year() -> None:
    assert "w-hand" in wide_wheel(FEW)
    assert "w-hand" not in wide_wheel(replace(FEW, year=2027))


def test_resting_process_says_when_it_comes_next() -> None:
    resting = replace(mark("A1", FIRST, FIRST, State.RESTING), next_year=2027)
    assert "neste 2027 · resting" in wide_wheel(picture(Station("Undersøkelse", "survey", (resting,), resting)))


def test_process_between_two_milestones_is_under_way_and_names_the_next_deadline() -> None:
    first, second = mark("A", FIRST, date(2026, 3, 1), State.DONE), mark("B", FIRST, date(2026, 12, 1))
    process = Station("Prosess", "document", (first, second), first)
    assert (process.state, process.next_due) == (State.RUNNING, date(2026, 12, 1))


stations = st.lists(
    st.builds(
        station,
        st.integers(1, 999),
        st.integers(-30, 360),
        st.integers(0, 120),
        st.sampled_from(RINGS),
        st.sampled_from(list(State)),
    ),
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(stations, st.sampled_from([WIDE, MIDDLE]))
def test_labels_never_overlap_however_many_there_are(found: list[Station], canvas: Canvas) -> None:
    boxes = [label.box for label in labels(laid_out(picture(*found), canvas), canvas)]
    assert not any(one.overlaps(other) for number, one in enumerate(boxes) for other in boxes[number + 1 :])


@settings(max_examples=40, deadline=None)
@given(stations)
def test_arcs_of_a_lane_never_meet(found: list[Station]) -> None:
    drawn = picture(*found)
    for ring in RINGS:
        members, chosen = drawn.lanes_of(ring, 3.2)
        for lane in set(chosen):
            spans = [one.span(2026) for one, where in zip(members, chosen, strict=True) if where == lane]
            assert all(early[1] < late[0] for early, late in pairwise(spans))


@settings(max_examples=20, deadline=None)
@given(stations)
def test_drawings_of_any_year_are_well_formed(found: list[Station]) -> None:
    drawn = picture(*found)
    for svg in (wide_wheel(drawn), mini_wheel(drawn), timeline(drawn, WIDE_SHEET, "t"), timeline(drawn, NARROW, "n")):
        assert parsed(svg).tag.endswith("svg")


def test_when_names_have_no_room_the_done_give_way_to_the_late() -> None:
    crowd = [station(number, 300, 2, state=State.DONE) for number in range(40)]
    late = station(99, 300, 3, state=State.LATE)
    shown = [label.placed.station for label in labels(laid_out(picture(*crowd, late), WIDE), WIDE)]
    assert late in shown
    assert len(shown) < 41


heights = st.lists(st.tuples(st.floats(0, 500), st.floats(5, 40)), min_size=1, max_size=10)


@given(heights)
def test_boxes_keep_their_order_and_room(boxes: list[tuple[float, float]]) -> None:
    wanted, tall = [one[0] for one in boxes], [one[1] for one in boxes]
    middles = spread(wanted, tall, 2, (0, 600))
    edges = [(middle - high / 2, middle + high / 2) for middle, high in zip(middles, tall, strict=True)]
    assert all(below[0] >= above[1] + 2 - 1e-6 for above, below in pairwise(edges))
    assert middles[0] - tall[0] / 2 >= -1e-6


def test_boxes_with_too_little_room_are_refused() -> None:
    with pytest.raises(TooTightError):
        spread([1, 2], [60, 60], 5, (0, 100))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=30))
def test_as_few_lanes_as_the_most_at_once(spans: list[tuple[int, int]]) -> None:
    ordered = sorted((start, start + length) for start, length in spans)
    most = max((sum(a <= start < b + 3 for a, b in ordered if a <= start) for start, _end in ordered), default=0)
    assert len(set(lanes(ordered, 3))) <= max(most, 0)


def test_timeline_names_every_activity_and_today() -> None:
    svg = timeline(FEW, WIDE_SHEET, "t")
    assert set(links(svg)) == {"/aktivitet/A1/", "/aktivitet/A2/", "/aktivitet/A3/"}
    assert "I dag 6. november" in svg
    assert "t-today" not in timeline(replace(FEW, year=2027), WIDE_SHEET, "t")
