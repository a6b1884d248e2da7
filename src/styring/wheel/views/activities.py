"""An activity's page, and what can be done on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Unit
from styring.ui.messages import sentence
from styring.wheel.forms import ActivityForm, CancelForm
from styring.wheel.policies import CHANGE_WHEEL
from styring.wheel.queries.activities import ActivityShown, activity_for
from styring.wheel.services import (
    cancel_activity,
    edit_activity,
    finish_activity,
    finish_share,
    reopen_activity,
    restore_activity,
    start_activity,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest


@login_required
def activity_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """An activity: what, who, when, why, what it waits for, and what can be done."""
    return render(request, "wheel/activity.html", {"shown": activity_for(request.user, pk, today())})


@login_required
@require_POST
def act(request: SignedInRequest, pk: int, deed: str) -> HttpResponse:
    """Start, finish, open again or take back a cancelled activity."""
    activity = activity_for(request.user, pk, today()).activity
    match deed:
        case "start":
            start_activity(actor=request.user, activity=activity, on=today())
        case "ferdig":
            finish_activity(actor=request.user, activity=activity, on=today())
        case "gjenapne":
            reopen_activity(actor=request.user, activity=activity)
        case _:
            restore_activity(actor=request.user, activity=activity)
    messages.success(request, _("Lagret. Hjulet er oppdatert."))
    return redirect("wheel:activity", pk)


@login_required
@require_POST
def finish_unit(request: SignedInRequest, pk: int, unit: int) -> HttpResponse:
    """Say that a unit's share is done."""
    shown = activity_for(request.user, pk, today())
    found = Unit.objects.filter(pk=unit).first()
    if found is None:
        raise NotFoundError(gettext_noop("Enheten finnes ikke."))
    finish_share(actor=request.user, activity=shown.activity, unit=found, on=today())
    messages.success(request, _("Andelen til %(unit)s er meldt ferdig.") % {"unit": found.name})
    return redirect("wheel:activity", pk)


@login_required
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an activity's dates, who answers for it, and the note, for its own year."""
    shown = activity_for(request.user, pk, today())
    require(request.user, CHANGE_WHEEL)
    form = ActivityForm(request.POST or None, instance=shown.activity)
    if form.is_valid():
        form.instance.refresh_from_db()
        try:
            edit_activity(actor=request.user, activity=form.instance, changes=form.cleaned_data)
        except RuleBrokenError as error:
            form.add_error("due_on", sentence(error))
        else:
            messages.success(request, _("Endringen gjelder bare %(year)s.") % {"year": shown.activity.year})
            return redirect("wheel:activity", pk)
    return _form_page(request, shown, form, "edit")


@login_required
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call an activity off this year, with the reason."""
    shown = activity_for(request.user, pk, today())
    require(request.user, CHANGE_WHEEL)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        cancel_activity(actor=request.user, activity=shown.activity, reason=form.cleaned_data["reason"], on=today())
        messages.success(request, _("Aktiviteten er avlyst i år."))
        return redirect("wheel:activity", pk)
    return _form_page(request, shown, form, "cancel")


def _form_page(
    request: SignedInRequest, shown: ActivityShown, form: ActivityForm | CancelForm, deed: str
) -> HttpResponse:
    return render(request, "wheel/activity_form.html", {"shown": shown, "form": form, "deed": deed})
