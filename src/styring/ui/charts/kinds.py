"""The kinds of charts: a line through time against targets, columns, and a bridge from one sum to another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.translation import pgettext

from styring.ui.charts.drawing import Chart, Spec
from styring.ui.charts.theme import BANDS, HISTORY, INK, INK_2, LINE, NARROW, SERIES, WIDE
from styring.ui.tables import Cell, Column, Row, Table, scaled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ONE: dict[str, Any] = {"values": [{}]}
"""Data for a mark that is drawn once."""

Value: TypeAlias = int | Decimal | Fraction
Layer: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What a chart says in words: title, one-sentence summary, unit with direction, source with date."""

    title: str
    summary: str
    unit: str
    source: str


@dataclass(frozen=True)
class Band:
    """A stretch of the scale with its status (``ok``, ``warn``, ``bad``) and name; None is the end of the scale."""

    low: float | None
    high: float | None
    status: str
    name: str


def columns_chart(words: Words, head: str, shown: Column, values: Sequence[tuple[str, Value | None]]) -> Chart:
    """Columns along time; the last one is marked, and a missing value is a gap.

    Args:
        words: title, summary, unit and source.
        head: what the labels are, as ``Måned``; the first column of the table.
        shown: how the values are shown.
        values: label and value, in order.
    """
    data = [{"label": label, "value": as_number(value, shown)} for label, value in values]
    order = [label for label, _value in values]
    last = next((row["label"] for row in reversed(data) if row["value"] is not None), "")
    across = {"field": "label", "type": "nominal", "sort": order, "title": None}
    bars: Layer = {
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "width": {"band": 0.6}},
        "encoding": {
            "x": across,
            "y": upwards("value"),
            "color": {
                "condition": {"test": f"datum.label === {last!r}", "value": SERIES[0]},
                "value": "#4c8a7c",
            },
        },
    }
    base: Layer = {"mark": {"type": "rule", "color": INK_2}, "encoding": {"y": {"datum": 0}}}
    specs = [spec_of(data, [bars, base], width, 190) for width in (WIDE, NARROW)]
    return chart_of(words, specs, twin_of(words, [Column(head), shown], [(label, (value,)) for label, value in values]))


def bridge_chart(words: Words, head: str, shown: Column, steps: Sequence[tuple[str, Value]], end: str) -> Chart:
    """From one sum to another by steps that add and take away.

    Args:
        words: title, summary, unit and source.
        head: the first column of the table, as ``Ledd``.
        shown: how the values are shown.
        steps: the sum it begins with, then each change.
        end: the name of the sum that it ends with.
    """
    bars: list[dict[str, Any]] = []
    total = 0.0
    for place, (label, value) in enumerate(steps):
        size = as_number(value, shown) or 0.0
        low, high = (0.0, size) if not place else sorted((total, total + size))
        bars.append({"label": label, "low": low, "high": high, "kind": _bridge_kind(place, size), "change": size})
        total += size
    bars.append({"label": end, "low": 0.0, "high": total, "kind": "sum", "change": total})
    floor = min(bar["low"] or bar["high"] for bar in bars[1:-1]) if len(bars) > 2 else 0.0  # noqa: PLR2004 - two sums
    reach = max(bar["high"] for bar in bars)
    base = max(0.0, floor - (reach - floor) * 2)
    for bar in bars:
        bar["low"] = max(bar["low"], base)
    specs = [_bridge_spec(bars, width, (base, reach), shown) for width in (WIDE, NARROW)]
    rows: list[tuple[str, tuple[Cell, ...]]] = [(label, (value,)) for label, value in steps]
    rows.append((end, (sum((value for _label, value in steps), start=0),)))
    return chart_of(words, specs, twin_of(words, [Column(head), shown], rows))


def _bridge_kind(place: int, size: float) -> str:
    if not place:
        return "sum"
    return "more" if size > 0 else "less"


