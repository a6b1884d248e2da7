"""The checks that add records up: that accounts balance, and that what is entered twice is entered alike.

Districts of Oslo keep no accounts that balance, so most of these leave them out. Each gives at most one hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.kostra.controls import Hit
from styring.ledger.rules.kostra.records import Account, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from styring.ledger.rules.kostra.controls import Expected, Rule
    from styring.ledger.rules.kostra.records import Record

DEPRECIATION, COUNTER, COUNTER_FUNCTION = "590", "990", "860"
TO_INVESTMENT, FROM_OPERATING = "570", "970"
_SERVICES, _FINANCE = range(100, 800), range(800, 900)
_ASSETS, _DEBT, _MEMO = range(10, 30), range(31, 6000), range(9100, 10000)
_COUNTER_OF_MEMO = 9999
_BOUGHT_IN_OSLO, _SOLD_IN_OSLO = "298", "798"


class Having(NamedTuple):
    """What a sum is measured with."""

    account_class: str
    margin: int
    functions: tuple[str, ...]
    arts: tuple[str, ...]
    not_in: tuple[str, ...]


def _having(expected: Expected, rule: Rule) -> Having:
    said = rule.having(expected.quarter)
    return Having(
        said.get("account_class", ""),
        said.get("margin", 0),
        tuple(said.get("functions", ())),
        tuple(said.get("arts", ())),
        tuple(said.get("not_in", ())),
    )


def total(records: Iterable[Record]) -> int:
    """Their sum, in thousands of kroner."""
    return sum(record.amount for record in records)


def _of_class(records: Iterable[Record], account_class: str) -> list[Record]:
    return [record for record in records if not record.is_district and record.is_in(account_class)]


def _said(account: Account | None = None, **amounts: int) -> list[Hit]:
    return [Hit((), account, {name: str(amount) for name, amount in amounts.items()})]


def has_expenses(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """There are expenses."""
    mine = _of_class(records, _having(expected, rule).account_class)
    found = total(record for record in mine if record.is_expense)
    return _said(found=found) if mine and found <= 0 else []


def has_incomes(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """There are incomes."""
    mine = _of_class(records, _having(expected, rule).account_class)
    found = total(record for record in mine if record.is_income)
    return _said(found=found) if mine and found >= 0 else []


def balances(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """Expenses and incomes come to nought, but for the rounding of each record."""
    having = _having(expected, rule)
    mine = _of_class(records, having.account_class)
    expenses, incomes = _sides(mine)
    return [] if not mine or abs(expenses + incomes) <= having.margin else _difference(expenses, incomes)


def balances_both_ways(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """There are expenses and incomes, and they come to nought."""
    having = _having(expected, rule)
    mine = _of_class(records, having.account_class)
    expenses, incomes = _sides(mine)
    is_well = expenses > 0 > incomes and abs(expenses + incomes) <= having.margin
    return [] if not mine or is_well else _difference(expenses, incomes)


def _sides(records: Sequence[Record]) -> tuple[int, int]:
    """Expenses, and all the rest."""
    expenses = total(record for record in records if record.is_expense)
    return expenses, total(records) - expenses


def _difference(one: int, other: int) -> list[Hit]:
    return _said(found=one + other, one=one, other=other)


def has_assets(records: Sequence[Record], _expected: Expected, _rule: Rule) -> list[Hit]:
    """There are assets."""
    mine = _chapters(records, _ASSETS)
    return _said(found=total(mine)) if mine and total(mine) <= 0 else []


def has_debt(records: Sequence[Record], _expected: Expected, _rule: Rule) -> list[Hit]:
    """There are debts and equity."""
    mine = _chapters(records, _DEBT)
    return _said(found=total(mine)) if mine and total(mine) >= 0 else []


def sides_are_equal(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """Assets are what is owed and owned."""
    assets, debt = total(_chapters(records, _ASSETS)), total(_chapters(records, _DEBT))
    is_well = assets > 0 > debt and abs(assets + debt) <= _having(expected, rule).margin
    return [] if is_well or not any(record.is_balance for record in records) else _difference(assets, debt)


def memo_meets(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """The memo accounts come to nought with their counter account."""
    memo = _chapters(records, _MEMO)
    counter = total(record for record in memo if whole(record.code) == _COUNTER_OF_MEMO)
    kept = total(memo) - counter
    return [] if abs(kept + counter) <= _having(expected, rule).margin else _difference(kept, counter)


def _chapters(records: Iterable[Record], chapters: range) -> list[Record]:
    return [record for record in records if record.is_balance and whole(record.code) in chapters]


def oslo_arts_meet(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """What the districts of Oslo buy of and sell to each other comes to nought."""
    having = _having(expected, rule)
    mine = [record for record in records if record.is_district and record.is_in(having.account_class)]
    bought = total(record for record in mine if record.detail == _BOUGHT_IN_OSLO)
    sold = total(record for record in mine if record.detail == _SOLD_IN_OSLO)
    return [] if abs(bought + sold) <= having.margin else _difference(bought, sold)


def has_income_from(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """There is an income that every municipality has."""
    having = _having(expected, rule)
    mine = [record for record in _of_class(records, OPERATING) if record.region not in having.not_in]
    found = total(record for record in mine if _is_on(record, having.functions, having.arts))
    account = Account(OPERATING, having.functions[0], having.arts[0])
    return _said(account, found=found) if mine and found >= 0 else []


def transfer_meets(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """What the operating accounts hand over is what the investment accounts receive."""
    mine = [record for record in records if record.is_appropriation and not record.is_district]
    given = total(record for record in mine if record.is_in(OPERATING) and record.detail == TO_INVESTMENT)
    received = total(record for record in mine if not record.is_in(OPERATING) and record.detail == FROM_OPERATING)
    return [] if abs(given + received) <= _having(expected, rule).margin else _difference(given, received)


def counter_is_not_nought(records: Sequence[Record], _expected: Expected, _rule: Rule) -> list[Hit]:
    """The counter of depreciation, when it is there, is something."""
    mine = [record for record in _of_class(records, OPERATING) if _is_on(record, (COUNTER_FUNCTION,), (COUNTER,))]
    return _said(Account(OPERATING, COUNTER_FUNCTION, COUNTER), found=0) if mine and not total(mine) else []


def depreciation_is_not_nought(records: Sequence[Record], _expected: Expected, _rule: Rule) -> list[Hit]:
    """Depreciation, when it is there, is something."""
    mine = _depreciation(records, _SERVICES)
    return _said(mine[0].account, found=0) if mine and not total(mine) else []


def depreciation_meets(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """Depreciation comes to nought with its counter."""
    mine = _of_class(records, OPERATING)
    written_off = total(_depreciation(records, _SERVICES))
    counter = total(record for record in mine if _is_on(record, (COUNTER_FUNCTION,), (COUNTER,)))
    is_well = abs(written_off + counter) <= _having(expected, rule).margin
    return [] if not mine or is_well else _difference(written_off, counter)


def depreciation_on_services(records: Sequence[Record], _expected: Expected, _rule: Rule) -> list[Hit]:
    """Depreciation stands on the functions of services."""
    mine = _depreciation(records, _FINANCE)
    return _spread(mine)


def counter_on_its_function(records: Sequence[Record], _expected: Expected, _rule: Rule) -> list[Hit]:
    """The counter of depreciation stands on its own function."""
    mine = [
        record
        for record in _of_class(records, OPERATING)
        if record.detail == COUNTER and record.amount and record.code.strip() != COUNTER_FUNCTION
    ]
    return _spread(mine)


def _spread(records: Sequence[Record]) -> list[Hit]:
    """One hit for records that should come to nought, with the first account of them."""
    if not total(records):
        return []
    functions = ", ".join(sorted({record.code.strip() for record in records}))
    lines = tuple(record.line for record in records)
    return [Hit(lines, records[0].account, {"found": str(total(records)), "functions": functions})]


def comes_to_nought(records: Sequence[Record], expected: Expected, rule: Rule) -> list[Hit]:
    """A function that only passes money on comes to nought."""
    having = _having(expected, rule)
    mine = [record for record in _of_class(records, having.account_class) if record.code.strip() in having.functions]
    if abs(total(mine)) <= having.margin:
        return []
    return [Hit(tuple(record.line for record in mine), mine[0].account, {"found": str(total(mine))})]


def _depreciation(records: Iterable[Record], functions: range) -> list[Record]:
    mine = _of_class(records, OPERATING)
    return [record for record in mine if record.detail == DEPRECIATION and whole(record.code) in functions]


def _is_on(record: Record, functions: Iterable[str], arts: Iterable[str]) -> bool:
    return record.code.strip() in functions and record.detail in arts


CHECKS: dict[str, Callable[[Sequence[Record], Expected, Rule], Iterable[Hit]]] = {
    check.__name__: check
    for check in (
        has_expenses, has_incomes, balances, balances_both_ways, has_assets, has_debt, sides_are_equal, memo_meets,
        oslo_arts_meet, has_income_from, transfer_meets, counter_is_not_nought, depreciation_is_not_nought,
        depreciation_meets, depreciation_on_services, counter_on_its_function, comes_to_nought,
    )
}  # fmt: skip
"""The checks of this file by the names that the rules use."""
