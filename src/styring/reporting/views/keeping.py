"""Keeping what has been typed when the sender turns out not to be signed in any more."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_NOT_TYPED = {"csrfmiddlewaretoken"}


def keeps_what_is_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only the signed-in in; one who sends a form without being so gets it back to send again after signing in."""
    for_signed_in = login_required(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - as the view takes
        if request.method != "POST" or request.user.is_authenticated:
            return for_signed_in(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return render(request, "reporting/parts/signed_out.html", status=HTTPStatus.OK)
        typed = [(name, text) for name, texts in request.POST.lists() for text in texts if name not in _NOT_TYPED]
        shown = [(name, text) for name, text in typed if len(text) > 1 and name not in {"version", "do"}]
        context = {"typed": typed, "shown": shown}
        return render(request, "reporting/signed_out.html", context, status=HTTPStatus.UNAUTHORIZED)

    return answered
