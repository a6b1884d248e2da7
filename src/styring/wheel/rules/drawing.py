"""The wheel as SVG: pure text from a `Picture`, with classes for colours and nothing but geometry in the attributes.

The large drawing has labels, and links in reading order: the running band, the hub, the months, then every activity by
date. The small one has the months as its links; the list beside it has the rest.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from styring.wheel.rules.geometry import (
    Box,
    Circle,
    Point,
    angle,
    arc,
    is_lower_half,
    place,
    sector,
    text_arc,
    text_width,
    within,
    written,
)
from styring.wheel.rules.layout import LABEL, LINE, MIDDLE, MINI, SUB, WIDE, labels, laid_out
from styring.wheel.rules.states import State
from styring.wheel.rules.stations import RINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.wheel.rules.layout import Canvas, Label, Layout, Placed
    from styring.wheel.rules.stations import Mark, Picture

CLASSES = {
    State.LATE: "w-is-forsinket",
    State.SOON: "w-is-snart",
    State.RUNNING: "w-is-pagar",
    State.COMING: "w-is-kommer",
    State.DONE: "w-is-ferdig",
    State.TREATED: "w-is-ferdig",
    State.CANCELLED: "w-is-hviler",
    State.RESTING: "w-is-hviler",
}
_CHECK = '<path class="w-mark" d="M-.45 .05L-.12 .38L.47 -.34"/>'
GLYPHS = {
    State.LATE: '<path class="w-mark" d="M0 -.52V.14M0 .46V.5"/>',
    State.SOON: '<path class="w-mark" d="M0 -.52V.06L.36 .3"/>',
    State.RUNNING: '<path class="w-fill" d="M0 -.98A.98 .98 0 0 1 0 .98Z"/>',
    State.COMING: "",
    State.DONE: _CHECK,
    State.TREATED: _CHECK,
    State.CANCELLED: '<path class="w-mark" d="M-.35 -.35L.35 .35M.35 -.35L-.35 .35"/>',
    State.RESTING: '<path class="w-mark" d="M-.4 0H.4"/>',
}
"""Marks inside a circle of radius 1, one for each state."""

OCTAGON = '<path class="w-shape" d="M-.42 -1H.42L1 -.42V.42L.42 1H-.42L-1 .42V-.42Z"/>'
_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'


def wide_wheel(picture: Picture) -> str:
    """The drawing for wide windows and print."""
    return _large(picture, WIDE, "w")


def middle_wheel(picture: Picture) -> str:
    """The drawing for windows around 1000 px: smaller, with the text in the same size."""
    return _large(picture, MIDDLE, "n")


def mini_wheel(picture: Picture, name: str = "v") -> str:
    """The drawing for phones and panels: no labels, the twelve months as links. ``name`` keeps several apart."""
    months = (
        f'<a href="{picture.month_address}#m{month:02}" class="w-monthlink" '
        f'aria-label="{escape(picture.words.go_to_month(picture.words.months[month - 1]))}">'
        f"{_mini_month(picture, MINI, month)}</a>"
        for month in range(1, 13)
    )
    hub = f'<a href="{escape(picture.hub.address)}" class="w-hub">{_mini_hub(picture, MINI)}</a>'
    return _small(picture, f'role="group" aria-labelledby="{name}t"', f'<title id="{name}t">', [*months, hub])


def plain_wheel(picture: Picture, name: str = "p") -> str:
    """The small drawing as a picture alone, with no links, for those who have not signed in."""
    months = (_mini_month(picture, MINI, month) for month in range(1, 13))
    hub = f'<g class="w-hub">{_mini_hub(picture, MINI)}</g>'
    return _small(picture, f'role="img" aria-labelledby="{name}t"', f'<title id="{name}t">', [*months, hub])


def _small(picture: Picture, role: str, title: str, last: list[str]) -> str:
    canvas = MINI
    layout = laid_out(picture, canvas)
    size = written(canvas.width)
    nodes = (
        f'<g class="{CLASSES[one.station.state]}">{_node(canvas.circle(one.radius).at(one.degrees), 4, one)}</g>'
        for one in layout.placed
        if one.station.is_named
    )
    parts = [
        f'<svg class="wheel wheel--mini" viewBox="0 0 {size} {size}" {role} {_XMLNS}>',
        f"{title}{escape(picture.words.title)}</title>",
        *_frame(layout, canvas, picture.year),
        *_arcs(picture, layout, canvas),
        *nodes,
        _hand(picture, canvas, canvas.hub),
        *last,
        "</svg>",
    ]
    return "\n".join(parts)


def _large(picture: Picture, canvas: Canvas, name: str) -> str:
    layout = laid_out(picture, canvas)
    halves = _half_names(picture, canvas)
    found = labels(layout, canvas, [box for _text, box in halves])
    words = picture.words
    size = f"{written(canvas.width)} {written(canvas.height)}"
    parts = [
        f'<svg class="wheel" viewBox="0 0 {size}" role="group" aria-labelledby="{name}t {name}d" {_XMLNS}>',
        f'<title id="{name}t">{escape(words.title)}</title><desc id="{name}d">{escape(words.description)}</desc>',
        *_frame(layout, canvas, picture.year),
        *_ring_guides(picture, layout, canvas, name),
        *_bands(picture, canvas, name),
        _hub(picture, canvas),
        *(_month(picture, canvas, month, name) for month in range(1, 13)),
        *(_leader(label, canvas) for label in found),
        *(_drop(label.placed, canvas) for label in found),
        *_arcs(picture, layout, canvas),
        *_ring_names(picture, name),
        _hand(picture, canvas, canvas.hub + canvas.band + 6),
        _hand_tip(picture, canvas),
        *_links(picture, layout, canvas, found),
        *(text for text, _box in halves),
        "</svg>",
    ]
    return "\n".join(parts)


def _frame(layout: Layout, canvas: Canvas, year: int) -> Iterable[str]:
    """The two halves, a white line under each ring, and a spoke at the beginning of each month."""
    hub, rim = canvas.circle(canvas.hub), canvas.circle(canvas.radius - canvas.rim)
    yield f'<path class="w-half w-half--dok" d="{sector(hub, rim, 0, 180)}"/>'
    yield f'<path class="w-half w-half--bes" d="{sector(hub, rim, 180, 360)}"/>'
    x, y = written(canvas.middle.x), written(canvas.middle.y)
    for ring in layout.rings.values():
        yield f'<circle class="w-ringline" cx="{x}" cy="{y}" r="{written(ring.inner)}"/>'
    innermost = canvas.circle(layout.rings[RINGS[-1]].inner)
    for month in range(1, 13):
        degrees = angle(date(year, month, 1), year)
        shape = "w-spoke w-spoke--axis" if month in {1, 7} else "w-spoke"
        yield f'<path class="{shape}" d="M{place(innermost.at(degrees))}L{place(rim.at(degrees))}"/>'


def _month_angles(year: int, month: int) -> tuple[float, float]:
    end = 360.0 if month == 12 else angle(date(year, month + 1, 1), year)  # noqa: PLR2004 - December
    return angle(date(year, month, 1), year), end


def _month_when(picture: Picture, month: int) -> str:
    here, now = (picture.year, month), (picture.today.year, picture.today.month)
    if here == now:
        return "now"
    return "past" if here < now else "next"


def _month_field(picture: Picture, canvas: Canvas, month: int) -> str:
    start, end = _month_angles(picture.year, month)
    field = sector(canvas.circle(canvas.radius - canvas.rim), canvas.circle(canvas.radius), start + 0.25, end - 0.25)
    return f'<path class="w-month w-month--{_month_when(picture, month)}" d="{field}"/>'


def _month(picture: Picture, canvas: Canvas, month: int, name: str) -> str:
    start, end = _month_angles(picture.year, month)
    when, label = _month_when(picture, month), picture.words.months[month - 1]
    text = picture.words.today if when == "now" else label[:1].upper() + label[1:]
    radius = canvas.radius - canvas.rim / 2 + (4.5 if is_lower_half((start + end) / 2) else -4.5)
    return (
        f'<a href="{picture.month_address}#m{month:02}" class="w-monthlink">{_month_field(picture, canvas, month)}'
        f'<path id="{name}m{month}" class="w-guide" d="{text_arc(canvas.circle(radius), start, end)}"/>'
        f'<text class="w-monthname w-monthname--{when}">{_along(f"{name}m{month}", text)}</text></a>'
    )


def _along(guide: str, text: str) -> str:
    return f'<textPath href="#{guide}" startOffset="50%">{escape(text)}</textPath>'


def _mini_month(picture: Picture, canvas: Canvas, month: int) -> str:
    start, end = _month_angles(picture.year, month)
    x, y = canvas.circle(canvas.radius - canvas.rim / 2).at((start + end) / 2)
    name, when = picture.words.months[month - 1], _month_when(picture, month)
    return (
        f"{_month_field(picture, canvas, month)}"
        f'<text class="w-monthname w-monthname--{when}" x="{written(x)}" y="{written(y + 4.5)}">'
        f"{escape(name[:1].upper())}</text>"
    )


def _arcs(picture: Picture, layout: Layout, canvas: Canvas) -> Iterable[str]:
    for one in layout.placed:
        start, end = one.station.span(picture.year)
        if end - start > 0.8:  # noqa: PLR2004 - a shorter one hides under its node
            shape = arc(canvas.circle(one.radius), start, end)
            yield f'<path class="w-arc {CLASSES[one.station.state]}" d="{shape}"/>'


def _ring_guides(picture: Picture, layout: Layout, canvas: Canvas, name: str) -> Iterable[str]:
    """Where the ring's name is written: early in July, when the year is quietest, in a lane that is free there."""
    for ring, where in layout.rings.items():
        busy = {
            one.radius
            for one in layout.placed
            if one.station.ring == ring and _is_under_the_name(one.station.span(picture.year))
        }
        free = [radius for radius in where.lane_radii if radius not in busy] or [where.inner]
        middle = (where.inner + where.outer) / 2
        radius = min(free, key=lambda lane: abs(lane - middle)) + 4
        yield f'<path id="{name}r{ring}" class="w-guide" d="{text_arc(canvas.circle(radius), 182, 225)}"/>'


