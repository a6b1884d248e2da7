"""Taking in a file: received, read, and ready to be put to use, or refused with every fault by line and column."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from styring.imports.kit import Faults, Outcome, Reading, kind_named
from styring.imports.models import Batch, Fault, SavedLayout, State
from styring.imports.queries import left_by_the_dead, same_in_force
from styring.imports.services import discard_batch, post_batch, receive_file
from styring.kernel.clock import now
from styring.kernel.errors import GovernanceError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.tasks.rules import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.files.base import File

    from styring.accounts.models import User

_CHUNK = 1 << 20
_SHOWS_LIFE_EVERY = 5.0
GIVEN_UP = gettext_noop("Lesingen tok for lang tid uten livstegn, og er avbrutt. Send filen på nytt.")
UNCHANGED = gettext_noop("Filen er lest inn fra før og gjelder fortsatt. Ingenting er endret.")


@dataclass(frozen=True)
class Incoming:
    """A file on its way in: what kind, for which year, how it is to be read; its name as its sender knows it."""

    kind: str
    year: int
    path: Path
    file_name: str
    options: dict[str, str]


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def take_in(actor: User, incoming: Incoming, upload: File[bytes] | None = None) -> tuple[Batch, bool]:
    """Note that a file has come, and whether it is new; the very same file that still counts is not taken in twice.

    Args:
        actor: who takes it in.
        incoming: the file.
        upload: the same file as sent to a page, to be kept until it is read in the background.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
    """
    checksum, options = checksum_of(incoming.path), _as_it_is_now(incoming)
    same = same_in_force(incoming.kind, incoming.year, checksum, options)
    if same:
        return same, False
    batch = Batch(
        kind=incoming.kind,
        title=f"{kind_named(incoming.kind).title} {incoming.year}",
        year=incoming.year,
        file_name=incoming.file_name[-200:],
        file_size=incoming.path.stat().st_size,
        checksum=checksum,
        options=options,
        started_by=actor,
        started_at=now(),
    )
    if upload:
        batch.stored_as.save(f"{checksum[:16]}", upload, save=False)
    return receive_file(actor=actor, batch=batch), True


def _as_it_is_now(incoming: Incoming) -> dict[str, object]:
    """How a file is to be read, with the municipality's own layout as it is now: changed, it reads the file anew."""
    own = SavedLayout.objects.filter(kind=incoming.kind, name=incoming.options.get("profile", "")).first()
    return {**incoming.options, "layout": asdict(own.own)} if own else {**incoming.options}


def read_batch(batch: Batch, path: Path, progress: Progress | None = None) -> Batch:
    """Read a file that has come; afterwards the batch is ready, or refused and nothing of it is left but its faults.

    Reading again, after it was broken off, starts anew. What others read when their process died is cleared away.
    """
    for dead in left_by_the_dead(timezone.now()).exclude(pk=batch.pk):
        _clear_away(dead)
    kind, faults = kind_named(batch.kind), Faults()
    kind.discard(batch)
    _set_state(batch, State.READING)
    outcome: Outcome | None = None
    try:
        outcome = kind.read(Reading(batch, path, faults, _Living(batch, progress or Progress())))
    except GovernanceError as error:
        faults.add_error(error)
    if faults.count:
        kind.discard(batch)
    _finish(batch, outcome, faults)
    return batch


class _Living(Progress):
    """Progress that also shows, now and then, that somebody still reads the batch."""

    def __init__(self, batch: Batch, told: Progress) -> None:
        super().__init__()
        self.batch, self.told, self.shown_at = batch, told, time.monotonic()

    def report(self, *, done: int, total: int, step: str = "") -> None:
        """Tell on, and show life."""
        self.told.report(done=done, total=total, step=step)
        if time.monotonic() - self.shown_at > _SHOWS_LIFE_EVERY:
            self.shown_at = time.monotonic()
            Batch.objects.filter(pk=self.batch.pk).update(seen_at=timezone.now())


def _clear_away(dead: Batch) -> None:
    """Remove what was read by one who died of it; nothing of it ever counted."""
    if Batch.objects.filter(pk=dead.pk, state=State.READING).update(state=State.BROKEN_OFF):
        kind_named(dead.kind).discard(dead)


def import_file(
    actor: User, incoming: Incoming, progress: Progress | None = None, *, is_trial: bool = False
) -> tuple[Batch, bool]:
    """Take in, read and put to use in one go, as commands and the demo do; and whether anything was new.

    Args:
        actor: who takes it in.
        incoming: the file.
        progress: where to tell how far it has come.
        is_trial: is what was read to be given up instead of put to use?

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
        RuleBrokenError: it was refused; the faults are the batch's.
    """
    batch, is_new = take_in(actor, incoming)
    if not is_new:
        return batch, False
    read_batch(batch, incoming.path, progress)
    if batch.state != State.READY:
        raise RefusedError(batch)
    if is_trial:
        return discard_batch(actor=actor, batch=batch), True
    return post_batch(actor=actor, batch=batch), True


class RefusedError(RuleBrokenError):
    """The file has faults, and nothing of it was taken in."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(
            gettext_noop("%(file)s ble avvist: %(count)s feil. Ingenting er lest inn."),
            file=batch.file_name,
            count=batch.faults_found,
        )
        self.batch = batch


@transaction.atomic
def _finish(batch: Batch, outcome: Outcome | None, faults: Faults) -> None:
    if not Batch.objects.filter(pk=batch.pk, state=State.READING).update(seen_at=timezone.now()):
        raise RuleBrokenError(GIVEN_UP)
    batch.faults.all().delete()
    Fault.objects.bulk_create([Fault(batch=batch, **asdict(fault)) for fault in faults.kept])
    batch.faults_found = faults.count
    batch.finished_at = now()
    if outcome:
        batch.title, batch.lines_read = outcome.title, outcome.lines_read
    if outcome and not faults.count:
        batch.result, batch.amount, batch.lines_taken = outcome.result, outcome.amount, outcome.lines_taken
    batch.state = State.REFUSED if faults.count else State.READY
    if batch.stored_as:
        batch.stored_as.delete(save=False)
    batch.save()


def _set_state(batch: Batch, state: State) -> None:
    batch.state, batch.seen_at = state, timezone.now()
    batch.save(update_fields=["state", "seen_at"])
