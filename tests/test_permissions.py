"""Every address for every role, as ``permissions.yaml`` says; an address without a row fails."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.small_lindvik import PEOPLE, House, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from pytest_django import DjangoDbBlocker

MOST_QUERIES = 25
"""The most that a page may ask of the database, whoever reads it (decision 34)."""
SEE_THE_WHOLE = {("home:my_page", "chief_executive"): 40, ("home:my_page", "director"): 40}
"""Whose page has more than a leader's on it, the sectors' economy and all goals, and how much it may ask."""
TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text(encoding="utf-8"))
ROWS: dict[str, dict[str, Any]] = TABLE["addresses"]
LOGIN = "login"


@dataclass(frozen=True)
class Row:
    """A row of the table, with what it leaves out filled in."""

    name: str
    said: dict[str, Any]

    @property
    def is_door(self) -> bool:
        """Is it for machines, with a key?"""
        return "body" in self.said or bool(self.said.get("key"))

    @property
    def is_post(self) -> bool:
        return self.name.endswith(" POST")

    def answer_for(self, who: str) -> object:
        opened = HTTPStatus.FOUND if self.is_post else HTTPStatus.OK
        gives = self.said.get("gives", opened.value)
        but = next((status for status, named in self.said.get("but", {}).items() if who in members(named)), None)
        if but is not None:
            return but
        if who == "anonymous":
            said = self.said.get("anonymous", LOGIN)
            return gives_without_login(self.said, opened) if said == "open" else said
        return gives if who in members(self.said["open"]) else self.said.get("others", HTTPStatus.FORBIDDEN.value)

    def address(self, house: House) -> str:
        given = {name: filled(value, house) for name, value in self.said.get("with", {}).items()}
        query = self.said.get("query")
        return reverse(self.name.removesuffix(" POST"), kwargs=given) + (f"?{query}" if query else "")

    def sent(self, house: House) -> dict[str, object]:
        return {name: filled(value, house) for name, value in self.said.get("send", {}).items()}


def gives_without_login(said: dict[str, Any], opened: HTTPStatus) -> object:
    """What an open address gives one who has not signed in: the page, where the signed-in may be sent elsewhere."""
    return opened.value if said.get("gives") == HTTPStatus.FOUND else said.get("gives", opened.value)


def filled(value: object, house: House) -> object:
    return house.samples[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def members(named: str | list[str]) -> set[str]:
    """The people of groups and roles."""
    found: set[str] = set()
    for name in [named] if isinstance(named, str) else named:
        found |= members(TABLE["groups"][name]) if name in TABLE["groups"] else {name}
    return found


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every address there is, with its namespace; the bare route of one that has none."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The small municipality, built once for all rows and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def answer(row: Row, who: str, house: House) -> object:
    """What a person gets, or how much a page asked when that is too much; nothing of it stays."""
    client, asked = house.clients[who], Counted()
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        with connection.execute_wrapper(asked):
            response = knock(row, who, house) if row.is_door else ask(client, row, house)
        transaction.set_rollback(True)
    client.cookies = cookies
    if not row.is_post and asked.queries > SEE_THE_WHOLE.get((row.name, who), MOST_QUERIES):
        return f"{asked.queries} queries"
    return LOGIN if leads_to_login(response) else response.status_code


class Counted:
    """How many queries there have been."""

    queries = 0

    def __call__(self, execute: Callable[..., object], *asked: object) -> object:
        self.queries += 1
        return execute(*asked)


def ask(client: Client, row: Row, house: House) -> HttpResponse:
    address = row.address(house)
    return client.post(address, row.sent(house)) if row.is_post else client.get(address)


def knock(row: Row, who: str, house: House) -> HttpResponse:
    """What a machine gets with a person's key; one without a key brings the cookie of somebody who may, in vain."""
    client = house.clients["controller"] if who == "anonymous" else Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {house.keys[who]}"} if who in house.keys else {}
    if not row.is_post:
        return client.get(row.address(house), headers=headers)
    return client.post(row.address(house), row.said.get("body", ""), content_type="text/csv", headers=headers)


def leads_to_login(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.FOUND and response["Location"].startswith(str(settings.LOGIN_URL))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {name.removesuffix(" POST") for name in ROWS} == set(addresses(get_resolver()))


@pytest.mark.parametrize("said", [row["open"] for row in ROWS.values()], ids=list(ROWS))
def test_rows_name_people_there_are(said: str | list[str]) -> None:
    assert members(said) <= set(PEOPLE)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [Row(name, said) for name, said in ROWS.items()], ids=list(ROWS))
def test_each_gets_what_the_table_says(row: Row, house: House) -> None:
    got = {who: (answer(row, who, house), row.answer_for(who)) for who in (*PEOPLE, "anonymous")}
    wrong = [f"{who} gets {found}, not {wanted}" for who, (found, wanted) in got.items() if found != wanted]
    assert wrong == []
