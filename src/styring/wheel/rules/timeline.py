"""A year as bars on a line of days, ring by ring: the wheel rolled out, as SVG with the same classes and states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from styring.wheel.rules.drawing import CLASSES, GLYPHS, OCTAGON
from styring.wheel.rules.geometry import FULL_TURN, angle, text_width, wrapped, written
from styring.wheel.rules.states import State
from styring.wheel.rules.stations import RINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.wheel.rules.stations import Mark, Picture

LABEL = 13


@dataclass(frozen=True)
class Sheet:
    """The size of a timeline: its width, the column of names (0: names stand above their bars), and its row."""

    width: float
    names: float
    row: float

    @property
    def days_width(self) -> float:
        """The width that the year has."""
        return self.width - self.names

    def at(self, day: date, year: int) -> float:
        """Where a day lies from the left, held inside the year."""
        share = min(1.0, max(0.0, angle(day, year) / FULL_TURN))
        return self.names + share * self.days_width


WIDE = Sheet(1240, names=372, row=28)
NARROW = Sheet(358, names=0, row=40)

_TOP = 30


def timeline(picture: Picture, sheet: Sheet, name: str) -> str:
    """The year's bars, ring by ring and by first day; each line is a link to its activity."""
    body, y = [], float(_TOP)
    for ring in RINGS:
        marks = sorted(
            (mark for station in picture.in_ring(ring) for mark in station.marks),
            key=lambda mark: (mark.starts_on, mark.due_on, mark.key),
        )
        if marks:
            y += 26
            body.append(f'<text class="t-ring" x="0" y="{written(y - 7)}">{escape(picture.words.rings[ring])}</text>')
        for mark in marks:
            height = _height(mark, sheet)
            body.append(_line(picture, sheet, mark, y, height))
            y += height
    title = f'<title id="{name}">{escape(picture.words.title)}</title>'
    size = f"{written(sheet.width)} {written(y + 6)}"
    opening = (
        f'<svg class="wheel timeline" viewBox="0 0 {size}" role="group" aria-labelledby="{name}" '
        f'xmlns="http://www.w3.org/2000/svg">'
    )
    return "\n".join([opening, title, *_months(picture, sheet, y), _today(picture, sheet, y), *body, "</svg>"])


def _lines_of(mark: Mark, sheet: Sheet) -> list[str]:
    return wrapped(mark.title, LABEL, (sheet.names or sheet.width) - 24)


def _height(mark: Mark, sheet: Sheet) -> float:
    return sheet.row + 16 * (len(_lines_of(mark, sheet)) - 1)


def _months(picture: Picture, sheet: Sheet, bottom: float) -> Iterable[str]:
    for number, name in enumerate(picture.words.months, start=1):
        left = sheet.at(date(picture.year, number, 1), picture.year)
        width = sheet.at(date(picture.year + number // 12, number % 12 + 1, 1), picture.year) - left
        short = name[:3].capitalize() if sheet.names else name[:1].upper()
        shade = "t-month t-month--even" if number % 2 else "t-month"
        yield (
            f'<rect class="{shade}" x="{written(left)}" y="{_TOP - 6}" width="{written(width)}" '
            f'height="{written(bottom - _TOP + 6)}"/>'
            f'<text class="t-monthname" x="{written(left + width / 2)}" y="16">{escape(short)}</text>'
        )


def _line(picture: Picture, sheet: Sheet, mark: Mark, top: float, height: float) -> str:
    start, end = sheet.at(mark.starts_on, picture.year), sheet.at(mark.due_on, picture.year)
    lines = _lines_of(mark, sheet)
    bar = top + height / 2 if sheet.names else top + height - 11
    base = top + height / 2 - 8 * (len(lines) - 1) + 4.5 if sheet.names else top + 15
    names = " ".join(
        f'<text class="t-name" x="0" y="{written(base + 16 * number)}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    said = f"{picture.words.short_day(mark.due_on)} · {picture.words.states[mark.state]}"
    return (
        f'<a href="{escape(mark.address)}" class="t-line {CLASSES[mark.state]}">'
        f'<rect class="w-hit" x="0" y="{written(top)}" width="{written(sheet.width)}" height="{written(height)}"/>'
        f'{names} <path class="w-arc {CLASSES[mark.state]}" d="M{written(start)} {written(bar)}H{written(end)}"/>'
        f"{_end(mark, end, bar)}{_said(sheet, said, (start, end), bar)}</a>"
    )


def _end(mark: Mark, x: float, y: float) -> str:
    shape = OCTAGON if mark.state is State.LATE else '<circle r="1"/>'
    move = f"translate({written(x)} {written(y)}) scale(7)"
    return f'<g class="w-node" transform="{move}">{shape}{GLYPHS[mark.state]}</g>'


def _said(sheet: Sheet, said: str, bar: tuple[float, float], y: float) -> str:
    """Date and state beside the bar: after it, or before it where the sheet ends."""
    is_after = bar[1] + 12 + text_width(said, 12) < sheet.width
    x, way = (bar[1] + 12, "start") if is_after else (bar[0] - 10, "end")
    return f'<text class="t-said" text-anchor="{way}" x="{written(x)}" y="{written(y + 4)}">{escape(said)}</text>'


def _today(picture: Picture, sheet: Sheet, bottom: float) -> str:
    if picture.today.year != picture.year:
        return ""
    x = written(sheet.at(picture.today, picture.year))
    title = f"<title>{escape(picture.words.today)}</title>"
    return f'<path class="t-today" d="M{x} {_TOP - 6}V{written(bottom)}">{title}</path>'
