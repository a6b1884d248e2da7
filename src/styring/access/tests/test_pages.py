from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styring.access.models import Grant, Role
from styring.access.rules import matrix
from styring.access.rules.demo import DEMO_PEOPLE
from styring.access.rules.words import DOCUMENTS, rights_of
from styring.access.tests.factories import UserFactory, user_with
from styring.accounts.models import User
from styring.audit.models import Entry
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="LINDVIK", name="Lindvik")


@pytest.fixture
def administrator(client: Client, top: Unit) -> User:
    person = user_with(Role.ADMINISTRATOR, top)
    client.force_login(person)
    return person


def test_administrator_gives_and_ends_a_role(client: Client, administrator: User, top: Unit) -> None:
    person = UserFactory.create()
    said = {"role": "planner", "unit": top.pk, "since": "2026-01-01"}
    client.post(f"/tilgang/person/{person.pk}/", said)
    grant = Grant.objects.get(user=person)
    client.post(f"/tilgang/rolle/{grant.pk}/avslutt/", {"day": "2026-02-01"})
    grant.refresh_from_db()
    assert str(grant.valid_to) == "2026-02-01"
    assert "Planlegger" in client.get(f"/tilgang/person/{person.pk}/").content.decode()


def test_form_says_why_a_role_cannot_be_given(client: Client, administrator: User, top: Unit) -> None:
    said = {"role": "planner", "unit": top.pk, "since": "2026-01-01"}
    page = client.post(f"/tilgang/person/{administrator.pk}/", said).content.decode()
    assert "Du kan ikke gi deg selv en rolle" in page
    backwards = client.post(f"/tilgang/person/{administrator.pk}/", {**said, "until": "2025-01-01"}).content.decode()
    assert "slutte etter at den begynner" in backwards


def test_administrator_invites_and_shuts_out(client: Client, administrator: User) -> None:
    said = {"first_name": "Ola", "last_name": "Nes", "email": "ola@x.no", "username": "ola", "language": "nn"}
    client.post("/tilgang/inviter/", said)
    new = User.objects.get(username="ola")
    assert "Ola Nes" in client.get("/tilgang/?sok=ola").content.decode()
    for what, is_active in (("shut_out", False), ("let_in", True), ("invite", True)):
        client.post(f"/tilgang/person/{new.pk}/dor/", {"what": what})
        new.refresh_from_db()
        assert new.is_active is is_active


def test_unknown_person_is_not_found(client: Client, administrator: User) -> None:
    assert client.get("/tilgang/person/999/").status_code == 404
    assert client.get("/tilgang/rolle/999/avslutt/").status_code == 404


def test_every_document_and_role_is_told_in_words(client: Client, administrator: User) -> None:
    assert set(matrix()) == set(DOCUMENTS)
    assert all(rights_of(role.value) for role in Role)
    page = client.get("/tilgang/roller/?rolle=auditor").content.decode()
    assert "Revisjonssporet" in page
    assert client.get("/tilgang/roller/").content.decode().count("<h2>") == len(Role)


def test_language_is_kept_on_the_account_or_in_a_cookie(client: Client) -> None:
    client.post("/konto/sprak/", {"language": "nn", "next": "/konto/logg-inn/"})
    assert client.get("/konto/logg-inn/").headers["Content-Language"] == "nn"
    person = UserFactory.create()
    client.force_login(person)
    client.post("/konto/sprak/", {"language": "en", "next": "/konto/"})
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.parametrize("back", ["https://annet.example/", "//annet.example/"])
def test_language_choice_leads_nowhere_else(client: Client, back: str) -> None:
    assert client.post("/konto/sprak/", {"language": "nn", "next": back})["Location"] == "/"


@pytest.fixture
def _demo(settings: Settings) -> None:
    settings.DEMO = True
    for person in DEMO_PEOPLE:
        UserFactory.create(username=person.username)


@pytest.mark.usefixtures("_demo")
def test_visitor_of_the_demo_steps_into_a_person(client: Client) -> None:
    assert client.get("/demo/").content.decode().count("person-card") == len(DEMO_PEOPLE)
    client.post("/demo/revisor/")
    assert client.session["_auth_user_id"] == str(User.objects.get(username="revisor").pk)
    client.post("/demo/marte.nygard/")
    first, second = Entry.objects.filter(verb="access.person.stepped_into").order_by("number")
    assert (first.actor, second.actor) == ("nobody", f"user:{User.objects.get(username='revisor').pk}")
    assert "Bytt person" in client.get("/konto/").content.decode()


@pytest.mark.usefixtures("_demo")
def test_only_the_people_of_the_page_can_be_stepped_into(client: Client) -> None:
    UserFactory.create(username="ola")
    assert client.post("/demo/ola/").status_code == 404
    assert client.get("/demo/revisor/").status_code == 405
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_demo")
def test_there_is_no_door_outside_the_demo(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/revisor/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert not Entry.objects.exists()
    client.force_login(UserFactory.create())
    assert "Demo" not in client.get("/konto/").content.decode()
