"""Pages of one's own background work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from styring.tasks.queries import job_of, jobs_of
from styring.tasks.services.jobs import retry_job

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest

SHOWN = 50


@login_required
@require_GET
def job_list(request: SignedInRequest) -> HttpResponse:
    """What one has started, newest first."""
    return render(request, "tasks/job_list.html", {"jobs": jobs_of(request.user)[:SHOWN]})


@login_required
@require_GET
@never_cache
def job_page(request: SignedInRequest, job: UUID) -> HttpResponse:
    """How far a job has come, then how it ended; asked by htmx it answers with the part that changes."""
    part = request.headers.get("HX-Request") == "true"
    template = "tasks/_progress.html" if part else "tasks/job.html"
    return render(request, template, {"job": job_of(request.user, job)})


@login_required
@require_POST
def job_retry(request: SignedInRequest, job: UUID) -> HttpResponse:
    """Start a job anew."""
    retry_job(actor=request.user, job=job_of(request.user, job))
    return redirect("tasks:job", job=job)
