"""A person's own page: name, language, and how the account is kept safe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST

from styring.access.forms.people import OwnAccountForm
from styring.access.queries import grants_through_time, holdings_of
from styring.access.rules.browsers import browser_name
from styring.access.services import change_own_name, choose_language
from styring.accounts.models import LANGUAGES
from styring.kernel.clock import today

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from styring.accounts.models import User
    from styring.ui.requests import SignedInRequest

YEAR = 365 * 24 * 3600


@login_required
def own_account(request: SignedInRequest) -> HttpResponse:
    """One's own page."""
    person = request.user
    now = {"first_name": person.first_name, "last_name": person.last_name, "language": person.language}
    form = OwnAccountForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        change_own_name(actor=person, **form.cleaned_data)
        with override(person.language):
            messages.success(request, gettext("Lagret."))
        return redirect("access:own_account")
    shown = {"form": form, "person": person, "safety": _safety(person), **_places(person)}
    shown["municipal_account"] = bool(get_adapter().list_providers(request))
    return render(request, "access/own_account.html", shown)


def _safety(person: User) -> dict[str, object]:
    """How the account is kept safe: app, number of passkeys, number of sessions."""
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return {
        "app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sessions": UserSession.objects.filter(user=person).count(),
        "password": person.has_usable_password(),
    }


def _places(person: User) -> dict[str, object]:
    day = today()
    held = [holding for holding in holdings_of(person) if holding.valid_from <= day < holding.valid_to]
    return {"grants": [one for one in grants_through_time(person, day) if one.state == "valid"], "holdings": held}


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: on one's account when signed in, else in a cookie."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if chosen in dict(LANGUAGES):
        if request.user.is_authenticated:
            choose_language(actor=request.user, language=chosen)
        response.set_cookie("language", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


class OwnSessionsView(ListUserSessionsView):
    """Where one is signed in, with browsers named so that a person knows them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - allauth gives them
        """What the page shows."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        for session in shown["sessions"]:
            session.browser = browser_name(session.user_agent)
        return shown


own_sessions = OwnSessionsView.as_view()
