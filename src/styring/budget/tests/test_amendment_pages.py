from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Amendment, AmendmentState, Investment
from styring.budget.tests.factories import InvestmentFactory, LayerFactory, budgeted, foreseen, spent
from styring.organisation.models import Unit
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

REGISTER = "/okonomi/reguleringer/2026/"


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    made: Unit = UnitFactory.create(code="E1", name="Hjemmetjenesten Vest", parent=UnitFactory.create(code="TOPP"))
    budgeted(LayerFactory.create(), made, 1_000_000_00)
    spent(made, 10, 900_000_00)
    return made


@pytest.fixture
def leader(client: Client, unit: Unit) -> Client:
    client.force_login(user_with(Role.UNIT_LEADER, unit))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode().replace("\u202f", " ")


def begun(client: Client, unit: Unit) -> str:
    response = client.post(
        "/okonomi/reguleringer/ny/", {"unit": unit.pk, "title": "Innleie", "reason": "Ledige stillinger"}
    )
    return str(response["Location"])


def row(unit: Unit, direction: str, amount: str = "50 000", group: str = "pay") -> dict[str, object]:
    return {"unit": unit.pk, "purpose": "Vakter", "group": group, "direction": direction, "amount": amount}


def test_leader_writes_and_decides_on_one_page(leader: Client, unit: Unit) -> None:
    page = begun(leader, unit)
    leader.post(page, row(unit, "less"))
    assert "Ikke brukt ennå: 50 000 kroner" in text_of(leader, page)
    leader.post(page, row(unit, "more", group="goods"))
    assert "Går i null: 50 000 kroner flyttes" in text_of(leader, page)
    leader.post(f"{page}gjor/", {"do": "decide"})
    assert Amendment.objects.get().state == AmendmentState.DECIDED
    assert "Vedta innenfor egen ramme" not in text_of(leader, page)
    assert "Innleie" in text_of(leader, REGISTER)


def test_more_income_gives_money_up(leader: Client, unit: Unit) -> None:
    page = begun(leader, unit)
    leader.post(page, row(unit, "more", group="fees"))
    assert Amendment.objects.get().rows.get().amount == -50_000_00


@pytest.mark.parametrize("amount", ["", "0", "-5", "mange", "9" * 99])
def test_row_that_moves_nothing_is_refused(leader: Client, unit: Unit, amount: str) -> None:
    response = leader.post(begun(leader, unit), row(unit, "more", amount))
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not Amendment.objects.get().rows.exists()


def test_accounts_are_refined_on_their_own_page(leader: Client, unit: Unit) -> None:
    page = begun(leader, unit)
    leader.post(page, row(unit, "more"))
    accounts = f"{page}rad/{Amendment.objects.get().rows.get().pk}/"
    assert 'value="50000"' in text_of(leader, accounts)
    sent = {"function_0": "202", "art_0": "10", "amount_0": "30 000", "function_1": "202", "art_1": "99"}
    assert leader.post(accounts, {**sent, "amount_1": "19 000"}).status_code == HTTPStatus.BAD_REQUEST
    assert leader.post(accounts, {**sent, "amount_1": "20 000"}).status_code == HTTPStatus.FOUND
    assert "202/099" in text_of(leader, page)


def test_proposal_is_a_text_to_decide_and_a_spreadsheet(leader: Client, unit: Unit) -> None:
    page = begun(leader, unit)
    leader.post(page, row(unit, "less"))
    assert "Hjemmetjenesten Vest: budsjettet settes ned med 50 000 kroner" in text_of(leader, f"{page}forslag/")
    book = CalamineWorkbook.from_filelike(BytesIO(leader.get(page, {"format": "xlsx"}).content))
    assert len(book.sheet_names) == 2


def test_secretary_records_what_was_decided(leader: Client, unit: Unit) -> None:
    page = begun(leader, unit)
    for direction, group in (("less", "pay"), ("more", "goods")):
        leader.post(page, row(unit, direction, group=group))
    leader.post(f"{page}gjor/", {"do": "propose"})
    leader.force_login(user_with(Role.SECRETARIAT, Unit.objects.get(code="TOPP")))
    sent = {"outcome": "decided", "authority": "council", "decision": "KST 101/26", "day": "2026-11-05"}
    assert leader.post(f"{page}vedtak/", {**sent, "day": "2026-12-24"}).status_code == HTTPStatus.BAD_REQUEST
    assert leader.post(f"{page}vedtak/", {**sent, "outcome": "rejected"}).status_code == HTTPStatus.BAD_REQUEST
    assert leader.post(f"{page}vedtak/", sent).status_code == HTTPStatus.FOUND
    assert "KST 101/26" in text_of(leader, page)