def _is_under_the_name(span: tuple[float, float]) -> bool:
    return span[0] < 226 and span[1] > 182  # noqa: PLR2004 - the angles of the ring's name


def _ring_names(picture: Picture, name: str) -> Iterable[str]:
    for ring in RINGS:
        yield f'<text class="w-ringname">{_along(f"{name}r{ring}", picture.words.rings[ring])}</text>'


def _bands(picture: Picture, canvas: Canvas, name: str) -> Iterable[str]:
    """The running processes as arrows around the hub, each with its name along it."""
    middle = canvas.hub + canvas.band / 2 + 2
    share = 360 / max(1, len(picture.bands))
    for number, band in enumerate(picture.bands):
        start, end = number * share - share * 0.54, number * share + share * 0.43
        turn = 4.2 if is_lower_half((start + end) / 2) else -4.2
        guide = text_arc(canvas.circle(middle + turn), start + 1, end - 1)
        yield (
            f'<a href="{escape(band.address)}" class="w-run">'
            f'<path class="w-runband" d="{_arrow(canvas.circle(middle), start, end)}"/>'
            f'<path id="{name}b{number}" class="w-guide" d="{guide}"/>'
            f'<text class="w-runname">{_along(f"{name}b{number}", band.title)}</text></a>'
        )


