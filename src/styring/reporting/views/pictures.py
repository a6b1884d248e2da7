"""The drawings of the pages: the suggested forecast, overspending month by month, deviations as rows of dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext

from styring.kernel.periods import Length, Period
from styring.reporting.rules.drawings import dot_plot, forecast_line
from styring.ui.charts.kinds import Words, columns_chart
from styring.ui.tables import Column, Shown
from styring.ui.templatetags.ui import kr1000, period_name

if TYPE_CHECKING:
    from fractions import Fraction

    from styring.reporting.queries.line import LevelSheet
    from styring.reporting.queries.suggestions import SuggestedForecast
    from styring.reporting.queries.unit import ReportSheet
    from styring.reporting.rules.drawings import DotPlot, ForecastLine
    from styring.ui.charts.drawing import Chart

WIDE, NARROW = 420, 330


def interval_drawings(sheet: ReportSheet, suggestion: SuggestedForecast) -> tuple[ForecastLine, ForecastLine]:
    """The suggested forecast on a line, for wide and narrow screens."""
    wide, narrow = (
        forecast_line(
            budget=sheet.sums.revised,
            suggestion=suggestion.amount,
            half=suggestion.half_width,
            last=sheet.last_forecast,
            width=width,
        )
        for width in (WIDE, NARROW)
    )
    return wide, narrow


def spending_chart(sheet: ReportSheet) -> Chart | None:
    """How much more than budgeted had been spent by the end of each month; None before there are two months."""
    months = sheet.months
    if len(months) < 2:  # noqa: PLR2004 - one column is no development
        return None
    year = sheet.contribution.round.span.year
    names = [_short(year, one.month) for one in months]
    first, last = months[0], months[-1]
    words = Words(
        title=gettext("Merforbruk hittil, måned for måned"),
        summary=gettext(
            "Samlet merforbruk hittil i år gikk fra %(first)s tusen kroner i %(from)s til %(last)s tusen i %(to)s."
        )
        % {
            "first": kr1000(first.overspent),
            "last": kr1000(last.overspent),
            "from": period_name(Period(year, first.month, Length.MONTH)),
            "to": period_name(Period(year, last.month, Length.MONTH)),
        },
        unit=gettext("1000 kr"),
        source=gettext("Regnskap og periodisert budsjett."),
    )
    values = [(name, one.overspent) for name, one in zip(names, months, strict=True)]
    return columns_chart(words, gettext("Måned"), Column(gettext("Merforbruk hittil"), Shown.KR1000), values)


def _short(year: int, month: int) -> str:
    return formats.date_format(Period(year, month, Length.MONTH).first_day, "M").lower().rstrip(".")


def deviation_plots(sheet: LevelSheet) -> tuple[DotPlot, DotPlot]:
    """The deviations of those below a level, for wide and narrow screens."""
    large: Fraction = sheet.limits.share / 2
    rows = [
        (row.contribution.unit_name, row.share, not row.contribution.is_delivered)
        for row in sheet.rows
        if row.share is not None
    ]
    wide, narrow = (
        dot_plot([(_shortened(name, width), share, is_open) for name, share, is_open in rows], large, width)
        for width in (480, 330)
    )
    return wide, narrow


def _shortened(name: str, width: int) -> str:
    room = width // 17
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"
