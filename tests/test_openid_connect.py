"""The municipality's own sign-in, the whole way through, against a provider that the test starts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa

from styring.access.models import Grant
from styring.access.tests.factories import UserFactory
from styring.accounts.models import User
from styring.audit.models import Entry
from tests.identity_provider import CLIENT, SECRET, Provider, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
KARI = {"sub": "k-1", "email": "kari@lindvik.example", "email_verified": True, "name": "Kari Vik", "groups": ["admin"]}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    provider = Provider(dict(KARI))
    server = served(provider)
    app = {"provider_id": "kommune", "name": "Lindvik", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": provider.address}  # type: ignore[assignment]
    own = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**own, "APPS": [app]}}
    yield provider
    server.shutdown()
    server.server_close()


@pytest.fixture
def kari() -> User:
    return UserFactory.create(username="kari", email=KARI["email"])


def sent_to_provider(client: Client) -> str:
    response = client.post("/konto/tilknytning/kommune/logg-inn/")
    assert response.status_code == HTTPStatus.FOUND
    return response["Location"]


def back(client: Client, address: str) -> HttpResponse:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def whole_way(client: Client, provider: Provider) -> HttpResponse:
    return back(client, provider.authorize(sent_to_provider(client)))


def is_refused(client: Client, response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.UNAUTHORIZED and "_auth_user_id" not in client.session


def test_known_person_comes_in_and_is_joined(client: Client, provider: Provider, kari: User) -> None:
    response = whole_way(client, provider)
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/min-side/")
    assert client.session["_auth_user_id"] == str(kari.pk)
    assert SocialAccount.objects.get().user == kari
    assert Entry.objects.filter(verb="access.person.signed_in", actor=f"user:{kari.pk}").exists()


def test_joined_person_is_known_by_number_when_the_address_changes(
    client: Client, provider: Provider, kari: User
) -> None:
    whole_way(client, provider)
    client.logout()
    provider.person["email"] = "kari.gift@lindvik.example"
    whole_way(client, provider)
    assert client.session["_auth_user_id"] == str(kari.pk)


def test_request_carries_pkce_state_and_nonce(client: Client, provider: Provider) -> None:
    asked = parse_qs(urlsplit(sent_to_provider(client)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {len(asked[name][0]) >= 16 for name in ("state", "nonce", "code_challenge")} == {True}
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_address_line_does_not_change_what_is_asked(client: Client, provider: Provider) -> None:
    response = client.post("/konto/tilknytning/kommune/logg-inn/?auth_params=nonce%3Dmine&scope=admin")
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert asked["nonce"] != ["mine"]
    assert "admin" not in asked["scope"][0]


@pytest.mark.parametrize("state", ["annen", ""])
def test_wrong_state_is_refused(client: Client, provider: Provider, kari: User, state: str) -> None:
    address = provider.authorize(sent_to_provider(client))
    own = parse_qs(urlsplit(address).query)["state"][0]
    assert is_refused(client, back(client, address.replace(own, state)))


@pytest.mark.parametrize(
    "wrong",
    [{"nonce": "another"}, {"aud": "another"}, {"iss": "https://another.example"}, {"exp": 1}, {"sub": "o-2"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_wrong_token_is_refused(client: Client, provider: Provider, kari: User, wrong: dict[str, object]) -> None:
    provider.in_token = wrong
    assert is_refused(client, whole_way(client, provider))
    assert not SocialAccount.objects.exists()


def test_token_signed_with_another_key_is_refused(client: Client, provider: Provider, kari: User) -> None:
    provider.signing_key = rsa.generate_private_key(65537, 2048)
    assert is_refused(client, whole_way(client, provider))


def test_code_is_worth_nothing_to_another_browser(client: Client, provider: Provider, kari: User) -> None:
    address = provider.authorize(sent_to_provider(client))
    assert is_refused(client, back(type(client)(), address))


def test_address_that_nobody_vouches_for_joins_nothing(client: Client, provider: Provider, kari: User) -> None:
    provider.person["email_verified"] = False
    assert "Vi kjenner deg ikke her" in whole_way(client, provider).content.decode()
    assert not SocialAccount.objects.exists()


def test_unknown_person_is_refused(client: Client, provider: Provider) -> None:
    assert "Vi kjenner deg ikke her" in whole_way(client, provider).content.decode()
    assert not User.objects.exists()


def test_unknown_person_gets_an_account_without_a_role_by_setting(
    client: Client, provider: Provider, settings: Settings
) -> None:
    settings.OIDC_LETS_NEW_PEOPLE_IN = True
    whole_way(client, provider)
    new = User.objects.get()
    assert (new.get_full_name(), new.email, new.has_usable_password()) == ("Kari Vik", KARI["email"], False)
    assert not Grant.objects.exists()
    assert Entry.objects.filter(verb="access.person.registered").exists()


def test_person_shut_out_stays_out(client: Client, provider: Provider, kari: User) -> None:
    kari.is_active = False
    kari.save()
    assert whole_way(client, provider)["Location"] == "/konto/stengt/"
    assert "_auth_user_id" not in client.session
