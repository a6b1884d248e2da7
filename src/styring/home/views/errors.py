"""Error pages: what, why, what now, and an id that support finds the request by."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from styring.home.views.kept import keep, kept_in
from styring.ui.middleware import current_request_id

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, what: str, why: str, picture: str) -> HttpResponse:
    shown = {"what": what, "why": why, "picture": picture, "support_id": current_request_id()}
    return render(request, "ui/error.html", shown, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """The request could not be understood."""
    what, why = gettext("Vi forstod ikke det som ble sendt"), gettext("Gå tilbake, last siden på nytt og prøv igjen.")
    return _page(request, 400, what, why, "ExclamationmarkTriangle")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One may know of it but not do it."""
    what = gettext("Dette kan du ikke gjøre her")
    why = str(exception) or gettext("Rollen din gir ikke rett til det. Mener du at den burde, spør systemansvarlig.")
    return _page(request, 403, what, why, "PadlockLocked")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """There is no such page, or one may not know of it; the two look alike."""
    what = gettext("Vi finner ikke siden for deg")
    if request.user.is_authenticated:
        why = gettext("Den er enten fjernet, eller den er ikke åpen for stillingen din. Spør den som sendte lenken.")
    else:
        why = gettext("Adressen er feil, eller siden er fjernet. Er den for ansatte, må du logge inn først.")
    return _page(request, 404, what, why, "MagnifyingGlass")


def server_error(request: HttpRequest) -> HttpResponse:
    """Something went wrong here; the page needs nothing that may have gone wrong with it."""
    what, why = gettext("Noe gikk galt hos oss"), gettext("Prøv igjen om litt. Skjer det på nytt, meld fra med koden.")
    try:
        return _page(request, 500, what, why, "ExclamationmarkTriangle")
    except Exception:  # the database or a template may be what is broken
        log.exception("The error page itself failed.")
        return HttpResponse(render_to_string("ui/error_plain.html", {"support_id": current_request_id()}), status=500)


def session_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A form came with a proof that does not hold; what was typed is shown and kept, so that nothing is lost."""
    keep(request)
    kept = kept_in(request)
    if kept and request.user.is_authenticated:
        return redirect("home:kept")
    shown = {"kept": kept, "support_id": current_request_id()}
    return render(request, "home/session_expired.html", shown, status=403)
