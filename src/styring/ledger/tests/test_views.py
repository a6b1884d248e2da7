from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports.tests.factories import BatchFactory
from styring.ledger.models import BalanceItem, BalanceSheet, Posting
from styring.ledger.tests.factories import BalanceFactory, CombinationFactory, DeliveryFactory
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

ADDRESS = "/okonomi/oppstillinger/2026/"
WHOLE = "art=010&funksjon=258&enhet=VEST&prosjekt="


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u202f", "\u00a0")


@pytest.fixture
def reader(client: Client, vest: Unit) -> Client:
    client.force_login(user_with(Role.UNIT_LEADER, vest))
    return client


@pytest.fixture
def accounts(vest: Unit) -> None:
    october, last_year = DeliveryFactory.create(), DeliveryFactory.create(year=2025)
    for delivery, amount in ((october, 9_600_000_00), (last_year, 8_500_000_00)):
        common = {"delivery": delivery, "combination__unit": vest}
        BalanceFactory.create(combination__art="010", amount=amount, **common)
        BalanceFactory.create(combination__art="870", amount=-10_000_000_00, **common)
        BalanceFactory.create(
            combination__account_class="0",
            combination__art="230",
            combination__project="I07",
            amount=77_000_00,
            **common,
        )


@pytest.fixture
def balance() -> None:
    sheet = BalanceSheet.objects.create(batch=BatchFactory.create(), year=2026, is_live=True)
    for chapter, closing in (("27", 500_000_00), ("451", -300_000_00), ("5990", -200_000_00)):
        BalanceItem.objects.create(sheet=sheet, chapter=chapter, sector="320", opening=closing // 2, closing=closing)


@pytest.mark.usefixtures("accounts")
def test_both_paragraphs_stand_beside_last_year(reader: Client, assert_queries: AssertQueries) -> None:
    with assert_queries("ledger.statements"):
        page = text(reader, ADDRESS)
    assert page.count("<table") == 2
    assert "10\u00a0000" in page
    assert "VEST" in page


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("section", "shown"), [("5-5", "I07"), ("5-6", "Lønnsutgifter"), ("5-9", "2026 er ikke avsluttet")]
)
def test_one_chooses_a_section(reader: Client, section: str, shown: str) -> None:
    assert shown in text(reader, f"{ADDRESS}?oppstilling={section}")


def test_a_closed_year_without_a_budget_is_held_against_nothing(reader: Client) -> None:
    DeliveryFactory.create(month=12)
    assert "Det er ikke lest inn noe budsjett for 2026" in text(reader, f"{ADDRESS}?oppstilling=5-9")


@pytest.mark.usefixtures("accounts", "balance")
def test_balance_and_debt_come_of_the_balance(reader: Client) -> None:
    assert text(reader, f"{ADDRESS}?oppstilling=5-8&belop=kr").count("500\u00a0000") >= 4
    assert "300\u00a0000" in text(reader, f"{ADDRESS}?oppstilling=5-7&belop=kr")
    assert "27 Faste eiendommer" in text(reader, f"{ADDRESS}5-8/A.I.1/")
    assert "320 " in text(reader, f"{ADDRESS}5-8/A.I.1/?art=27")


@pytest.mark.usefixtures("accounts")
def test_one_chooses_columns_and_kroner(reader: Client) -> None:
    page = text(reader, f"{ADDRESS}?kolonne=accounts&belop=kr&fordeling=enhet")
    assert "Regnskap 2025, 10 måneder</th>" not in page
    assert "9\u00a0600\u00a0000" in page


@pytest.mark.usefixtures("accounts")
def test_a_line_opens_to_arts_functions_units_and_lines(reader: Client) -> None:
    assert "010 Fastlønn" in text(reader, f"{ADDRESS}5-6/10/")
    page = text(reader, f"{ADDRESS}5-6/10/?art=010")
    assert "9\u00a0600" in page
    assert "8\u00a0500" in page
    assert f"5-6/10/linjer/?{WHOLE}&til=10".replace("&", "&amp;") in text(
        reader, f"{ADDRESS}5-6/10/?art=010&funksjon=258"
    )


@pytest.mark.usefixtures("accounts")
def test_an_area_opens_to_its_units_and_a_project_to_its_arts(reader: Client) -> None:
    assert "9\u00a0600" in text(reader, f"{ADDRESS}5-4-2/VEST/?omrade=VEST")
    assert "010 Fastlønn" in text(reader, f"{ADDRESS}5-4-2/VEST/?omrade=VEST&enhet=VEST")
    assert "230 " in text(reader, f"{ADDRESS}5-5-2/1/?prosjekt=I07")


@pytest.mark.usefixtures("accounts")
def test_lines_are_for_those_who_may_see_the_unit(reader: Client, client: Client, vest: Unit) -> None:
    combination = CombinationFactory.create(unit=vest)
    delivery = DeliveryFactory.create(month=9)
    Posting.objects.create(delivery=delivery, combination=combination, amount=12_345_67, voucher="B-17")
    address = f"{ADDRESS}5-6/10/linjer/?{WHOLE}"
    assert "B-17" in text(reader, address)
    assert "B-17" not in text(reader, f"{address}&til=8")
    client.force_login(user_with(Role.UNIT_LEADER, UnitFactory.create()))
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("rest", ["", "?oppstilling=alle&", "5-6/10/", "5-6/10/?art=010&", f"5-6/10/linjer/?{WHOLE}&"])
def test_tables_can_be_downloaded(reader: Client, rest: str) -> None:
    joined = f"{ADDRESS}{rest}format=xlsx" if "?" in rest else f"{ADDRESS}{rest}?format=xlsx"
    assert reader.get(joined).content.startswith(b"PK")


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    "rest", ["5-6/9/", "5-6/99/", "5-10/1/", "5-6/10/?art=870", f"5-6/10/?{WHOLE}", "5-6/10/linjer/", "5-5-2/6/"]
)
def test_lines_that_are_not_there_are_not_found(reader: Client, rest: str) -> None:
    assert reader.get(f"{ADDRESS}{rest}").status_code == HTTPStatus.NOT_FOUND


def test_year_without_accounts_says_so(reader: Client) -> None:
    assert "Det er ikke lest inn noe regnskap for 2026" in text(reader, ADDRESS)


@pytest.mark.parametrize(("role", "given"), [(None, HTTPStatus.FORBIDDEN), (Role.PARTY_GROUP, HTTPStatus.OK)])
def test_statements_are_for_all_with_a_role(client: Client, role: Role | None, given: HTTPStatus) -> None:
    client.force_login(user_with(role, UnitFactory.create()))
    assert client.get(ADDRESS).status_code == given
