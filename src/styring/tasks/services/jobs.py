"""Starting background work, and doing it when a worker takes it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import TaskContext, task

from styring.kernel.errors import GovernanceError, NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.tasks.models import Job, State
from styring.tasks.rules import Outcome, Progress, leave, work_named
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from styring.accounts.models import User

log = logging.getLogger(__name__)
under_way: dict[UUID, Progress] = {}
"""What this process is doing, and how far it has come; the heartbeat writes it down."""


@transaction.atomic
def start_job(*, actor: User, title: str, work: str, arguments: Mapping[str, Any]) -> Job:
    """Put a piece of work in the queue; it begins when this transaction has ended well.

    Args:
        actor: who starts it, owns it, and in whose name it is done; what it does asks for itself whether it may.
        title: what it is called on its page, in the actor's language.
        work: the name it is registered by.
        arguments: given to the work; must be possible to store as JSON.

    Raises:
        InvalidValueError: no app has registered such work.
    """
    work_named(work)
    job = Job.objects.create(owner=actor, title=title[:200], work=work, arguments=dict(arguments))
    do.enqueue(str(job.pk))
    return job


@transaction.atomic
def retry_job(*, actor: User, job: Job) -> Job:
    """Put one's own work back in the queue after it failed or lost its worker.

    Raises:
        NotAllowedError: it is another's.
        RuleBrokenError: it waits, runs or is done.
    """
    if job.owner_id != actor.pk:
        raise NotAllowedError(gettext_noop("Bare den som startet arbeidet, kan starte det på nytt."))
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if not locked.can_be_tried_again:
        raise RuleBrokenError(gettext_noop("Arbeidet kan ikke startes på nytt nå. Last siden for å se hvor det står."))
    locked.state, locked.sentence, locked.lines, locked.address = State.WAITING, "", [], ""
    locked.done, locked.total, locked.step, locked.worker = 0, 0, "", ""
    locked.started_at = locked.ended_at = None
    locked.save()
    do.enqueue(str(locked.pk))
    return locked


@task(takes_context=True)
def do(context: TaskContext, job_id: str) -> None:
    """Do a job that waits, in its owner's name and language, and write down how it ended."""
    worker = context.task_result.worker_ids[-1] if context.task_result.worker_ids else ""
    taken = Job.objects.filter(pk=job_id, state=State.WAITING)
    if not taken.update(state=State.RUNNING, worker=worker, started_at=timezone.now()):
        return
    job = Job.objects.select_related("owner").get(pk=job_id)
    progress = under_way[job.pk] = Progress()
    try:
        with translation.override(job.owner.language):
            job.state, outcome = _done(job, progress)
    finally:
        under_way.pop(job.pk, None)
    if job.state == State.FAILED:
        leave(job.work, job.arguments)
    _write_down(job, progress, outcome)


def _done(job: Job, progress: Progress) -> tuple[State, Outcome]:
    try:
        return State.DONE, work_named(job.work)(job.owner, job.arguments, progress)
    except GovernanceError as error:
        return State.FAILED, Outcome(sentence(error))
    except Exception:
        log.exception("job %s failed", job.pk)
        words = gettext("Noe gikk galt hos oss, og ingenting er endret. Oppgi %(id)s til brukerstøtte.")
        return State.FAILED, Outcome(words % {"id": job.pk})


def _write_down(job: Job, progress: Progress, outcome: Outcome) -> None:
    whole = progress.total if job.state == State.DONE else progress.done
    job.done, job.total, job.step = whole, progress.total, progress.step[:200]
    job.sentence, job.lines, job.address = outcome.sentence, list(outcome.lines), outcome.address
    job.ended_at = timezone.now()
    job.save(update_fields=["state", "done", "total", "step", "sentence", "lines", "address", "ended_at"])
