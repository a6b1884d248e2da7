"""Columns that other apps put beside the accounts in the statements, such as the budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.ledger.rules.statements import Sums


@dataclass(frozen=True)
class StatementColumn:
    """A column: a name it is known by, its place, its head (Bokmål, translated where shown), and its sums of a year.

    ``sums`` gives øre per account class and art in the ledger's sign, None for a year in which there are none.
    """

    name: str
    order: int
    title: str
    sums: Callable[[int], Sums | None]


_columns: dict[str, StatementColumn] = {}


def add_statement_column(column: StatementColumn) -> None:
    """Have a column shown after the accounts of the year; apps above do so from their manifests."""
    _columns[column.name] = column


def statement_columns() -> list[StatementColumn]:
    """The columns in their order."""
    return sorted(_columns.values(), key=lambda column: column.order)
