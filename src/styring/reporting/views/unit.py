"""A unit's report: written, saved as it is typed, delivered; read, approved or returned by the level above."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.reporting.forms import ReportForm
from styring.reporting.models import Effect
from styring.reporting.queries import (
    as_seen,
    contribution_for,
    measures_of,
    report_sheet,
    rights_of,
    suggestion_for,
)
from styring.reporting.queries.figures import revised_budget
from styring.reporting.queries.unit import previous_report
from styring.reporting.queries.wellbeing import key_figures
from styring.reporting.queries.writing import Said, what_it_says
from styring.reporting.services import WrittenMeanwhileError, answer_measure, deliver, write
from styring.reporting.views.budgets import amended_at
from styring.reporting.views.keeping import keeps_what_is_typed
from styring.reporting.views.pictures import interval_drawings, spending_chart
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.reporting.models import Contribution
    from styring.ui.requests import SignedInRequest


@dataclass
class Attempt:
    """A form as it was sent, and what came of it."""

    form: ReportForm
    saved: Contribution | None = None
    conflict: Contribution | None = None
    problem: str = ""


@keeps_what_is_typed
def report(request: SignedInRequest, period: str, unit: str) -> HttpResponse:
    """A unit's report in a round; a level's is another page."""
    found = contribution_for(request.user, period, unit)
    if found.is_level:
        return redirect("reporting:level", period, unit)
    if request.method != "POST":
        return _page(request, found)
    attempt = _saved(request, found)
    if request.headers.get("HX-Request"):
        return _autosaved(request, found, attempt)
    if attempt.problem or attempt.conflict or not attempt.form.is_valid():
        return _page(request, found, attempt)
    return _sent(request, attempt)


def _page(request: SignedInRequest, found: Contribution, attempt: Attempt | None = None) -> HttpResponse:
    rights = rights_of(request.user, found)
    found = as_seen(found, rights)
    sheet = report_sheet(found, today())
    suggestion = suggestion_for(found.unit, found.round.span)
    context = {
        "sheet": sheet,
        "history": sheet.history,
        "report": found,
        "form": attempt.form if attempt else _form(found),
        "attempt": attempt,
        "rights": rights,
        "suggestion": suggestion,
        "drawings": interval_drawings(sheet, suggestion) if suggestion else None,
        "chart": spending_chart(sheet),
        "effects": Effect.choices,
        "amended": amended_at(request.user, found.unit, found.round.period),
        "key_figures": key_figures(request.user, found.unit, found.round.span),
    }
    clash = attempt and (attempt.conflict or attempt.problem)
    return render(request, "reporting/report.html", context, status=HTTPStatus.CONFLICT if clash else HTTPStatus.OK)


def _form(found: Contribution) -> ReportForm:
    initial = {name: getattr(found, name) for name in ("version", "forecast", "causes", "explanation")}
    return ReportForm(initial=initial, kept=found.forecast)


def _saved(request: SignedInRequest, found: Contribution) -> Attempt:
    """Save what is sent, as far as it can be: the report itself, and answers to whether measures worked."""
    attempt = Attempt(ReportForm(request.POST, kept=found.forecast))
    if not attempt.form.is_valid():
        return attempt
    typed = attempt.form.cleaned_data
    said = what_it_says(found)._replace(
        forecast=typed["forecast"], causes=tuple(typed["causes"]), explanation=typed["explanation"].strip()
    )
    said = _taken_over(request, found, said)
    try:
        version = int(request.POST.get("their_version", "")) if "mine" in request.POST else typed["version"]
        attempt.saved = write(actor=request.user, contribution=found, version=version, said=said)
        _answer(request, found)
    except WrittenMeanwhileError as error:
        attempt.conflict = error.saved
    except RuleBrokenError as error:
        attempt.problem = sentence(error)
    return attempt


def _taken_over(request: SignedInRequest, found: Contribution, said: Said) -> Said:
    """What is said when a button has put something in the leader's place: last forecast, suggestion, last words."""
    do = request.POST.get("do", "")
    if do == "suggestion":
        suggestion = suggestion_for(found.unit, found.round.span)
        return said._replace(forecast=_whole_thousands(suggestion.amount)) if suggestion else said
    if do == "budget":
        return said._replace(forecast=revised_budget(found))
    previous = previous_report(found) if do in {"previous", "words"} else None
    if not previous:
        return said
    if do == "words":
        return said._replace(causes=tuple(previous.causes), explanation=previous.explanation)
    return said._replace(forecast=previous.forecast)


def _whole_thousands(amount: int) -> int:
    """A suggestion is shown in 1000 kr, and taken as it is shown."""
    return round(amount / 1000_00) * 1000_00


def _answer(request: SignedInRequest, found: Contribution) -> None:
    """Keep the answers to whether measures worked that are sent with the report."""
    if not any(name.startswith("worked-") for name in request.POST):
        return
    for view in measures_of(found.unit, today()):
        worked = request.POST.get(f"worked-{view.measure.pk}")
        if worked in Effect.values:
            answer_measure(actor=request.user, measure=view.measure, worked=Effect(worked), day=today())


def _autosaved(request: SignedInRequest, found: Contribution, attempt: Attempt) -> HttpResponse:
    """The parts of the page that saving changes: when it was saved, the version, what is missing."""
    saved = attempt.saved or found
    context = {"attempt": attempt, "report": saved, "sheet": report_sheet(saved, today()), "form": attempt.form}
    return render(request, "reporting/parts/autosaved.html", context)


def _sent(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    saved = attempt.saved
    assert saved is not None  # noqa: S101 - an attempt without problem, conflict or error is saved
    address = redirect("reporting:report", saved.round.period, saved.unit.code)
    if request.POST.get("do") != "deliver":
        messages.success(request, gettext("Rapporten er lagret. Du kan gjøre den ferdig når du vil."))
        return address
    try:
        deliver(actor=request.user, contribution=saved)
    except RuleBrokenError as error:
        attempt.problem = sentence(error)
        return _page(request, saved, Attempt(_form(saved), problem=attempt.problem))
    messages.success(request, gettext("Rapporten er levert. Du får beskjed her hvis den blir sendt tilbake."))
    return address
