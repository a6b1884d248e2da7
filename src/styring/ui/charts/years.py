"""Several lines through one year: what was planned, what has been, what was last year, what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from styring.ui.charts.kinds import Value, Words, as_number, chart_of, spec_of, twin_of, upwards
from styring.ui.charts.theme import INK_2, NARROW, SERIES, WIDE
from styring.ui.tables import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from styring.ui.charts.drawing import Chart, Spec

HEIGHT = 230
ROOM_FOR_NAMES = {WIDE: 118, NARROW: 96}
NAME_HEIGHT = 16
"""What a name beside a line takes of the height."""
INITIAL = 3
MAIN = 2.5
"""The width of the line that a chart is about; its values are marked."""


@dataclass(frozen=True)
class Line:
    """A line: its name, its values by label (a label without one is a gap), and how it is drawn."""

    name: str
    values: Mapping[str, Value]
    colour: str = SERIES[0]
    width: float = 1.75
    is_dashed: bool = False

    def last(self, labels: Sequence[str]) -> str:
        """The last label that has a value."""
        return next(label for label in reversed(labels) if label in self.values)


def lines_chart(words: Words, head: str, shown: Column, labels: Sequence[str], lines: Sequence[Line]) -> Chart:
    """Lines through time, each named where it ends; the names are kept apart. Nought is always on the scale.

    Args:
        words: title, summary, unit and source.
        head: what the labels are, as ``Måned``.
        shown: how the values are shown.
        labels: in order; on a phone only their first letters are shown.
        lines: the first one lies undermost; one without values is left out.
    """
    known = [line for line in lines if line.values]
    specs = [_spec(shown, labels, known, width) for width in (WIDE, NARROW)]
    columns = [Column(head), *(Column(line.name, shown.shown, shown.decimals, shown.change) for line in known)]
    rows = [(label, tuple(line.values.get(label) for line in known)) for label in labels]
    return chart_of(words, specs, twin_of(words, columns, rows))


def _spec(shown: Column, labels: Sequence[str], lines: Sequence[Line], width: int) -> Spec:
    reach = _reach(shown, lines)
    place = {"x": _across(labels, is_short=width == NARROW), "y": upwards("value", reach)}
    base = {"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK_2}, "encoding": {"y": {"datum": 0}}}
    layers = [base] if reach[0] < 0 else []
    layers += [_drawn(shown, labels, line, place) for line in lines]
    layers += [_at_its_end(shown, labels, line, lines, place) for line in lines if line.last(labels) != labels[-1]]
    layers += _names(shown, labels, lines, reach)
    return spec_of([], layers, width - ROOM_FOR_NAMES[width], HEIGHT)


def _across(labels: Sequence[str], *, is_short: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {"labelAngle": 0, "labelOverlap": True}
    if is_short:
        axis["labelExpr"] = f"slice(datum.label, 0, {INITIAL})"
    return {
        "field": "label", "type": "ordinal", "sort": list(labels), "title": None, "scale": {"domain": list(labels)},
        "axis": axis,
    }  # fmt: skip


def _drawn(shown: Column, labels: Sequence[str], line: Line, place: dict[str, Any]) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "color": line.colour, "strokeWidth": line.width}
    if line.is_dashed:
        mark["strokeDash"] = [5, 4]
    if line.width >= MAIN:
        mark["point"] = {"color": line.colour, "size": 30}
    values = [
        {"label": label, "value": as_number(line.values[label], shown)} for label in labels if label in line.values
    ]
    return {"data": {"values": values}, "mark": mark, "encoding": place}


def _reach(shown: Column, lines: Sequence[Line]) -> tuple[float, float]:
    known = [as_number(value, shown) or 0.0 for line in lines for value in line.values.values()]
    low, high = min([0.0, *known]), max([0.0, *known])
    margin = (high - low or 1.0) * 0.12
    return (low - margin if low < 0 else 0.0), high + margin


def _at_its_end(
    shown: Column, labels: Sequence[str], line: Line, others: Sequence[Line], place: dict[str, Any]
) -> dict[str, Any]:
    """The name of a line that ends before the others, above its end and away from what goes on from there."""
    last, then = line.last(labels), labels[labels.index(line.last(labels)) + 1]
    falls = any(
        other.values.get(last) == line.values[last] and as_number(other.values.get(then), shown) is not None
        and (as_number(other.values[then], shown) or 0) < (as_number(line.values[last], shown) or 0)
        for other in others if other is not line
    )  # fmt: skip
    aside = {"align": "left", "dx": 4} if falls else {"align": "right", "dx": -4}
    return {
        "data": {"values": [{"label": last, "value": as_number(line.values[last], shown)}]},
        "mark": {"type": "text", "text": line.name, "color": line.colour, "fontWeight": 600, "dy": -14, **aside},
        "encoding": place,
    }


def _names(
    shown: Column, labels: Sequence[str], lines: Sequence[Line], reach: tuple[float, float]
) -> list[dict[str, Any]]:
    """The name of each line at the right edge, as near to where it ends as the others allow."""
    until_the_end = [line for line in lines if line.last(labels) == labels[-1]]
    ends = sorted(((as_number(line.values[labels[-1]], shown) or 0.0, line) for line in until_the_end), key=_height)
    heights = kept_apart([height for height, _line in ends], (reach[1] - reach[0]) * NAME_HEIGHT / HEIGHT)
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": line.name, "align": "left", "dx": 8, "color": line.colour,
                     "fontWeight": 500},
            "encoding": {"x": {"value": "width"}, "y": {"datum": height}},
        }
        for height, (_end, line) in zip(heights, ends, strict=True)
    ]  # fmt: skip


def _height(end: tuple[float, Line]) -> float:
    return end[0]


def kept_apart(heights: Sequence[float], apart: float) -> list[float]:
    """Rising heights moved as little as need be (least squares) for each to be so far above the one before.

    >>> kept_apart([0, 1, 10], 4)
    [-1.5, 2.5, 10.0]
    """
    groups: list[tuple[float, int]] = []
    for place, height in enumerate(heights):
        total, many = height - place * apart, 1
        while groups and groups[-1][0] / groups[-1][1] > total / many:
            before = groups.pop()
            total, many = total + before[0], many + before[1]
        groups.append((total, many))
    levels = [total / many for total, many in groups for _ in range(many)]
    return [level + place * apart for place, level in enumerate(levels)]
