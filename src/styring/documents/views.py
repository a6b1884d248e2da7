"""Pages where a round's report is read as the document it will be, and published; files of what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST, require_safe

from styring.access.policies import may, require
from styring.documents.exporters.files import kept_pdf
from styring.documents.forms import PublishForm
from styring.documents.models import Version
from styring.documents.policies import PUBLISH, VIEW_DRAFT
from styring.documents.queries.composition import draft_of
from styring.documents.queries.published import latest_versions, version_at
from styring.documents.queries.shown import shown_chapters
from styring.documents.rules.content import tables_of
from styring.documents.services import publish_round
from styring.kernel.clock import now, today
from styring.organisation.queries import municipality, top_unit
from styring.reporting.queries.rounds import round_of, rounds_for
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from django.http import HttpRequest

    from styring.ui.requests import SignedInRequest

_FOR_EVER = "public, max-age=31536000, immutable"


@login_required
def document_list(request: SignedInRequest) -> HttpResponse:
    """What is published, and the rounds whose report can be published."""
    published = list(latest_versions())
    periods = {version.document.period for version in published}
    rounds = [of_round for of_round in rounds_for(request.user) if of_round.period not in periods]
    shown = {"published": published, "rounds": rounds, "may_publish": may(request.user, PUBLISH, top_unit(today()))}
    return render(request, "documents/document_list.html", shown)


@login_required
def draft(request: SignedInRequest, period: str) -> HttpResponse:
    """A round's consolidated report as the document it will be."""
    of_round = round_of(period)
    top = top_unit(of_round.cut_off)
    require(request.user, VIEW_DRAFT, top)
    put_together = draft_of(request.user, of_round)
    last = Version.objects.filter(document__period=of_round.period).select_related("document").first()
    seen = {
        "round": of_round,
        "draft": put_together,
        "chapters": shown_chapters(put_together.chapters, put_together.language),
        "may_publish": may(request.user, PUBLISH, top) and not of_round.is_open,
        "last": last,
        "form": PublishForm(),
    }
    return render(request, "documents/draft.html", seen)


def next_step(request: HttpRequest, period: str) -> str:
    """The way on from a closed round: its report, for one who may publish it and has not yet."""
    if Version.objects.filter(document__period=period).exists() or not may(request.user, PUBLISH):
        return ""
    return render_to_string("documents/next_step.html", {"period": period})


@login_required
@require_POST
def publish(request: SignedInRequest, period: str) -> HttpResponse:
    """Publish a round's report."""
    form = PublishForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    version = publish_round(actor=request.user, of_round=round_of(period), at=now(), note=note)
    messages.success(request, gettext("Rapporten er publisert som versjon %(number)s.") % {"number": version.number})
    return redirect("documents:document_list")


@require_safe
def report_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A version as tagged PDF."""
    version = version_at(slug, number)
    own = municipality()
    content = kept_pdf(version, own.name if own else "")
    return _file(content, "application/pdf", f"{slug}-v{number}.pdf")


@require_safe
def report_tables(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """Every table of a version as a spreadsheet."""
    version = version_at(slug, number)
    with override(version.language):
        return _kept(spreadsheet_response(tables_of(version.chapters), f"{slug}-v{number}"))


@require_safe
def report_data(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A version as open data: exactly the bytes that its checksum is of, amounts in øre."""
    version = version_at(slug, number)
    return _file(version.content.encode(), "application/json", f"{slug}-v{number}.json")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return _kept(response)


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = _FOR_EVER
    return response
