"""Error pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """The request could not be understood."""
    return render(request, "ui/error.html", {"status": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One may know of it but not do it."""
    return render(request, "ui/error.html", {"status": 403, "sentence": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """There is no such page, or one may not know of it; the two look alike."""
    return render(request, "ui/error.html", {"status": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something went wrong here; the id is for support."""
    return render(request, "ui/error.html", {"status": 500}, status=500)


def session_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """The form was sent with an expired session; what was typed is shown, so that nothing is lost."""
    return render(request, "ui/error.html", {"status": 403, "kept": request.POST.items()}, status=403)
