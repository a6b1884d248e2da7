"""Taking in files from other systems by themselves; the same checks, roles and trail as on the pages.

For example ``curl -H "Authorization: Bearer $KEY" -F file=@hovedbok.csv "$URL/api/v1/innlesinger/ledger/?year=2026"``.
"""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.urls import reverse

from styring.imports.background import queue
from styring.imports.importers import Incoming
from styring.imports.kit import kind_named
from styring.imports.policies import LARGEST_UPLOAD, MAKE_BATCH
from styring.imports.queries import batch_for
from styring.imports.services import discard_batch, post_batch, undo_batch
from styring.imports.tables import Said, said, shown
from styring.kernel.authority import require
from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop
from styring.restapi.doors import door

if TYPE_CHECKING:
    from typing import BinaryIO

    from django.http import HttpRequest

    from styring.imports.models import Batch
    from styring.ui.requests import SignedInRequest

BAD_YEAR = gettext_noop("Si hvilket år filen gjelder, for eksempel ?year=2026.")
NO_FILE = gettext_noop("Send med filen, som «file» i et skjema eller som hele innholdet.")
TOO_LARGE = gettext_noop("Filen er større enn 200 MB. Del den opp, for eksempel per måned.")
_CHUNK = 1 << 16
_YEARS = range(2015, 2100)
_OPTIONS = ("profile", "unit")
_MOST_OPTION = 60


@door("POST")
def files(request: SignedInRequest, kind: str) -> JsonResponse:
    """Take in a file: 202 and where to ask how it went, or 200 when the very same file counts already."""
    require(request.user, MAKE_BATCH)
    require(request.user, kind_named(kind).action)
    year = _year(request)
    options = {name: value[:_MOST_OPTION] for name in _OPTIONS if (value := request.GET.get(name, ""))}
    with tempfile.NamedTemporaryFile() as kept:
        name = _receive(request, Path(kept.name))
        incoming = Incoming(kind, year, Path(kept.name), name, options)
        batch, job = queue(request.user, incoming, posts=request.GET.get("post") == "yes")
    batch.refresh_from_db()
    status = HTTPStatus.ACCEPTED if job else HTTPStatus.OK
    return JsonResponse({"is_new": bool(job), **_told(batch)}, status=status)


@door("GET")
def batch(request: SignedInRequest, number: int) -> JsonResponse:
    """How far a file has come, and everything wrong in it."""
    return JsonResponse(_told(batch_for(request.user, number)))


@door("POST")
def change(request: SignedInRequest, number: int, change: str) -> JsonResponse:
    """Put a file to use, undo it or give it up, as one."""
    services = {"post": post_batch, "undo": undo_batch, "discard": discard_batch}
    return JsonResponse(_told(services[change](actor=request.user, batch=batch_for(request.user, number))))


def _year(request: HttpRequest) -> int:
    given = request.GET.get("year", "")
    if not given.isdecimal() or len(given) > len("2026") or int(given) not in _YEARS:
        raise InvalidValueError(BAD_YEAR)
    return int(given)


def _receive(request: HttpRequest, path: Path) -> str:
    """Write what was sent to a file, a little at a time; the name it had with its sender."""
    upload = request.FILES.get("file") if request.content_type == "multipart/form-data" else None
    name = (upload.name if upload else request.GET.get("name")) or "api"
    source: BinaryIO | HttpRequest = upload.file if upload and upload.file else request  # type: ignore[assignment] # read() is all we need
    size = 0
    with path.open("wb") as target:
        while chunk := source.read(_CHUNK):
            size += target.write(chunk)
            if size > LARGEST_UPLOAD:
                raise InvalidValueError(TOO_LARGE)
    if not size:
        raise InvalidValueError(NO_FILE)
    return Path(name).name


def _told(batch: Batch) -> dict[str, object]:
    faults = shown(batch.faults.all())
    return {
        "number": batch.pk,
        "title": batch.title,
        "state": batch.state,
        "address": reverse("imports:api_batch", args=[batch.pk]),
        "page": reverse("imports:batch", args=[batch.pk]),
        "lines_read": batch.lines_read,
        "lines_taken": batch.lines_taken,
        "amount_ore": batch.amount,
        "faults_found": batch.faults_found,
        "faults": [vars(fault) for fault in faults],
        "checks": [{"text": entry.words, "is_well": entry.is_well} for entry in _said(batch, "checks")],
        "notes": [entry.words for entry in _said(batch, "notes")],
    }


def _said(batch: Batch, name: str) -> list[Said]:
    return [said(entry) for entry in batch.result.get(name, ())]
