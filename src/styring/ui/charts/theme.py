"""The look of every chart: quiet axes, direct labels, no legend box; the colours are those of the style sheet."""

from __future__ import annotations

from typing import Any

INK, INK_2, LINE = "#1c2426", "#53605f", "#dcdfe0"
SERIES = ("#0b5c4a", "#6c7f87", "#b9c3c6", "#1f5f8b", "#8a5a1f")
"""Colours of data; they never mean good or bad."""
BANDS = {"ok": "#e3f1e5", "warn": "#fbecd2", "bad": "#fae8e8"}
WIDE, NARROW = 640, 330
HISTORY = 820
"""A line through time has a page's main column to itself."""
FONT = "Inter, system-ui, sans-serif"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "aria": False,  # the figure around it says in words what it shows
    "background": None,
    "view": {"stroke": None},
    "padding": {"left": 0, "right": 8, "top": 6, "bottom": 0},
    "axis": {
        "labelFontSize": 12,
        "labelColor": INK_2,
        "titleFontSize": 12,
        "titleColor": INK_2,
        "titleFontWeight": 400,
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelPadding": 8,
    },
    "axisY": {"grid": True, "gridColor": LINE, "tickCount": 4},
    "axisX": {"labelAngle": 0},
    "bar": {"color": SERIES[0]},
    "line": {"color": SERIES[0], "strokeWidth": 2.5, "strokeCap": "round", "strokeJoin": "round"},
    "point": {"color": SERIES[0], "filled": True, "size": 60},
    "rule": {"color": INK_2},
    "text": {"fontSize": 12, "color": INK_2, "font": FONT},
}

_NORWEGIAN = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", " kr"], "minus": "\u2212"}
_ENGLISH = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["NOK ", ""], "minus": "\u2212"}


def number_format(language: str) -> dict[str, Any]:
    """How numbers are written in a language, as Vega wants it."""
    return _ENGLISH if language == "en" else _NORWEGIAN
