"""The pages of investments, finance and what-if."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import (
    AgeGroup,
    BookValues,
    CommonFinancing,
    FinancialTarget,
    Fund,
    FundKind,
    Investment,
    LayerKind,
    LayerState,
    Loan,
    Phase,
    Premises,
    Scenario,
)
from styring.budget.services import open_programme
from styring.budget.services.consequences import carry_investments
from styring.budget.services.finance import set_population
from styring.budget.services.investments import InvestmentText, YearOfInvestment, start_investment
from styring.budget.tests.factories import LayerFactory, LineFactory
from styring.kernel.spans import Span
from styring.organisation.tests.factories import UnitFactory
from styring.plans.services import Placed

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

MILLION = 1_000_000_00
LIST, FINANCE, WHAT_IF = "/okonomi/investeringer/", "/okonomi/finans/", "/okonomi/finans/hva-om/"


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def controller(unit: Unit, client: Client) -> User:
    person = user_with(Role.CONTROLLER, unit)
    client.force_login(person)
    return person


@pytest.fixture
def school(controller: User, unit: Unit) -> Investment:
    text = InvestmentText(
        project="I01", function="222", total_frame=300 * MILLION, counted_from=2026, vat_share=1900,
        years={2027: YearOfInvestment(100 * MILLION)}, ready_on=date(2028, 8, 1), useful_life=40,
    )  # fmt: skip
    placed = Placed(unit, "Ny skole", Span.of_years(2026, 2028), code="I01")
    return start_investment(actor=controller, placed=placed, text=text)


@pytest.fixture
def draft(controller: User, unit: Unit, school: Investment) -> Layer:
    layer = open_programme(actor=controller, first_year=2027)
    for year in layer.years:
        for art, amount in (("870", -1000), ("010", 900), ("540", 100)):
            LineFactory.create(layer=layer, unit=unit, year=year, function="800", art=art, amount=amount * MILLION)
        Premises.objects.create(year=year, pay=4000, price=2000, tax=2000, floating=4000)
    Loan.objects.create(name="A", balance=500 * MILLION, balance_on=date(2026, 12, 31))
    Fund.objects.create(kind=FundKind.DISPOSITION, name="D", balance=80 * MILLION, balance_on=date(2026, 12, 31))
    BookValues.objects.create(year=2027, depreciable_assets=900 * MILLION)
    FinancialTarget.objects.create(
        code="FM3", name="Gjeld", figure="net_debt", is_least=False, limit=75_000, first_year=2027
    )
    group = AgeGroup(code="80+", order=1, cost_per_head=300_000_00)
    set_population(actor=controller, group=group, heads=dict.fromkeys(range(2027, 2047), 1000))
    carry_investments(actor=controller, layer=layer)
    return layer


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK, answer.status_code
    return answer.content.decode().replace("\u202f", " ")


def test_portfolio_shows_frame_and_plan(client: Client, school: Investment, assert_queries: AssertQueries) -> None:
    with assert_queries("budget.investment_list"):
        shown = page(client, LIST)
    for text in ("Ny skole", "300 000", "100 000", "I rute", "2028</span>"):
        assert text in shown
    assert "Ingen investeringer passer" in page(client, f"{LIST}?fase=closed")
    assert client.get(f"{LIST}?format=xlsx")["Content-Type"].endswith("sheet")


def test_investment_page_shows_what_pays_for_it(
    client: Client, school: Investment, assert_queries: AssertQueries
) -> None:
    with assert_queries("budget.investment"):
        shown = page(client, f"{LIST}{school.pk}/")
    for text in ("Momskompensasjon", "19 000", "81 000", "Flytt i tid", "Den røde tråden"):
        assert text in shown
    assert client.get(f"{LIST}{school.pk}/?format=xlsx").status_code == HTTPStatus.OK


FORM = {
    "code": "I02", "title": "Svømmehall", "function": "381", "phase": "idea", "risk": "low", "authority": "council",
    "total_frame": "200000", "counted_from": "2026", "vat_percent": "19", "useful_life": "40", "spending_2027": "1000",
    "grants_2027": "100",
}  # fmt: skip


def test_investment_is_started_and_changed_by_form(client: Client, controller: User, unit: Unit) -> None:
    assert client.get(f"{LIST}ny/").status_code == HTTPStatus.OK
    client.post(f"{LIST}ny/", FORM | {"unit": unit.pk})
    made = Investment.objects.get()
    assert (made.total_frame, made.vat_share, made.years.get().grants) == (200 * MILLION, 1900, 100_000_00)
    client.post(f"{LIST}{made.pk}/endre/", FORM | {"title": "Badet", "spending_2028": "500"})
    made.refresh_from_db()
    assert (str(made), [row.year for row in made.years.all()]) == ("Badet", [2027, 2028])


def test_sources_that_pay_too_much_are_told_on_the_form(client: Client, controller: User, unit: Unit) -> None:
    answer = client.post(f"{LIST}ny/", FORM | {"unit": unit.pk, "grants_2027": "5000"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "mer enn prosjektet koster" in answer.content.decode()
    assert not Investment.objects.exists()


def test_investment_is_moved_told_of_and_closed_by_form(client: Client, school: Investment) -> None:
    address = f"{LIST}{school.pk}/"
    client.post(f"{address}flytt/", {"months": 12, "reason": "Tomten"})
    client.post(
        f"{address}status/", {"day": "2026-11-01", "progress": 10, "forecast": "310000", "comment": "Dyrere stål"}
    )
    assert school.years.get().year == 2028
    shown = page(client, address)
    assert "Dyrere stål" in shown
    assert "Over rammen" in shown
    client.post(f"{address}avslutt/", {"final_cost": "305000", "day": "2026-11-01", "note": "Bra"})
    school.refresh_from_db()
    assert (school.phase, school.final_cost) == (Phase.CLOSED, 305 * MILLION)
    assert client.post(f"{address}flytt/", {"months": 1, "reason": "X"}).status_code != HTTPStatus.OK


def test_investment_is_taken_out_with_a_reason(client: Client, school: Investment) -> None:
    client.post(f"{LIST}{school.pk}/ta-ut/", {"reason": "Vi bygger ikke"})
    assert "Vi bygger ikke" in page(client, f"{LIST}{school.pk}/")


def test_others_see_and_change_nothing(client: Client, unit: Unit, school: Investment) -> None:
    client.force_login(user_with(Role.EMPLOYEE, unit))
    assert "Flytt i tid" not in page(client, f"{LIST}{school.pk}/")
    for address in (f"{LIST}ny/", f"{LIST}{school.pk}/flytt/", f"{FINANCE}laan/ny/"):
        assert client.post(address, {"months": 12, "reason": "X"}).status_code == HTTPStatus.FORBIDDEN
    assert school.years.get().year == 2027


def test_finance_shows_debt_reserves_and_targets(client: Client, draft: Layer, assert_queries: AssertQueries) -> None:
    with assert_queries("budget.finance"):
        shown = page(client, FINANCE)
    for text in ("581 000", "180 000", "58,1", "Nådd hvert år", "bokstav a"):
        assert text in shown
    assert client.get(f"{FINANCE}?format=xlsx").status_code == HTTPStatus.OK
    assert client.get(f"{FINANCE}?lag=finnes-ikke").status_code == HTTPStatus.NOT_FOUND


def test_finance_opens_with_what_is_no_partys(client: Client, draft: Layer) -> None:
    LayerFactory.create(
        kind=LayerKind.PARTY, first_year=2027, last_year=2030, title="Partiets budsjett", base=draft, name="parti",
        state=LayerState.PUBLISHED, published_on=date(2026, 11, 1),
    )  # fmt: skip
    shown = page(client, FINANCE)
    assert "Partiets budsjett" in shown
    assert f'<p class="lede">{draft.title}' in "".join(line.strip() for line in shown.splitlines())


def test_investments_are_narrowed_by_phase(client: Client, school: Investment) -> None:
    assert school.element.title in page(client, f"{LIST}?fase={school.phase}")
    assert "Ingen investeringer passer" in page(client, f"{LIST}?fase={Phase.CLOSED}")
    assert school.element.title in page(client, f"{LIST}?fase=tull")


def test_finance_without_a_budget_says_so(client: Client, controller: User) -> None:
    assert "Ikke noe budsjett" in page(client, FINANCE)
    assert client.get(WHAT_IF).status_code == HTTPStatus.NOT_FOUND


def test_least_instalment_is_tried_with_own_figures(client: Client, draft: Layer) -> None:
    asked = "depreciation=77509000&loans=1450000000&depreciable_assets=1890000000"
    assert "59 464 577" in page(client, f"{FINANCE}minsteavdrag/?{asked}")
    assert "ingen avskrivbare" in page(client, f"{FINANCE}minsteavdrag/?depreciation=1&loans=1&depreciable_assets=0")


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("laan", {"name": "B", "purpose": "ordinary", "balance": "5", "balance_on": "2026-12-31", "rate": "2,5",
                  "margin": "0", "instalment": "1", "due_months": "6,12", "pays_from": "0"}),
        ("fond", {"kind": "disposition", "name": "X", "balance": "5", "balance_on": "2026-12-31"}),
        ("balanse", {"year": "2028", "depreciable_assets": "5", "deposits": "0"}),
        ("forutsetninger", {"year": "2031", "pay": "4", "price": "2", "tax": "2", "floating": "4"}),
        ("finansiering", {"year": "2028", "transfer": "5", "sales": "0", "fund": "0", "equity_deposit": "0"}),
        ("maaltall", {"code": "FM9", "name": "Y", "figure": "reserve", "limit": "8", "margin": "0",
                      "first_year": "2027"}),
    ],
)  # fmt: skip
def test_each_part_of_the_basis_is_entered_and_changed(
    client: Client, controller: User, kind: str, sent: dict[str, str]
) -> None:
    models = {"laan": Loan, "fond": Fund, "balanse": BookValues, "forutsetninger": Premises,
              "finansiering": CommonFinancing, "maaltall": FinancialTarget}  # fmt: skip
    assert client.get(f"{FINANCE}{kind}/ny/").status_code == HTTPStatus.OK
    assert client.post(f"{FINANCE}{kind}/ny/", sent).status_code == HTTPStatus.FOUND
    [made] = models[kind]._default_manager.all()
    assert client.get(f"{FINANCE}{kind}/{made.pk}/").status_code == HTTPStatus.OK
    assert client.post(f"{FINANCE}{kind}/{made.pk}/", sent).status_code == HTTPStatus.FOUND
    assert models[kind]._default_manager.count() == 1


def test_unknown_part_of_the_basis_is_not_found(client: Client, controller: User) -> None:
    for address in ("tull/ny/", "laan/999/", "befolkning/999/"):
        assert client.get(f"{FINANCE}{address}").status_code == HTTPStatus.NOT_FOUND


def test_same_year_twice_is_told(client: Client, draft: Layer) -> None:
    sent = {"year": "2027", "pay": "4", "price": "2", "tax": "2", "floating": "4"}
    assert client.post(f"{FINANCE}forutsetninger/ny/", sent).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_population_is_changed_line_by_line(client: Client, draft: Layer) -> None:
    group = AgeGroup.objects.get()
    address = f"{FINANCE}befolkning/{group.pk}/"
    assert "2027: 1000" in page(client, address)
    client.post(address, {"cost_per_head": "310000", "heads": "2027: 1 050\n2028: 1100"})
    assert list(group.years.values_list("heads", flat=True)) == [1050, 1100]
    answer = client.post(address, {"cost_per_head": "1", "heads": "mange"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_if_draws_the_choice_beside_the_layer(client: Client, draft: Layer, assert_queries: AssertQueries) -> None:
    with assert_queries("budget.what_if"):
        shown = page(client, WHAT_IF)
    assert "Lagre valget" not in shown
    assert "Ny skole" in shown
    changed = page(client, f"{WHAT_IF}?sendt=1&med=I01&pay_2027=1&flytt_I01=12")
    assert "Lagre valget" in changed
    assert "−8,7" in changed
    assert client.get(f"{WHAT_IF}?sendt=1&format=xlsx").status_code == HTTPStatus.OK


def test_what_if_answers_a_change_with_the_result_alone(client: Client, draft: Layer) -> None:
    headers = {"HX-Request": "true", "HX-Target": "result"}
    answer = client.get(f"{WHAT_IF}?sendt=1&aar=20", headers=headers).content.decode()
    assert "<html" not in answer
    assert "2046" in answer


def test_what_is_no_number_is_told_and_counts_as_nought(client: Client, draft: Layer) -> None:
    shown = page(client, f"{WHAT_IF}?sendt=1&med=I01&pay_2027=mye&alder_0=1/3&tax_2028=99&flytt_I01=rask")
    assert shown.count("er ikke et tall mellom") == 3
    assert "Lagre valget" not in shown


def test_scenario_is_saved_opened_compared_and_deleted(client: Client, draft: Layer, controller: User) -> None:
    query = f"lag={draft.name}&sendt=1&floating_2027=1"
    client.post(f"{WHAT_IF}lagre/", {"valg": query, "navn": "Høy rente", "del": "on"})
    kept = Scenario.objects.get()
    assert (kept.choice["premises"], len(kept.choice["switched"])) == ({"2027": {"floating": 1000}}, 1)
    assert 'value="1"' in page(client, f"{WHAT_IF}?lag={draft.name}&scenario={kept.pk}")
    assert "Høy rente" in page(client, f"{WHAT_IF}sammenlikn/?s={kept.pk}")
    assert client.get(f"{WHAT_IF}sammenlikn/?format=xlsx").status_code == HTTPStatus.OK
    client.post(f"{WHAT_IF}{kept.pk}/slett/")
    assert not Scenario.objects.exists()


def test_draft_follows_an_investment_that_is_moved(client: Client, school: Investment, draft: Layer) -> None:
    answer = client.post(f"{LIST}{school.pk}/flytt/", {"months": 12, "reason": "Vent"}, follow=True)
    assert "følger etter" in answer.content.decode()
    assert draft.lines.filter(project="I01", art="230").get().year == 2028


def test_draft_is_told_to_follow(client: Client, draft: Layer) -> None:
    Loan.objects.update(balance=600 * MILLION)
    address = f"{FINANCE}folg/{draft.name}/"
    assert "1 endring" in client.post(address, follow=True).content.decode()
    assert "hadde alt med seg" in client.post(address, follow=True).content.decode()
