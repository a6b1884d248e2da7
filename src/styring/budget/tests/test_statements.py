from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.queries import state_of, statements_of_layer
from styring.budget.rules.layers import LineKey
from styring.budget.services import Heading, amend_budget, publish_layer
from styring.budget.tests.factories import InvestmentFactory, LayerFactory, LineFactory, thawed
from styring.budget.tests.programme import House, a_house, grown_house
from styring.ledger.queries import accounts_book, closing_statement
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.ledger.queries import Printed

pytestmark = pytest.mark.django_db

PAY = "oppstilling=5-4-1&linje=6&art=010&funksjon=202"


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture(params=[a_house, grown_house], ids=["two areas", "seven areas"])
def house(request: pytest.FixtureRequest) -> House:
    made: House = request.param()
    return made


@pytest.fixture
def one() -> House:
    return a_house()


def statement(layer: Layer, name: str) -> Printed:
    return next(found for found in statements_of_layer(layer) if found.id == name)


def year_of(found: Printed, year: int) -> dict[str, int]:
    place = [head.year for head in found.heads].index(year)
    return {line.post or "sum": line.amounts[place] for line in found.lines}


def page(name: str, *words: object, query: str = "") -> str:
    return reverse(name, args=words) + (f"?{query}" if query else "")


@pytest.mark.parametrize("section", ["5-4", "5-5", "5-6", "5-7"])
def test_statements_of_a_layer_ask_as_often_whatever_its_size(
    client: Client, house: House, section: str, assert_queries: AssertQueries
) -> None:
    client.force_login(house.planner)
    with assert_queries(f"ledger.budget_statements.{section}"):
        shown = client.get(page("ledger:budget_statements", house.draft.name, query=f"oppstilling={section}"))
    assert shown.status_code == HTTPStatus.OK


def test_statements_are_the_sums_of_the_layer(one: House) -> None:
    state = state_of(one.draft)
    for year in one.draft.years:
        spent = sum(amount for key, amount in state.items() if key.year == year and key.art == "010")
        assert year_of(statement(one.draft, "5-4-1"), year)["6"] == spent
        assert year_of(statement(one.draft, "5-4-2"), year)["sum"] == spent
        assert (
            year_of(statement(one.draft, "5-6"), year)["24"] == year_of(statement(one.draft, "5-4-1"), year)["17"] == 0
        )


def test_investments_of_a_layer_are_named_and_sum_to_line_6(one: House) -> None:
    building = InvestmentFactory.create(element__title="Ny skole")
    layer = LayerFactory.create(first_year=2030, last_year=2030)
    with thawed():
        for project, amount in ((building.project, 70), ("", 30)):
            LineFactory.create(
                layer=layer, year=2030, account_class="0", unit=one.top, art="230", project=project, amount=amount
            )
    found = statement(layer, "5-5-2")
    assert [line.label for line in found.lines][1:3] == [f"{building.project} Ny skole", "Uten prosjekt"]
    assert found.lines[-1].amounts == (year_of(statement(layer, "5-5-1"), 2030)["6"],) == (100,)


def test_accounts_stand_beside_revised_and_adopted_budget(one: House) -> None:
    amounts = {LineKey(2026, "1", one.school.pk, "202", art): amount for art, amount in (("010", 500), ("120", -500))}
    amend_budget(actor=one.planner, heading=Heading("Justering", 2026, 2026, date(2026, 6, 1)), amounts=amounts)
    heads = [(head.name, head.year) for head in accounts_book(2026).columns.heads]
    assert heads == [("accounts", 2026), ("revised", 2026), ("adopted", 2026), ("last_year", 2025)]
    pay = next(line for line in accounts_book(2026).all_printed(["5-6"])[0].lines if line.post == "10")
    assert pay.amounts == (0, 180_000_00 + 500, 180_000_00, 0)


def test_a_year_is_held_against_its_revised_budget(one: House) -> None:
    delivery = DeliveryFactory.create(year=2026, month=12)
    for art, amount in (("010", 175_000_00), ("870", -180_000_00), ("540", 5_000_00)):
        BalanceFactory.create(delivery=delivery, combination__unit=one.top, combination__art=art, amount=amount)
    found = closing_statement("5-9-drift", 2026)
    assert found is not None
    assert [(line.post, line.amounts[0]) for line in found.lines if any(line.amounts)] == [
        ("1", 5_000_00), ("8", 5_000_00), ("13", 5_000_00), ("17", -5_000_00),
    ]  # fmt: skip
    assert closing_statement("5-9-investering", 2026) is None


def test_a_line_of_a_layer_opens_to_the_changes_it_is_made_of(client: Client, one: House) -> None:
    client.force_login(one.planner)
    address = page("ledger:budget_line", one.draft.name, "5-4-1", "6", query="art=010&funksjon=202")
    shown = client.get(address).content.decode()
    assert page("budget:layer_parts", one.draft.name, 2027) in shown
    parts = client.get(page("budget:layer_parts", one.draft.name, 2027, query=PAY)).content.decode()
    assert "Lønnsvekst" in parts
    assert "198" in parts


def test_a_budget_beside_the_accounts_opens_to_its_layers(client: Client, one: House) -> None:
    client.force_login(one.planner)
    assert "Budsjett 2026" in client.get(page("budget:budget_parts", 2026, query=PAY)).content.decode()
    assert client.get(page("budget:budget_parts", 2026, query="oppstilling=5-8&linje=A.I.1")).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        page("ledger:budget_statements", "NAME", query="oppstilling=alle&format=xlsx"),
        page("ledger:budget_line", "NAME", "5-4-1", "6", query="format=xlsx"),
        page("budget:layer_parts", "NAME", 2027, query=f"{PAY}&format=xlsx"),
    ],
)
def test_tables_of_a_layer_can_be_downloaded(client: Client, one: House, address: str) -> None:
    client.force_login(one.planner)
    assert client.get(address.replace("NAME", one.draft.name)).content.startswith(b"PK")


def test_a_draft_is_not_seen_by_others(client: Client, one: House) -> None:
    client.force_login(user_with(Role.UNIT_LEADER, one.school))
    assert client.get(page("ledger:budget_statements", one.draft.name)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(page("budget:layer_parts", one.draft.name, 2027, query=PAY)).status_code == HTTPStatus.NOT_FOUND


def test_what_is_decided_is_shown_with_its_statements(client: Client, one: House) -> None:
    publish_layer(actor=one.planner, layer=one.draft, on=date(2026, 9, 23))
    client.force_login(one.secretary)
    shown = client.get(page("budget:decision", one.draft.name)).content.decode()
    for title in ("Bevilgningsoversikt drift", "Bevilgningsoversikt investering", "Økonomisk oversikt etter art"):
        assert title in shown


def test_the_accounts_lead_to_the_statements_of_budgets(client: Client, one: House) -> None:
    DeliveryFactory.create(year=2026)
    client.force_login(one.planner)
    shown = client.get("/okonomi/oppstillinger/2026/").content.decode()
    assert page("ledger:budget_statements", one.draft.name) in shown