def _arrow(circle: Circle, start: float, end: float) -> str:
    """A bent arrow 26 wide: out along the outer side, the tip, back along the inner side, the notch."""
    outer, inner, head = circle.with_radius(circle.radius + 13), circle.with_radius(circle.radius - 13), 7.5
    tip, notch = place(circle.at(end + 0.5)), place(circle.at(start + head))
    return f"{arc(outer, start, end - head)}L{tip}{arc(inner, end - head, start, lead='L')}L{notch}Z"


def _hub(picture: Picture, canvas: Canvas) -> str:
    x, y = canvas.middle
    shown = picture.hub.lines
    first = y - 9 * (len(shown) - 1) + 5
    lines = " ".join(
        f'<text class="w-hubtext{" w-hubtext--lead" if number == 0 else ""}" x="{written(x)}" '
        f'y="{written(first + number * 19)}">{escape(line)}</text>'
        for number, line in enumerate(shown)
    )
    circle = f'<circle cx="{written(x)}" cy="{written(y)}" r="{written(canvas.hub - 4)}"/>'
    return f'<a href="{escape(picture.hub.address)}" class="w-hub">{circle}{lines}</a>'


def _mini_hub(picture: Picture, canvas: Canvas) -> str:
    x, y = canvas.middle
    words = picture.hub.title.split(" ", 1)
    first = y + 4 - 7.5 * (len(words) - 1)
    lines = " ".join(
        f'<text class="w-hubtext w-hubtext--mini" x="{written(x)}" y="{written(first + number * 15)}">'
        f"{escape(word)}</text>"
        for number, word in enumerate(words)
    )
    return f'<circle cx="{written(x)}" cy="{written(y)}" r="{written(canvas.hub - 2)}"/>{lines}'


