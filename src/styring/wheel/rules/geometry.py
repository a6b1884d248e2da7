"""The geometry of a year drawn as a circle: angles, arcs, lanes and labels that never collide; numbers in, numbers out.

One turn is a calendar year, 1 January at twelve o'clock, clockwise, so that the right half is January to June. Angles
are degrees from twelve o'clock; lengths are the drawing's own units.
"""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FULL_TURN = 360.0
LAST_DEGREE = 359.5
_QUARTER, _THREE_QUARTERS, _HALF = 90, 270, 180
_NARROW, _WIDE = frozenset("iljt.,:;|!'()[]fIr "), frozenset("mwMWÆØÅ-")


class Point(NamedTuple):
    """A place on the drawing, from its upper left corner."""

    x: float
    y: float


class Circle(NamedTuple):
    """A circle's middle and radius."""

    middle: Point
    radius: float

    def at(self, degrees: float) -> Point:
        """The point of the circle at an angle.

        >>> Circle(Point(0, 0), 10).at(90)
        Point(x=10.0, y=0.0)
        """
        turned = math.radians(degrees - _QUARTER)
        return Point(self.middle.x + self.radius * math.cos(turned), self.middle.y + self.radius * math.sin(turned))

    def with_radius(self, radius: float) -> Circle:
        """Another circle about the same middle."""
        return Circle(self.middle, radius)


def angle(day: date, year: int) -> float:
    """Where a day lies in a year, in degrees from twelve o'clock; days of other years lie outside 0 to 360.

    >>> angle(date(2026, 1, 1), 2026), round(angle(date(2026, 7, 2), 2026))
    (0.0, 180)
    """
    first = date(year, 1, 1)
    return FULL_TURN * (day - first).days / (date(year + 1, 1, 1) - first).days


def within(degrees: float) -> float:
    """An angle held inside the year's turn."""
    return min(LAST_DEGREE, max(0.0, degrees))


def is_lower_half(degrees: float) -> bool:
    """Does a text along the circle at this angle have to run the other way to stand upright?"""
    return _QUARTER < degrees % FULL_TURN < _THREE_QUARTERS


def is_right_half(degrees: float) -> bool:
    """Does an angle lie to the right of the axis?"""
    return degrees < _HALF


def written(number: float) -> str:
    """A number with at most one decimal, as short as it can be.

    >>> written(12.0), written(3.14159)
    ('12', '3.1')
    """
    return f"{number:.1f}".rstrip("0").rstrip(".")


def place(point: Point) -> str:
    """A point as in a path."""
    return f"{written(point.x)} {written(point.y)}"


def arc(circle: Circle, start: float, end: float, lead: str = "M") -> str:
    """A path along a circle from one angle to another, against the clock when the end is less than the start."""
    radius, large, sweep = written(circle.radius), int(abs(end - start) > _HALF), int(end >= start)
    return f"{lead}{place(circle.at(start))}A{radius} {radius} 0 {large} {sweep} {place(circle.at(end))}"


def sector(inner: Circle, outer: Circle, start: float, end: float) -> str:
    """A path around a piece of a ring."""
    return f"{arc(outer, start, end)}{arc(inner, end, start, lead='L')}Z"


def text_arc(circle: Circle, start: float, end: float) -> str:
    """A path for text along a circle, turned where it would stand on its head."""
    return arc(circle, end, start) if is_lower_half((start + end) / 2) else arc(circle, start, end)


def text_width(text: str, size: float) -> float:
    """How wide a text is in a humanist sans, rather too wide than too narrow."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.32
    if letter in _WIDE:
        return 0.9
    return 0.67 if letter.isupper() else 0.565


def wrapped(text: str, size: float, width: float) -> list[str]:
    """A text in lines no wider than a width, as far as its words allow.

    >>> wrapped("Medbestemmelse og drøfting", 14, 120)
    ['Medbestemmelse', 'og drøfting']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def lanes(spans: Iterable[tuple[float, float]], pad: float) -> list[int]:
    """A lane for each span, so that no two in a lane come nearer than the pad; as few lanes as can be.

    The spans are given in order of their start (greedy interval colouring).

    >>> lanes([(0, 10), (5, 20), (14, 30)], pad=3)
    [0, 1, 0]
    """
    ends: list[float] = []
    chosen = []
    for start, end in spans:
        free = next((lane for lane, last in enumerate(ends) if start >= last + pad), len(ends))
        ends[free : free + 1] = [end]
        chosen.append(free)
    return chosen


class TooTightError(ValueError):
    """There is less room than the boxes need."""


def spread(wanted: Sequence[float], heights: Sequence[float], gap: float, room: tuple[float, float]) -> list[float]:
    """Middles for boxes that keep their order and do not overlap, moved as little as can be from where they want to be.

    Pool adjacent violators: "no overlap" is turned into "never falling" by taking away each box's distance from the
    first, and neighbours out of order are pooled at their mean.

    >>> spread([10, 12], [10, 10], 2, (0, 100))
    [5.0, 17.0]

    Raises:
        TooTightError: the room is too low for them all.
    """
    if not wanted:
        return []
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + gap)
    pooled = _never_falling([want - offset for want, offset in zip(wanted, offsets, strict=True)])
    lowest, highest = room[0] + heights[0] / 2, room[1] - heights[-1] / 2 - offsets[-1]
    if lowest > highest:
        msg = "the boxes need more height than there is"
        raise TooTightError(msg)
    return [min(max(base, lowest), highest) + offset for base, offset in zip(pooled, offsets, strict=True)]


def _never_falling(values: Sequence[float]) -> list[float]:
    """The nearest values that never fall, by least squares."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            above, many = blocks.pop()
            total, count = total + above, count + many
        blocks.append((total, count))
    return [total / count for total, count in blocks for _one in range(count)]


class Box(NamedTuple):
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Do the two share any of their insides?"""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )
