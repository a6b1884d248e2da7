"""What reporting shows on pages below its own: where a unit's report stands, and its open deviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from styring.kernel.clock import today
from styring.organisation.queries import units_below
from styring.reporting.queries import deviations_for, latest_reports

if TYPE_CHECKING:
    from django.http import HttpRequest

    from styring.kernel.periods import Period
    from styring.organisation.models import Unit

_SHOWN = 3


def explained_panel(request: HttpRequest, subject: tuple[Unit, Period]) -> str:
    """What units below a unit have said of their largest deviations, in rounds up to a period; "" when nothing."""
    (unit, period), reader = subject, request.user
    if not reader.is_authenticated:
        return ""
    found = deviations_for(reader, today(), units_below(unit, period.last_day))
    said = [view for view in found if _was_said_by(view.deviation.reported_in.span, period)]
    explained = sorted((view for view in said if view.deviation.explanation), key=lambda view: view.deviation.amount)
    if not explained:
        return ""
    context = {"deviations": explained[:_SHOWN], "all": len(said)}
    return render_to_string("reporting/parts/explained.html", context, request)


def _was_said_by(reported: Period, period: Period) -> bool:
    return reported.year == period.year and reported.last_day <= period.last_day


def reporting_panel(request: HttpRequest, unit: Unit | None) -> str:
    """A panel with a unit's latest reports and the deviations of all below it; "" for one who may see neither."""
    reader = request.user
    if unit is None or not reader.is_authenticated:
        return ""
    day = today()
    reports = latest_reports(reader, unit, _SHOWN)
    deviations = deviations_for(reader, day, units_below(unit, day))
    if not reports and not deviations:
        return ""
    context = {
        "unit": unit,
        "reports": reports,
        "deviations": deviations[:_SHOWN],
        "all": len(deviations),
        "overdue": sum(view.overdue for view in deviations),
    }
    return render_to_string("reporting/parts/panel.html", context, request)