def _bridge_spec(bars: list[dict[str, Any]], width: int, reach: tuple[float, float], shown: Column) -> Spec:
    down = {"field": "label", "type": "nominal", "sort": [bar["label"] for bar in bars], "title": None}
    scale = {"domain": list(reach), "zero": False, "nice": False}
    colours = {"domain": ["sum", "more", "less"], "range": [SERIES[1], SERIES[4], SERIES[3]]}
    blocks: Layer = {
        "mark": {"type": "bar", "height": {"band": 0.6}, "cornerRadius": 1},
        "encoding": {
            "y": {**down, "axis": {"grid": False, "labelLimit": 210, "labelColor": INK}},
            "x": {"field": "low", "type": "quantitative", "scale": scale, "axis": None},
            "x2": {"field": "high"},
            "color": {"field": "kind", "type": "nominal", "scale": colours, "legend": None},
        },
    }
    place: Layer = {"y": down, "x": {"field": "high", "type": "quantitative", "scale": scale}}
    sums = _bridge_labels("datum.kind == 'sum'", place, f",.{_decimals(shown)}f")
    changes = _bridge_labels("datum.kind != 'sum'", place, f"+,.{_decimals(shown)}f")
    return spec_of(bars, [blocks, sums, changes], width - 120, 26 * len(bars))


def _bridge_labels(chosen: str, place: Layer, written: str) -> Layer:
    """What some of the bars say: a sum is written as it is, a change with its sign."""
    return {
        "transform": [{"filter": chosen}],
        "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": 500, "color": INK},
        "encoding": {**place, "text": {"field": "change", "type": "quantitative", "format": written}},
    }


@dataclass(frozen=True)
class History:
    """The values of an indicator through time, by label, with what they are held against.

    ``labels`` are in order; a label without a value is a gap. ``compared`` is one other line, by its name.
    """

    labels: Sequence[str]
    values: Mapping[str, Value]
    targets: Mapping[str, Value]
    bands: Sequence[Band] = ()
    compared: tuple[str, Mapping[str, Value]] | None = None


def history_chart(words: Words, head: str, shown: Column, history: History) -> Chart:
    """An indicator's line through time, the targets as rings, the thresholds as bands, one comparison.

    Args:
        words: title, summary, unit and source.
        head: what the labels are, as ``År``.
        shown: how the values are shown.
        history: the values, and what they are held against.
    """
    scale = _scale(history, shown)
    specs = [_history_spec(history, shown, width, scale) for width in (HISTORY, NARROW)]
    return chart_of(words, specs, _history_twin(words, head, shown, history))


