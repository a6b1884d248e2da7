"""A file whose reading was broken off by a worker that died, or by an error of ours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports import background
from styring.imports.background import READ, read_again
from styring.imports.importers import Incoming, import_file
from styring.imports.models import Batch, State
from styring.imports.tests.factories import BatchFactory
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.tests.factories import UnitFactory
from styring.tasks.models import Job, Worker
from styring.tasks.models import State as JobState
from styring.tasks.rules import Progress
from styring.tasks.services.minding import take_up_what_was_left

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from styring.accounts.models import User

pytestmark = pytest.mark.django_db
FILE = b"aar;maaned;kontoklasse;enhet;funksjon;art;belop\n2026;10;1;LINDVIK;258;010;100,00\n"


@pytest.fixture
def controller(tmp_path: Path, settings: object) -> User:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return user_with(Role.CONTROLLER, UnitFactory.create(code="LINDVIK"))


def being_read(controller: User) -> Batch:
    """A batch that a worker, now dead, was reading."""
    batch: Batch = BatchFactory.create(started_by=controller, state=State.READING)
    batch.stored_as.save("hovedbok", ContentFile(FILE))
    Worker.objects.create(name="annen-maskin:1:a", seen_at=timezone.now() - timedelta(minutes=5))
    Job.objects.create(
        owner=controller, title="Leser", work=READ, arguments={"batch": batch.pk}, state=JobState.RUNNING,
        worker="annen-maskin:1:a",
    )  # fmt: skip
    return batch


def test_reading_that_lost_its_worker_is_said_to_be_broken_off(controller: User, client: Client) -> None:
    batch = being_read(controller)
    take_up_what_was_left()
    batch.refresh_from_db()
    assert batch.state == State.BROKEN_OFF
    client.force_login(controller)
    page = client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert "Lesingen ble avbrutt" in page
    assert reverse("imports:batch_read", args=[batch.pk]) in page


def test_it_is_read_again_to_its_end(controller: User, client: Client) -> None:
    batch = being_read(controller)
    take_up_what_was_left()
    client.force_login(controller)
    client.post(reverse("imports:batch_read", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, batch.lines_taken) == (State.READY, 1)


def test_error_of_ours_breaks_off_too(controller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = being_read(controller)
    monkeypatch.setattr(background, "read_batch", lambda *_given: 1 / 0)
    background.start_reading(controller, batch)
    batch.refresh_from_db()
    assert batch.state == State.BROKEN_OFF


def test_what_is_ready_when_its_worker_dies_stays_so(controller: User) -> None:
    batch = being_read(controller)
    Batch.objects.update(state=State.READY)
    take_up_what_was_left()
    batch.refresh_from_db()
    assert batch.state == State.READY


@pytest.mark.parametrize("state", [State.READY, State.READING, State.POSTED])
def test_only_what_was_broken_off_is_read_again(controller: User, state: State) -> None:
    batch = being_read(controller)
    batch.state = state
    with pytest.raises(RuleBrokenError):
        read_again(controller, batch)


def test_others_do_not_read_again(controller: User) -> None:
    batch = being_read(controller)
    batch.state = State.BROKEN_OFF
    with pytest.raises(NotAllowedError):
        read_again(user_with(Role.AUDITOR, UnitFactory.create()), batch)
    assert Job.objects.count() == 1


def test_what_the_dead_read_is_cleared_away_and_the_living_are_left_alone(controller: User, tmp_path: Path) -> None:
    dead, alive = BatchFactory.create_batch(2, started_by=controller, state=State.READING)
    Batch.objects.filter(pk=alive.pk).update(seen_at=timezone.now() - timedelta(minutes=9))
    file = tmp_path / "hovedbok.csv"
    file.write_bytes(FILE)
    import_file(controller, Incoming("ledger", 2026, file, file.name, {}))
    assert [Batch.objects.get(pk=batch.pk).state for batch in (dead, alive)] == [State.BROKEN_OFF, State.READING]


def test_one_taken_for_dead_cannot_put_to_use_what_is_cleared_away(controller: User, tmp_path: Path) -> None:
    class Slow(Progress):
        def report(self, **_told: object) -> None:
            Batch.objects.update(state=State.BROKEN_OFF)

    file = tmp_path / "hovedbok.csv"
    file.write_bytes(FILE)
    with pytest.raises(RuleBrokenError, match="uten livstegn"):
        import_file(controller, Incoming("ledger", 2026, file, file.name, {}), Slow())
    assert Batch.objects.get().state == State.BROKEN_OFF
