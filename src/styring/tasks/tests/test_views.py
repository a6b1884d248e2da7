from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.tests.factories import UserFactory
from styring.tasks.models import Job, State

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(client: Client) -> Job:
    """A job that runs, with its owner signed in."""
    owner = UserFactory.create()
    client.force_login(owner)
    return Job.objects.create(
        owner=owner, title="Les regnskap oktober", work="x", state=State.RUNNING, done=29_900, total=48_221
    )


def test_page_tells_how_far_it_has_come(client: Client, job: Job, assert_queries: AssertQueries) -> None:
    with assert_queries("tasks.job"):
        page = client.get(f"/oppgaver/{job.pk}/").content.decode()
    assert "62 %" in page
    assert 'http-equiv="refresh"' in page


def test_part_asks_again_until_it_is_over(client: Client, job: Job) -> None:
    address, asked = f"/oppgaver/{job.pk}/", {"HX-Request": "true"}
    part = client.get(address, headers=asked).content.decode()
    assert "<html" not in part
    assert "hx-get" in part
    Job.objects.update(state=State.DONE, sentence="48 221 linjer er lest.", address="/videre/")
    part = client.get(address, headers=asked).content.decode()
    assert "hx-get" not in part
    assert "48 221 linjer er lest." in part
    assert "/videre/" in part


def test_others_do_not_know_of_it(client: Client, job: Job) -> None:
    client.force_login(UserFactory.create())
    assert client.get(f"/oppgaver/{job.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"/oppgaver/{job.pk}/igjen/").status_code == HTTPStatus.NOT_FOUND
    assert job.title not in client.get("/oppgaver/").content.decode()


@pytest.mark.parametrize("jobs", [1, 20])
def test_list_costs_the_same_however_long(client: Client, job: Job, assert_queries: AssertQueries, jobs: int) -> None:
    Job.objects.bulk_create(Job(owner=job.owner, title=f"Nummer {n}", work="x") for n in range(jobs - 1))
    with assert_queries("tasks.job_list"):
        page = client.get("/oppgaver/").content.decode()
    assert page.count("/oppgaver/0") == jobs