def test_draft_is_dropped(leader: Client, unit: Unit) -> None:
    page = begun(leader, unit)
    assert leader.post(f"{page}gjor/", {"do": "drop"})["Location"] == REGISTER
    assert not Amendment.objects.exists()


def test_act_that_is_none_is_no_page(leader: Client, unit: Unit) -> None:
    assert leader.post(f"{begun(leader, unit)}gjor/", {"do": "tull"}).status_code == HTTPStatus.NOT_FOUND


def test_controller_gathers_deviations(client: Client, unit: Unit) -> None:
    client.force_login(user_with(Role.CONTROLLER, Unit.objects.get(code="TOPP")))
    foreseen(unit, 10, 1_200_000_00)
    response = client.post("/okonomi/reguleringer/samle/", {"period": "2026-M10"})
    assert "Mangler dekning for 200 000 kroner" in text_of(client, response["Location"])


@pytest.mark.parametrize("many", [1, 10])
def test_pages_cost_the_same_however_many(leader: Client, unit: Unit, assert_queries: AssertQueries, many: int) -> None:
    for _ in range(many):
        page = begun(leader, unit)
        leader.post(page, row(unit, "more"))
        for _again in range(many - 1):
            leader.post(page, row(unit, "more"))
    with assert_queries("budget.amendments"):
        text_of(leader, REGISTER)
    with assert_queries("budget.amendment"):
        text_of(leader, page)


def test_amendment_of_several_years_has_a_row_for_each(leader: Client, unit: Unit) -> None:
    sent = {"unit": unit.pk, "title": "Innleie", "reason": "Ledige stillinger", "last_year": "2027"}
    page = str(leader.post("/okonomi/reguleringer/ny/", sent)["Location"])
    leader.post(page, row(unit, "less") | {"year": "each"})
    leader.post(page, row(unit, "more") | {"year": "2027"})
    assert sorted(Amendment.objects.get().rows.values_list("years_later", "amount")) == [
        (0, -50_000_00), (1, -50_000_00), (1, 50_000_00)
    ]  # fmt: skip
    text = text_of(leader, page)
    assert "Drift 2026" in text
    assert "Ikke brukt ennå: 50 000 kroner" in text
    assert "bevilgningen i 2027 settes opp med 50 000 kroner" in text_of(leader, f"{page}forslag/")


@pytest.fixture
def school(unit: Unit) -> Investment:
    made: Investment = InvestmentFactory.create(element__unit=unit, element__title="Ny skole", vat_share=2000)
    return made


def test_project_is_moved_with_its_financing(
    leader: Client, unit: Unit, school: Investment, assert_queries: AssertQueries
) -> None:
    page = begun(leader, unit)
    sent = {"investment": school.pk, "purpose": "Blir senere", "direction": "less", "amount": "1 000 000",
            "year": "2026", "to_year": "2027", "source": "loan"}  # fmt: skip
    assert leader.post(f"{page}prosjekt/", sent | {"amount": "-1"}).status_code == HTTPStatus.BAD_REQUEST
    assert leader.post(f"{page}prosjekt/", sent).status_code == HTTPStatus.FOUND
    with assert_queries("budget.project_amendment"):
        text = text_of(leader, page)
    assert "Investering 2027" in text
    assert text.count("Går i null: 1 000 000 kroner flyttes") == 2
    proposal = text_of(leader, f"{page}forslag/")
    assert "Ny skole: bevilgningen i 2026 settes ned med 1 000 000 kroner. Blir senere" in proposal
    assert "Bruk av lån i 2027 settes opp med 800 000 kroner." in proposal
    book = CalamineWorkbook.from_filelike(BytesIO(leader.get(f"{page}?format=xlsx").content))
    assert len(book.sheet_names) == 4


def test_project_page_offers_the_years_of_the_programme(
    leader: Client, unit: Unit, school: Investment, assert_queries: AssertQueries
) -> None:
    page = begun(leader, unit)
    with assert_queries("budget.amendment_project"):
        text = text_of(leader, f"{page}prosjekt/")
    assert "Ny skole" in text
    assert '<option value="2029">' in text
