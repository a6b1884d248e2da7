from __future__ import annotations

from typing import TYPE_CHECKING

from styring.ledger.tables import Figures, statement_tables

if TYPE_CHECKING:
    from styring.ledger.rules.statements import Sums

ACCOUNTS: Sums = {("1", "010"): 100_000_00, ("0", "230"): 50_000_00}
OPERATING_BUDGET: Sums = {("1", "010"): 90_000_00}


def heads(columns: list[Figures]) -> dict[str, list[str]]:
    tables = statement_tables(2025, columns)
    return {table.title: [column.title for column in table.columns[1:]] for table in tables}


def test_a_budget_without_investments_has_no_column_of_noughts() -> None:
    shown = heads([Figures("Regnskap 2025", ACCOUNTS), Figures("Vedtatt budsjett", OPERATING_BUDGET)])
    assert shown["Bevilgningsoversikt drift"] == ["Regnskap 2025", "Vedtatt budsjett"]
    assert shown["Bevilgningsoversikt investering"] == ["Regnskap 2025"]


def test_the_accounts_are_always_shown() -> None:
    assert all(columns == ["Regnskap 2025"] for columns in heads([Figures("Regnskap 2025", {})]).values())
