from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from styring.ledger.rules.codes import arts, functions
from styring.ledger.rules.groups import is_appropriation
from styring.ledger.rules.statements import compute, definition
from styring.ledger.seeds import lines_of
from styring.ledger.seeds.accounting import LAST_MONTH, THOUSAND, file
from styring.ledger.seeds.units import net_of_units

if TYPE_CHECKING:
    from styring.ledger.seeds.accounting import Line


@pytest.fixture(scope="module", params=LAST_MONTH)
def year(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def lines(year: int) -> list[Line]:
    return lines_of(year)


def statement(name: str, year: int, lines: list[Line]) -> dict[str, int]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        sums[line.account_class, line.art] += line.amount
    return {line.post: line.amount for line in compute(definition(name, year), sums)}


def test_units_have_exactly_their_net(year: int, lines: list[Line]) -> None:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        if is_appropriation(line.account_class, line.art):
            sums[line.unit] += line.amount
    assert dict(sums) == {unit: net for unit, net in net_of_units(year).items() if net}


def test_given_figures_of_october_are_kept_to_the_ore() -> None:
    total = sum(row["regnskap_hittil"] for row in file("rapportering_2026")["maanedsrapport"]["rader"])
    assert statement("5-4-1", 2026, lines_of(2026))["6"] == total * THOUSAND
    assert net_of_units(2026)["E214"] == 101_500 * THOUSAND


def test_codes_are_those_of_the_year(year: int, lines: list[Line]) -> None:
    for line in lines:
        assert arts()[line.art].is_valid_in(year), line
        assert line.account_class in arts()[line.art].account_classes, line
        assert functions()[line.function].is_valid_in(year), line


@pytest.mark.parametrize(("closed", "permille"), [(2024, 14), (2025, 18)])
def test_closed_years_end_as_stated_and_balance(closed: int, permille: int) -> None:
    of_year = lines_of(closed)
    by_art = statement("5-6", closed, of_year)
    assert abs(by_art["24"] * 1000 - permille * by_art["9"]) < 1000
    assert (by_art["32"], statement("5-5-1", closed, of_year)["27"]) == (0, 0)


def test_the_same_accounts_come_out_each_time() -> None:
    assert lines_of(2026) == lines_of(2026)
