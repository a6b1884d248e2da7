"""Reading what was taken in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from styring.imports.kit import kind_named
from styring.imports.models import Batch, SavedLayout, State
from styring.imports.policies import VIEW_BATCH
from styring.kernel.authority import require
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from styring.accounts.models import User

SILENT_FOR = timedelta(minutes=10)
"""Summing up millions of lines takes a while in which nothing is told."""


def batches_for(reader: User) -> QuerySet[Batch]:
    """Every batch, newest first; one query when read, after one that asks.

    Raises:
        NotAllowedError: the reader may not see imports.
    """
    require(reader, VIEW_BATCH)
    return Batch.objects.select_related("started_by")


def batch_for(reader: User, number: int) -> Batch:
    """A batch by its number; two queries.

    Raises:
        NotAllowedError: the reader may not see imports.
        NotFoundError: there is none.
    """
    found = batches_for(reader).filter(pk=number).first()
    if found is None:
        raise NotFoundError(gettext_noop("Det finnes ingen innlesing med dette nummeret."))
    return found


def layouts_for(reader: User) -> QuerySet[SavedLayout]:
    """The municipality's own layouts by kind and title; one query when read, after one that asks.

    Raises:
        NotAllowedError: the reader may not see imports.
    """
    require(reader, VIEW_BATCH)
    return SavedLayout.objects.select_related("changed_by")


def layout_for(reader: User, number: int) -> SavedLayout:
    """One of them by its number; two queries.

    Raises:
        NotAllowedError: the reader may not see imports.
        NotFoundError: there is none.
    """
    found = layouts_for(reader).filter(pk=number).first()
    if found is None:
        raise NotFoundError(gettext_noop("Oppsettet finnes ikke, eller er fjernet."))
    return found


def left_by_the_dead(now: datetime) -> QuerySet[Batch]:
    """Batches that somebody was reading who has not shown life for a while, as after a power cut; one query."""
    return Batch.objects.filter(Q(seen_at=None) | Q(seen_at__lt=now - SILENT_FOR), state=State.READING)


def same_in_force(kind: str, year: int | None, checksum: str, options: Mapping[str, object]) -> Batch | None:
    """The batch of the very same file, read in the same way, when all of it still counts; few queries."""
    same = Batch.objects.filter(kind=kind, year=year, checksum=checksum, state=State.POSTED).order_by("-pk")
    for batch in same:
        if batch.options == dict(options) and kind_named(kind).is_in_force(batch):
            return batch
    return None
