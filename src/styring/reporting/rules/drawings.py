"""Where the marks of the small drawings of a report stand; pure geometry, coordinates as text for SVG.

Text in a drawing is never scaled down: there is a drawing for wide screens and one for narrow ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOM_FOR_LABELS = 150
_LONGEST_LABEL = 116


class Scale(NamedTuple):
    """A stretch of values laid along a stretch of a drawing."""

    low: Fraction
    high: Fraction
    left: float
    right: float

    def at(self, value: Fraction | int) -> float:
        """How far along a value stands.

        >>> Scale(Fraction(0), Fraction(10), 100.0, 200.0).at(5)
        150.0
        """
        part = float((value - self.low) / (self.high - self.low)) if self.high != self.low else 0.5
        return self.left + (self.right - self.left) * part


def written(number: float) -> str:
    """A coordinate with one decimal at the most.

    >>> written(12.0), written(12.34)
    ('12', '12.3')
    """
    return f"{number:.1f}".removesuffix(".0")


class Placed(NamedTuple):
    """Where a text stands, and which way it goes from there."""

    x: float
    anchor: str

    @property
    def at(self) -> str:
        """The place as a coordinate."""
        return written(self.x)


def kept_inside(x: float, anchor: str, width: float) -> Placed:
    """The place of a label, moved in from the edges of a drawing as far as the longest label needs.

    >>> kept_inside(290, "start", 300), kept_inside(10, "end", 300), kept_inside(150, "middle", 300)
    (Placed(x=184, anchor='start'), Placed(x=116, anchor='end'), Placed(x=150, anchor='middle'))
    """
    before = {"start": 0, "middle": _LONGEST_LABEL / 2, "end": _LONGEST_LABEL}[anchor]
    return Placed(min(max(x, before), width - _LONGEST_LABEL + before), anchor)


@dataclass(frozen=True)
class ForecastLine:
    """A suggested forecast with its interval, beside the budget and the last forecast, on one line."""

    width: int
    budget: str
    budget_label: Placed
    low: str
    band: str
    interval_label: Placed
    suggestion: str
    suggestion_label: Placed
    last: str
    last_label: Placed

    @property
    def end(self) -> int:
        """Where the line ends."""
        return self.width - 8


def forecast_line(*, budget: int, suggestion: int, half: int, last: int | None, width: int) -> ForecastLine:
    """Lay out the line; amounts in øre, ``half`` being half the interval."""
    known = [budget, suggestion - half, suggestion + half, *([] if last is None else [last])]
    reach = (max(known) - min(known)) or 1
    scale = Scale(Fraction(min(known)) - Fraction(reach, 6), Fraction(max(known)) + Fraction(reach, 6), 8, width - 8)
    low, high, middle = scale.at(suggestion - half), scale.at(suggestion + half), scale.at(suggestion)
    place, away = scale.at(budget), ("end", "start")
    if place > middle:
        away = ("start", "end")
    if abs(place - middle) >= _ROOM_FOR_LABELS:
        away = ("middle", "middle")
    last_place = None if last is None else scale.at(last)
    ways = ("end", "start") if last_place is not None and last_place <= middle else ("start", "end")
    return ForecastLine(
        width=width,
        budget=written(place),
        budget_label=kept_inside(place, away[0], width),
        low=written(low),
        band=written(high - low),
        interval_label=kept_inside(middle, away[1], width),
        suggestion=written(middle),
        suggestion_label=kept_inside(middle, ways[1], width),
        last="" if last_place is None else written(last_place),
        last_label=kept_inside(last_place or 0, ways[0], width),
    )


class DotRow(NamedTuple):
    """One unit's deviation on the common scale."""

    label: str
    y: str
    text_y: str
    x: str
    value: Fraction
    is_open: bool


@dataclass(frozen=True)
class DotPlot:
    """Deviations in percent of the budget as rows of dots, on a ground that says how heavy they are."""

    width: int
    height: int
    bottom: str
    left: str
    right: str
    zero: str
    limit: str
    bad: str
    warn: str
    ok: str
    bad_middle: str
    ok_middle: str
    ground: str
    ticks: tuple[tuple[str, int], ...]
    tick_y: str
    rows: tuple[DotRow, ...]


_ROW, _FIRST = 21, 33


def dot_plot(deviations: Sequence[tuple[str, Fraction, bool]], large: Fraction, width: int) -> DotPlot:
    """Lay out rows of dots, the most overspent first.

    Args:
        deviations: what each is called, its deviation as a share (minus is overspending), and whether it is open, that
            is not delivered.
        large: from which overspending a deviation is large, as a share.
        width: of the drawing.

    >>> found = [("Nord", Fraction(-49, 1000), False), ("Rehab", Fraction(5, 1000), True)]
    >>> plot = dot_plot(found, Fraction(1, 200), 480)
    >>> [row.label for row in plot.rows], plot.ticks[0][1], plot.ticks[-1][1]
    (['Nord', 'Rehab'], -6, 2)
    """
    ordered = sorted(deviations, key=lambda one: one[1])
    shares = [share * 100 for _label, share, _open in ordered]
    lowest = min(-2, 2 * ((min(shares, default=Fraction(0)) - Fraction(1, 2)) // 2))
    highest = max(2, -2 * ((-max(shares, default=Fraction(0)) - Fraction(1, 2)) // 2))
    step = 2 * max(1, (highest - lowest) // 10)
    left, right = width * 0.36, width - 48.0
    scale = Scale(Fraction(lowest), Fraction(highest), left, right)
    height = _ROW * len(ordered) + 46
    zero, limit = scale.at(0), scale.at(-large * 100)
    rows = tuple(
        DotRow(
            label,
            str(_FIRST + _ROW * place),
            str(_FIRST + 4 + _ROW * place),
            written(scale.at(share)),
            share,
            is_open,
        )
        for place, ((label, _share, is_open), share) in enumerate(zip(ordered, shares, strict=True))
    )
    return DotPlot(
        width=width,
        height=height,
        bottom=str(height - 26),
        left=written(left),
        right=written(right),
        zero=written(zero),
        limit=written(limit),
        bad=written(limit - left),
        warn=written(zero - limit),
        ok=written(right - zero),
        bad_middle=written((left + limit) / 2),
        ok_middle=written((zero + right) / 2),
        ground=str(height - 46),
        ticks=tuple((written(scale.at(tick)), tick) for tick in range(int(lowest), int(highest) + 1, int(step))),
        tick_y=str(height - 8),
        rows=rows,
    )
