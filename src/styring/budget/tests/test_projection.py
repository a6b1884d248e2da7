"""What-if: a choice that changes nothing is the layer, and what a choice changes is what its parts come to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from styring.budget.rules.financing import Financed
from styring.budget.rules.loans import Purpose, Terms
from styring.budget.rules.projection import Choice, Ground, PlanYear, Premise, Project, Wish, draws_of, project

MONEY = st.integers(0, 10**11)
RATES = st.fractions(0, Fraction(1, 10), max_denominator=1000)
YEARS = range(2027, 2031)
MILLION = 1_000_000_00


@st.composite
def plan_years(draw: st.DrawFn) -> list[PlanYear]:
    names = ("income", "pay", "goods", "tax", "net_result", "interest", "instalments", "new_loans", "set_aside")
    return [
        replace(
            PlanYear(year, loan_debt={purpose: draw(MONEY) for purpose in Purpose}),
            **dict[str, Any]({name: draw(MONEY) for name in (*names, "investment", "common")}),
        )
        for year in YEARS
    ]


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    projects = [
        Project(f"I{place}", {year: Financed(draw(MONEY), draw(RATES)) for year in YEARS}, draw(st.integers(5, 40)))
        for place in range(draw(st.integers(0, 3)))
    ]
    wishes = [Wish("T1", {year: draw(MONEY) for year in YEARS}, is_in=draw(st.booleans()))]
    return Ground(
        draw(plan_years()),
        loans=[Terms(draw(MONEY), draw(MONEY), margin=draw(RATES)) for _ in range(draw(st.integers(0, 3)))],
        projects=projects,
        wishes=wishes,
        premises={year: Premise(*(draw(RATES) for _ in range(4))) for year in YEARS},
        heads={year: {"80+": draw(st.integers(0, 9000))} for year in range(2027, 2035)},
        cost_per_head={"80+": draw(MONEY)},
        reserve=draw(MONEY),
        deposits=draw(MONEY),
        later_loans=draw(MONEY),
    )


@given(grounds(), st.integers(2030, 2034))
def test_choice_that_changes_nothing_gives_the_layers_own_figures(ground: Ground, until: int) -> None:
    reserve = ground.reserve
    for year, found in zip(ground.years, project(ground, Choice(), until), strict=False):
        reserve += year.set_aside
        assert (found.year, found.income, found.net_result, found.reserve) == (
            year.year, year.income, year.net_result, reserve,
        )  # fmt: skip
        assert (found.interest, found.instalments, found.new_loans, found.investment) == (
            year.interest, year.instalments, year.new_loans, year.investment,
        )  # fmt: skip
        assert found.loan_debt == year.loan_debt


@given(grounds())
def test_changes_by_nought_change_nothing(ground: Ground) -> None:
    nought = Choice({year: Premise() for year in YEARS}, {"80+": Fraction(0)}, {"I0": 0, "T1": 0})
    assert project(ground, nought, 2034) == project(ground, Choice(), 2034)


@given(grounds(), st.integers(1, 36))
def test_what_is_gained_goes_to_the_reserve_and_nothing_else(ground: Ground, months: int) -> None:
    choice = Choice({2028: Premise(pay=Fraction(1, 100), floating=Fraction(1, 100))}, moves={"I0": months})
    before, after = project(ground, Choice(), 2034), project(ground, choice, 2034)
    gained = sum(now.net_result - then.net_result for then, now in zip(before, after, strict=True))
    assert after[-1].reserve - before[-1].reserve == gained


@given(grounds())
def test_debt_moves_by_loans_less_instalments(ground: Ground) -> None:
    before, after = project(ground, Choice()), project(ground, Choice(switched=frozenset({"I0"})))
    owed = 0
    for then, now in zip(before, after, strict=True):
        owed += now.new_loans - then.new_loans - (now.instalments - then.instalments)
        assert now.debt_without() - then.debt_without() == owed


def base(**changes: object) -> Ground:
    years = [PlanYear(year, income=1000 * MILLION, pay=500 * MILLION, tax=400 * MILLION) for year in YEARS]
    return Ground(years, premises={year: Premise(pay=Fraction(4, 100)) for year in YEARS}, **changes)  # type: ignore[arg-type]  # any of its parts


def results(ground: Ground, choice: Choice, until: int = 0) -> list[int]:
    return [year.net_result for year in project(ground, choice, until)]


def test_one_point_more_of_interest_costs_one_point_of_the_floating_debt() -> None:
    ground = base(loans=[Terms(100 * MILLION, 0), Terms(100 * MILLION, 0, rate=Fraction(2, 100), bound_until=2028)])
    choice = Choice({year: Premise(floating=Fraction(1, 100)) for year in YEARS})
    assert results(ground, choice) == [-1 * MILLION, -1 * MILLION, -2 * MILLION, -2 * MILLION]


def test_deposits_earn_what_the_rate_rises() -> None:
    assert results(base(deposits=50 * MILLION), Choice({2027: Premise(floating=Fraction(1, 100))})) == [
        50_000_000,
        0,
        0,
        0,
    ]


def test_pay_that_grows_more_in_a_year_stays_higher() -> None:
    choice = Choice({2028: Premise(pay=Fraction(1, 100))})
    assert results(base(), choice) == [0, -480_769_231, -480_769_231, -480_769_231]


def test_tax_that_grows_more_is_income_too() -> None:
    found = project(base(), Choice({2029: Premise(tax=Fraction(1, 100))}))
    assert [year.income - 1000 * MILLION for year in found] == [0, 0, 4 * MILLION, 4 * MILLION]


def test_more_old_people_come_evenly() -> None:
    ground = base(heads={year: {"80+": 1000} for year in YEARS}, cost_per_head={"80+": 310_000_00})
    found = results(ground, Choice(heads={"80+": Fraction(4, 100)}))
    assert found == [-10 * 310_000_00, -20 * 310_000_00, -30 * 310_000_00, -40 * 310_000_00]


def test_measures_are_taken_out_put_in_and_moved() -> None:
    wishes = [Wish("T1", {2027: 10, 2028: 20}), Wish("T2", {2027: 5}, is_in=False)]
    ground = base(wishes=wishes)
    assert results(ground, Choice(switched=frozenset({"T1"}))) == [10, 20, 20, 20]
    assert results(ground, Choice(switched=frozenset({"T2"}))) == [-5, -5, -5, -5]
    assert results(ground, Choice(moves={"T1": 12})) == [10, 10, 0, 0]


def test_investment_put_off_borrows_later_and_pays_less() -> None:
    school = Project("I1", {2027: Financed(120 * MILLION)}, life=40, ready=2028, running_cost=2 * MILLION)
    ground = base(projects=[school])
    before, after = (project(ground, Choice(moves=moves)) for moves in ({}, {"I1": 24}))
    assert [now.new_loans - then.new_loans for then, now in zip(before, after, strict=True)] == [
        -120 * MILLION, 0, 120 * MILLION, 0,
    ]  # fmt: skip
    assert [year.net_result for year in after] == [0, 3 * MILLION, 5 * MILLION, 2 * MILLION]


def test_years_to_come_carry_on_with_their_people_and_their_loans() -> None:
    heads = {year: {"80+": 1000 + 100 * (year - 2030)} for year in range(2030, 2033)}
    ground = base(heads=heads, cost_per_head={"80+": 1_000_00}, later_loans=60 * MILLION)
    found = project(ground, Choice(), 2032)
    assert [year.new_loans for year in found][3:] == [0, 60 * MILLION, 60 * MILLION]
    assert [year.net_result for year in found][3:] == [0, -100_000_00, -200_000_00 - 2 * MILLION]


def test_common_money_is_not_for_what_users_pay() -> None:
    water = Project("I14", {2027: Financed(100)}, life=40, purpose=Purpose.SELF_COST)
    school = Project("I01", {2027: Financed(300, Fraction(1, 5))}, life=40)
    ground = Ground([PlanYear(2027, common=140)], projects=[water, school])
    found = {draw.purpose: draw.amount for draw in draws_of(ground, ground.projects, range(2027, 2028))}
    assert found == {Purpose.ORDINARY: 100, Purpose.SELF_COST: 100}
