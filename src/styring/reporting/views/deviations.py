"""Open deviations, a deviation's own page, and corrective measures: begun, changed, answered for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from styring.access.policies import may, require
from styring.kernel.clock import today
from styring.organisation.models import Position
from styring.organisation.queries import leader_position, line_above
from styring.reporting.forms import AnswerForm, MeasureForm
from styring.reporting.models import Effect, MeasureStatus
from styring.reporting.policies import WRITE_REPORT
from styring.reporting.queries import (
    contribution_for,
    contribution_of_element,
    deviation_for,
    deviations_for,
    measure_for,
)
from styring.reporting.queries.deviations import deviation_corrected, measures_by_deviation, view_of
from styring.reporting.rules.answers import CAUSES
from styring.reporting.services import add_measure, answer_measure, change_measure
from styring.reporting.services.measures import Plan
from styring.thread.queries import around

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from styring.organisation.models import Unit
    from styring.reporting.models import CorrectiveMeasure
    from styring.ui.requests import SignedInRequest


@login_required
def deviations(request: SignedInRequest) -> HttpResponse:
    """The open deviations of the units whose reports the reader may see, those with overdue measures first."""
    found = [
        (view, [CAUSES.get(cause, cause) for cause in view.deviation.causes])
        for view in deviations_for(request.user, today())
    ]
    overdue = sum(view.overdue for view, _causes in found)
    return render(request, "reporting/deviations.html", {"deviations": found, "overdue": overdue})


@login_required
def deviation(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A deviation: what departs from what, why, and what is done about it."""
    found = deviation_for(request.user, key)
    context = {
        "around": around(request.user, found.element, today()),
        "deviation": found,
        "causes": [CAUSES.get(cause, cause) for cause in found.causes],
        "measures": measures_by_deviation([found.pk], today()).get(found.pk, []),
    }
    return render(request, "reporting/deviation.html", context)


@login_required
def report_element(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A report by its element's id: the way from the thread to the report's own page."""
    found = contribution_of_element(request.user, key)
    return redirect("reporting:report", found.round.period, found.unit.code)


@login_required
def new_measure(request: SignedInRequest, period: str, unit: str) -> HttpResponse:
    """Begin a corrective measure."""
    report = contribution_for(request.user, period, unit)
    require(request.user, WRITE_REPORT, report.unit)
    leader = leader_position(report.unit)
    form = MeasureForm(request.POST or None, owners=_owners(report.unit), initial=None)
    form.fields["owner"].initial = leader
    if request.method == "POST" and form.is_valid():
        add_measure(actor=request.user, contribution=report, plan=_plan(form))
        messages.success(request, gettext("Tiltaket er lagt til."))
        return redirect("reporting:report", period, unit)
    return render(request, "reporting/new_measure.html", {"form": form, "report": report})


@login_required
def measure(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A corrective measure: how it stands, changed and answered for by those who may."""
    found = measure_for(request.user, key)
    element = found.element
    may_write = may(request.user, WRITE_REPORT, element.unit)
    if request.method == "POST" and "worked" in request.POST:
        return _answered(request, found)
    form = _measure_form(request, found)
    if request.method == "POST" and form.is_valid():
        status = MeasureStatus(form.cleaned_data.get("status") or found.status)
        change_measure(actor=request.user, measure=found, plan=_plan(form), status=status)
        messages.success(request, gettext("Endringen er lagret."))
        return redirect("reporting:measure", key)
    context = {
        "around": around(request.user, element, today()),
        "view": view_of(found, today()),
        "deviation": deviation_corrected(found),
        "form": form,
        "answer_form": AnswerForm(initial={"worked": found.worked, "note": found.note}),
        "may_write": may_write,
    }
    return render(request, "reporting/measure.html", context)


def _measure_form(request: SignedInRequest, found: CorrectiveMeasure) -> MeasureForm:
    element = found.element
    initial = {
        "title": element.title, "owner": element.owner_id, "deadline": found.deadline, "effect": found.effect,
        "status": found.status,
    }  # fmt: skip
    return MeasureForm(request.POST or None, owners=_owners(element.unit), initial=initial)


def _answered(request: SignedInRequest, found: CorrectiveMeasure) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        answer_measure(
            actor=request.user, measure=found, worked=Effect(typed["worked"]), day=today(), note=typed["note"]
        )
        messages.success(request, gettext("Svaret er lagret."))
    else:
        messages.error(request, gettext("Velg om tiltaket virket."))
    return redirect("reporting:measure", found.pk)


def _owners(unit: Unit) -> QuerySet[Position]:
    """The positions of the unit and of those above it."""
    line = [unit, *line_above(unit, today())]
    return Position.objects.filter(unit__in=line).select_related("unit").order_by("-is_leader", "title")


def _plan(form: MeasureForm) -> Plan:
    typed = form.cleaned_data
    return Plan(typed["title"], typed["owner"], typed["deadline"], typed["effect"])
