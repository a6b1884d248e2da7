"""What a layer comes to: debt, reserves, targets and ROBEK; and scenarios beside it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import (
    AgeGroup,
    BookValues,
    BudgetLine,
    FinancialTarget,
    Fund,
    FundKind,
    Loan,
    Premises,
    Scenario,
)
from styring.budget.queries.checks import check_layer
from styring.budget.queries.finance import development, ground_of, robek_letters, targets_for
from styring.budget.queries.scenarios import scenario_for, scenarios_for
from styring.budget.rules.choices import read, written
from styring.budget.rules.loans import Purpose
from styring.budget.rules.obligations import Light
from styring.budget.rules.projection import Choice, Premise, project
from styring.budget.services import open_programme
from styring.budget.services.finance import delete_scenario, keep_basis, save_scenario, set_population
from styring.budget.tests.factories import LineFactory
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

YEAR_END = date(2026, 12, 31)
THOUSAND = 1000_00
LINES = (
    ("1", "870", -1000), ("1", "010", 800), ("1", "500", 30), ("1", "510", 50), ("1", "590", 40), ("1", "990", -40),
    ("1", "570", 60), ("1", "540", 60), ("0", "230", 400), ("0", "729", -80), ("0", "910", -260), ("0", "970", -60),
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def controller(unit: Unit) -> User:
    return user_with(Role.CONTROLLER, unit)


@pytest.fixture
def draft(controller: User, unit: Unit) -> Layer:
    """The same balanced year four times, in a municipality that owed 1 000 and had set 100 aside."""
    layer = open_programme(actor=controller, first_year=2027)
    for year in layer.years:
        for where, art, amount in LINES:
            line = {"account_class": where, "art": art, "amount": amount * THOUSAND, "function": "870"}
            LineFactory.create(layer=layer, unit=unit, year=year, **line)
    terms = {"balance_on": YEAR_END, "rate": 3000, "bound_until": 2040}
    Loan.objects.create(name="A", balance=700 * THOUSAND, instalment=17_500_00, **terms)
    Loan.objects.create(name="B", balance=300 * THOUSAND, instalment=7_500_00, purpose="self_cost", **terms)
    Fund.objects.create(kind=FundKind.DISPOSITION, name="D", balance=100 * THOUSAND, balance_on=YEAR_END)
    BookValues.objects.create(year=2027, depreciable_assets=1000 * THOUSAND)
    return layer


def target(figure: str, limit: int, **told: object) -> FinancialTarget:
    made: FinancialTarget = FinancialTarget.objects.create(
        code=figure, name=figure, figure=figure, limit=limit, first_year=2027, **told
    )
    return made


def test_debt_and_reserves_are_carried_from_year_to_year(draft: Layer) -> None:
    years = development(draft)
    assert [year.debt_without() // THOUSAND for year in years] == [1210, 1420, 1630, 1840]
    assert [year.funds[FundKind.DISPOSITION] // THOUSAND for year in years] == [160, 220, 280, 340]
    assert [year.net_result // THOUSAND for year in years] == [120] * 4
    assert years[0].debt[Purpose.SELF_COST] == 285 * THOUSAND


def test_least_instalment_follows_debt_and_assets(draft: Layer) -> None:
    years = development(draft)
    assert [year.least_instalment // THOUSAND for year in years if year.least_instalment] == [40, 35, 33, 31]
    assert not any(year.lacking_instalment for year in years)
    assert check_layer(draft).is_balanced


def test_instalments_under_the_least_are_a_break_of_the_layer(draft: Layer) -> None:
    BookValues.objects.update(depreciable_assets=500 * THOUSAND)
    assert development(draft)[0].lacking_instalment == 30 * THOUSAND
    assert "instalments" in {found.kind for year in check_layer(draft).years for found in year.breaks}


def test_overdrawn_reserve_is_a_break_of_the_layer(draft: Layer) -> None:
    BudgetLine.objects.filter(layer=draft, art="540").update(art="940", amount=-200 * THOUSAND)
    names = {found.name for year in check_layer(draft).years for found in year.breaks if found.kind == "fund"}
    assert names == {"Disposisjonsfond"}


def test_targets_are_held_against_each_year_with_the_councils_exclusions(draft: Layer) -> None:
    target("net_debt", 95_000, is_least=False, without_self_cost=True, margin=1000)
    target("net_result", 12_000, margin=100)
    found = {seen.target.figure: seen for seen in targets_for(development(draft))}
    assert found["net_debt"].shares[0] == Fraction(925, 1000)
    assert found["net_debt"].lights[0] is Light.REACHED
    assert found["net_debt"].worst is Light.MISSED
    assert found["net_result"].worst is Light.CLOSE
    checks = check_layer(draft).targets
    assert {(check.name, check.status) for check in checks if check.year == 2027} == {
        ("net_debt", "ok"), ("net_result", "warn"),
    }  # fmt: skip


def test_self_financing_is_what_loans_do_not_pay(draft: Layer) -> None:
    target("self_financing", 40_000)
    [seen] = targets_for(development(draft))
    assert seen.percents[0].value == 35
    assert seen.worst is Light.MISSED


def test_shortfall_warns_of_robek(draft: Layer) -> None:
    assert robek_letters(development(draft)) == []
    BudgetLine.objects.filter(layer=draft, art="010", year=2028).update(amount=840 * THOUSAND)
    assert robek_letters(development(draft)) == ["b", "d"]
    assert [warning.parts for warning in check_layer(draft).warnings] == [{"letter": "b"}, {"letter": "d"}]


def test_borrowing_more_than_the_cost_without_vat_is_told(draft: Layer) -> None:
    BudgetLine.objects.filter(layer=draft, art="910").update(amount=-330 * THOUSAND)
    assert development(draft)[0].lent_beyond_law == 10 * THOUSAND


def test_what_if_without_a_change_is_the_layer(draft: Layer) -> None:
    found = project(ground_of(draft), Choice())
    for one, year in zip(found, development(draft), strict=True):
        assert (one.net_result, one.interest, one.instalments) == (year.net_result, year.interest, year.instalments)
        assert (one.income, one.reserve) == (year.income, year.funds[FundKind.DISPOSITION])
        assert (one.loan_debt, one.new_loans) == (year.debt, year.new_loans)


def test_basis_is_kept_by_who_answers_for_it(controller: User, unit: Unit) -> None:
    premises = Premises(year=2027, pay=4100, price=2600, tax=2400, floating=4400)
    with pytest.raises(NotAllowedError):
        keep_basis(actor=user_with(Role.UNIT_LEADER, unit), thing=premises)
    assert not Premises.objects.exists()
    assert keep_basis(actor=controller, thing=premises).percents[0] == Fraction(41, 10)


def test_population_is_replaced_as_a_whole(controller: User) -> None:
    for heads in ({2027: 10, 2028: 11}, {2027: 12}):
        set_population(actor=controller, group=AgeGroup(code="80+", order=1, cost_per_head=1), heads=heads)
    assert list(AgeGroup.objects.get().years.values_list("year", "heads")) == [(2027, 12)]


CHOICE = Choice({2027: Premise(pay=Fraction(1, 200))}, {"80+": Fraction(4, 100)}, {"I": 12}, frozenset({"T"}))


def test_scenario_is_kept_beside_the_layer_and_read_back(controller: User, draft: Layer) -> None:
    lines = BudgetLine.objects.count()
    for _time in range(2):
        made = save_scenario(actor=controller, layer=draft, name=" Dyrere ", choice=written(CHOICE))
    assert (Scenario.objects.count(), made.name, BudgetLine.objects.count()) == (1, "Dyrere", lines)
    assert written(read(made.choice)) == written(CHOICE)


def test_scenario_is_ones_own_until_it_is_shared(controller: User, unit: Unit, draft: Layer) -> None:
    other = user_with(Role.PLANNER, unit)
    made = save_scenario(actor=controller, layer=draft, name="Mitt", choice={})
    assert not scenarios_for(other, draft)
    with pytest.raises(NotFoundError):
        scenario_for(other, [draft], made.pk)
    save_scenario(actor=controller, layer=draft, name="Mitt", choice={}, is_shared=True)
    assert list(scenarios_for(other, draft)) == [made]


def test_scenario_is_deleted_by_its_owner_alone(controller: User, unit: Unit, draft: Layer) -> None:
    made = save_scenario(actor=controller, layer=draft, name="Mitt", choice={}, is_shared=True)
    with pytest.raises(NotAllowedError):
        delete_scenario(actor=user_with(Role.PLANNER, unit), scenario=made)
    delete_scenario(actor=controller, scenario=made)
    assert not Scenario.objects.exists()


def test_scenario_without_a_name_or_a_role_is_refused(controller: User, unit: Unit, draft: Layer) -> None:
    with pytest.raises(RuleBrokenError, match="navn"):
        save_scenario(actor=controller, layer=draft, name="  ", choice={})
    with pytest.raises(NotAllowedError):
        save_scenario(actor=user_with(None, unit), layer=draft, name="X", choice={})
    assert not Scenario.objects.exists()
