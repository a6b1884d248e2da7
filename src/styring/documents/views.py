"""Pages where a round's report is read as the document it will be, and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from styring.access.policies import may, require
from styring.documents.forms import PublishForm
from styring.documents.models import Version
from styring.documents.policies import PUBLISH, VIEW_DRAFT
from styring.documents.queries.composition import draft_of
from styring.documents.queries.published import latest_versions
from styring.documents.serializers import shown_chapters
from styring.documents.services import publish_round
from styring.organisation.queries import top_unit
from styring.reporting.queries.rounds import round_of, rounds_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest


@login_required
def document_list(request: SignedInRequest) -> HttpResponse:
    """What is published, and the rounds whose report can be published."""
    published = list(latest_versions())
    periods = {version.document.period for version in published}
    rounds = [of_round for of_round in rounds_for(request.user) if of_round.period not in periods]
    return render(request, "documents/document_list.html", {"published": published, "rounds": rounds})


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
        "chapters": shown_chapters(put_together.chapters),
        "may_publish": may(request.user, PUBLISH, top) and not of_round.is_open,
        "last": last,
        "form": PublishForm(),
    }
    return render(request, "documents/draft.html", seen)


@login_required
@require_POST
def publish(request: SignedInRequest, period: str) -> HttpResponse:
    """Publish a round's report."""
    form = PublishForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    version = publish_round(actor=request.user, of_round=round_of(period), note=note)
    messages.success(request, gettext("Rapporten er publisert som versjon %(number)s.") % {"number": version.number})
    return redirect("documents:document_list")