def _leader(label: Label, canvas: Canvas) -> str:
    """From the rim at the node's angle to the label, so that the eye finds the way."""
    degrees, state = label.placed.degrees, label.placed.station.state
    start, knee = (canvas.circle(canvas.radius + out).at(degrees) for out in (3, 11))
    end = Point(label.begin.x - label.side * 5, label.begin.y)
    return f'<path class="w-leader {CLASSES[state]}" d="M{place(start)}L{place(knee)}L{place(end)}"/>'


def _drop(one: Placed, canvas: Canvas) -> str:
    inner, outer = canvas.circle(one.radius).at(one.degrees), canvas.circle(canvas.radius - canvas.rim).at(one.degrees)
    return f'<path class="w-drop {CLASSES[one.station.state]}" d="M{place(inner)}L{place(outer)}"/>'


def _hand(picture: Picture, canvas: Canvas, inner: float) -> str:
    """The hand that points at today; no hand in other years."""
    if picture.today.year != picture.year:
        return ""
    degrees = angle(picture.today, picture.year)
    start, end = canvas.circle(inner).at(degrees), canvas.circle(canvas.radius - canvas.rim).at(degrees)
    return f'<path class="w-hand" d="M{place(start)}L{place(end)}"/>'


def _hand_tip(picture: Picture, canvas: Canvas) -> str:
    if picture.today.year != picture.year:
        return ""
    degrees = angle(picture.today, picture.year)
    rim, back = canvas.circle(canvas.radius - canvas.rim), canvas.circle(canvas.radius - canvas.rim - 10)
    foot = canvas.circle(canvas.hub + canvas.band + 6).at(degrees)
    notch = f"M{place(rim.at(degrees))}L{place(back.at(degrees - 1.5))}L{place(back.at(degrees + 1.5))}Z"
    return (
        f'<circle class="w-handtip" cx="{written(foot.x)}" cy="{written(foot.y)}" r="4"/>'
        f'<path class="w-notch" d="{notch}"/>'
    )


