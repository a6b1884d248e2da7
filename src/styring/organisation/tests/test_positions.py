from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from styring.accounts.models import User
from styring.audit.models import Entry
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.spans import FOREVER, Span
from styring.organisation.models import Holding, Position
from styring.organisation.queries import leader_of
from styring.organisation.services import (
    Appointment,
    appoint,
    close_unit,
    create_position,
    end_holding,
    retitle_position,
)
from styring.organisation.tests.factories import PositionFactory

if TYPE_CHECKING:
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

START, DAY, LATER = date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)


@pytest.fixture
def leading(school: Unit) -> Position:
    return PositionFactory.create(unit=school, title="Rektor", is_leader=True)


@pytest.fixture
def kari() -> User:
    return User.objects.create(username="kari", first_name="Kari", last_name="Lie")


@pytest.fixture
def ola() -> User:
    return User.objects.create(username="ola", first_name="Ola", last_name="Dahl")


@pytest.fixture
def held(administrator: User, leading: Position, kari: User) -> Holding:
    return appoint(actor=administrator, appointment=Appointment(leading, kari, Span(START)))


def test_unit_has_one_leading_position(administrator: User, school: Unit) -> None:
    create_position(actor=administrator, unit=school, title="Rektor", is_leader=True)
    create_position(actor=administrator, unit=school, title="Inspektør")
    with pytest.raises(ValidationError):
        create_position(actor=administrator, unit=school, title="Rektor to", is_leader=True)
    assert Position.objects.filter(unit=school).count() == 2


def test_position_gets_another_title(administrator: User, leading: Position) -> None:
    retitle_position(actor=administrator, position=leading, title="Skoleleder")
    assert Position.objects.get().title == "Skoleleder"
    assert Entry.objects.get().verb == "organisation.position.retitled"


def test_next_holder_takes_over_on_the_day(administrator: User, held: Holding, ola: User, school: Unit) -> None:
    appoint(actor=administrator, appointment=Appointment(held.position, ola, Span(DAY)))
    assert [leader_of(school, day) for day in (date(2026, 12, 31), DAY)] == [held.holder, ola]
    assert list(Entry.objects.order_by("number").values_list("verb", flat=True)) == [
        "organisation.holding.begun", "organisation.holding.ended", "organisation.holding.begun",
    ]  # fmt: skip


def test_acting_holder_stands_beside_the_absent(administrator: User, held: Holding, ola: User, school: Unit) -> None:
    acting = Appointment(held.position, ola, Span(DAY, LATER), is_acting=True)
    appoint(actor=administrator, appointment=acting)
    held.refresh_from_db()
    assert held.valid_to == FOREVER
    assert [leader_of(school, day) for day in (START, DAY, LATER)] == [held.holder, ola, held.holder]


def test_who_is_to_take_over_later_is_not_pushed_aside(administrator: User, held: Holding, ola: User) -> None:
    appoint(actor=administrator, appointment=Appointment(held.position, ola, Span(LATER)))
    with pytest.raises(RuleBrokenError, match="Ola Dahl tiltrer som Rektor 2028-01-01"):
        appoint(actor=administrator, appointment=Appointment(held.position, held.holder, Span(DAY)))


def test_holding_ends_with_the_unit(administrator: User, held: Holding, ola: User, school: Unit) -> None:
    close_unit(actor=administrator, unit=school, on=LATER)
    later = appoint(actor=administrator, appointment=Appointment(held.position, ola, Span(DAY)))
    assert later.valid_to == LATER
    with pytest.raises(RuleBrokenError, match="finnes ikke 2028-01-01"):
        appoint(actor=administrator, appointment=Appointment(held.position, ola, Span(LATER)))


def test_holding_that_has_not_begun_is_withdrawn(administrator: User, held: Holding) -> None:
    end_holding(actor=administrator, holding=held, on=START)
    assert not Holding.objects.exists()
    assert Entry.objects.filter(verb="organisation.holding.withdrawn").exists()


def test_nobody_leaves_after_having_left(administrator: User, held: Holding) -> None:
    end_holding(actor=administrator, holding=held, on=DAY)
    with pytest.raises(RuleBrokenError, match="Kari Lie fratrer som Rektor 2027-01-01"):
        end_holding(actor=administrator, holding=held, on=LATER)


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_change_nothing(request: pytest.FixtureRequest, leading: Position, ola: User, who: str) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowedError):
        create_position(actor=actor, unit=leading.unit, title="Inspektør")
    with pytest.raises(NotAllowedError):
        appoint(actor=actor, appointment=Appointment(leading, ola, Span(DAY)))
    with pytest.raises(NotAllowedError):
        retitle_position(actor=actor, position=leading, title="Sjef")
    assert not Entry.objects.exists()
    assert not Holding.objects.exists()
