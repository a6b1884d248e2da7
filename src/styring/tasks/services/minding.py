"""Minding the workers: their heartbeat, and the work that a dead one left."""

from __future__ import annotations

import os
import secrets

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from styring.tasks.models import Job, State, Worker
from styring.tasks.queries import SILENT_FOR, living_workers, this_machine
from styring.tasks.rules import leave
from styring.tasks.services.jobs import do, under_way


def enlist_worker() -> str:
    """Write this process down as a worker; the name it is known by."""
    name = f"{this_machine()}:{os.getpid()}:{secrets.token_hex(4)}"
    Worker.objects.create(name=name, seen_at=timezone.now())
    return name


def show_life(name: str) -> None:
    """Tell that a worker lives and how far its work has come."""
    Worker.objects.filter(name=name).update(seen_at=timezone.now())
    for job, progress in list(under_way.items()):
        Job.objects.filter(pk=job, state=State.RUNNING).update(
            done=progress.done, total=progress.total, step=progress.step[:200]
        )


def dismiss_worker(name: str) -> None:
    """A worker ends in good order."""
    Worker.objects.filter(name=name).delete()


@transaction.atomic
def take_up_what_was_left() -> int:
    """Mark jobs whose worker is dead as interrupted, and put other work of the dead back in the queue; how many.

    A job may have been half done outside its own transactions, so its owner decides whether to try again. Mail and
    other small work is done again, at the cost of at worst being done twice.
    """
    now = timezone.now()
    living = living_workers(now)
    left = list(Job.objects.filter(state=State.RUNNING).exclude(worker__in=living))
    interrupted = Job.objects.filter(pk__in=[job.pk for job in left]).update(state=State.INTERRUPTED, ended_at=now)
    for job in left:
        leave(job.work, job.arguments)
    back = 0
    for result in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if not result.worker_ids or result.worker_ids[-1] not in living:
            is_job = result.task_path == do.module_path
            result.status = TaskResultStatus.FAILED if is_job else TaskResultStatus.READY
            result.save(update_fields=["status"])
            back += not is_job
    Worker.objects.exclude(name__in=living).filter(seen_at__lt=now - SILENT_FOR).delete()
    return interrupted + back
