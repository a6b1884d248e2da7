"""The page of the report to KOSTRA says what the command says, and hands out the same file."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.kernel.errors import InvalidValueError, NotFoundError
from styring.ledger.exporters import kostra_report
from styring.ledger.rules.kostra.controls import rules
from styring.ledger.rules.kostra.explained import CHECKED, SEVERITY_MEANS, SEVERITY_WORDS
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory
from styring.organisation.models import Municipality
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

PAGE = "/okonomi/kostra/2026/"


@pytest.fixture
def keeper(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


@pytest.fixture
def accounts() -> None:
    """A year to December with pay, tax and grants, and interest on a function where it may not be."""
    Municipality.objects.create(pk=1, name="Lindvik", number="9901")
    for month in range(1, 13):
        delivery = DeliveryFactory.create(year=2026, month=month)
        for function, art, amount in (("202", "010", 600), ("800", "870", -300), ("840", "800", -300)):
            parts = {"combination__function": function, "combination__art": art}
            BalanceFactory.create(delivery=delivery, amount=amount * 100_000, **parts)
    BalanceFactory.create(delivery=delivery, amount=700 * 100_000, combination__function="202", combination__art="530")


@pytest.mark.usefixtures("accounts")
def test_findings_are_shown_with_rule_account_amount_and_lines(keeper: Client, assert_queries: AssertQueries) -> None:
    with assert_queries("ledger.kostra"):
        page = keeper.get(PAGE).content.decode()
    assert "Kan ikke leveres ennå" in page
    assert "Arten 530 kan bare stå på funksjon 880" in page
    assert "/okonomi/kontoplan/2026/linjer/?kontoklasse=1&amp;funksjon=202&amp;art=530" in page
    assert ">700<" in page.replace(" ", "").replace("\n", "")
    assert keeper.get(f"{PAGE}?format=xlsx").content.startswith(b"PK")


@pytest.mark.usefixtures("accounts")
def test_the_file_is_that_of_the_command(keeper: Client) -> None:
    answer = keeper.get(f"{PAGE}fil/?skjema=0A")
    assert answer.content.decode("latin-1") == kostra_report("0A", 2026).text
    assert {len(line) for line in answer.content.splitlines()} == {48}
    assert answer["Content-Disposition"] == 'attachment; filename="0A_9901_2026.txt"'


@pytest.mark.usefixtures("accounts")
def test_a_quarter_holds_its_months_and_is_judged_as_one(keeper: Client) -> None:
    page, file = (keeper.get(f"{PAGE}{rest}?kvartal=2").content.decode() for rest in ("", "fil/"))
    assert "Kan leveres" in page
    assert "0A20262990100                  1202 010     3600\n" in file
    assert kostra_report("0A", 2026, "2").hindering == 0


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("form", "quarter", "error"),
    [
        ("0C", " ", InvalidValueError), ("0A", "5", InvalidValueError), ("0B", "1", InvalidValueError),
        ("0B", " ", NotFoundError),
    ],
)  # fmt: skip
def test_there_are_no_other_reports(form: str, quarter: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        kostra_report(form, 2026, quarter)


def test_a_quarter_that_has_not_come_is_not_reported(keeper: Client) -> None:
    Municipality.objects.create(pk=1, name="Lindvik", number="9901")
    BalanceFactory.create(delivery__month=2)
    with pytest.raises(NotFoundError):
        kostra_report("0A", 2026, "1")
    assert "Rapporten kan ikke lages" in keeper.get(f"{PAGE}?skjema=0B").content.decode()


def test_each_rule_is_explained(keeper: Client, assert_queries: AssertQueries) -> None:
    assert {rule.check for rule in rules()} == set(CHECKED)
    assert set(SEVERITY_WORDS) == set(SEVERITY_MEANS)
    with assert_queries("ledger.kostra_rules"):
        page = keeper.get("/okonomi/kostra/kontroller/").content.decode()
    assert all(f">{rule.number}<" in page.replace(" ", "").replace("\n", "") for rule in rules())
    assert keeper.get("/okonomi/kostra/kontroller/?format=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(("role", "given"), [(Role.UNIT_LEADER, 200), (Role.PARTY_GROUP, 403), (None, 403)])
def test_reports_are_for_readers_of_economy(client: Client, role: Role | None, given: int) -> None:
    client.force_login(user_with(role, UnitFactory.create()))
    assert client.get("/okonomi/kostra/kontroller/").status_code == given
    assert client.get("/okonomi/kostra/").status_code == (HTTPStatus.FOUND if given == 200 else HTTPStatus.FORBIDDEN)
