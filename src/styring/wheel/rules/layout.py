"""Where everything of the drawing lies: radii of the rings, each station's node, and its label outside the rim."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.wheel.rules.geometry import (
    Box,
    Circle,
    Point,
    TooTightError,
    angle,
    is_right_half,
    spread,
    text_width,
    within,
    wrapped,
)
from styring.wheel.rules.states import State
from styring.wheel.rules.stations import RINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.wheel.rules.stations import Picture, Station

LABEL, SUB, LINE = 14, 12, 18
"""Sizes of a label's text and of the line under it, and from one line to the next."""

_GAP = 7
_RING_GAP = 5
_NARROWEST = 64
"""No label begins nearer the axis than this, so that the two sides never meet."""


@dataclass(frozen=True)
class Canvas:
    """The size of a drawing: the box, the wheel's radius, the hub, the running band around it and the months' rim."""

    width: float
    height: float
    radius: float
    hub: float
    band: float
    rim: float
    lane_pad: float

    @property
    def middle(self) -> Point:
        """The middle of the wheel."""
        return Point(self.width / 2, self.height / 2 + (4 if self.band else 0))

    def circle(self, radius: float) -> Circle:
        """A circle about the middle."""
        return Circle(self.middle, radius)


WIDE = Canvas(1240, 700, 316, hub=74, band=32, rim=30, lane_pad=3.2)
MIDDLE = Canvas(980, 712, 272, hub=74, band=32, rim=30, lane_pad=3.2)
MINI = Canvas(344, 344, 170, hub=40, band=0, rim=26, lane_pad=5)


@dataclass(frozen=True)
class Placed:
    """A station's node: the radius of its lane and the angle of its anchor."""

    station: Station
    radius: float
    degrees: float


@dataclass(frozen=True)
class RingPlace:
    """A ring: its inner and outer radius, and the radius of each lane from the rim inwards."""

    inner: float
    outer: float
    lane_radii: Sequence[float]


@dataclass(frozen=True)
class Layout:
    """The rings, and every station in its lane; ``pitch`` is the width of a lane."""

    rings: dict[str, RingPlace]
    placed: Sequence[Placed]
    pitch: float


@dataclass(frozen=True)
class Label:
    """A station's name beside the rim: its lines, the middle of their height, where they begin, and which way."""

    placed: Placed
    side: int
    lines: Sequence[str]
    begin: Point
    height: float

    @property
    def width(self) -> float:
        """How wide its widest line is."""
        return max(text_width(line, LABEL) for line in self.lines) + 4

    @property
    def box(self) -> Box:
        """The room it takes."""
        x, y = self.begin
        left, right = (x, x + self.width) if self.side > 0 else (x - self.width, x)
        return Box(left, y - self.height / 2, right, y + self.height / 2)


def laid_out(picture: Picture, canvas: Canvas) -> Layout:
    """Give each ring as many lanes as it needs and share the wheel's thickness among all lanes."""
    chosen = {ring: picture.lanes_of(ring, canvas.lane_pad) for ring in RINGS}
    counts = {ring: max(found, default=0) + 1 for ring, (_stations, found) in chosen.items()}
    outer, inner = canvas.radius - canvas.rim - 2, canvas.hub + canvas.band + 4
    pitch = (outer - inner - 2 * _RING_GAP * len(RINGS)) / sum(counts.values())
    rings: dict[str, RingPlace] = {}
    for ring in RINGS:
        bottom = outer - 2 * _RING_GAP - pitch * counts[ring]
        radii = [outer - _RING_GAP - pitch * (lane + 0.5) for lane in range(counts[ring])]
        rings[ring] = RingPlace(bottom, outer, radii)
        outer = bottom
    placed = [
        Placed(station, rings[ring].lane_radii[lane], _node_angle(station, picture.year))
        for ring, (stations, found) in chosen.items()
        for station, lane in zip(stations, found, strict=True)
    ]
    return Layout(rings, placed, pitch)


def _node_angle(station: Station, year: int) -> float:
    return min(358.5, within(angle(station.anchor.due_on, year)))


def labels(layout: Layout, canvas: Canvas, taken: Sequence[Box] = ()) -> list[Label]:
    """A label for each named station, none upon another or upon what is taken.

    When a side has more names than room, those that ask least of people go without, the done before the open.
    """
    named = [one for one in layout.placed if one.station.is_named]
    return [label for side in (1, -1) for label in _side(_of_side(named, side), side, canvas, taken)]


def _of_side(named: Sequence[Placed], side: int) -> list[Placed]:
    mine = [one for one in named if is_right_half(one.degrees) == (side == 1)]
    return sorted(mine, key=lambda one: side * one.degrees)


def _side(mine: list[Placed], side: int, canvas: Canvas, taken: Sequence[Box]) -> list[Label]:
    while mine:
        try:
            found = _placed_labels(mine, side, canvas)
        except TooTightError:
            found = []
        if found and not _collide([*(label.box for label in found), *taken]):
            return found
        mine = [one for one in mine if one is not min(mine, key=_importance)]
    return []


_ORDER = list(State)


def _importance(one: Placed) -> tuple[int, float]:
    """What asks most of people is kept longest; of equals, what comes latest in the year."""
    return -_ORDER.index(one.station.state), one.degrees


def _placed_labels(mine: Sequence[Placed], side: int, canvas: Canvas) -> list[Label]:
    rim = canvas.circle(canvas.radius + 30)
    width = min(238, canvas.width / 2 - canvas.radius - 34)
    lines = [wrapped(one.station.title, LABEL, width) for one in mine]
    heights = [LINE * len(some) + 15 for some in lines]
    wanted = [rim.at(one.degrees).y for one in mine]
    middles = spread(wanted, heights, _GAP, (8, canvas.height - 4))
    return [
        Label(one, side, some, Point(canvas.middle.x + side * _reach(one, y, canvas), y), height)
        for one, some, y, height in zip(mine, lines, middles, heights, strict=True)
    ]


def _reach(one: Placed, y: float, canvas: Canvas) -> float:
    """How far from the axis a label begins: along a circle outside the rim, and never upon its own leader."""
    middle = canvas.middle
    along = math.sqrt(max(0.0, (canvas.radius + 26) ** 2 - (y - middle.y) ** 2))
    foot = canvas.circle(canvas.radius + 11).at(one.degrees)
    is_pushed_out = abs(y - middle.y) > abs(foot.y - middle.y)
    return max(along, _NARROWEST, abs(foot.x - middle.x) + 9 if is_pushed_out else 0)


def _collide(boxes: Sequence[Box]) -> bool:
    return any(one.overlaps(other) for number, one in enumerate(boxes) for other in boxes[number + 1 :])
