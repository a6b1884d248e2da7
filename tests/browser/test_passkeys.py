"""Passkeys in a real browser, with an authenticator that Chromium itself pretends to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from styring.access.tests.factories import UserFactory
from styring.audit.models import Entry

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from styring.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("trail_that_is_wiped")]
PASSWORD = "fire-vilkårlige-ord"  # noqa: S105 - a test's


@pytest.fixture
def kari(transactional_db: None) -> User:
    cache.clear()
    person = UserFactory.create(username="kari", email="kari@lindvik.example", first_name="Kari", last_name="Vik")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def _authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def sign_in_by_password(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/konto/logg-inn/")
    page.get_by_label("E-post eller brukernavn").fill("kari")
    page.get_by_label("Passord").fill(PASSWORD)
    page.locator("#login-form").get_by_role("button", name="Logg inn").click()


def add_passkey(page: Page, live_server: LiveServer, name: str) -> None:
    page.goto(f"{live_server.url}/konto/passnokler/ny/")
    if page.get_by_role("heading", name="Bekreft at det er deg").is_visible():
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Bekreft").click()
    page.get_by_label("Navn på passnøkkelen").fill(name)
    page.get_by_role("button", name="Lag passnøkkelen").click()
    page.wait_for_url("**/konto/totrinn/**")


@pytest.mark.usefixtures("_authenticator")
def test_person_adds_a_passkey_signs_in_by_it_and_removes_it(page: Page, live_server: LiveServer, kari: User) -> None:
    sign_in_by_password(page, live_server)
    add_passkey(page, live_server, "Telefonen")
    page.goto(f"{live_server.url}/konto/")
    page.get_by_role("button", name="Logg ut").click()
    page.goto(f"{live_server.url}/konto/logg-inn/")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url("**/min-side/")
    page.goto(f"{live_server.url}/konto/passnokler/")
    assert page.get_by_text("Telefonen").is_visible()
    page.get_by_role("link", name="Fjern").click()
    if page.get_by_role("heading", name="Bekreft at det er deg").is_visible():
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Bekreft").click()
    page.get_by_role("button", name="Fjern").click()
    assert page.get_by_role("heading", name="Ingen passnøkler ennå").is_visible()
    assert not Authenticator.objects.filter(user=kari, type="webauthn").exists()
    recorded = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert [verb for verb in recorded if "passkey" in verb] == ["access.passkey.added", "access.passkey.removed"]


@pytest.mark.usefixtures("_authenticator")
def test_passkey_is_the_second_step_after_a_password(page: Page, live_server: LiveServer, kari: User) -> None:
    sign_in_by_password(page, live_server)
    add_passkey(page, live_server, "Telefonen")
    page.context.clear_cookies()
    sign_in_by_password(page, live_server)
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url("**/min-side/")
    assert Entry.objects.filter(verb="access.person.signed_in").count() == 2


def test_browser_without_the_passkey_is_told_so(page: Page, live_server: LiveServer, kari: User) -> None:
    page.goto(f"{live_server.url}/konto/logg-inn/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no passkey here')) }")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.get_by_text("Det gikk ikke med passnøkkelen").wait_for()
