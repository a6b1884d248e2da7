from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from styring.access.tests.factories import UserFactory
from styring.kernel.errors import InvalidValueError, NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.tasks.models import Job, State
from styring.tasks.rules import Outcome, Progress, add_work
from styring.tasks.services import retry_job, start_job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User

pytestmark = pytest.mark.django_db


def count(owner: User, arguments: Mapping[str, Any], progress: Progress) -> Outcome:
    progress.report(done=arguments["lines"], total=4, step="Teller")
    if arguments["lines"] == 3:
        raise RuleBrokenError(gettext_noop("Linje %(line)s er tom."), line=3)
    if arguments["lines"] == 1:
        raise ZeroDivisionError
    return Outcome(f"Talt av {owner.username}.", lines=("én", "to"), address="/talt/")


@pytest.fixture(autouse=True)
def counting() -> None:
    add_work("test.count", count)


def started(lines: int) -> Job:
    return Job.objects.get(
        pk=start_job(actor=UserFactory.create(), title="Tell", work="test.count", arguments={"lines": lines}).pk
    )


def test_job_is_done_in_its_owners_name() -> None:
    job = started(4)
    assert (job.state, job.sentence, job.lines) == (State.DONE, f"Talt av {job.owner.username}.", ["én", "to"])
    assert (job.percent, job.step, job.address) == (100, "Teller", "/talt/")


def test_broken_rule_is_told_as_it_is() -> None:
    job = started(3)
    assert (job.state, job.sentence, job.percent) == (State.FAILED, "Linje 3 er tom.", 75)


def test_fault_of_ours_is_told_without_its_insides(caplog: pytest.LogCaptureFixture) -> None:
    job = started(1)
    assert job.state == State.FAILED
    assert str(job.pk) in job.sentence
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in job.sentence


def test_unknown_work_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        start_job(actor=UserFactory.create(), title="Ukjent", work="test.unknown", arguments={})
    assert not Job.objects.exists()


def test_failed_job_is_tried_again() -> None:
    job = started(3)
    Job.objects.update(arguments={"lines": 4})
    retry_job(actor=job.owner, job=job)
    assert Job.objects.get().state == State.DONE


def test_done_job_is_not_done_twice() -> None:
    job = started(4)
    with pytest.raises(RuleBrokenError):
        retry_job(actor=job.owner, job=job)


def test_other_cannot_try_again() -> None:
    job = started(3)
    with pytest.raises(NotAllowedError):
        retry_job(actor=UserFactory.create(), job=job)
    assert Job.objects.get().state == State.FAILED