def _node(where: Point, radius: float, one: Placed) -> str:
    state = one.station.state
    shape = OCTAGON if state is State.LATE else '<circle r="1"/>'
    move = f"translate({place(where)}) scale({written(radius)})"
    return f'<g class="w-node" transform="{move}">{shape}{GLYPHS[state]}</g>'


def _links(picture: Picture, layout: Layout, canvas: Canvas, found: list[Label]) -> Iterable[str]:
    """Every activity as a link, in the order of the year: large nodes with their labels, and dots."""
    label_of = {label.placed.station: label for label in found}
    links = []
    for one in layout.placed:
        label = label_of.get(one.station)
        if label:
            links.append((one.station.anchor.due_on, _station(picture, canvas, label, layout.pitch)))
        links += [
            (mark.due_on, _dot(picture, canvas, one, mark))
            for mark in one.station.marks
            if mark.due_on.year == picture.year and not (label and mark is one.station.anchor)
        ]
    return [text for _due, text in sorted(links)]


def _dot(picture: Picture, canvas: Canvas, one: Placed, mark: Mark) -> str:
    x, y = canvas.circle(one.radius).at(within(angle(mark.due_on, picture.year)))
    at = f'cx="{written(x)}" cy="{written(y)}"'
    said = f"{mark.title} · {picture.words.short_day(mark.due_on)} · {picture.words.states[mark.state]}"
    return (
        f'<a href="{escape(mark.address)}" class="w-dot {CLASSES[mark.state]}"><title>{escape(said)}</title>'
        f'<circle class="w-hit" {at} r="9"/><circle {at} r="4"/></a>'
    )


def _station(picture: Picture, canvas: Canvas, label: Label, pitch: float) -> str:
    one, station, side = label.placed, label.placed.station, label.side
    x, top = label.begin.x + side * 2, label.begin.y - label.height / 2
    way = "start" if side > 0 else "end"
    names = " ".join(
        f'<text class="w-label" text-anchor="{way}" x="{written(x)}" y="{written(top + 13 + LINE * number)}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(label.lines)
    )
    said = _said_of(picture, one)
    below = written(top + 11 + LINE * len(label.lines))
    sub = (
        f'<text class="w-sub {CLASSES[station.state]}" text-anchor="{way}" x="{written(x)}" y="{below}">'
        f"{escape(said)}</text>"
    )
    width = max([text_width(line, LABEL) for line in label.lines] + [text_width(said, SUB)]) + 8
    left = x - 4 if side > 0 else x - width + 4
    hit = (
        f'<rect class="w-hit" x="{written(left)}" y="{written(top - 2)}" width="{written(width)}" '
        f'height="{written(label.height + 4)}" rx="4"/>'
    )
    node = _node(canvas.circle(one.radius).at(one.degrees), min(8.5, pitch * 0.62), one)
    return (
        f'<a href="{escape(station.anchor.address)}" class="w-station {CLASSES[station.state]}">'
        f"{hit}{node}{names} {sub}</a>"
    )


def _said_of(picture: Picture, one: Placed) -> str:
    words, station = picture.words, one.station
    when = words.short_day(station.next_due)
    if station.state is State.RESTING and station.anchor.next_year:
        when = words.next_time(station.anchor.next_year)
    return f"{when} · {words.states[station.state]}"


def _half_names(picture: Picture, canvas: Canvas) -> list[tuple[str, Box]]:
    """The names of the two halves in the upper corners, and the room they take."""
    drawn = []
    for (name, years), side in ((picture.words.decision, ""), (picture.words.documentation, " w-halfname--r")):
        x = written(canvas.width) if side else "0"
        text = (
            f'<g class="w-halfname{side}"><text x="{x}" y="26" class="w-halfname__a">{escape(name)}</text>'
            f'<text x="{x}" y="47" class="w-halfname__b">{escape(years)}</text></g>'
        )
        wide = text_width(years, 13)
        drawn.append((text, Box(canvas.width - wide, 8, canvas.width, 50) if side else Box(0, 8, wide, 50)))
    return drawn
