from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NoReturn

import pytest
from django.db import OperationalError
from django.utils import timezone

from styring.home import queries
from styring.tasks.services.minding import enlist_worker

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_seen_up_to_date", [])


def test_well_with_a_worker(client: Client) -> None:
    enlist_worker()
    answer = client.get("/helse/")
    assert answer.json() == {"status": "ok", "database": True, "migrations": True, "worker": True}
    assert "no-store" in answer["Cache-Control"]


def test_not_well_without_a_worker(client: Client) -> None:
    answer = client.get("/helse/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json()["worker"] is False


def test_not_well_with_a_database_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "missing_migrations", lambda: 2)
    assert queries.health(timezone.now())["migrations"] is False


def test_not_well_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> NoReturn:
        raise OperationalError("password authentication failed for user styring")  # noqa: EM101, TRY003 - theirs

    monkeypatch.setattr(queries, "missing_migrations", silent)
    answer = client.get("/helse/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert b"styring" not in answer.content
