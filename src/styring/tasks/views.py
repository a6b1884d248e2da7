"""Pages of one's own background work, and of letters that have not arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from styring.kernel.errors import RuleBrokenError
from styring.tasks.queries import job_of, jobs_of, late_mail
from styring.tasks.services import retry_job, send_again
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from styring.accounts.models import User
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


@login_required
@require_GET
def mail_list(request: SignedInRequest) -> HttpResponse:
    """Letters that have not arrived."""
    return render(request, "tasks/mail_list.html", {"letters": late_mail(request.user)[:SHOWN]})


@login_required
@require_POST
def mail_again(request: SignedInRequest, mail: UUID) -> HttpResponse:
    """Send a letter that did not arrive once more."""
    try:
        sent = send_again(actor=request.user, mail=mail)
    except RuleBrokenError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, gettext("Meldingen sendes på nytt til %(address)s.") % {"address": sent.address})
    return redirect("tasks:mail_list")


def notice_of_late_mail(request: HttpRequest, _subject: object) -> str:
    """That letters have not arrived, with the way to them; nothing when all have. One query."""
    late = late_mail(request.user).count() if request.user.is_authenticated else 0
    return render_to_string("tasks/_late.html", {"late": late}) if late else ""


def late_mail_to(request: HttpRequest, person: User) -> str:
    """The letters to a person that have not arrived, each with a button to send it again. One query."""
    letters = list(late_mail(request.user).filter(receiver=person)) if request.user.is_authenticated else []
    return render_to_string("tasks/_late_to_person.html", {"letters": letters}, request) if letters else ""
