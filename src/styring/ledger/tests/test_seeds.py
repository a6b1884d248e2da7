from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from styring.ledger.rules.chart import Chart, Combination, Fault, KnownUnit
from styring.ledger.rules.codes import Kind, arts, functions
from styring.ledger.rules.couplings import judge
from styring.ledger.rules.groups import is_appropriation
from styring.ledger.rules.statements import compute, definition
from styring.ledger.seeds import lines_of
from styring.ledger.seeds.accounting import LAST_MONTH, THOUSAND, file
from styring.ledger.seeds.chart import demo_codes
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


def net_by_month(lines: list[Line]) -> list[int]:
    months = [0] * 12
    for line in lines:
        if is_appropriation(line.account_class, line.art):
            months[line.month - 1] += line.amount
    return months


@pytest.mark.parametrize("closed", [2024, 2025])
def test_as_much_of_a_closed_year_is_booked_by_october_as_the_budget_of_2026_has(closed: int) -> None:
    rows = file("rapportering_2026")["maanedsrapport"]["rader"]
    until, whole = (sum(row[name] for row in rows) for name in ("periodisert_budsjett_hittil", "revidert_budsjett"))
    months = net_by_month(lines_of(closed))
    assert sum(months[:10]) / sum(months) == pytest.approx(until / whole, abs=0.01)


def test_pay_runs_alike_from_year_to_year_and_what_is_bought_does_not() -> None:
    unlike = {art: max(_shift(art, unit) for unit in ("E214", "E101", "E232")) for art in ("010", "120")}
    assert unlike["010"] < 0.15 < unlike["120"]


def _shift(art: str, unit: str) -> float:
    """How far a month's share of the ten first may be from what it was the year before."""
    shares = []
    for year in (2024, 2025):
        lines = [line for line in lines_of(year) if (line.art, line.unit) == (art, unit) and line.month in range(7, 11)]
        months = [sum(line.amount for line in lines if line.month == month) for month in range(7, 11)]
        shares.append([amount / sum(months) for amount in months])
    return float(max(abs(one / other - 1) for one, other in zip(*shares, strict=True)))


def test_the_own_codes_of_the_demo_can_all_be_and_carry_the_file_that_fails_as_far_as_they_go() -> None:
    told = file("kontoplan")
    couplings = list(demo_codes())
    units = {coupling.target for coupling in couplings if coupling.kind is Kind.UNIT}
    for coupling in couplings:
        judge(coupling, units)
    chart = Chart(2026, couplings, (), {code: KnownUnit(place) for place, code in enumerate(sorted(units))})
    found = [chart.check(combination_of(line)) for line in told["avvist_fil"]["linjer"]]
    assert [fault.value if isinstance(fault, Fault) else "" for fault in found] == [
        "", "", "25420", "25420", "3299", "99910",
    ]  # fmt: skip


def combination_of(line: str) -> Combination:
    _year, _month, account_class, unit, function, art, project, _amount = line.split(";")
    return Combination(account_class, art, function, unit, project)
