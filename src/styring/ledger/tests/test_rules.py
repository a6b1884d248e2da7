from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from styring.kernel.errors import NotFoundError
from styring.ledger.rules.codes import BALANCE, CONTROL_ARTS, INVESTMENT, OPERATING, arts, chapters, functions
from styring.ledger.rules.groups import ArtGroup, art_group
from styring.ledger.rules.statements import (
    CLOSING,
    OF_BALANCE,
    STATEMENTS,
    Basis,
    appropriated_arts,
    compute,
    definition,
)

if TYPE_CHECKING:
    from styring.ledger.rules.statements import Sums

YEARS = (2020, 2021, 2022, 2023, 2024, 2025, 2026, 2030)
NET, GROSS = 2021, 2025
RESULT = {"5-4-1": {NET: "23", GROSS: "25"}, "5-5-1": {NET: "25", GROSS: "27"}, "5-6": {NET: "30", GROSS: "32"}}


def allowed_in(account_class: str, year: int) -> list[str]:
    """The arts that the accounts of a year may hold, but for those that repeat the result."""
    known = (art for art in arts().values() if account_class in art.account_classes and art.is_valid_in(year))
    return sorted({art.code for art in known} - CONTROL_ARTS)


def some_sums(account_class: str, year: int) -> some.SearchStrategy[Sums]:
    """Any amounts on any of the arts of a year."""
    keys = some.sampled_from([(account_class, code) for code in allowed_in(account_class, year)])
    return some.dictionaries(keys, some.integers(-(10**13), 10**13), max_size=30)


def amounts(name: str, year: int, sums: Sums, budget: Sums | None = None) -> dict[str, int]:
    return {line.post: line.amount for line in compute(definition(name, year), sums, budget)}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_art_of_a_year_stands_on_exactly_one_line(statement: str, year: int) -> None:
    defined = definition(statement, year)
    for code in allowed_in(defined.account_class, year):
        lines = [line.post for line in defined.lines if code in line.arts]
        assert len(lines) == 1, (code, lines)


@pytest.mark.parametrize("statement", CLOSING)
def test_every_art_counts_once_in_what_was_budgeted_and_booked(statement: str) -> None:
    defined = definition(statement, GROSS)
    first = (Basis.BOOKED, Basis.GRANTED, Basis.BUDGET)
    for code in allowed_in(defined.account_class, GROSS):
        assert len([line for line in defined.lines if code in line.arts and line.basis in first]) == 1, code


@pytest.mark.parametrize("year", YEARS)
def test_every_chapter_stands_on_exactly_one_line_of_the_balance(year: int) -> None:
    defined = definition("5-8", year)
    for code, chapter in chapters().items():
        if chapter.is_valid_in(year):
            assert len([line.post for line in defined.lines if code in line.chapters]) == 1, code


@pytest.mark.parametrize("year", [NET, GROSS])
@given(data=some.data())
def test_the_last_line_is_the_sum_of_all_arts(year: int, data: some.DataObject) -> None:
    for name, result in RESULT.items():
        sums = data.draw(some_sums(definition(name, year).account_class, year))
        assert amounts(name, year, sums)[result[year]] == -sum(sums.values())


@pytest.mark.parametrize("year", [NET, GROSS])
@given(data=some.data())
def test_both_operating_statements_give_the_same_net_result(year: int, data: some.DataObject) -> None:
    sums = data.draw(some_sums(OPERATING, year))
    assert amounts("5-4-1", year, sums)["17"] == amounts("5-6", year, sums)["24"]


@pytest.mark.parametrize(("account_class", "name"), [(OPERATING, "5-4-1"), (INVESTMENT, "5-5-1")])
@pytest.mark.parametrize("year", [NET, GROSS])
@given(data=some.data())
def test_what_the_second_paragraph_parts_is_line_6_of_the_first(
    account_class: str, name: str, year: int, data: some.DataObject
) -> None:
    sums = data.draw(some_sums(account_class, year))
    parted = sum(amount for (_class, art), amount in sums.items() if art in appropriated_arts(account_class, year))
    assert amounts(name, year, sums)["6"] == parted


@pytest.mark.parametrize(("name", "account_class", "last"), [(CLOSING[0], "1", "18"), (CLOSING[1], "0", "16")])
@given(data=some.data())
def test_a_year_ends_as_its_accounts_whatever_was_budgeted(
    name: str, account_class: str, last: str, data: some.DataObject
) -> None:
    booked, budget = (data.draw(some_sums(account_class, GROSS)) for _sums in range(2))
    assert amounts(name, GROSS, booked, budget)[last] == -sum(booked.values())


@given(items=some.dictionaries(some.sampled_from(sorted(chapters())), some.integers(-(10**13), 10**13)))
def test_the_balance_balances_when_its_chapters_do(items: dict[str, int]) -> None:
    held = {code: amount for code, amount in items.items() if not code.startswith("9")}
    rest = -sum(held.values())
    sums = {(BALANCE, code): amount for code, amount in held.items()}
    sums[BALANCE, "5990"] = sums.get((BALANCE, "5990"), 0) + rest
    found = amounts("5-8", GROSS, sums)
    assert found["EIENDELER"] == found["EK_GJELD"]


def test_less_set_aside_than_budgeted_is_cut_and_more_is_set_aside_of_the_surplus() -> None:
    booked, budget = {("1", "870"): -100, ("1", "540"): 70, ("1", "570"): 30}, {("1", "540"): 50, ("1", "570"): 45}
    found = amounts("5-9-drift", GROSS, booked, budget)
    posts = ("1", "4", "5", "8", "9", "13", "17", "18")
    assert [found[post] for post in posts] == [100, -45, -50, 5, 15, 20, -20, 0]


def test_a_fund_used_beyond_the_budget_first_covers_this_years_deficit() -> None:
    booked = {("1", "010"): 60, ("1", "940"): -100, ("1", "530"): 40}
    found = amounts("5-9-drift", GROSS, booked, {})
    assert [found[post] for post in ("13", "14", "15", "16", "18")] == [-60, 60, 40, -40, 0]


def test_debt_of_the_balance_is_that_of_the_overview_of_debt() -> None:
    sums = {(BALANCE, code): -number * 100 for number, code in enumerate(sorted(chapters()))}
    assert amounts("5-7", GROSS, sums)["6"] == amounts("5-8", GROSS, sums)["D"]


@pytest.mark.parametrize("statement", [*STATEMENTS, *OF_BALANCE])
def test_statement_of_a_year_without_definition_is_not_made_up(statement: str) -> None:
    with pytest.raises(NotFoundError):
        definition(statement, 2019)


def test_codes_follow_the_year() -> None:
    assert [code for code in ("270", "271", "272") if arts()[code].is_valid_in(2026)] == ["271", "272"]
    assert (functions()["254"].is_valid_in(2026), functions()["258"].is_valid_in(2026)) == (False, True)


def test_every_art_of_the_operating_accounts_has_a_group() -> None:
    of_funds = {code for code in arts() if art_group(code) is ArtGroup.FUNDS}
    assert {"530", "540", "550", "570", "940", "950"} <= of_funds
    assert not of_funds & {"010", "090", "120", "400", "590", "600", "620", "700", "800", "500", "905"}
