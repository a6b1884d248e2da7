"""What a whole consists of, on two levels: each part as high as its share, and what it consists of beside it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from styring.ui.charts.kinds import Words, chart_of, spec_of, twin_of
from styring.ui.charts.theme import INK, NARROW, SERIES, WIDE
from styring.ui.tables import Column, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from styring.ui.charts.drawing import Chart, Spec

HEIGHT = 400
LINE_HEIGHT = 15
"""Pixels that a line of text takes."""
FIRST_LEVEL = 0.42
"""Where the second level begins."""
PALE = "#e2eeea"
CHARACTERS = {WIDE: (34, 46), NARROW: (15, 22)}
"""How many letters there is room for in a line on each level."""


@dataclass(frozen=True)
class Piece:
    """A part of a whole: its name, its size, and what it consists of."""

    name: str
    amount: int
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class Box:
    """A piece where it stands, in shares of the height from the top; ``level`` is 0 or 1."""

    piece: Piece
    level: int
    top: float
    bottom: float


def parts_chart(words: Words, head: str, shown: Column, pieces: Sequence[Piece]) -> Chart:
    """An icicle of two levels, the largest first; pieces of nought or less have no room and stand in the table only.

    Args:
        words: title, summary, unit and source.
        head: what the pieces are, as ``Enhet``.
        shown: how their sizes are shown.
        pieces: the first level.
    """
    specs = [_spec(shown, boxes_of(pieces), width) for width in (WIDE, NARROW)]
    rows = []
    for piece in _by_size(pieces):
        rows.append((piece.name, (piece.amount,)))
        rows += [(f"{piece.name}: {inner.name}", (inner.amount,)) for inner in _by_size(piece.pieces)]
    return chart_of(words, specs, twin_of(words, [Column(head), shown], rows))


def _by_size(pieces: Sequence[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: -piece.amount)


def boxes_of(pieces: Sequence[Piece], level: int = 0, top: float = 0.0, bottom: float = 1.0) -> list[Box]:
    """The pieces above nought and what they consist of, stacked between two heights by their sizes."""
    drawn = [piece for piece in _by_size(pieces) if piece.amount > 0]
    whole = sum(piece.amount for piece in drawn)
    found, below = [], 0
    for piece in drawn:
        start, below = below, below + piece.amount
        box = Box(piece, level, *(top + (bottom - top) * part / whole for part in (start, below)))
        found += [box, *boxes_of(piece.pieces, level + 1, box.top, box.bottom)]
    return found


def _spec(shown: Column, boxes: Sequence[Box], width: int) -> Spec:
    scale = {"domain": [0, 1], "nice": False, "zero": True}
    flat = {"type": "quantitative", "axis": None}
    across = {"field": "left", **flat, "scale": scale}
    down = {**flat, "scale": {**scale, "reverse": True}}
    blocks = {
        "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 1.5},
        "encoding": {
            "x": across, "x2": {"field": "right"}, "y": {"field": "top", **down}, "y2": {"field": "bottom"},
            "color": _colour("fill"),
        },
    }  # fmt: skip
    names = {
        "transform": [{"filter": "datum.text.length > 0"}],
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "lineHeight": LINE_HEIGHT},
        "encoding": {
            "x": across, "y": {"field": "first", **down}, "text": {"field": "text"}, "color": _colour("ink"),
        },
    }  # fmt: skip
    return spec_of([_drawn(shown, box, width) for box in boxes], [blocks, names], width, HEIGHT)


def _colour(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _drawn(shown: Column, box: Box, width: int) -> dict[str, Any]:
    is_first = box.level == 0
    left, right = (0.0, FIRST_LEVEL) if is_first else (FIRST_LEVEL, 1.0)
    amount = text_of(box.piece.amount, shown)
    lines = list(label(box.piece.name, amount, CHARACTERS[width][box.level], (box.bottom - box.top) * HEIGHT))
    above = (len(lines) - 1) * LINE_HEIGHT / 2 / HEIGHT
    return {
        "left": left, "right": right, "top": box.top, "bottom": box.bottom,
        "first": (box.top + box.bottom) / 2 - above,
        "fill": SERIES[0] if is_first else PALE, "ink": "#ffffff" if is_first else INK, "text": lines,
    }  # fmt: skip


def label(name: str, amount: str, room: int, height: float) -> Iterator[str]:
    """What is written in a box: the whole name and the amount when the lines have room, else the name cut short.

    >>> list(label("Barn og familie", "485,4", 30, 40))
    ['Barn og familie  485,4']
    >>> list(label("Barn og familie", "485,4", 16, 40))
    ['Barn og familie', '485,4']
    >>> list(label("Barn og familie", "485,4", 16, 20))
    ['Barn og…  485,4']
    """
    many = int(height // LINE_HEIGHT)
    if len(name) + len(amount) + 2 <= room and many:
        yield f"{name}  {amount}"
    elif len(lines := wrap(name, room)) < many:
        yield from (*lines, amount)
    elif many:
        yield f"{name[: room - len(amount) - 3].rstrip()}…  {amount}"
