from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from styring.access.tests.factories import UserFactory
from styring.tasks.models import Job, State, Worker
from styring.tasks.queries import living_workers
from styring.tasks.rules import Progress
from styring.tasks.services.jobs import do, under_way
from styring.tasks.services.mail import deliver
from styring.tasks.services.minding import dismiss_worker, enlist_worker, show_life, take_up_what_was_left

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

NOBODY = 2**22 + 1
"""A process number above what Linux gives out."""


def running(worker: str) -> Job:
    return Job.objects.create(owner=UserFactory.create(), title="Les inn", work="x", state=State.RUNNING, worker=worker)


def taken(path: str, worker: str) -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.create(
        task_path=path, backend_name="default", worker_ids=[worker], status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}}, run_after=timezone.now(),
    )  # fmt: skip


def elsewhere(seen_at: datetime) -> str:
    return Worker.objects.create(name="annen-maskin:1:a", seen_at=seen_at).name


def test_worker_that_runs_is_alive() -> None:
    name = enlist_worker()
    assert living_workers(timezone.now() + timedelta(hours=1)) == [name]
    dismiss_worker(name)
    assert living_workers(timezone.now()) == []


def test_worker_elsewhere_is_alive_while_it_shows_itself() -> None:
    now = timezone.now()
    name = elsewhere(seen_at=now)
    assert living_workers(now + timedelta(seconds=29)) == [name]
    assert living_workers(now + timedelta(seconds=30)) == []


def test_job_of_a_killed_worker_is_interrupted() -> None:
    name = enlist_worker()
    dead = name.split(":")[0] + f":{NOBODY}:a"
    Worker.objects.create(name=dead, seen_at=timezone.now())
    left, kept = running(dead), running(name)
    assert take_up_what_was_left() == 1
    assert Job.objects.get(pk=left.pk).state == State.INTERRUPTED
    assert Job.objects.get(pk=kept.pk).state == State.RUNNING


def test_mail_of_a_killed_worker_is_sent_after_all() -> None:
    mail, job = taken(deliver.module_path, "død:1:a"), taken(do.module_path, "død:1:a")
    take_up_what_was_left()
    assert DBTaskResult.objects.get(pk=mail.pk).status == TaskResultStatus.READY
    assert DBTaskResult.objects.get(pk=job.pk).status == TaskResultStatus.FAILED


def test_heartbeat_tells_how_far_work_has_come() -> None:
    name = enlist_worker()
    job = running(name)
    under_way[job.pk] = Progress(done=3, total=4, step="Leser")
    try:
        show_life(name)
    finally:
        under_way.pop(job.pk)
    assert Job.objects.get().percent == 75
