"""The statements as tables: the accounts beside last year's and what other apps know, with a way into each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from styring.ledger.rules.codes import SOURCE, arts, functions
from styring.ledger.rules.statements import STATEMENTS, Statement, Sums, compute, definition
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Figures:
    """A column of the statements: its head, and its sums."""

    title: str
    sums: Sums
    minor: bool = False


def note() -> str:
    """Unit and sign, once for a table."""
    return gettext("1000 kr. Utgifter og inntekter skrives begge uten minus. Minus er underskudd.")


def source() -> str:
    """Whose code lists the figures are read with."""
    return gettext("Kodelister: %(source)s.") % {"source": SOURCE}


def statement_tables(year: int, columns: Sequence[Figures]) -> list[Table]:
    """The three statements of a year."""
    return [_statement_table(definition(name, year), year, columns) for name in STATEMENTS]


def _statement_table(statement: Statement, year: int, columns: Sequence[Figures]) -> Table:
    columns = [columns[0], *(column for column in columns[1:] if _says_something(statement, column))]
    computed = [compute(statement, column.sums) for column in columns]
    rows = []
    for place, line in enumerate(statement.lines):
        amounts = tuple(of_column[place].amount for of_column in computed)
        address = "" if line.formula else reverse("ledger:line", args=[year, statement.id, line.post])
        rows.append(Row(f"{line.post} {line.label}", amounts, "total" if line.formula else "", address))
    head = [
        Column(gettext("Linje")),
        *(Column(column.title, Shown.KR1000, minor=column.minor) for column in columns),
    ]
    return Table(statement.title, head, rows, note(), f"{statement.authority[0].upper()}{statement.authority[1:]}.")


def _says_something(statement: Statement, column: Figures) -> bool:
    """Has a column anything in the statement's accounts? Noughts all the way down would say that it was so decided."""
    return any(account_class == statement.account_class for account_class, _art in column.sums)


def line_table(statement: Statement, post: str, year: int, columns: Sequence[Figures]) -> Table:
    """The arts that a line is made of, with those that have an amount in any column."""
    line = next(line for line in statement.lines if line.post == post)
    used = sorted(art for art in line.arts if any((statement.account_class, art) in column.sums for column in columns))
    rows = [
        Row(
            f"{art} {arts()[art].name}",
            tuple(line.sign * column.sums.get((statement.account_class, art), 0) for column in columns),
            address=reverse("ledger:art", args=[year, statement.id, post, art]),
        )
        for art in used
    ]
    totals = tuple(
        line.sign * sum(column.sums.get((statement.account_class, art), 0) for art in line.arts) for column in columns
    )
    head = [Column(gettext("Art")), *(Column(column.title, Shown.KR1000, minor=column.minor) for column in columns)]
    return Table(line.label, head, [*rows, Row(gettext("Sum"), totals, "total")], note(), source())


def art_table(art: str, sign: int, titles: Sequence[str], sums: Sequence[Mapping[str, int]]) -> Table:
    """An art on functions, a column for each of some periods."""
    used = sorted({function for of_period in sums for function in of_period})
    rows = [
        Row(f"{code} {functions()[code].name}", tuple(sign * of_period.get(code, 0) for of_period in sums))
        for code in used
    ]
    totals = tuple(sign * sum(of_period.values()) for of_period in sums)
    head = [Column(gettext("Funksjon")), *(Column(title, Shown.KR1000) for title in titles)]
    title = f"{art} {arts()[art].name}"
    return Table(title, head, [*rows, Row(gettext("Sum"), totals, "total")], note(), source())
