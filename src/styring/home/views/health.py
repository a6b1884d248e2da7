"""Telling those who watch over the installation whether it works."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from styring.home.queries import health

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@never_cache
def show_health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django gives it
    """200 when database, migrations and worker are well, else 503; needs no sign-in and tells nothing else."""
    parts = health(timezone.now())
    well = all(parts.values())
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if well else "feil", **parts}, status=status)
