from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from styring.access.tests.factories import UserFactory
from styring.audit.models import Detail, Entry
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.restapi.models import Token
from styring.restapi.queries import token_of, token_with
from styring.restapi.services import make_token, note_use, withdraw_token

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 6)
END = DAY + timedelta(days=30)


@pytest.fixture
def owner() -> User:
    return UserFactory.create()


def made(owner: User) -> tuple[Token, str]:
    return make_token(actor=owner, name="Nattlig", expires_on=END, day=DAY)


def test_key_opens_until_its_end_and_its_secret_is_kept_nowhere(owner: User) -> None:
    token, secret = made(owner)
    assert token_with(secret, END - timedelta(days=1)) == token
    assert token_with(secret, END) is None
    assert secret not in str(list(Token.objects.values()) + list(Detail.objects.values()))
    assert token.digest not in str(list(Detail.objects.values()))
    assert Entry.objects.get().verb == "restapi.token.made"


@pytest.mark.parametrize("wrong", ["", "styring_", "styring_" + "a" * 43, "styring_" + "æ" * 43])
def test_other_words_open_nothing(owner: User, wrong: str) -> None:
    made(owner)
    assert token_with(wrong, DAY) is None


def test_key_of_one_who_is_shut_out_opens_nothing(owner: User) -> None:
    _token, secret = made(owner)
    owner.is_active = False
    owner.save()
    assert token_with(secret, DAY) is None


def test_key_that_is_withdrawn_opens_nothing_and_stays_so(owner: User) -> None:
    token, secret = made(owner)
    withdraw_token(actor=owner, token=token, day=DAY)
    withdraw_token(actor=owner, token=token, day=END)
    assert (token_with(secret, DAY), token.withdrawn_on) == (None, DAY)


def test_others_know_nothing_of_it_and_withdraw_nothing(owner: User) -> None:
    token, secret = made(owner)
    other = UserFactory.create()
    with pytest.raises(NotFoundError):
        token_of(other, token.pk)
    with pytest.raises(NotAllowedError):
        withdraw_token(actor=other, token=token, day=DAY)
    assert token_with(secret, DAY) == token


@pytest.mark.parametrize("days", [0, -1, 367])
def test_key_lives_a_day_or_more_and_at_most_a_year(owner: User, days: int) -> None:
    with pytest.raises(RuleBrokenError):
        make_token(actor=owner, name="Nattlig", expires_on=DAY + timedelta(days=days), day=DAY)
    assert not Token.objects.exists()


def test_twenty_keys_are_enough(owner: User) -> None:
    for _number in range(20):
        made(owner)
    with pytest.raises(RuleBrokenError, match="20 nøkler"):
        made(owner)


def test_use_is_noted_once_a_day(owner: User) -> None:
    token, _secret = made(owner)
    for day in (DAY, DAY, END):
        note_use(actor=owner, token=token, day=day)
    assert Entry.objects.filter(verb="restapi.token.used").count() == 2


def test_secret_is_shown_once_on_the_page_of_its_owner(client: Client, owner: User) -> None:
    client.force_login(owner)
    soon = (today() + timedelta(days=9)).isoformat()
    answer = client.post("/konto/nokler/", {"name": "Nattlig", "expires_on": soon})
    assert "styring_" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    page = client.get("/konto/nokler/").content.decode()
    assert "Nattlig" in page
    assert "styring_" not in page


def test_one_withdraws_ones_own_on_the_page(client: Client, owner: User) -> None:
    client.force_login(owner)
    token, _secret = make_token(actor=owner, name="Nattlig", expires_on=today() + timedelta(days=9), day=today())
    assert client.get("/konto/").content.decode().count("Nøkler til API-et") == 1
    client.post(f"/konto/nokler/{token.pk}/trekk-tilbake/")
    assert "Trukket tilbake" in client.get("/konto/nokler/").content.decode()


@pytest.mark.parametrize("keys", [1, 15])
def test_page_costs_the_same_however_many_keys(
    client: Client, owner: User, assert_queries: AssertQueries, keys: int
) -> None:
    client.force_login(owner)
    for _number in range(keys):
        made(owner)
    with assert_queries("restapi.tokens"):
        client.get("/konto/nokler/")