def _scale(history: History, shown: Column) -> tuple[float, float]:
    """From where to where the scale goes, so that all values and limits have room."""
    compared = history.compared[1].values() if history.compared else ()
    values = [*history.values.values(), *history.targets.values(), *compared]
    known = [number for value in values if (number := as_number(value, shown)) is not None]
    known += [limit for band in history.bands for limit in (band.low, band.high) if limit is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    margin = (high - low or abs(high) or 1.0) * 0.18
    return low - margin, high + margin


def _history_spec(history: History, shown: Column, width: int, scale: tuple[float, float]) -> Spec:
    across: Layer = {"field": "label", "type": "ordinal", "sort": list(history.labels), "title": None}
    across |= {
        "scale": {"domain": list(history.labels)},
        "axis": {"labelAngle": 0, "labelOverlap": True, "labelSeparation": 8},
    }
    up = upwards("value", scale)
    text = {"field": "value", "type": "quantitative", "format": f",.{_decimals(shown)}f"}
    layers = _bands(history.bands, scale, are_named=width == HISTORY)
    if history.compared:
        layers += _compared(history.labels, history.compared, shown, {"x": across, "y": up})
    targets, actual = (_points(history.labels, of, shown) for of in (history.targets, history.values))
    place = {"x": across, "y": up}
    dashed = {"type": "line", "color": INK, "strokeWidth": 1.5, "strokeDash": [2, 4]}
    ring = {"type": "point", "filled": True, "fill": "#fff", "stroke": INK, "strokeWidth": 1.5, "size": 60}
    above = {"type": "text", "dy": -12, "color": INK, "fontWeight": 500}
    below = {"type": "text", "dy": 16, "color": INK, "fontWeight": 600}
    layers += [
        {"data": {"values": targets}, "mark": dashed, "encoding": place},
        {"data": {"values": targets}, "mark": ring, "encoding": place},
        {"data": {"values": targets}, "mark": above, "encoding": {**place, "text": text}},
        {"data": {"values": actual}, "mark": {"type": "line"}, "encoding": place},
        {"data": {"values": actual}, "mark": {"type": "point", "opacity": 1}, "encoding": place},
        {
            "data": {"values": actual[-1:] if width == NARROW else actual},
            "mark": below,
            "encoding": {**place, "text": text},
        },
    ]
    layers += _named(pgettext("måltall", "Mål"), targets[:1], place, INK, dy=-28)
    return spec_of([], layers, width - (110 if width == HISTORY and history.bands else 0), 250)


def _compared(
    labels: Sequence[str], compared: tuple[str, Mapping[str, Value]], shown: Column, place: Layer
) -> list[Layer]:
    line = _points(labels, compared[1], shown)
    mark = {"type": "line", "color": SERIES[1], "strokeWidth": 1.75}
    drawn: Layer = {"data": {"values": line}, "mark": mark, "encoding": place}
    return [drawn, *_named(compared[0], line[:1], place, SERIES[1], dy=-10)]


def _named(name: str, points: list[dict[str, Any]], place: Layer, colour: str, dy: int) -> list[Layer]:
    mark = {"type": "text", "text": name, "color": colour, "fontWeight": 500, "dy": dy}
    return [{"data": {"values": points}, "mark": mark, "encoding": place}] if points else []


def _bands(bands: Sequence[Band], scale: tuple[float, float], *, are_named: bool) -> list[Layer]:
    layers: list[Layer] = []
    for band in bands:
        low = scale[0] if band.low is None else max(band.low, scale[0])
        high = scale[1] if band.high is None else min(band.high, scale[1])
        mark = {"type": "rect", "color": BANDS[band.status], "opacity": 0.7}
        layers.append({"data": _ONE, "mark": mark, "encoding": {"y": {"datum": low}, "y2": {"datum": high}}})
        if are_named:
            layers.append(_at_the_end(band.name, (low + high) / 2))
    return layers


def _at_the_end(name: str, height: float) -> Layer:
    mark = {"type": "text", "text": name, "align": "left", "dx": 8}
    return {"data": _ONE, "mark": mark, "encoding": {"x": {"value": "width"}, "y": {"datum": height}}}


def _points(labels: Sequence[str], values: Mapping[str, Value], shown: Column) -> list[dict[str, Any]]:
    return [{"label": label, "value": as_number(values[label], shown)} for label in labels if label in values]


def _history_twin(words: Words, head: str, shown: Column, history: History) -> Table:
    columns = [Column(head), shown, Column(pgettext("måltall", "Mål"), shown.shown, shown.decimals)]
    compared = history.compared[1] if history.compared else {}
    if history.compared:
        columns.append(Column(history.compared[0], shown.shown, shown.decimals))
    rows = [
        (label, (history.values.get(label), history.targets.get(label), compared.get(label))[: len(columns) - 1])
        for label in history.labels
    ]
    return twin_of(words, columns, rows)


def upwards(name: str, scale: tuple[float, float] | None = None) -> dict[str, Any]:
    """A quiet vertical axis."""
    axis = {"format": ",~f", "title": None, "tickCount": 4, "gridColor": LINE}
    chosen: dict[str, Any] = {"field": name, "type": "quantitative", "axis": axis, "title": None}
    if scale:
        chosen["scale"] = {"domain": list(scale), "zero": False, "nice": False}
    return chosen


def _decimals(shown: Column) -> int:
    return 1 if shown.shown.value == "mill" else shown.decimals


def as_number(value: Value | None, shown: Column) -> float | None:
    """A value as its column shows it, for drawing."""
    return None if value is None else float(scaled(value, shown))


def spec_of(data: list[dict[str, Any]], layers: list[Layer], width: int, height: int) -> Spec:
    """Layers over data as a whole specification."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - 60,
        "height": height,
        "data": {"values": data},
        "layer": layers,
    }


def twin_of(words: Words, columns: Sequence[Column], rows: Sequence[tuple[str, tuple[Cell, ...]]]) -> Table:
    """The table beside a chart."""
    return Table(words.title, columns, [Row(head, cells) for head, cells in rows], words.unit, words.source)


def chart_of(words: Words, specs: Sequence[Spec], twin: Table) -> Chart:
    """A chart from its words, the specifications of its two drawings and its table."""
    return Chart(words.title, words.summary, words.unit, words.source, specs[0], specs[1], twin)
