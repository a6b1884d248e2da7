"""A level's page: those below it, their sums, approving and returning, its own adjustment and assessment."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.reporting.forms import CommentForm, LevelForm
from styring.reporting.queries import (
    as_seen,
    contribution_for,
    history_of,
    level_sheet,
    rights_of,
    rounds_for,
)
from styring.reporting.queries.writing import what_it_says
from styring.reporting.rules.answers import CAUSES
from styring.reporting.services import (
    WrittenMeanwhileError,
    approve,
    deliver,
    remind,
    reopen,
    send_back,
    withdraw,
    write,
)
from styring.reporting.views.budgets import amended_at
from styring.reporting.views.keeping import keeps_what_is_typed
from styring.reporting.views.pictures import deviation_plots
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.reporting.models import Contribution
    from styring.ui.requests import SignedInRequest

ROUNDS_SHOWN = 3


@dataclass
class Attempt:
    """A form as it was sent, and what came of it."""

    form: LevelForm
    saved: Contribution | None = None
    conflict: Contribution | None = None
    problem: str = ""


@keeps_what_is_typed
def level(request: SignedInRequest, period: str, unit: str) -> HttpResponse:
    """A level's report in a round; a unit's is another page."""
    found = contribution_for(request.user, period, unit)
    if not found.is_level:
        return redirect("reporting:report", period, unit)
    if request.method != "POST":
        return _page(request, found)
    attempt = _saved(request, found)
    if request.headers.get("HX-Request"):
        context = {
            "attempt": attempt,
            "report": attempt.saved or found,
            "form": attempt.form,
            "level": level_sheet(attempt.saved or found, today()),
        }
        return render(request, "reporting/parts/level_autosaved.html", context)
    if attempt.problem or attempt.conflict or not attempt.form.is_valid():
        return _page(request, found, attempt)
    return _sent(request, attempt)


def _page(request: SignedInRequest, found: Contribution, attempt: Attempt | None = None) -> HttpResponse:
    rights = rights_of(request.user, found)
    found = as_seen(found, rights)
    sheet = level_sheet(found, today())
    context = {
        "report": found,
        "level": sheet,
        "rights": rights,
        "form": attempt.form if attempt else _form(found),
        "attempt": attempt,
        "plots": deviation_plots(sheet),
        "causes": [(CAUSES[cause], number) for cause, number in sheet.causes],
        "rounds": list(rounds_for(request.user)[:ROUNDS_SHOWN])[::-1],
        "history": history_of(found),
        "amended": amended_at(request.user, found.unit, found.round.period),
        "writes": rights.may_write and found.is_writable,
    }
    clash = attempt and (attempt.conflict or attempt.problem)
    return render(request, "reporting/level.html", context, status=HTTPStatus.CONFLICT if clash else HTTPStatus.OK)


def _form(found: Contribution) -> LevelForm:
    initial = {name: getattr(found, name) for name in ("version", "adjustment_reason", "assessment")}
    return LevelForm(initial={**initial, "adjustment": found.adjustment or ""}, kept=found.adjustment)


def _saved(request: SignedInRequest, found: Contribution) -> Attempt:
    attempt = Attempt(LevelForm(request.POST, kept=found.adjustment))
    if not attempt.form.is_valid():
        return attempt
    typed = attempt.form.cleaned_data
    said = what_it_says(found)._replace(
        adjustment=typed["adjustment"] or 0,
        adjustment_reason=typed["adjustment_reason"].strip(),
        assessment=typed["assessment"].strip(),
    )
    try:
        version = int(request.POST.get("their_version", "")) if "mine" in request.POST else typed["version"]
        attempt.saved = write(actor=request.user, contribution=found, version=version, said=said)
    except WrittenMeanwhileError as error:
        attempt.conflict = error.saved
    except RuleBrokenError as error:
        attempt.problem = sentence(error)
    return attempt


def _sent(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    saved = attempt.saved
    assert saved is not None  # noqa: S101 - an attempt without problem, conflict or error is saved
    address = redirect("reporting:level", saved.round.period, saved.unit.code)
    if request.POST.get("do") != "deliver":
        messages.success(request, gettext("Vurderingen er lagret."))
        return address
    try:
        deliver(actor=request.user, contribution=saved)
    except RuleBrokenError as error:
        return _page(request, saved, Attempt(_form(saved), problem=sentence(error)))
    messages.success(request, _delivered(saved))
    return address


def _delivered(report: Contribution) -> str:
    if report.above_id is None:
        return gettext("Rapporten er levert til formannskapet.")
    return gettext("Rapporten er levert til nivået over.")


@login_required
@require_POST
def move(request: SignedInRequest, period: str, unit: str) -> HttpResponse:
    """Return, approve, reopen, withdraw or remind; one report, or those below a level that are ticked."""
    found = contribution_for(request.user, period, unit)
    chosen = request.POST.getlist("unit")
    if "ticked" in request.POST and not chosen:
        messages.error(request, gettext("Kryss av for minst én rapport."))
        return redirect("reporting:level", period, unit)
    reports = [contribution_for(request.user, found.round.period, code) for code in chosen] if chosen else [found]
    form = CommentForm(request.POST)
    comment = form.cleaned_data["comment"].strip() if form.is_valid() else ""
    try:
        messages.success(request, _moved(request.user, reports, request.POST.get("move", ""), comment))
    except RuleBrokenError as error:
        messages.error(request, sentence(error))
    back = reports[0].above if request.POST.get("back") == "level" else None
    if back:
        return redirect("reporting:level", period, back.unit.code)
    return redirect("reporting:level" if found.is_level else "reporting:report", period, unit)


def _moved(actor: User, reports: Sequence[Contribution], kind: str, comment: str) -> str:
    """Make a move, and say in a sentence what was done."""
    first = reports[0]
    if kind == "approve":
        approve(actor=actor, contributions=reports, comment=comment)
        number = len(reports)
        return ngettext("Rapporten er godkjent.", "%(number)s rapporter er godkjent.", number) % {"number": number}
    if kind == "return":
        send_back(actor=actor, contribution=first, comment=comment)
        return gettext("Rapporten fra %(unit)s er sendt tilbake.") % {"unit": first.unit_name}
    if kind == "reopen":
        reopen(actor=actor, contribution=first, reason=comment)
        return gettext("Rapporten fra %(unit)s er åpnet igjen.") % {"unit": first.unit_name}
    if kind == "withdraw":
        withdraw(actor=actor, contribution=first)
        return gettext("Rapporten er trukket tilbake, og du kan skrive videre.")
    reminded = len(remind(actor=actor, contributions=reports, comment=comment))
    words = ngettext(
        "Påminnelsen er sendt og står på Min side hos lederen.",
        "%(number)s påminnelser er sendt og står på Min side hos lederne.",
        reminded,
    )
    return words % {"number": reminded}
