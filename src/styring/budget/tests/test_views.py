from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.tests.factories import LayerFactory, budgeted, foreseen, spent
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="TOPP", name="Lindvik kommune")


@pytest.fixture
def adopted() -> Layer:
    return LayerFactory.create()


@pytest.fixture
def unit(top: Unit, adopted: Layer) -> Unit:
    made: Unit = UnitFactory.create(code="E1", name="Hjemmetjenesten Vest", parent=top)
    budgeted(adopted, made, 120_000_000_00)
    budgeted(adopted, made, -12_000_000_00, art="600", function="258")
    spent(made, 7, 90_000_000_00)
    spent(made, 10, 5_500_00, art="020")
    foreseen(made, 9, 108_500_000_00)
    foreseen(made, 10, 110_600_000_00)
    return made


@pytest.fixture
def controller(client: Client, top: Unit) -> Client:
    client.force_login(user_with(Role.CONTROLLER, top))
    return client


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode().replace("\u202f", " ")


def test_leader_comes_to_the_own_unit_in_the_last_month(client: Client, unit: Unit) -> None:
    client.force_login(user_with(Role.UNIT_LEADER, unit))
    response = client.get("/okonomi/", follow=True)
    assert response.redirect_chain[-1][0] == "/okonomi/E1/2026-M10/"


def test_one_without_a_role_has_no_economy_to_see(client: Client, unit: Unit) -> None:
    client.force_login(user_with(Role.EMPLOYEE, unit))
    for address in ("/okonomi/", "/okonomi/E1/2026-M10/", "/okonomi/E1/2026-M10/linjer/"):
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("address", ["/okonomi/FINS-IKKE/2026-M10/", "/okonomi/E1/2026-M13/", "/okonomi/E1/2026-T4/"])
def test_unknown_unit_or_period_is_no_page(controller: Client, address: str) -> None:
    assert controller.get(address).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("unit")
def test_overview_has_the_figures_of_each_unit(controller: Client) -> None:
    page = shown(controller, "/okonomi/TOPP/2026-M10/")
    for text in ("Hjemmetjenesten Vest", "108 000", "110 600", "−2 600", "Stort avvik", "−2,6", "fra −0,5"):
        assert text in page


@pytest.mark.usefixtures("unit")
def test_month_is_chosen_from_a_list(controller: Client) -> None:
    response = controller.get("/okonomi/E1/", {"periode": "2026-M07"})
    assert response["Location"] == "/okonomi/E1/2026-M07/"
    assert controller.get("/okonomi/E1/", {"periode": "tull"})["Location"] == "/okonomi/E1/2026-M10/"


def other_units(top: Unit, adopted: Layer, many: int) -> None:
    for _ in range(many):
        made = UnitFactory.create(parent=UnitFactory.create(parent=top))
        budgeted(adopted, made, 1200_00)
        foreseen(made, 10, 1300_00)


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("many", [1, 12])
def test_overview_costs_the_same_however_many(
    controller: Client, top: Unit, adopted: Layer, assert_queries: AssertQueries, many: int
) -> None:
    other_units(top, adopted, many)
    with assert_queries("budget.economy"):
        controller.get("/okonomi/TOPP/2026-M10/")


@pytest.mark.usefixtures("unit")
def test_unit_alone_costs_no_more_than_25_queries(controller: Client, assert_queries: AssertQueries) -> None:
    with assert_queries("budget.economy_of_one_unit"):
        page = shown(controller, "/okonomi/E1/2026-M10/")
    assert "Forslag til årsprognose" in page


@pytest.mark.usefixtures("unit")
def test_sum_opens_to_arts_months_and_lines(controller: Client) -> None:
    assert "/okonomi/E1/2026-M10/arter/?gruppe=pay" in shown(controller, "/okonomi/E1/2026-M10/")
    arts = shown(controller, "/okonomi/E1/2026-M10/arter/?gruppe=pay")
    assert "/okonomi/E1/2026-M10/maaneder/?gruppe=pay&amp;art=020" in arts
    months = shown(controller, "/okonomi/E1/2026-M10/maaneder/?gruppe=pay&art=020")
    assert "linjer/?gruppe=pay&amp;art=020&amp;maaned=10" in months
    assert "5 500,00" in shown(controller, "/okonomi/E1/2026-M10/linjer/?art=020&maaned=10")


@pytest.mark.usefixtures("unit")
def test_spreadsheet_has_the_exact_amounts(controller: Client) -> None:
    response = controller.get("/okonomi/TOPP/2026-M10/", {"format": "xlsx"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
    rows = {row[0]: row[1:] for row in sheet.to_python()}
    assert rows["Hjemmetjenesten Vest"][:2] == [108000.0, 108000.0]


@pytest.mark.usefixtures("unit")
def test_what_makes_no_sense_after_the_question_mark_chooses_nothing(controller: Client) -> None:
    assert "Alle arter" in shown(controller, "/okonomi/E1/2026-M10/arter/?gruppe=x&maaned=99")
    assert shown(controller, "/okonomi/E1/2026-M10/?vis=tull&aapne=tull")


@pytest.mark.usefixtures("unit")
def test_unit_is_drawn_against_its_budget_and_through_the_year(controller: Client) -> None:
    page = shown(controller, "/okonomi/E1/2026-M10/")
    for text in ("Avviket gjennom året", "Året måned for måned", "Regnskapet er 90,0 millioner kroner", "Ventet"):
        assert text in page
    assert "Dette går pengene til" not in page


def test_charts_of_a_whole_say_what_money_goes_to(controller: Client, top: Unit, adopted: Layer, unit: Unit) -> None:
    other = UnitFactory.create(name="Renovasjon", parent=top)
    budgeted(adopted, other, -50_000_000_00, art="600", function="355")
    spent(other, 2, -40_000_000_00, art="600")
    page = shown(controller, "/okonomi/TOPP/2026-M10/")
    assert f"Størst er {unit.name} med 90,0 millioner kroner netto" in page
    assert "Fra budsjett til prognose" in page


def test_nothing_is_drawn_where_there_is_nothing(controller: Client, top: Unit) -> None:
    page = shown(controller, f"/okonomi/{top.code}/2026-M10/")
    assert "<figure" not in page
    assert "Forslag til årsprognose" not in page


def test_whole_shows_what_is_suggested_beside_what_units_foresee(
    controller: Client, top: Unit, adopted: Layer, unit: Unit
) -> None:
    other = UnitFactory.create(name="Barnehagen", parent=top)
    budgeted(adopted, other, 12_000_000_00)
    spent(other, 3, 10_000_000_00)
    foreseen(other, 10, 19_000_000_00)
    page = shown(controller, "/okonomi/TOPP/2026-M10/")
    table = page[page.index("Enhetenes egne prognoser ved siden av forslaget") :].split("</table>")[0]
    row = table[table.index(other.name) :].split("</tr>")[0]
    assert "19 000" in row
    assert "Over" in row
    assert unit.name in table
