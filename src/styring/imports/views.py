"""The pages of taking files in: the list with its form, and one batch."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from styring.access.policies import may
from styring.imports.background import can_be_read_again, queue, read_again
from styring.imports.forms import UploadForm
from styring.imports.importers import UNCHANGED, Incoming
from styring.imports.kit import ImportKind, kind_named, kinds
from styring.imports.models import State
from styring.imports.policies import MAKE_BATCH, VIEW_BATCH
from styring.imports.queries import batch_for, batches_for
from styring.imports.services import discard_batch, post_batch, undo_batch
from styring.imports.tables import STATE_LOOKS, fault_table, said, shown
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.imports.models import Batch
    from styring.ui.requests import SignedInRequest

SHOWN_BATCHES = 50
SHOWN_FAULTS = 100


@login_required
@require_safe
def batch_list(request: SignedInRequest) -> HttpResponse:
    """What was taken in, newest first, with a form for the next file."""
    batches = batches_for(request.user)[:SHOWN_BATCHES]
    return _listed(request, UploadForm(allowed=_allowed(request.user), day=today()), list(batches))


@login_required
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Take in a file and have it read in the background."""
    require(request.user, VIEW_BATCH)
    require(request.user, MAKE_BATCH)
    form = UploadForm(request.POST, request.FILES, allowed=_allowed(request.user), day=today())
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
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([fault_table(batch, batch.faults.all())], f"feil {batch.file_name}")
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


def _allowed(reader: User) -> list[ImportKind]:
    if not may(reader, MAKE_BATCH):
        return []
    return [kind for kind in kinds() if may(reader, kind.action)]


def _listed(request: SignedInRequest, form: UploadForm, batches: list[Batch]) -> HttpResponse:
    allowed = _allowed(request.user)
    rows = [{"batch": batch, "look": STATE_LOOKS[batch.state]} for batch in batches]
    context = {"form": form, "rows": rows, "allowed": allowed}
    return render(request, "imports/batch_list.html", context, status=400 if form.errors else 200)
