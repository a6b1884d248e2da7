from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory

from styring.access.models import Role
from styring.access.tests.factories import UserFactory, user_with
from styring.home.views import errors
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from pytest import MonkeyPatch  # noqa: PT013 - only its name is needed

    from styring.accounts.models import User

pytestmark = pytest.mark.django_db
TEXT = {"first_name": "Helsehjelp i hjemmet ligger over", "last_name": "budsjett siden juni", "language": "nb"}


@pytest.fixture
def administrator() -> User:
    return user_with(Role.ADMINISTRATOR, UnitFactory.create())


def test_unknown_page_says_what_and_what_now(client: Client) -> None:
    response = client.get("/finnes-ikke/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Vi finner ikke siden for deg" in page
    assert response.headers["X-Request-Id"] in page


def test_forbidden_says_why_and_not_what_there_is(client: Client) -> None:
    client.force_login(UserFactory.create())
    for address in ("/tilgang/person/1/", "/tilgang/person/999/"):
        response = client.get(address)
        assert response.status_code == 403
        assert "Dette kan du ikke gjøre her" in response.content.decode()


def test_broken_rule_is_a_page_with_a_way_back(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    response = client.post(f"/tilgang/person/{administrator.pk}/dor/", {"what": "shut_out"})
    assert response.status_code == 409
    assert "Du kan ikke stenge deg selv ute." in response.content.decode()


def test_bad_request_has_a_page() -> None:
    response = errors.bad_request(RequestFactory().get("/"), ValueError())
    assert response.status_code == 400
    assert "Vi forstod ikke" in response.content.decode()


def test_own_error_has_a_page_also_when_pages_cannot_be_made(monkeypatch: MonkeyPatch) -> None:
    request = RequestFactory().get("/")
    assert "Noe gikk galt hos oss" in errors.server_error(request).content.decode()
    monkeypatch.setattr(errors, "render", lambda *_args, **_more: 1 / 0)
    response = errors.server_error(request)
    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in response.content.decode()


def test_form_sent_after_the_session_has_ended_waits_for_its_writer(client: Client, administrator: User) -> None:
    said = {"first_name": "Ola og Kari", "last_name": "Nes", "email": "x@y.no", "username": "ola", "language": "nb"}
    response = client.post("/tilgang/inviter/", {**said, "password": "hemmelig lang tekst"})
    assert response["Location"] == "/konto/logg-inn/?next=%2Fuferdig%2F"
    client.force_login(administrator)
    page = client.get("/uferdig/").content.decode()
    assert "Ola og Kari" in page
    assert "hemmelig" not in page
    client.post("/tilgang/inviter/", {**said, "_kept": "1"})
    assert client.get("/uferdig/").status_code == 302


def test_kept_text_can_be_thrown_away(client: Client, administrator: User) -> None:
    client.post("/tilgang/inviter/", {"first_name": "Ola og Kari"})
    client.force_login(administrator)
    assert client.post("/uferdig/")["Location"] == "/tilgang/inviter/"
    assert client.get("/uferdig/").status_code == 302


@pytest.mark.parametrize("text", ["", "x" * 300_000])
def test_nothing_and_too_much_are_not_kept(client: Client, text: str) -> None:
    client.post("/tilgang/inviter/", {"first_name": text})
    assert "kept_form" not in client.session


def test_form_without_its_proof_shows_what_was_typed() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/tilgang/inviter/", TEXT)
    page = response.content.decode()
    assert response.status_code == 403
    assert TEXT["first_name"] in page
    assert "/konto/logg-inn/?next=/uferdig/" in page


def test_form_without_its_proof_is_sent_again_by_one_who_is_signed_in(administrator: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    assert strict.post("/tilgang/inviter/", TEXT)["Location"] == "/uferdig/"
    assert TEXT["first_name"] in strict.get("/uferdig/").content.decode()


def test_button_without_its_proof_does_not_ask_one_who_is_signed_in_to_sign_in(administrator: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    page = strict.post("/konto/sprak/", {"language": "nn"}).content.decode()
    assert "Siden må lastes på nytt" in page
    assert "/konto/logg-inn/" not in page
