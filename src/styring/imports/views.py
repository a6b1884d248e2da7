"""The pages of taking files in: the list with its form, and one batch."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from styring.access.policies import may
from styring.imports.background import can_be_read_again, queue, read_again
from styring.imports.forms import LayoutForm, Offered, UploadForm
from styring.imports.importers import UNCHANGED, Incoming
from styring.imports.kit import ImportKind, kind_named, kinds
from styring.imports.models import SavedLayout, State
from styring.imports.policies import MAKE_BATCH, VIEW_BATCH
from styring.imports.queries import batch_for, batches_for, layout_for, layouts_for
from styring.imports.services import ONE_LAYOUT, discard_batch, post_batch, remove_layout, save_layout, undo_batch
from styring.imports.tables import STATE_LOOKS, fault_table, said, shown, shown_trial
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.ui.separated import csv_response
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.imports.models import Batch
    from styring.ui.requests import SignedInRequest

SHOWN_BATCHES = 50
SHOWN_FAULTS = 100
DOWNLOADS = {"xlsx": spreadsheet_response, "csv": csv_response}


@login_required
@require_safe
def batch_list(request: SignedInRequest) -> HttpResponse:
    """What was taken in, newest first, with a form for the next file."""
    batches = batches_for(request.user)[:SHOWN_BATCHES]
    return _listed(request, _upload_form(request.user), list(batches))


@login_required
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Take in a file and have it read in the background."""
    require(request.user, VIEW_BATCH)
    require(request.user, MAKE_BATCH)
    form = _upload_form(request.user, request.POST, request.FILES)
    if not form.is_valid():
        return _listed(request, form, list(batches_for(request.user)[:SHOWN_BATCHES]))
    with tempfile.NamedTemporaryFile() as kept:
        path = Path(kept.name)
        _copy(form.cleaned_data["file"], path)
        incoming = Incoming(
            form.cleaned_data["kind"],
            form.cleaned_data["year"],
            path,
            form.cleaned_data["file"].name,
            form.options,
        )
        return _taken_in(request, incoming)


def _upload_form(reader: User, *given: Any) -> UploadForm:  # noqa: ANN401 - what was filled in, and files
    return UploadForm(*given, offered=Offered(_allowed(reader), list(layouts_for(reader))), day=today())


def _copy(upload: UploadedFile[bytes], path: Path) -> None:
    with path.open("wb") as target:
        shutil.copyfileobj(upload, target)


def _taken_in(request: SignedInRequest, incoming: Incoming) -> HttpResponse:
    batch, job = queue(request.user, incoming)
    if job is None:
        messages.info(request, gettext(UNCHANGED))
        return redirect("imports:batch", batch.pk)
    return redirect("tasks:job", job.pk)


@login_required
@require_GET
def batch_page(request: SignedInRequest, number: int) -> HttpResponse:
    """One batch: what came of it, what was wrong, and what can be done; the faults can be downloaded."""
    batch = batch_for(request.user, number)
    if request.GET.get("format") in DOWNLOADS:
        download = DOWNLOADS[request.GET["format"]]
        return download([fault_table(batch, batch.faults.all())], f"feil {batch.file_name}")
    kind = kind_named(batch.kind)
    context = {
        "batch": batch,
        "kind": kind,
        "look": STATE_LOOKS[batch.state],
        "faults": shown(batch.faults.all()[:SHOWN_FAULTS]),
        "checks": [said(entry) for entry in batch.result.get("checks", ())],
        "notes": [said(entry) for entry in batch.result.get("notes", ())],
        "may_change": may(request.user, kind.action),
        "can_be_read_again": can_be_read_again(batch),
        "seconds": (batch.finished_at - batch.started_at).total_seconds() if batch.finished_at else None,
        "address": reverse(kind.url_name, args=[batch.year]) if kind.url_name and batch.state == State.POSTED else "",
    }
    return render(request, "imports/batch.html", context)


@login_required
@require_POST
def batch_post(request: SignedInRequest, number: int) -> HttpResponse:
    """Put a batch to use."""
    batch = post_batch(actor=request.user, batch=batch_for(request.user, number))
    messages.success(request, gettext("%(title)s er tatt i bruk.") % {"title": batch.title})
    return redirect("imports:batch", number)


