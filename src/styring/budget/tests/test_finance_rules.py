"""Loans, financing, obligations and prices as the vectors have them."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.budget.rules.financing import Financed, lent_for_each, loan_need, vat_compensation
from styring.budget.rules.loans import Draw, Loan, Purpose, Terms, debt_over, loan_year, taken_up
from styring.budget.rules.moves import moved
from styring.budget.rules.obligations import (
    Aim,
    Carried,
    Light,
    Movement,
    RobekFacts,
    carried_forward,
    financial_targets,
    least_instalment,
    robek,
)
from styring.budget.rules.prices import deflator, demography, in_prices_of
from styring.kernel.errors import InvalidValueError

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text())["cases"]
MONEY = st.integers(0, 10**13)


def cases_of(rule: str) -> list[Any]:
    return [pytest.param(case["in"], case["out"], id=case["id"]) for case in CASES if case["rule"] == rule]


@pytest.mark.parametrize(("given_", "out"), cases_of("loan_year"))
def test_year_of_a_loan(given_: dict[str, Any], out: dict[str, int]) -> None:
    terms = given_ | {"rate": Fraction(given_["rate"]), "due_months": tuple(given_["due_months"])}
    assert loan_year(Loan(**terms))._asdict() == out


@pytest.mark.parametrize(("given_", "out"), cases_of("vat_compensation"))
def test_vat_that_is_compensated(given_: dict[str, Any], out: int) -> None:
    rate, eligible = Fraction(given_["rate"]), Fraction(given_["eligible"])
    assert vat_compensation(given_["cost_with_vat"], rate, eligible) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("loan_need"))
def test_what_is_left_to_borrow(given_: dict[str, int], out: int) -> None:
    assert loan_need(**given_) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("least_instalment"))
def test_least_instalment(given_: dict[str, int], out: int) -> None:
    assert least_instalment(**given_) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("project"))
def test_debt_and_reserve_carried_forward(given_: dict[str, Any], out: list[dict[str, int]]) -> None:
    opening = Carried(given_["opening_debt"], given_["opening_reserve"])
    found = carried_forward(opening, [Movement(**year) for year in given_["years"]])
    assert [year._asdict() for year in found] == out


@pytest.mark.parametrize(("given_", "out"), cases_of("robek"))
def test_letters_of_robek(given_: dict[str, Any], out: list[str]) -> None:
    assert robek(RobekFacts(**given_)) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("financial_targets"))
def test_target_figures(given_: dict[str, int], out: dict[str, str]) -> None:
    found = {figure.value: share for figure, share in financial_targets(**given_).items()}
    assert found == {name: Fraction(share) for name, share in out.items()}


@pytest.mark.parametrize(("given_", "out"), cases_of("in_prices_of"))
def test_amounts_in_prices_of_another_year(given_: dict[str, Any], out: int) -> None:
    growth = {int(year): Fraction(share) for year, share in given_["growth"].items()}
    assert in_prices_of(given_["amount"], given_["year"], given_["base"], growth) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("deflator"))
def test_deflator(given_: dict[str, str], out: str) -> None:
    assert deflator(**{name: Fraction(share) for name, share in given_.items()}) == Fraction(out)


@pytest.mark.parametrize(("given_", "out"), cases_of("demography"))
def test_cost_of_another_population(given_: dict[str, Any], out: dict[str, int]) -> None:
    assert demography(**given_) == out


def test_debt_without_assets_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        least_instalment(1, 1, 0)


def test_unknown_figure_has_no_light() -> None:
    most = Aim(Fraction(75, 100), is_least=False, margin=Fraction(1, 100))
    assert [most.light(share) for share in (None, Fraction(745, 1000), Fraction(751, 1000))] == [
        Light.UNKNOWN,
        Light.CLOSE,
        Light.MISSED,
    ]


@given(MONEY, st.fractions(0, 1), MONEY, MONEY)
def test_sources_pay_for_exactly_what_is_spent(spent: int, vat: Fraction, grants: int, fund: int) -> None:
    one = Financed(spent, vat, grants=grants, fund=fund)
    assert one.vat + one.grants + one.own + one.loan - one.surplus == one.spending
    assert one.loan <= one.most_lent


@given(st.lists(MONEY, min_size=1, max_size=9), MONEY)
def test_common_money_lowers_what_is_lent_by_itself(needs: list[int], common: int) -> None:
    lent = lent_for_each(needs, common)
    assert sum(needs) - sum(lent) == min(common, sum(needs))
    assert all(0 <= part <= need for part, need in zip(lent, needs, strict=True))


@given(st.dictionaries(st.integers(2027, 2040), MONEY, max_size=5), st.integers(-36, 60))
def test_moving_keeps_the_sum(amounts: dict[int, int], months: int) -> None:
    assert sum(moved(amounts, months, not_before=2027).values()) == sum(amounts.values())


@given(st.integers(1, 10**12), st.integers(1, 40))
def test_loans_taken_up_are_paid_back_within_their_life(amount: int, life: int) -> None:
    years = range(2027, 2027 + life + 1)
    found = debt_over(taken_up([Draw(2027, life, Purpose.ORDINARY, amount)], 7), years, {})
    assert found[-1].debt == 0
    assert sum(year.instalments for year in found) == amount


def test_floating_loans_follow_the_rate_and_fixed_ones_until_they_are_bound_no_more() -> None:
    fixed = Terms(100_000, 0, rate=Fraction(2, 100), bound_until=2027)
    lent_on = Terms(50_000, 1_000, Purpose.ON_LENDING, margin=Fraction(1, 100))
    found = debt_over([fixed, lent_on], (2027, 2028), {2027: Fraction(4, 100)}, fallback=Fraction(5, 100))
    assert [(year.interest, year.instalments, year.paid[Purpose.ON_LENDING]) for year in found] == [
        (2_000 + 2_475, 0, 2_000),
        (5_000 + 2_850, 0, 2_000),
    ]
    assert found[-1].owed == {Purpose.ORDINARY: 100_000, Purpose.ON_LENDING: 46_000}
