"""Changing batches: taking a file in, putting it to use, giving it up and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot
from styring.imports.kit import kind_named
from styring.imports.models import State
from styring.imports.policies import MAKE_BATCH
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.imports.models import Batch

OPEN_STATES = frozenset({State.RECEIVED, State.READING, State.BROKEN_OFF, State.READY})


@transaction.atomic
def receive_file(*, actor: User, batch: Batch) -> Batch:
    """Note that a file has come; nothing of it is read yet.

    Args:
        actor: who takes it in.
        batch: the new batch, not saved.

    Raises:
        NotAllowedError: the actor may not take in files, or not of this kind.
        NotFoundError: there is no such kind.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, MAKE_BATCH)
    require(actor, kind_named(batch.kind).action)
    batch.full_clean()
    batch.save(force_insert=True)
    record(actor=actor, verb="imports.batch.received", thing=batch)
    return batch


@transaction.atomic
def post_batch(*, actor: User, batch: Batch) -> Batch:
    """Put what was read to use, all of it at once; what it replaces no longer counts.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
        RuleBrokenError: it is not ready: not read to its end, refused, or in use already.
    """
    kind = kind_named(batch.kind)
    require(actor, kind.action)
    batch.refresh_from_db()
    if batch.state != State.READY:
        raise RuleBrokenError(gettext_noop("Innlesingen kan ikke tas i bruk nå. Den må være lest uten feil først."))
    before = snapshot(batch)
    kind.post(batch)
    batch.state = State.POSTED
    batch.save(update_fields=["state"])
    record(actor=actor, verb="imports.batch.posted", thing=batch, before=before)
    return batch


@transaction.atomic
def undo_batch(*, actor: User, batch: Batch) -> Batch:
    """Undo a batch as one; what it replaced counts again.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
        RuleBrokenError: it is not in use, or a later batch has replaced some of it.
    """
    kind = kind_named(batch.kind)
    require(actor, kind.action)
    batch.refresh_from_db()
    if batch.state != State.POSTED:
        raise RuleBrokenError(gettext_noop("Bare en innlesing som er tatt i bruk, kan angres."))
    before = snapshot(batch)
    kind.undo(batch)
    batch.state = State.UNDONE
    batch.save(update_fields=["state"])
    record(actor=actor, verb="imports.batch.undone", thing=batch, before=before)
    return batch


@transaction.atomic
def discard_batch(*, actor: User, batch: Batch) -> Batch:
    """Give up a batch that was never put to use; what was read of it is removed.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
        RuleBrokenError: it is in use, or has been.
    """
    kind = kind_named(batch.kind)
    require(actor, kind.action)
    batch.refresh_from_db()
    if batch.state not in OPEN_STATES:
        raise RuleBrokenError(gettext_noop("Innlesingen er avsluttet og kan ikke forkastes."))
    before = snapshot(batch)
    kind.discard(batch)
    batch.state = State.DISCARDED
    batch.save(update_fields=["state"])
    record(actor=actor, verb="imports.batch.discarded", thing=batch, before=before)
    return batch
