"""What was typed when the session had ended: kept until its writer is back, then sent or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from styring.ui.requests import SignedInRequest

KEPT = "kept_form"
MARK = "_kept"
MOST_KEPT = 200_000
SECRET = ("password", "passord", "oldpassword", "code", "kode", "credential", "csrfmiddlewaretoken")


class Kept(NamedTuple):
    """A form as it was sent: where to, and each field with its value."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person has written, rather than chosen."""
        return [(name, value) for name, value in self.fields if " " in value.strip()]


def keep(request: HttpRequest) -> bool:
    """Keep what was sent in the session; False when there is nothing worth it, or too much. Secrets are never kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.lower().startswith(SECRET)
        for value in map(str, values)
    ]
    own = request.path.startswith("/konto/") or request.path.startswith("/demo/")
    if own or not any(value.strip() for _name, value in fields) or sum(len(value) for _n, value in fields) > MOST_KEPT:
        return False
    request.session[KEPT] = {"path": request.get_full_path(), "fields": fields}
    return True


def kept_in(request: HttpRequest) -> Kept | None:
    """What is kept for the one who asks."""
    kept = request.session.get(KEPT)
    return Kept(kept["path"], [(name, value) for name, value in kept["fields"]]) if kept else None


def forget(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(KEPT, None)


@login_required
def show_kept(request: SignedInRequest) -> HttpResponse:
    """What is kept, to be sent or thrown away."""
    kept = kept_in(request)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        forget(request)
        messages.info(request, gettext("Teksten er kastet."))
        return redirect(kept.path)
    return render(request, "home/kept.html", {"kept": kept, "mark": MARK})