@login_required
@require_POST
def batch_read(request: SignedInRequest, number: int) -> HttpResponse:
    """Read a file anew after the reading was broken off."""
    return redirect("tasks:job", read_again(request.user, batch_for(request.user, number)).pk)


@login_required
@require_POST
def batch_undo(request: SignedInRequest, number: int) -> HttpResponse:
    """Undo a batch as one."""
    batch = undo_batch(actor=request.user, batch=batch_for(request.user, number))
    messages.success(request, gettext("%(title)s er angret. Tallene er slik de var før.") % {"title": batch.title})
    return redirect("imports:batch", number)


@login_required
@require_POST
def batch_discard(request: SignedInRequest, number: int) -> HttpResponse:
    """Give up a batch that was not put to use."""
    batch = discard_batch(actor=request.user, batch=batch_for(request.user, number))
    messages.success(request, gettext("%(title)s er forkastet. Ingenting er endret.") % {"title": batch.title})
    return redirect("imports:batch", number)


@login_required
@require_safe
def layout_list(request: SignedInRequest) -> HttpResponse:
    """How files can be laid out: the municipality's own ways and those that are built in."""
    own = list(layouts_for(request.user))
    allowed = {kind.name for kind in _allowed(request.user)}
    parts = [
        {"kind": kind, "own": [layout for layout in own if layout.kind == kind.name], "may": kind.name in allowed}
        for kind in kinds()
        if kind.try_layout
    ]
    return render(request, "imports/layout_list.html", {"parts": parts})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def layout_new(request: SignedInRequest, kind: str) -> HttpResponse:
    """Make a layout of files of a kind, by a sample."""
    return _layout_page(request, kind_named(kind), SavedLayout(kind=kind))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def layout_page(request: SignedInRequest, number: int) -> HttpResponse:
    """Change a layout, by a sample."""
    layout = layout_for(request.user, number)
    return _layout_page(request, kind_named(layout.kind), layout)


@login_required
@require_POST
def layout_remove(request: SignedInRequest, number: int) -> HttpResponse:
    """Remove a layout."""
    layout = layout_for(request.user, number)
    remove_layout(actor=request.user, layout=layout)
    messages.success(request, gettext("Oppsettet «%(title)s» er fjernet.") % {"title": layout.title})
    return redirect("imports:layout_list")


def _layout_page(request: SignedInRequest, kind: ImportKind, layout: SavedLayout) -> HttpResponse:
    require(request.user, MAKE_BATCH)
    require(request.user, kind.action)
    if kind.try_layout is None:
        raise NotFoundError(ONE_LAYOUT)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LayoutForm(*given, instance=layout, kind=kind, day=today())
    is_valid = form.is_bound and form.is_valid()
    if is_valid and "save" in request.POST and _saved(request, form):
        return redirect("imports:layout_list")
    sample = form.cleaned_data.get("sample") if is_valid else None
    trial = sample.tried(kind, layout.own, form.cleaned_data["sample_year"]) if sample else None
    context = {
        "form": form,
        "kind": kind,
        "layout": layout,
        "carried": sample.to_carry() if sample else "",
        "trial": trial and shown_trial(trial, kind),
    }
    return render(request, "imports/layout.html", context, status=400 if form.errors else 200)


def _saved(request: SignedInRequest, form: LayoutForm) -> bool:
    try:
        layout = save_layout(actor=request.user, layout=form.instance)
    except (RuleBrokenError, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return False
    messages.success(request, gettext("Oppsettet «%(title)s» er lagret.") % {"title": layout.title})
    return True


def _allowed(reader: User) -> list[ImportKind]:
    if not may(reader, MAKE_BATCH):
        return []
    return [kind for kind in kinds() if may(reader, kind.action)]


def _listed(request: SignedInRequest, form: UploadForm, batches: list[Batch]) -> HttpResponse:
    allowed = _allowed(request.user)
    rows = [{"batch": batch, "look": STATE_LOOKS[batch.state]} for batch in batches]
    context = {"form": form, "rows": rows, "allowed": allowed}
    return render(request, "imports/batch_list.html", context, status=400 if form.errors else 200)
