from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

ADDRESS = "/okonomi/oppstillinger/2026/"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(user_with(Role.UNIT_LEADER, UnitFactory.create()))
    return client


@pytest.fixture
def accounts() -> None:
    october, last_year = DeliveryFactory.create(), DeliveryFactory.create(year=2025)
    for delivery, amount in ((october, 9_600_000_00), (last_year, 8_500_000_00)):
        BalanceFactory.create(delivery=delivery, combination__art="010", amount=amount)
        BalanceFactory.create(delivery=delivery, combination__art="870", amount=-10_000_000_00)


@pytest.mark.usefixtures("accounts")
def test_three_statements_stand_beside_last_year(reader: Client, assert_queries: AssertQueries) -> None:
    with assert_queries("ledger.statements"):
        page = reader.get(ADDRESS).content.decode()
    assert page.count("<table") == 3
    assert "10\u00a0000" in page.replace("\u202f", "\u00a0")


@pytest.mark.usefixtures("accounts")
def test_a_line_opens_to_its_arts_and_an_art_to_its_functions(reader: Client) -> None:
    assert "010 Fastlønn" in reader.get(f"{ADDRESS}5-6/10/").content.decode()
    page = reader.get(f"{ADDRESS}5-6/10/010/").content.decode().replace("\u202f", "\u00a0")
    assert "9\u00a0600" in page
    assert "8\u00a0500" in page


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("rest", ["", "5-6/10/", "5-6/10/010/"])
def test_tables_can_be_downloaded(reader: Client, rest: str) -> None:
    assert reader.get(f"{ADDRESS}{rest}?format=xlsx").content.startswith(b"PK")


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("rest", ["5-6/9/", "5-6/99/", "5-9/1/", "5-6/10/870/"])
def test_lines_that_are_not_there_are_not_found(reader: Client, rest: str) -> None:
    assert reader.get(f"{ADDRESS}{rest}").status_code == HTTPStatus.NOT_FOUND


def test_year_without_accounts_says_so(reader: Client) -> None:
    assert "Det er ikke lest inn noe regnskap for 2026" in reader.get(ADDRESS).content.decode()


@pytest.mark.parametrize(("role", "given"), [(None, HTTPStatus.FORBIDDEN), (Role.PARTY_GROUP, HTTPStatus.OK)])
def test_statements_are_for_all_with_a_role(client: Client, role: Role | None, given: HTTPStatus) -> None:
    client.force_login(user_with(role, UnitFactory.create()))
    assert client.get(ADDRESS).status_code == given
