"""Readings as charts and tables that can be shown, printed and downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from styring.kernel.periods import Length, Period
from styring.kernel.thresholds import Status
from styring.ui.charts.kinds import Band, History, Words, history_chart
from styring.ui.numbers import language, written
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from styring.kernel.thresholds import Threshold
    from styring.scorecards.queries import Card, Point, Reading
    from styring.ui.charts.drawing import Chart

FEW = 3
"""How many words are named before the rest are counted."""


def status_word(status: Status) -> str:
    """A status in words."""
    return {
        Status.GREEN: _("Ønsket"),
        Status.YELLOW: _("Laveste aksepterte"),
        Status.RED: _("Ikke godkjent"),
        Status.MISSING: _("Mangler tall"),
    }[status]


def period_label(period: Period) -> str:
    """A period as short as it can be told in a chart: ``2025``, ``2. t. 2026``, ``okt. 2026``."""
    if period.length is Length.YEAR:
        return str(period.year)
    if period.length is Length.TERTIAL:
        return _("%(number)s. t. %(year)s") % {"number": period.number, "year": period.year}
    return date_format(period.first_day, "M Y")


def point_label(point: Point) -> str:
    """A point in time as short as it can be told; with ``hittil`` when the year is not over."""
    return period_label(point.period)


def some(words: Sequence[str]) -> str:
    """The first few of some words, and how many more there are."""
    if len(words) <= FEW:
        return ", ".join(words)
    return _("%(few)s og %(more)s til") % {"few": ", ".join(words[:FEW]), "more": len(words) - FEW}


def shown_value(reading: Reading, value: Fraction | None) -> str:
    """A value with the reading's decimals and what stands behind it."""
    if value is None:
        return "–"
    suffix = f"\u00a0{reading.indicator.suffix}" if reading.indicator.suffix else ""
    return written(value, reading.decimals, language()) + suffix


def chart_of(reading: Reading) -> Chart | None:
    """An indicator through time, with its targets and the limits of today; None with fewer than two values."""
    if len(reading.history) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    indicator = reading.indicator
    values = {point_label(point): point.value for point in reading.history}
    targets = {str(target.year): target.value for target in reading.targets}
    labels = list(dict.fromkeys([*values, *targets]))
    last = reading.history[-1]
    summary = _("%(name)s: fra %(first)s i %(then)s til %(last)s i %(now)s.") % {
        "name": indicator.element.title,
        "first": shown_value(reading, reading.history[0].value),
        "then": point_label(reading.history[0]),
        "last": shown_value(reading, last.value),
        "now": point_label(last),
    }
    words = Words(indicator.element.title, summary, unit_words(reading), source_words(reading))
    column = Column(_("Resultat"), Shown.NUMBER, decimals=indicator.decimals)
    bands = bands_of(reading.limits) if reading.limits else ()
    return history_chart(words, _("Periode"), column, History(labels, values, targets, bands))


def unit_words(reading: Reading) -> str:
    """The unit of measure and which way is better."""
    indicator = reading.indicator
    return _("%(unit)s · %(better)s") % {
        "unit": indicator.unit_of_measure.capitalize(),
        "better": indicator.get_direction_display().lower(),
    }


def source_words(reading: Reading) -> str:
    """Where the figures are from, and whether the last of them may change."""
    source = _("Kilde: %(source)s.") % {"source": reading.indicator.source}
    if reading.is_preliminary and reading.point:
        source += " " + _("%(period)s er foreløpig.") % {"period": point_label(reading.point)}
    return source


def bands_of(limits: Threshold) -> list[Band]:
    """The limits as fields of a chart, from the best to the worst; a band's limits are drawn to both sides."""
    green, yellow = float(limits.green), float(limits.yellow)
    names = [_("Ønsket resultat"), _("Laveste aksepterte"), _("Ikke godkjent")]
    if limits.direction.value == "up":
        edges = [(green, None), (yellow, green), (None, yellow)]
    elif limits.direction.value == "down":
        edges = [(None, green), (green, yellow), (yellow, None)]
    else:
        return []
    return [
        Band(low, high, status, name)
        for (low, high), status, name in zip(edges, ("ok", "warn", "bad"), names, strict=True)
    ]


def card_table(card: Card, day: date) -> Table:
    """A card as a table to download, with the unit's name on a day."""
    columns = [
        Column(_("Mål")),
        Column(_("Indikator")),
        Column(_("Vurdering")),
        Column(_("Periode")),
        Column(_("Resultat"), Shown.NUMBER, decimals=2),
        Column(_("Krav"), Shown.NUMBER, decimals=2),
        Column(_("I fjor"), Shown.NUMBER, decimals=2),
        Column(_("Kommunen"), Shown.NUMBER, decimals=2),
        Column(_("Måleenhet")),
    ]
    rows = [
        Row(
            row.goal.name if row.goal else row.reading.indicator.element.title,
            (
                row.reading.indicator.element.title,
                status_word(row.reading.status),
                point_label(row.reading.point) if row.reading.point else None,
                row.reading.value,
                row.reading.target.value if row.reading.target else None,
                row.reading.last_year.value if row.reading.last_year else None,
                row.whole.value,
                row.reading.indicator.unit_of_measure,
            ),
        )
        for row in card.rows
    ]
    return Table(_("Målekart %(unit)s") % {"unit": card.unit.name_on(day)}, columns, rows)
