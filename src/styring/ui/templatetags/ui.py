"""The tags and filters of every page: icons, status, numbers, days, slots."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from styring.kernel.periods import Length, Period
from styring.ui.charts.drawing import Chart, Spec, svg
from styring.ui.drawings import spark_path
from styring.ui.numbers import Number, language, written
from styring.ui.slots import shown_in
from styring.ui.tables import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.template.context import RequestContext

    from styring.ui.tables import Row, Table

register = template.Library()

_STATUS_ICONS = {
    "ok": "CheckmarkCircleFill",
    "warn": "ExclamationmarkTriangleFill",
    "bad": "XMarkOctagonFill",
    "late": "ExclamationmarkTriangleFill",
    "soon": "ClockFill",
    "run": "s-pagar",
    "idle": "s-kommer",
    "none": "s-hviler",
}
_STATUS_CLASSES = {"late": "bad", "soon": "warn", "none": "idle"}
_TAG_COLOURS = {"ok": "success", "warn": "warning", "bad": "danger", "run": "info", "idle": "neutral"}


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, subject: Any = None) -> SafeString:  # noqa: ANN401 - any page's subject
    """What upper apps show at this place of the page."""
    if "request" not in context:
        return SafeString()
    return mark_safe("".join(shown_in(name, context["request"], subject)))  # noqa: S308 - templates made each of them


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label. ``size`` is ``lg`` or nothing."""
    classes = f"icon icon--{size}" if size else "icon"
    address = f"{static('ui/icons.svg')}#i-{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)


@register.simple_tag
def status(kind: str, words: str, *, tag: bool = False, short: bool = False) -> SafeString:
    """A status as shape, word and colour together.

    Args:
        kind: ``ok``, ``warn``, ``bad``, ``late`` (past its day), ``soon`` (due shortly), ``run`` (under way), ``idle``
            (to come) or ``none``.
        words: what it says.
        tag: as the one tag of a page head instead of plain.
        short: only the shape, with the words for those who do not see it; for dense lists with a legend.
    """
    shade = _STATUS_CLASSES.get(kind, kind)
    frame = "ds-tag status" if tag else "status"
    if short:
        return format_html('<span class="{} status--{}">{}</span>', frame, shade, icon(_STATUS_ICONS[kind], words))
    colour = format_html(' data-color="{}"', _TAG_COLOURS[shade]) if tag else ""
    shape = icon(_STATUS_ICONS[kind])
    return format_html('<span class="{} status--{}"{}>{}{}</span>', frame, shade, colour, shape, words)


@register.simple_tag
def breadcrumbs(*pairs: str) -> SafeString:
    """The way here, as title and address in turn."""
    steps = zip(pairs[::2], pairs[1::2], strict=True)
    shown = format_html_join("", '<li><a class="ds-link" href="{}">{}</a></li>', ((url, title) for title, url in steps))
    return format_html(
        '<nav class="ds-breadcrumbs crumbs" aria-label="{}"><ol>{}</ol></nav>', gettext("Du er her"), shown
    )


@register.simple_tag
def sparkline(values: Sequence[Number | None]) -> SafeString:
    """A small line beside a number that is written out; hidden from screen readers."""
    line, end = spark_path([None if value is None else float(value) for value in values], 74, 20)
    return (
        format_html(
            '<svg class="spark" viewBox="0 0 74 20" aria-hidden="true">'
            '<path d="{}"/><circle cx="{}" cy="{}" r="2.6"/></svg>',
            line,
            *end,
        )
        if line
        else SafeString()
    )


@register.simple_tag(takes_context=True)
def query_string(context: RequestContext, **changed: object) -> str:
    """This page's address line after ``?`` with some words changed; None takes one away."""
    words = context["request"].GET.copy()
    for name, value in changed.items():
        words.pop(name, None)
        if value is not None:
            words[name] = str(value)
    return f"?{words.urlencode()}"


@register.inclusion_tag("ui/parts/table.html")
def data_table(table: Table) -> dict[str, object]:
    """A table of figures."""
    return {"table": table, "rows": [_shown_row(table, row) for row in table.rows]}


