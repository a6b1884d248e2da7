"""The list of measures, a measure's page, and the forms that put forward, change and drop measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from styring.access.policies import may, require
from styring.kernel.clock import today
from styring.plans.forms import DropForm, MeasureForm
from styring.plans.models import Category
from styring.plans.policies import CHANGE_MEASURE
from styring.plans.queries import measure_for, measures_for
from styring.plans.rules import sums_by_year, years_of_action_programme
from styring.plans.services import drop_measure, edit_measure, propose_measure
from styring.thread.models import State
from styring.thread.queries import around
from styring.ui.filters import Filter
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from styring.plans.models import Measure
    from styring.ui.requests import SignedInRequest


@login_required
def measure_list(request: SignedInRequest) -> HttpResponse:
    """The measures of the coming plan with their effects by year, and the sums of those that are shown."""
    day = today()
    years = years_of_action_programme(day.year)
    found = list(measures_for(request.user, day))
    areas = sorted({one.programme_area for one in found if one.programme_area}, key=lambda one: one.number)
    area = Filter.read(request, "omraade", _("Programområde"), [(one.code, str(one)) for one in areas])
    category = Filter.read(request, "kategori", _("Kategori"), Category.choices)
    shown = [
        one
        for one in found
        if area.passes(one.programme_area.code if one.programme_area else "") and category.passes(one.category)
    ]
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(shown, years)], "tiltak")
    proposed = [one for one in shown if one.is_in_proposal]
    context = {
        "years": years,
        "rows": [(one, _by_year(_effects([one]), years)) for one in shown],
        "sums": _by_year(_effects(proposed), years),
        "filters": [area, category],
        "outside": len(shown) - len(proposed),
        "may_propose": may(request.user, CHANGE_MEASURE),
    }
    return render(request, "plans/measure_list.html", context)


@login_required
def measure_page(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A measure: what it means, what it costs each year, and the goals it works for."""
    measure = measure_for(request.user, key)
    effects = list(measure.effects.all())
    context = {
        "around": around(request.user, measure.element, today()),
        "measure": measure,
        "effects": effects,
        "may_change": may(request.user, CHANGE_MEASURE, measure.element.unit),
        "is_dropped": measure.element.state == State.DROPPED,
    }
    return render(request, "plans/measure.html", context)


@login_required
def new_measure(request: SignedInRequest) -> HttpResponse:
    """Put a measure forward."""
    require(request.user, CHANGE_MEASURE)
    day = today()
    years = years_of_action_programme(day.year)
    asked = {"goals": request.GET.getlist("maal")}
    initial = {"first_year": day.year, "last_year": years[-1], "is_in_proposal": True, **asked}
    form = MeasureForm(request.user, day, years, request.POST or None, initial=initial)
    if form.is_valid():
        measure = propose_measure(actor=request.user, placed=form.placed, text=form.text)
        messages.success(request, _("Tiltaket er foreslått."))
        return redirect("plans:measure", measure.pk)
    return render(request, "plans/measure_form.html", {"form": form}, status=_status(form))


@login_required
def change_measure(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give a measure other words, another owner, other years or other effects."""
    measure = measure_for(request.user, key)
    require(request.user, CHANGE_MEASURE, measure.element.unit)
    day = today()
    years = sorted({*years_of_action_programme(day.year), *(effect.year for effect in measure.effects.all())})
    form = MeasureForm(request.user, day, years, request.POST or None, initial=MeasureForm.initial_of(measure))
    form.settle("goals")
    if form.is_valid():
        edit_measure(actor=request.user, measure=measure, placed=form.placed, text=form.text)
        messages.success(request, _("Tiltaket er endret."))
        return redirect("plans:measure", measure.pk)
    return render(request, "plans/measure_form.html", {"form": form, "measure": measure}, status=_status(form))


@login_required
def drop(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a measure out, with a reason."""
    measure = measure_for(request.user, key)
    require(request.user, CHANGE_MEASURE, measure.element.unit)
    form = DropForm(request.POST or None)
    if form.is_valid():
        drop_measure(actor=request.user, measure=measure, reason=form.cleaned_data["reason"])
        messages.success(request, _("Tiltaket er tatt ut. Begrunnelsen står i historikken."))
        return redirect("plans:measure", measure.pk)
    context = {"form": form, "element": measure.element, "back": "plans:measure"}
    return render(request, "plans/drop_form.html", context, status=_status(form))


def _effects(measures: Sequence[Measure]) -> dict[int, int]:
    return sums_by_year((effect.year, effect.amount) for one in measures for effect in one.effects.all())


def _by_year(amounts: dict[int, int], years: range) -> list[tuple[int, int | None]]:
    return [(year, amounts.get(year)) for year in years]


def _table(measures: Sequence[Measure], years: range) -> Table:
    columns = [
        Column(_("Tiltak")),
        Column(_("Programområde")),
        Column(_("Kategori")),
        *(Column(str(year), Shown.KR1000, change=True) for year in years),
        Column(_("Årsverk"), Shown.NUMBER, decimals=1),
        Column(_("Beslutning")),
    ]
    rows = [
        Row(
            one.element.name,
            (
                str(one.programme_area or ""),
                one.get_category_display(),
                *(amount for _year, amount in _by_year(_effects([one]), years)),
                one.man_years,
                one.get_stage_display(),
            ),
            address=reverse("plans:measure", args=[one.pk]),
        )
        for one in measures
    ]
    note = _("1000 kr, faste priser. + er økt utgift, − er innsparing.")
    return Table(pgettext("flere", "Tiltak"), columns, rows, note)


def _status(form: DropForm | MeasureForm) -> int:
    return 422 if form.is_bound else 200
