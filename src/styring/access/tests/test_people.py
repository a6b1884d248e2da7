from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from styring.access.models import Role
from styring.access.queries import grants_through_time, people_for, person_signing_in, vacant_grants
from styring.access.services import (
    change_own_name,
    choose_language,
    grant_role,
    invite_again,
    invite_person,
    let_in_again,
    shut_out,
)
from styring.access.tests.factories import UserFactory, user_with
from styring.accounts.models import User
from styring.audit.models import Detail, Entry
from styring.kernel.clock import today
from styring.kernel.errors import InvalidValueError, NotAllowedError, RuleBrokenError
from styring.kernel.spans import Span
from styring.organisation.models import Holding, Unit
from styring.organisation.tests.factories import PositionFactory, UnitFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db
SINCE = date(2020, 1, 1)


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="LINDVIK", name="Lindvik")


@pytest.fixture
def administrator(top: Unit) -> User:
    return user_with(Role.ADMINISTRATOR, top)


def invited(actor: User, username: str = "ola", email: str = "ola@lindvik.example") -> User:
    return invite_person(actor=actor, person=User(username=username, first_name="Ola", email=email), mail=True)


def test_invited_person_chooses_a_password_by_the_link(
    client: Client, administrator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person = invited(administrator)
    link = re.search(r"https?://\S+", str(mail.outbox[0].body))
    assert link
    form = client.get(link[0], follow=True)
    chosen = "fire-vilkårlige-ord"
    client.post(form.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    person.refresh_from_db()
    assert person.check_password(chosen)


def test_address_belongs_to_one_person(administrator: User) -> None:
    invited(administrator)
    with pytest.raises(RuleBrokenError, match="En annen konto"):
        invited(administrator, "ola2", "Ola@lindvik.example")
    with pytest.raises(ValidationError):
        invited(administrator, "ola", "annen@lindvik.example")
    assert User.objects.count() == 2


@pytest.mark.parametrize("role", [None, Role.CHIEF_EXECUTIVE, Role.AUDITOR])
def test_others_let_nobody_in_or_out(top: Unit, role: Role | None) -> None:
    other, person = user_with(role, top), UserFactory.create(email="x@y.no")
    with pytest.raises(NotAllowedError):
        invited(other)
    with pytest.raises(NotAllowedError):
        invite_again(actor=other, person=person)
    with pytest.raises(NotAllowedError):
        shut_out(actor=other, person=person, day=today())
    with pytest.raises(NotAllowedError):
        let_in_again(actor=other, person=person)
    assert person.is_active
    assert not Entry.objects.exists()


def test_person_shut_out_is_signed_out_at_once(client: Client, administrator: User) -> None:
    person = UserFactory.create()
    client.force_login(person)
    assert client.get("/konto/").status_code == 200
    shut_out(actor=administrator, person=person, day=today())
    assert client.get("/konto/").status_code == 302
    assert Detail.objects.get().after == {"is_active": "False"}
    assert let_in_again(actor=administrator, person=person).is_active


def test_nobody_shuts_out_oneself_or_the_last_administrator(administrator: User, top: Unit) -> None:
    with pytest.raises(RuleBrokenError, match="deg selv"):
        shut_out(actor=administrator, person=administrator, day=today())
    assert administrator.is_active


def test_own_name_and_language() -> None:
    person = UserFactory.create()
    change_own_name(actor=person, first_name="Kari", last_name="Vik", language="nn")
    assert Detail.objects.get().after == {"first_name": "Kari", "last_name": "Vik", "language": "nn"}
    with pytest.raises(InvalidValueError):
        choose_language(actor=person, language="tlh")
    with pytest.raises(ValidationError):
        change_own_name(actor=person, first_name="K" * 200, last_name="", language="nn")


@pytest.mark.parametrize("people", [2, 40])
def test_list_costs_the_same_however_long(
    administrator: User, top: Unit, people: int, assert_queries: AssertQueries
) -> None:
    for _ in range(people):
        Holding.objects.create(
            position=PositionFactory.create(unit=top), holder=user_with(Role.EMPLOYEE, top), valid_from=SINCE
        )
    with assert_queries("access.people"):
        found = people_for(administrator, today()).people
    assert sum(len(person.holdings) for person in found) == people
    assert sum(len(person.grants) for person in found) == people + 1


def test_search_finds_by_name_and_address(administrator: User) -> None:
    wanted = UserFactory.create(first_name="Øystein", last_name="Nes", email="oystein@lindvik.example")
    for search in ("Øyst nes", "oystein@"):
        assert [person.user for person in people_for(administrator, today(), search).people] == [wanted]


def test_role_through_a_position_is_the_holders_while_held(administrator: User, top: Unit) -> None:
    position, holder = PositionFactory.create(unit=top), UserFactory.create()
    grant_role(actor=administrator, to=position, role=Role.CONTROLLER, unit=top, span=Span(SINCE))
    assert [grant.position for grant in vacant_grants(administrator, today())] == [position]
    Holding.objects.create(position=position, holder=holder, valid_from=SINCE)
    (one,) = grants_through_time(holder, today())
    assert (one.state, one.through) == ("valid", position)
    assert not vacant_grants(administrator, today())


def test_roles_are_told_apart_in_time(administrator: User, top: Unit) -> None:
    person = UserFactory.create()
    for year in (2000, 2026, 2090):
        span = Span.of_years(year, year)
        grant_role(actor=administrator, to=person, role=Role.PLANNER, unit=top, span=span)
    assert [one.state for one in grants_through_time(person, date(2026, 6, 1))] == ["valid", "coming", "expired"]


def test_person_at_the_door_is_found_by_either_name() -> None:
    person = UserFactory.create(username="kari", email="kari@x.no")
    assert person_signing_in("KARI") == person_signing_in("kari@X.no") == person
    assert person_signing_in("") is None