@register.inclusion_tag("ui/parts/chart.html")
def chart(shown: Chart) -> dict[str, object]:
    """A chart in its two drawings, with its words and its table."""
    return {"chart": shown, "wide": _drawing(shown.wide), "narrow": _drawing(shown.narrow)}


def _drawing(spec: Spec) -> SafeString:
    return mark_safe(svg(spec, language()))  # noqa: S308 - drawn by Vega, which escapes what it writes


def _shown_row(table: Table, row: Row) -> dict[str, object]:
    cells = [
        {
            "text": text_of(cell, column),
            "address": row.links.get(place, ""),
            "is_number": column.is_number,
            "is_minor": column.minor,
        }
        for place, (cell, column) in enumerate(zip(row.cells, table.columns[1:], strict=False))
    ]
    return {"head": row.head, "kind": row.kind, "address": row.address, "cells": cells}


@register.filter
def kr(ore: int | None) -> str:
    """Øre as whole kroner, without the unit: ``1 234 567``."""
    return _money(ore, 2, 0)


@register.filter
def kr1000(ore: int | None) -> str:
    """Øre in 1000 kr, without the unit: ``118 500``."""
    return _money(ore, 5, 0)


@register.filter
def mill(ore: int | None) -> str:
    """Øre in millions of kroner with one decimal, without the unit: ``−22,4``."""
    return _money(ore, 8, 1)


def _money(ore: int | None, shift: int, decimals: int) -> str:
    return "–" if ore is None else written(Decimal(ore).scaleb(-shift), decimals, language())


@register.filter
def kr1000_change(ore: int | None) -> str:
    """Øre in 1000 kr with + or −, where change or deviation is shown: ``+1 900``."""
    return "–" if ore is None else written(Decimal(ore).scaleb(-5), 0, language(), sign=True)


@register.filter
def mill_change(ore: int | None) -> str:
    """Øre in millions of kroner with + or −: ``−22,4``."""
    return "–" if ore is None else written(Decimal(ore).scaleb(-8), 1, language(), sign=True)


@register.filter
def number(value: Number | None, decimals: int = 0) -> str:
    """A number with so many decimals; a dash where there is none."""
    return "–" if value is None else written(value, decimals, language())


@register.filter
def signed(value: Number | None, decimals: int = 0) -> str:
    """A number with + or −."""
    return "–" if value is None else written(value, decimals, language(), sign=True)


@register.filter
def day(value: date | None) -> str:
    """A day in full: ``6. november 2026``."""
    return "" if value is None else formats.date_format(value, "DATE_FORMAT")


@register.filter(expects_localtime=True)
def day_and_month(value: date | None) -> str:
    """A day without its year, its month in full: ``6. november``."""
    return "" if value is None else formats.date_format(value, "j F" if language() == "en" else "j. F")


@register.filter
def short_day(value: date | None) -> str:
    """A day without its year: ``6. nov``."""
    if value is None:
        return ""
    return (
        formats.date_format(value, "j M")
        if language() == "en"
        else formats.date_format(value, "j. M").lower().rstrip(".")
    )


@register.filter
def period_name(value: Period | str | None) -> str:
    """A period in words: ``oktober 2026``, ``2. tertial 2026``, ``2026``."""
    if not value:
        return ""
    period = value if isinstance(value, Period) else Period.parse(value)
    if period.length is Length.TERTIAL:
        return gettext("%(number)s. tertial %(year)s") % {"number": period.number, "year": period.year}
    if period.length is Length.YEAR:
        return str(period.year)
    month = formats.date_format(period.first_day, "F Y")
    return month if language() == "en" else month.lower()


@register.filter
def in_sentence(name: str) -> str:
    """A name as it is written within a sentence: ``Enhetsleder`` is ``enhetsleder``, and ``HR-sjef`` stays so."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@register.filter
def initials(person: object) -> str:
    """The first letters of a name, two at the most."""
    words = str(person).split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()
