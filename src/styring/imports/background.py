"""Reading a file in the background, in the name of the one who sent it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from styring.imports.importers import Incoming, read_batch, take_in
from styring.imports.kit import kind_named
from styring.imports.models import Batch, State
from styring.imports.queries import batch_for
from styring.imports.services import post_batch
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.tasks.rules import Outcome
from styring.tasks.services import start_job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.tasks.models import Job
    from styring.tasks.rules import Progress

READ = "imports.read"


@transaction.atomic
def queue(owner: User, incoming: Incoming, *, posts: bool = False) -> tuple[Batch, Job | None]:
    """Take in a file and have it read in the background; no job when the very same file counts already.

    Args:
        owner: who takes it in.
        incoming: the file, which is kept until it is read.
        posts: is it to be put to use when nothing is wrong in it, without anybody looking at it first?

    Raises:
        NotAllowedError: the owner may not take in files of this kind.
    """
    with incoming.path.open("rb") as content:
        batch, is_new = take_in(owner, incoming, File(content))
    if not is_new:
        return batch, None
    return batch, start_reading(owner, batch, posts=posts)


def note_broken_off(arguments: Mapping[str, Any]) -> None:
    """Write down that the reading of a file was broken off; what was read of it counts nowhere."""
    left = Batch.objects.filter(pk=arguments["batch"], state__in=[State.RECEIVED, State.READING])
    left.update(state=State.BROKEN_OFF)


def can_be_read_again(batch: Batch) -> bool:
    """Was the reading of a file broken off, and is the file still here?"""
    return batch.state == State.BROKEN_OFF and bool(batch.stored_as)


def read_again(actor: User, batch: Batch) -> Job:
    """Start reading a file anew after it was broken off; somebody then looks at it before it is put to use.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
        RuleBrokenError: it was not broken off, or the file is gone.
    """
    require(actor, kind_named(batch.kind).action)
    if not can_be_read_again(batch):
        raise RuleBrokenError(gettext_noop("Filen kan ikke leses på nytt. Send den inn en gang til."))
    return start_reading(actor, batch)


def start_reading(actor: User, batch: Batch, *, posts: bool = False) -> Job:
    """Have a file that has come read by a worker."""
    title = gettext("Leser %(file)s") % {"file": batch.file_name}
    return start_job(actor=actor, title=title, work=READ, arguments={"batch": batch.pk, "posts": posts})


def read_in_background(owner: User, arguments: Mapping[str, Any], progress: Progress) -> Outcome:
    """Read a file that has come; nothing counts before somebody puts it to use, unless its sender asked for that.

    Raises:
        NotAllowedError: the owner may no longer see imports.
        NotFoundError: the batch is gone.
    """
    batch = batch_for(owner, arguments["batch"])
    progress.report(done=0, total=0, step=gettext("Leser og kontrollerer linjene"))
    read_batch(batch, Path(batch.stored_as.path), progress)
    address = reverse("imports:batch", args=[batch.pk])
    if batch.state == State.READY and arguments.get("posts"):
        post_batch(actor=owner, batch=batch)
        words = gettext("%(title)s er lest uten feil og tatt i bruk.")
    elif batch.state == State.READY:
        words = gettext("%(title)s er lest uten feil. Se over og ta innlesingen i bruk.")
    else:
        words = gettext("%(title)s har feil. Ingenting er lest inn.")
    return Outcome(words % {"title": batch.title}, address=address)
