"""Changing batches: taking a file in, putting it to use, giving it up and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot
from styring.imports.kit import kind_named
from styring.imports.models import SavedLayout, State
from styring.imports.policies import MAKE_BATCH
from styring.kernel.authority import require
from styring.kernel.clock import now
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.imports.kit import ImportKind
    from styring.imports.models import Batch

ONE_LAYOUT = gettext_noop("Filer av denne typen har ett oppsett.")
NAME_TAKEN = gettext_noop("«%(name)s» er navnet på et innebygd oppsett. Velg et annet.")
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


@transaction.atomic
def save_layout(*, actor: User, layout: SavedLayout) -> SavedLayout:
    """Keep how the municipality's own files of a kind are laid out; batches that were read stay as they were read.

    Args:
        actor: who keeps it.
        layout: a new one, or one that is kept and now has other values.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
        NotFoundError: there is no such kind.
        RuleBrokenError: the name is that of a built-in layout, the base is none, or a column is given to two fields.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, MAKE_BATCH)
    kind = kind_named(layout.kind)
    require(actor, kind.action)
    _check_layout(layout, kind)
    layout.changed_by, layout.changed_at = actor, now()
    layout.full_clean()
    stored = SavedLayout.objects.filter(pk=layout.pk).first()
    before = snapshot(stored) if stored else None
    layout.save()
    record(actor=actor, verb=f"imports.layout.{'changed' if stored else 'made'}", thing=layout, before=before)
    return layout


@transaction.atomic
def remove_layout(*, actor: User, layout: SavedLayout) -> None:
    """Remove a layout that is no longer used; what was read by it stays.

    Raises:
        NotAllowedError: the actor may not take in files of this kind.
    """
    require(actor, MAKE_BATCH)
    require(actor, kind_named(layout.kind).action)
    record(actor=actor, verb="imports.layout.removed", thing=layout, before=snapshot(layout))
    layout.delete()


def _check_layout(layout: SavedLayout, kind: ImportKind) -> None:
    if kind.try_layout is None:
        raise RuleBrokenError(ONE_LAYOUT)
    built_in = {name for name, _title in kind.profiles}
    if layout.name in built_in:
        raise RuleBrokenError(NAME_TAKEN, name=layout.name)
    if layout.base not in built_in:
        raise RuleBrokenError(gettext_noop("Det finnes ikke noe oppsett som heter «%(name)s»."), name=layout.base)
    known = {each.name for each in kind.fields}
    layout.columns = {name: column.strip().casefold() for name, column in layout.columns.items() if name in known}
    given = [column for column in layout.columns.values() if column]
    for column in given:
        if given.count(column) > 1:
            raise RuleBrokenError(gettext_noop("Kolonnen «%(column)s» er brukt to ganger."), column=column)
