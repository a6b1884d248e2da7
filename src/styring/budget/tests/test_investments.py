"""Investments: started, changed, moved, told of and closed, and how a draft of a programme follows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Authority, CommonFinancing, Investment, InvestmentYear, Loan, Phase, Premises
from styring.budget.queries.investments import investment_for, money_of, plan_of, portfolio
from styring.budget.queries.programme import state_of, sums_per_art
from styring.budget.services import open_programme
from styring.budget.services.consequences import carry_investments
from styring.budget.services.investments import (
    InvestmentText,
    Standing,
    YearOfInvestment,
    close_investment,
    drop_investment,
    edit_investment,
    move_investment,
    set_common_financing,
    start_investment,
    tell_status,
)
from styring.budget.tests.factories import LayerFactory, LineFactory, thawed
from styring.imports.tests.factories import BatchFactory
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.kernel.spans import Span
from styring.ledger.models import Balance, Delivery, Posting
from styring.ledger.tests.factories import CombinationFactory
from styring.organisation.tests.factories import UnitFactory
from styring.plans.services import Placed
from styring.plans.tests.factories import GoalFactory
from styring.thread.models import Link, State
from styring.thread.queries import breaks

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 6)
MILLION = 1_000_000_00
SCHOOL = InvestmentText(
    project="I01", function="222", total_frame=300 * MILLION, counted_from=2025, vat_share=1900, useful_life=40,
    authority=Authority.COUNCIL, ready_on=date(2028, 8, 1), running_cost=3 * MILLION, phase=Phase.EXECUTION,
    years={2027: YearOfInvestment(100 * MILLION, grants=10 * MILLION), 2028: YearOfInvestment(50 * MILLION)},
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", str(TODAY))


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def controller(unit: Unit) -> User:
    return user_with(Role.CONTROLLER, unit)


@pytest.fixture
def placed(unit: Unit) -> Placed:
    return Placed(unit, "Ny skole", Span.of_years(2026, 2028), code="I01")


@pytest.fixture
def school(controller: User, placed: Placed) -> Investment:
    return start_investment(actor=controller, placed=placed, text=SCHOOL)


@pytest.fixture
def draft(controller: User) -> Layer:
    return open_programme(actor=controller, first_year=2027)


def test_investment_is_an_element_that_delivers_to_its_goals(controller: User, placed: Placed) -> None:
    goal = GoalFactory.create(element__unit=placed.unit).element
    made = start_investment(actor=controller, placed=placed, text=replace(SCHOOL, goals=[goal]))
    assert (made.element.kind, made.element.state, made.vat) == ("investment", State.ADOPTED, made.vat)
    assert Link.objects.get(citing=made.element).cited == goal
    assert [year.spending for year in made.years.all()] == [100 * MILLION, 50 * MILLION]
    assert Entry.objects.filter(verb="budget.investment.started").count() == 1


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.PARTY_GROUP, Role.AUDITOR])
def test_others_start_no_investment(placed: Placed, role: Role | None) -> None:
    with pytest.raises(NotAllowedError):
        start_investment(actor=user_with(role, placed.unit), placed=placed, text=SCHOOL)
    assert not Investment.objects.exists()


def test_sources_that_pay_more_than_is_spent_are_refused(controller: User, placed: Placed) -> None:
    text = replace(SCHOOL, years={2027: YearOfInvestment(100, grants=90)})
    with pytest.raises(RuleBrokenError, match="mer enn prosjektet koster"):
        start_investment(actor=controller, placed=placed, text=text)
    with pytest.raises(RuleBrokenError, match="KOSTRA-funksjon"):
        start_investment(actor=controller, placed=placed, text=replace(SCHOOL, function="xyz"))
    assert not Investment.objects.exists()


def test_edited_investment_has_the_new_years_and_no_others(
    controller: User, placed: Placed, school: Investment
) -> None:
    text = replace(SCHOOL, years={2029: YearOfInvestment(5 * MILLION)})
    edit_investment(actor=controller, investment=school, placed=replace(placed, title="Skolen"), text=text)
    again = investment_for(controller, school.pk)
    assert (again.element.title, [row.year for row in again.years.all()]) == ("Skolen", [2029])


def test_moving_takes_all_that_pays_along(controller: User, school: Investment) -> None:
    move_investment(actor=controller, investment=school, months=12, reason="Tomten er ikke klar")
    again = investment_for(controller, school.pk)
    rows = [(row.year, row.spending, row.grants) for row in again.years.all()]
    assert rows == [(2028, 100 * MILLION, 10 * MILLION), (2029, 50 * MILLION, 0)]
    assert (again.ready_on, again.moved_because) == (date(2029, 8, 1), "Tomten er ikke klar")
    assert again.element.last_year == 2029


def test_closed_investment_is_changed_no_more(controller: User, placed: Placed, school: Investment) -> None:
    close_investment(actor=controller, investment=school, final_cost=290 * MILLION, day=TODAY, note="Bra")
    assert (school.phase, school.element.state) == (Phase.CLOSED, State.DONE)
    with pytest.raises(RuleBrokenError, match="avsluttet"):
        edit_investment(actor=controller, investment=school, placed=placed, text=SCHOOL)
    with pytest.raises(RuleBrokenError, match="avsluttet"):
        move_investment(actor=controller, investment=school, months=1, reason="")


def test_status_is_added_to_and_the_last_one_counts(controller: User, school: Investment) -> None:
    for day, forecast in ((date(2026, 6, 1), 290), (date(2026, 10, 1), 310)):
        tell_status(actor=controller, investment=school, standing=Standing(40, forecast * MILLION), day=day)
    [money] = money_of([school], TODAY)
    assert (money.forecast, money.deviation, money.progress) == (310 * MILLION, -10 * MILLION, 40)
    [before] = money_of([school], date(2026, 7, 1))
    assert before.forecast == 290 * MILLION


def booked(unit: Unit, year: int, amount: int, art: str = "230") -> None:
    delivery = Delivery.objects.create(batch=BatchFactory.create(), year=year, month=3, is_live=True)
    combination = CombinationFactory.create(account_class="0", unit=unit, function="222", art=art, project="I01")
    Posting.objects.create(delivery=delivery, combination=combination, amount=amount)
    Balance.objects.create(delivery=delivery, year=year, combination=combination, amount=amount)


def test_money_is_the_ledgers_and_the_budgets_by_project(unit: Unit, school: Investment) -> None:
    booked(unit, 2025, 20 * MILLION)
    booked(unit, 2026, 30 * MILLION)
    line = {"unit": unit, "account_class": "0", "function": "222", "art": "230", "project": "I01"}
    layer = LayerFactory.create()
    with thawed():
        LineFactory.create(layer=layer, amount=70 * MILLION, **line)
    [money] = money_of([school], TODAY)
    assert (money.spent_before, money.budget, money.actual) == (20 * MILLION, 70 * MILLION, 30 * MILLION)
    assert (money.forecast, money.planned(2027), money.planned(2040)) == (300 * MILLION, 100 * MILLION, 0)


def test_dropped_investment_is_out_of_the_portfolio_and_the_plan(controller: User, school: Investment) -> None:
    assert [one.investment for one in portfolio(controller, TODAY)] == [school]
    drop_investment(actor=controller, investment=school, reason="Vi bygger ikke")
    assert not portfolio(controller, TODAY)
    assert not plan_of(range(2027, 2031)).investments


def test_unknown_investment_is_not_found(controller: User, unit: Unit, school: Investment) -> None:
    with pytest.raises(NotFoundError):
        investment_for(user_with(None, unit), school.pk)
    with pytest.raises(NotFoundError):
        investment_for(controller, GoalFactory.create().pk)


def test_investment_without_goal_and_frame_is_a_break(unit: Unit, school: Investment) -> None:
    found = {broken.code for broken in breaks(user_with(Role.CHIEF_EXECUTIVE, unit), TODAY)}
    assert {"I1", "I2", "I3"} <= found


def test_common_money_lowers_loans_but_not_below_nought(controller: User, school: Investment) -> None:
    financing = CommonFinancing(year=2028, transfer=30 * MILLION, sales=10 * MILLION, equity_deposit=5 * MILLION)
    set_common_financing(actor=controller, financing=financing)
    years = {one.year: one for one in plan_of(range(2027, 2031)).of(school)}
    assert (years[2027].loan, years[2027].common) == (71 * MILLION, 0)
    assert (years[2028].loan, years[2028].common) == (5_500_000_00, 35 * MILLION)


def test_common_money_is_for_who_answers_for_finance(unit: Unit) -> None:
    with pytest.raises(NotAllowedError):
        set_common_financing(actor=user_with(Role.UNIT_LEADER, unit), financing=CommonFinancing(year=2028))
    assert not CommonFinancing.objects.exists()


def by_art(layer: Layer, year: int) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in sums_per_art(layer).get(year, {}).items() if amount}


def test_draft_gets_spending_financing_interest_and_instalments(
    controller: User, school: Investment, draft: Layer
) -> None:
    Premises.objects.create(year=2027, pay=0, price=0, tax=0, floating=4000)
    Premises.objects.create(year=2028, pay=0, price=0, tax=0, floating=4000)
    carry_investments(actor=controller, layer=draft)
    assert by_art(draft, 2027) == {
        ("0", "230"): 81 * MILLION, ("0", "429"): 19 * MILLION, ("0", "729"): -19 * MILLION,
        ("0", "700"): -10 * MILLION, ("0", "910"): -71 * MILLION, ("1", "500"): 1_420_000_00,
    }  # fmt: skip
    assert by_art(draft, 2028)["1", "510"] == 71 * MILLION // 40
    assert by_art(draft, 2029)["1", "240"] == 3 * MILLION
    assert all(
        sum(amount for (where, _), amount in by_art(draft, year).items() if where == "0") == 0 for year in draft.years
    )


def test_carrying_again_changes_nothing(controller: User, school: Investment, draft: Layer) -> None:
    carry_investments(actor=controller, layer=draft)
    before = state_of(draft)
    assert carry_investments(actor=controller, layer=draft) == []
    assert state_of(draft) == before


def test_programme_follows_an_investment_that_is_moved(controller: User, school: Investment, draft: Layer) -> None:
    carry_investments(actor=controller, layer=draft)
    move_investment(actor=controller, investment=school, months=24, reason="Vent")
    carry_investments(actor=controller, layer=draft)
    assert by_art(draft, 2027) == {}
    assert by_art(draft, 2029)["0", "230"] == 81 * MILLION


def test_what_the_budget_has_already_of_interest_is_not_doubled(
    controller: User, unit: Unit, school: Investment, draft: Layer
) -> None:
    terms = {"name": "Lån", "balance_on": date(2026, 12, 31), "rate": 3000, "bound_until": 2040, "due_months": "12"}
    Loan.objects.create(balance=100 * MILLION, instalment=10 * MILLION, **terms)
    LineFactory.create(layer=draft, unit=unit, year=2027, function="870", art="500", amount=2 * MILLION)
    carry_investments(actor=controller, layer=draft)
    assert by_art(draft, 2027)["1", "500"] == 3 * MILLION
    assert by_art(draft, 2027)["1", "510"] == 10 * MILLION


def test_others_carry_nothing(unit: Unit, school: Investment, draft: Layer) -> None:
    with pytest.raises(NotAllowedError):
        carry_investments(actor=user_with(Role.UNIT_LEADER, unit), layer=draft)
    assert not state_of(draft)


def test_years_of_an_investment_are_told_apart(school: Investment) -> None:
    assert [str(row) for row in InvestmentYear.objects.all()] == ["Ny skole 2027", "Ny skole 2028"]
