"""What reporting shows on pages below its own: where a unit's report stands, and its open deviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from styring.kernel.clock import today
from styring.organisation.queries import units_below
from styring.reporting.queries import deviations_for, latest_reports

if TYPE_CHECKING:
    from django.http import HttpRequest

    from styring.organisation.models import Unit

_SHOWN = 3


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
