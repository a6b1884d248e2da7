"""The administrator's pages: people, their roles and positions, and the table of access in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from styring.access.forms.people import EndForm, GrantForm, InviteForm
from styring.access.models import Role
from styring.access.policies import GIVE_ROLES, may, require
from styring.access.queries import (
    grant_of,
    grants_through_time,
    holdings_of,
    people_for,
    person_for,
    vacant_grants,
)
from styring.access.rules.words import rights_of
from styring.access.services import end_grant, grant_role, invite_again, invite_person, let_in_again, shut_out
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError
from styring.kernel.spans import FOREVER, Span
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.ui.requests import SignedInRequest


@login_required
def people(request: SignedInRequest) -> HttpResponse:
    """Who there is, with roles and positions."""
    day, search = today(), request.GET.get("sok", "").strip()
    found = people_for(request.user, day, search, request.GET.get("side", "1"))
    shown = {
        "people": found.people,
        "page": found.page,
        "search": search,
        "vacant": list(vacant_grants(request.user, day)),
        "may_change": may(request.user, GIVE_ROLES),
    }
    return render(request, "access/people.html", shown)


@login_required
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: roles through time, positions, and what an administrator may do about them."""
    found = person_for(request.user, pk)
    form = GrantForm(request.POST or None, day=today())
    if request.method == "POST":
        require(request.user, GIVE_ROLES)
        if form.is_valid() and _given(form, request.user, found):
            messages.success(request, gettext("Rollen er gitt."))
            return redirect("access:person", pk)
    day = today()
    shown = {"person": found, "form": form, "grants": grants_through_time(found, day), "holdings": holdings_of(found)}
    return render(request, "access/person.html", {**shown, "day": day, "may_change": may(request.user, GIVE_ROLES)})


def _given(form: GrantForm, actor: User, to: User) -> bool:
    """Give what the form says; False when a rule says no, and then the form says why."""
    said = form.cleaned_data
    span, role = Span(said["since"], said["until"] or FOREVER), Role(said["role"])
    return _tried(
        form,
        lambda: grant_role(actor=actor, to=to, role=role, unit=said["unit"], span=span, party=said["party"]),
    )


def _tried(form: forms.Form, change: Callable[[], object]) -> bool:
    try:
        change()
    except GovernanceError as error:
        form.add_error(None, sentence(error))
    except ValidationError as error:
        form.add_error(None, error)
    return form.is_valid()


@login_required
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a role from a day."""
    grant = grant_of(request.user, pk)
    require(request.user, GIVE_ROLES, grant.unit)
    form = EndForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        if _tried(form, lambda: end_grant(actor=request.user, grant=grant, on=day)):
            messages.success(request, gettext("Rollen er avsluttet."))
            return redirect("access:person", grant.user_id) if grant.user_id else redirect("access:people")
    return render(request, "access/end_grant.html", {"grant": grant, "form": form})


@login_required
def invite(request: SignedInRequest) -> HttpResponse:
    """Let a new person in."""
    require(request.user, GIVE_ROLES)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.person()
        if _tried(form, lambda: invite_person(actor=request.user, person=new, mail=True)):
            messages.success(request, gettext("Invitasjonen sendes til %(email)s.") % {"email": new.email})
            return redirect("access:person", new.pk)
    return render(request, "access/invite.html", {"form": form})


@login_required
@require_POST
def door(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shut a person out, let in again, or send a new invitation."""
    found = person_for(request.user, pk)
    what = request.POST.get("what")
    if what == "shut_out":
        shut_out(actor=request.user, person=found, day=today())
        messages.success(request, gettext("%(person)s er stengt ute.") % {"person": found})
    elif what == "let_in":
        let_in_again(actor=request.user, person=found)
        messages.success(request, gettext("%(person)s kan logge inn igjen.") % {"person": found})
    else:
        invite_again(actor=request.user, person=found)
        messages.success(request, gettext("En ny invitasjon sendes til %(email)s.") % {"email": found.email})
    return redirect("access:person", pk)


@login_required
def roles(request: SignedInRequest) -> HttpResponse:
    """The table of access in words: each role and what it may do."""
    chosen = request.GET.get("rolle")
    role = Role(chosen) if chosen in Role.values else None
    shown = {
        "roles": [(one, rights_of(one.value)) for one in ([role] if role else Role)],
        "all_roles": Role,
        "chosen": role,
    }
    return render(request, "access/roles.html", shown)
