"""Small drawings that stand beside a written number; pure geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARGIN = 3


def spark_path(values: Sequence[float | None], width: int, height: int) -> tuple[str, tuple[float, float]]:
    """The line through some values from left to right, and its last point; "" when there are fewer than two.

    A gap in the values is a gap in the line.

    >>> spark_path([1.0, 2.0], 20, 10)
    ('M3.0 7.0L17.0 3.0', (17.0, 3.0))
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line needs two ends
        return "", (0.0, 0.0)
    points = list(_points(values, known, width, height))
    line, pen_is_down = "", False
    for point in points:
        if point:
            line += f"{'L' if pen_is_down else 'M'}{point[0]} {point[1]}"
        pen_is_down = point is not None
    return line, next(point for point in reversed(points) if point)


def _points(
    values: Sequence[float | None], known: Sequence[float], width: int, height: int
) -> Iterator[tuple[float, float] | None]:
    low, spread = min(known), (max(known) - min(known)) or 1.0
    for place, value in enumerate(values):
        if value is None:
            yield None
        else:
            across = _MARGIN + (width - 2 * _MARGIN) * place / (len(values) - 1)
            down = height - _MARGIN - (height - 2 * _MARGIN) * (value - low) / spread
            yield round(across, 1), round(down, 1)
