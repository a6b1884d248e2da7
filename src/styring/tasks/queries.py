"""Reading background work, each person only their own; and letters that have not arrived."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from styring.access.policies import may
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.tasks.models import Delivery, Job, Mail, Worker
from styring.tasks.policies import ANSWER_FOR_MAIL

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from styring.accounts.models import User

SILENT_FOR = timedelta(seconds=30)
"""A worker on another machine that has not shown itself for so long counts as dead."""


def jobs_of(reader: User) -> QuerySet[Job]:
    """A person's own jobs, newest first; one query, made when it is read."""
    return Job.objects.filter(owner=reader)


def job_of(reader: User, job: UUID) -> Job:
    """One of a person's own jobs; one query.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    found = jobs_of(reader).filter(pk=job).first()
    if found is None:
        raise NotFoundError(gettext_noop("Det finnes ikke noe slikt bakgrunnsarbeid hos deg."))
    return found


def late_mail(reader: User) -> QuerySet[Mail]:
    """Letters that have not arrived, the newest first: one's own, and everybody's for one who lets people in.

    Given up, or taken by no mail server at the first try. One query, made when it is read, after one that asks.
    """
    late = Mail.objects.filter(Q(state=Delivery.FAILED) | Q(state=Delivery.WAITING, tries__gt=0))
    late = late.select_related("sender", "receiver")
    return late if may(reader, ANSWER_FOR_MAIL) else late.filter(sender=reader)


def mail_for(reader: User, mail: UUID) -> Mail:
    """A letter that one has sent or answers for; two queries.

    Raises:
        NotFoundError: there is none.
    """
    seen = Mail.objects.all() if may(reader, ANSWER_FOR_MAIL) else Mail.objects.filter(sender=reader)
    found = seen.filter(pk=mail).first()
    if found is None:
        raise NotFoundError(gettext_noop("Meldingen finnes ikke."))
    return found


def living_workers(now: datetime) -> list[str]:
    """The names of the workers that live; one query.

    Those of this machine are asked for by their process, since they may be too busy to write; others must have shown
    themselves lately.
    """
    return [worker.name for worker in Worker.objects.all() if _lives(worker, now)]


def _lives(worker: Worker, now: datetime) -> bool:
    host, process = worker.name.split(":")[:2]
    if host != this_machine():
        return now - worker.seen_at < SILENT_FOR
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def this_machine() -> str:
    """The name of this machine, as it stands in the names of its workers."""
    return socket.gethostname().replace(":", "-")[:40]
