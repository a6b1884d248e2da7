"""A person's own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from styring.kernel.clock import today
from styring.restapi.forms import TokenForm
from styring.restapi.queries import in_force, token_of, tokens_of
from styring.restapi.services import make_token, withdraw_token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from styring.ui.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """One's own keys, and a form for a new one; the secret of a new one is shown in the answer, and never again."""
    day, secret = today(), ""
    form = TokenForm(request.POST if request.method == "POST" else None, day=day)
    if request.method == "POST" and form.is_valid():
        _token, secret = make_token(actor=request.user, day=day, **form.cleaned_data)
        form = TokenForm(day=day)
    shown = {"tokens": tokens_of(request.user), "form": form, "secret": secret, "day": day}
    response = render(request, "restapi/tokens.html", shown, status=400 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def withdraw(request: SignedInRequest, number: int) -> HttpResponse:
    """Withdraw one of one's own keys."""
    token = withdraw_token(actor=request.user, token=token_of(request.user, number), day=today())
    messages.success(request, gettext("Nøkkelen «%(name)s» åpner ikke lenger noe.") % {"name": token.name})
    return redirect("restapi:tokens")


def row_of_account(request: HttpRequest, person: object) -> str:
    """A row on the page of one's own account."""
    del person
    if not request.user.is_authenticated:
        return ""
    count = tokens_of(request.user).filter(in_force(today())).count()
    return render_to_string("restapi/parts/row.html", {"count": count}, request)
