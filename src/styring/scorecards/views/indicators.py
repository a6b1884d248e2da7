"""Indicators: all of them, one with its values by unit and period, and writing a value down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styring.access.policies import may, require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError, NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.queries import top_unit
from styring.scorecards.forms import ValueForm
from styring.scorecards.models import Indicator
from styring.scorecards.policies import VIEW_COMMON, right_to_record
from styring.scorecards.queries import goals_measured_by, readings, table_of
from styring.scorecards.queries.cards import indicators_in_use
from styring.scorecards.queries.goals import month_of
from styring.scorecards.services import record_value
from styring.scorecards.tables import chart_of, period_label
from styring.thread.queries import around
from styring.ui.messages import sentence
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from styring.scorecards.queries import Reading
    from styring.scorecards.queries import Table as Values
    from styring.ui.requests import SignedInRequest

PERIODS_SHOWN = 6


@login_required
def indicator_list(request: SignedInRequest) -> HttpResponse:
    """All indicators with what they show in the whole municipality, and the goal each measures."""
    require(request.user, VIEW_COMMON)
    day = today()
    indicators = list(indicators_in_use(day).order_by("element__code"))
    goals = goals_measured_by(indicators, day)
    found = _whole(request, indicators)
    context = {"rows": [(reading, goals.get(reading.indicator.pk)) for reading in found]}
    return render(request, "scorecards/indicator_list.html", context)


@login_required
def indicator_page(request: SignedInRequest, key: UUID) -> HttpResponse:
    """An indicator: its definition, its line through time, and the values of the units one may read the card of."""
    require(request.user, VIEW_COMMON)
    indicator, day = _indicator(key), today()
    values = table_of(request.user, indicator, PERIODS_SHOWN)
    table = _table(indicator, values)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"indikator-{indicator.element.code or indicator.pk}")
    reading = next(iter(_whole(request, [indicator])), None)
    context = {
        "around": around(request.user, indicator.element, day),
        "indicator": indicator,
        "reading": reading,
        "chart": chart_of(reading) if reading else None,
        "table": table if values.lines else None,
        "limits": indicator.thresholds.all(),
        "may_record": may(request.user, right_to_record(indicator)),
    }
    return render(request, "scorecards/indicator.html", context)


@login_required
def record(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Write a value down, or correct one with a reason."""
    indicator = _indicator(key)
    require(request.user, right_to_record(indicator))
    form = ValueForm(request.user, indicator, request.POST or None, initial={"source": indicator.source})
    if form.is_valid():
        said = form.cleaned_data
        try:
            record_value(
                actor=request.user,
                indicator=indicator,
                unit=said["unit"],
                period=said["period"],
                measured=form.measured,
                reason=said["reason"],
            )
        except GovernanceError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Tallet er ført."))
            return redirect("scorecards:indicator", key)
    context = {"form": form, "indicator": indicator}
    return render(request, "scorecards/value_form.html", context, status=422 if form.is_bound else 200)


def _indicator(key: UUID) -> Indicator:
    found = Indicator.objects.select_related("element__unit", "element__owner").filter(pk=key).first()
    if found is None:
        raise NotFoundError(gettext_noop("Indikatoren finnes ikke."))
    return found


def _whole(request: SignedInRequest, indicators: Sequence[Indicator]) -> list[Reading]:
    top = top_unit(today())
    return readings(request.user, indicators, top, month_of(today())) if top else []


def _table(indicator: Indicator, values: Values) -> Table:
    columns = [
        Column(_("Enhet")),
        *(Column(period_label(period), Shown.NUMBER, decimals=indicator.decimals) for period in values.periods),
    ]
    rows = [Row(line.unit.name, tuple(line.values)) for line in values.lines]
    note = f"{indicator.unit_of_measure.capitalize()}."
    return Table(indicator.element.title, columns, rows, note, _("Kilde: %(source)s.") % {"source": indicator.source})
