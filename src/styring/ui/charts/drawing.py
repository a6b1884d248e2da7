"""Drawing a chart: from its specification to SVG; a drawing is made once and kept by its checksum."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import vl_convert
from django.core.cache import caches

from styring.ui.charts.theme import CONFIG, number_format

if TYPE_CHECKING:
    from styring.ui.tables import Table

Spec: TypeAlias = Mapping[str, Any]

FONTS = Path(__file__).parent.parent / "fonts"
_VERSION = "v5_20 as one picture"
_DAYS_KEPT = 30 * 24 * 3600
_SUPERFLUOUS = re.compile(r' (?:xmlns:xlink|role|aria-[a-z]+)="[^"]*"')
"""What Vega says of each part of a drawing; the whole is one picture with one text."""


@dataclass(frozen=True)
class Chart:
    """A chart: title, what it says in a sentence, unit, source, its two drawings and its table.

    Args:
        title: what it shows.
        summary: what it says, in one sentence with the figures that matter; the drawing's alternative text.
        unit: unit and direction, as ``Prosent, høyere er bedre``.
        source: where the figures are from, and of what day.
        wide: the Vega-Lite specification for a screen or a page.
        narrow: the same for a phone, so that text is never scaled down.
        twin: the same figures as a table.
    """

    title: str
    summary: str
    unit: str
    source: str
    wide: Spec
    narrow: Spec
    twin: Table


def svg(spec: Spec, language: str) -> str:
    """A specification drawn as SVG text, in a language's numbers; without scripts and inline styles."""
    finished = json.dumps({**spec, "config": CONFIG}, sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(f"{_VERSION}\n{language}\n{finished}".encode()).hexdigest()
    kept: str | None = caches["drawings"].get(key)
    if kept is None:
        kept = _drawn(finished, language)
        caches["drawings"].set(key, kept, _DAYS_KEPT)
    return kept


def _drawn(finished: str, language: str) -> str:
    _learn_fonts()
    drawn = vl_convert.vegalite_to_svg(finished, vl_version="5.20", format_locale=number_format(language))
    return _SUPERFLUOUS.sub("", drawn)


def png(spec: Spec, language: str, scale: float = 2) -> bytes:
    """A specification drawn as a picture, for formats that take no SVG."""
    _learn_fonts()
    finished = json.dumps({**spec, "config": {**CONFIG, "background": "#ffffff"}})
    drawn: bytes = vl_convert.vegalite_to_png(
        finished, vl_version="5.20", scale=scale, format_locale=number_format(language)
    )
    return drawn


@cache
def _learn_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
