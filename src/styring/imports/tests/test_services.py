from __future__ import annotations

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.imports.kit import ImportKind, add_kind
from styring.imports.models import Batch, State
from styring.imports.policies import MAKE_BATCH
from styring.imports.queries import batch_for
from styring.imports.services import discard_batch, post_batch, undo_batch
from styring.imports.tests.factories import BatchFactory
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.organisation.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A kind whose posting, undoing and discarding only says so."""
    said: list[str] = []
    monkeypatch.setattr("styring.imports.kit._kinds", {})
    kind = ImportKind(
        name="numbers", title="Tall", action=MAKE_BATCH, columns=(), read=lambda _reading: None,  # type: ignore[arg-type, return-value]
        post=lambda _batch: said.append("posted"), undo=lambda _batch: said.append("undone"),
        discard=lambda _batch: said.append("discarded"), is_in_force=lambda _batch: True,
    )  # fmt: skip
    add_kind(kind)
    return said


def batch(state: State) -> Batch:
    found: Batch = BatchFactory.create(kind="numbers", state=state)
    return found


def test_batch_is_put_to_use_undone_and_recorded(done: list[str]) -> None:
    controller, ready = user_with(Role.CONTROLLER, UnitFactory.create()), batch(State.READY)
    post_batch(actor=controller, batch=ready)
    undo_batch(actor=controller, batch=ready)
    assert (done, ready.state) == (["posted", "undone"], State.UNDONE)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("state", [State.RECEIVED, State.REFUSED, State.POSTED, State.UNDONE, State.DISCARDED])
def test_only_what_was_read_to_its_end_is_put_to_use(done: list[str], state: State) -> None:
    with pytest.raises(RuleBrokenError):
        post_batch(actor=user_with(Role.CONTROLLER, UnitFactory.create()), batch=batch(state))
    assert done == []


@pytest.mark.parametrize("state", [State.REFUSED, State.POSTED, State.UNDONE])
def test_what_has_ended_is_not_discarded(done: list[str], state: State) -> None:
    with pytest.raises(RuleBrokenError):
        discard_batch(actor=user_with(Role.CONTROLLER, UnitFactory.create()), batch=batch(state))
    assert done == []


@pytest.mark.parametrize("role", [None, Role.AUDITOR, Role.UNIT_LEADER])
def test_others_change_nothing(done: list[str], role: Role | None) -> None:
    with pytest.raises(NotAllowedError):
        post_batch(actor=user_with(role, UnitFactory.create()), batch=batch(State.READY))
    assert done == []
    assert not Entry.objects.exists()


def test_batches_are_seen_by_those_who_may(done: list[str]) -> None:
    unit, found = UnitFactory.create(), batch(State.READY)
    assert batch_for(user_with(Role.AUDITOR, unit), found.pk) == found
    with pytest.raises(NotAllowedError):
        batch_for(user_with(Role.EMPLOYEE, unit), found.pk)
    with pytest.raises(NotFoundError):
        batch_for(user_with(Role.AUDITOR, unit), found.pk + 1)
