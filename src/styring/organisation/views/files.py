"""The organisation as files: writing it out and taking it in."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET

from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.organisation.exporters import ENDINGS, FORMATS, organisation_file
from styring.organisation.forms.reading import CarriedForm, FileForm
from styring.organisation.importers import import_organisation_file
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.organisation.queries import whole_municipality
from styring.organisation.tables import COST_CENTRES, TABLES
from styring.ui.messages import filled

if TYPE_CHECKING:
    from styring.organisation.importers import Outcome
    from styring.ui.requests import SignedInRequest


@login_required
def files(request: SignedInRequest) -> HttpResponse:
    """Writing out, and taking in: choose a file, read what would change, confirm."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    keep = "bekreft" in request.POST
    form = CarriedForm(request.POST) if keep else FileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"tables": TABLES, "centres": ", ".join(c.word for c in COST_CENTRES.columns)}
    if request.method == "POST" and form.is_valid():
        name, content = form.name_and_content()
        outcome = import_organisation_file(actor=request.user, name=name, content=content, keep=keep)
        if keep and outcome.is_taken:
            messages.success(request, _done(outcome))
            return redirect("organisation:files")
        carried = base64.b64encode(content).decode() if outcome.changes else ""
        context |= {"outcome": outcome, "name": name, "faults": _faults(outcome), "carried": carried}
    context["form"] = FileForm() if keep else form
    return render(request, "organisation/files.html", context)


def _faults(outcome: Outcome) -> list[dict[str, object]]:
    return [
        {
            "file": fault.file,
            "line": fault.line,
            "column": fault.column,
            "value": fault.value,
            "reason": filled(fault.reason, fault.parts),
            "advice": filled(fault.advice, fault.parts),
        }
        for fault in outcome.faults
    ]


def _done(outcome: Outcome) -> str:
    changed = len(outcome.changes)
    if not changed:
        return gettext("Alt er som før. Ingenting er endret.")
    return ngettext("%(count)s endring er gjort.", "%(count)s endringer er gjort.", changed) % {"count": changed}


@login_required
@require_GET
def export(request: SignedInRequest, written_as: str) -> HttpResponse:
    """The organisation with its history as a file."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    if written_as not in FORMATS:
        raise Http404
    response = HttpResponse(organisation_file(written_as), content_type=FORMATS[written_as])
    name = f"organisasjon-{today().isoformat()}.{ENDINGS[written_as]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
