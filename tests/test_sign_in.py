"""Signing in with password and one-time code, and what is kept on record of it."""

from __future__ import annotations

import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from styring.access.tests.factories import UserFactory
from styring.accounts.models import User
from styring.audit.models import Detail, Entry

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
PASSWORD = "fire-vilkårlige-ord"  # noqa: S105 - a test's


@pytest.fixture(autouse=True)
def _no_limits_reached() -> None:
    cache.clear()


@pytest.fixture
def kari() -> User:
    person = UserFactory.create(username="kari", email="kari@lindvik.example")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, login: str = "kari", password: str = PASSWORD) -> HttpResponse:
    return client.post("/konto/logg-inn/", {"login": login, "password": password})


def verbs() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(client: Client) -> str:
    """Turn the app with one-time codes on as the signed-in person; the secret that the app holds."""
    client.post("/konto/bekreft/", {"password": PASSWORD})
    page = client.get("/konto/totrinn/app/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret
    client.post("/konto/totrinn/app/", {"code": code_for(secret[1])})
    return secret[1]


@pytest.mark.parametrize("login", ["kari", "kari@lindvik.example", "Kari@Lindvik.example"])
def test_person_comes_in_by_username_or_address(client: Client, kari: User, login: str) -> None:
    assert sign_in(client, login)["Location"] == "/min-side/"
    assert verbs() == ["access.person.signed_in"]


def test_wrong_password_is_on_record_and_says_nothing_of_which(client: Client, kari: User) -> None:
    for login in ("kari", "finnes.ikke"):
        page = sign_in(client, login, "feil").content.decode()
        assert "passer ikke sammen" in page
        assert "_auth_user_id" not in client.session
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor, entry.object) == (
        "access.person.failed_to_sign_in", "nobody", f"accounts.user:{kari.pk}"
    )  # fmt: skip


def test_too_many_failures_shut_the_door_for_a_while(client: Client, kari: User) -> None:
    for _ in range(5):
        sign_in(client, "kari", "feil")
    assert "For mange forsøk" in sign_in(client).content.decode()
    assert "_auth_user_id" not in client.session


def test_password_is_never_in_the_trail(client: Client, kari: User) -> None:
    sign_in(client)
    client.post("/konto/logg-ut/")
    assert verbs() == ["access.person.signed_in", "access.person.signed_out"]
    assert not any("password" in {*detail.before, *detail.after} for detail in Detail.objects.all())


def test_person_shut_out_does_not_come_in(client: Client, kari: User) -> None:
    kari.is_active = False
    kari.save()
    assert "_auth_user_id" not in client.session
    assert sign_in(client).status_code in {HTTPStatus.OK, HTTPStatus.FOUND}
    assert "_auth_user_id" not in client.session


def test_with_an_app_the_password_is_not_enough(client: Client, kari: User) -> None:
    sign_in(client)
    secret = with_app(client)
    client.post("/konto/logg-ut/")
    cache.clear()
    assert sign_in(client)["Location"] == "/konto/totrinn/kode/"
    assert "_auth_user_id" not in client.session
    assert "feil eller for gammel" in client.post("/konto/totrinn/kode/", {"code": "000000"}).content.decode()
    cache.clear()
    client.post("/konto/totrinn/kode/", {"code": code_for(secret)})
    assert client.session["_auth_user_id"] == str(kari.pk)


def test_app_and_failures_with_it_are_on_record(trail_that_is_wiped: None, client: Client, kari: User) -> None:
    sign_in(client)
    with_app(client)
    client.post("/konto/logg-ut/")
    sign_in(client)
    client.post("/konto/totrinn/kode/", {"code": "000000"})
    assert verbs()[1:] == [
        "access.authenticator_app.added", "access.person.signed_out", "access.person.failed_to_sign_in"
    ]  # fmt: skip


def test_recovery_code_is_worth_one_sign_in(client: Client, kari: User) -> None:
    sign_in(client)
    with_app(client)
    code = Authenticator.objects.get(user=kari, type="recovery_codes").wrap().get_unused_codes()[0]
    for comes_in in (True, False):
        client.post("/konto/logg-ut/")
        sign_in(client)
        cache.clear()
        client.post("/konto/totrinn/kode/", {"code": code})
        assert ("_auth_user_id" in client.session) is comes_in


@pytest.mark.parametrize("address", ["/konto/totrinn/app/", "/konto/passnokler/ny/"])
def test_keys_are_changed_only_by_one_who_has_just_proved_who(client: Client, kari: User, address: str) -> None:
    client.force_login(kari)
    assert client.get(address)["Location"].startswith("/konto/bekreft/")
    client.post(f"/konto/bekreft/?next={address}", {"password": PASSWORD, "next": address})
    assert client.get(address).status_code == HTTPStatus.OK


def test_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client: Client, kari: User) -> None:
    client.post("/konto/passord/glemt/", {"email": kari.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body)
    assert link
    form = client.get(link[0], follow=True)
    new = "et-annet-langt-passord"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, password=new)["Location"] == "/min-side/"
    assert "Lenken virker ikke" in Client().get(link[0], follow=True).content.decode()


def test_unknown_address_gets_no_mail_and_the_same_answer(client: Client, kari: User) -> None:
    answers = [
        client.post("/konto/passord/glemt/", {"email": address})["Location"] for address in (kari.email, "ola@x.no")
    ]
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[kari.email]]


def test_nobody_signs_up(client: Client) -> None:
    new = {"username": "ola", "email": "ola@x.no", "password1": PASSWORD}
    assert "Vi kjenner deg ikke her" in client.post("/konto/ny/", new).content.decode()
    assert not User.objects.exists()


def test_signing_out_everywhere_else_ends_the_other_sessions(client: Client, kari: User) -> None:
    other = Client()
    for one in (client, other):
        sign_in(one)
    assert client.get("/konto/okter/").content.decode().count("<li>") >= 2
    client.post("/konto/okter/")
    assert other.get("/konto/").status_code == HTTPStatus.FOUND
    assert client.get("/konto/").status_code == HTTPStatus.OK


def test_new_address_counts_only_when_confirmed(client: Client, kari: User) -> None:
    sign_in(client)
    client.post("/konto/bekreft/", {"password": PASSWORD})
    client.post("/konto/e-post/", {"email": "kari@ny.example", "action_add": ""})
    kari.refresh_from_db()
    assert kari.email == "kari@lindvik.example"
    link = re.search(r"https?://\S+", mail.outbox[-1].body)
    assert link
    client.post(link[0])
    kari.refresh_from_db()
    assert kari.email == "kari@ny.example"
