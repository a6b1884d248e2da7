"""The statements of the accounts that the law asks for, computed from sums per art.

A line is a sum of arts, turned by its sign, or a formula of other lines. Amounts come out as the statement prints them:
expenses and incomes both without a minus, results with minus when something is lacking.

>>> sums = {("1", "870"): -500_00, ("1", "010"): 450_00}
>>> [line.amount for line in compute(definition("5-4-1", 2025), sums) if line.post in {"2", "6", "17"}]
[50000, 45000, 5000]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import DATA, LAST_YEAR, arts

Sums = Mapping[tuple[str, str], int]
"""Øre per account class and art, in the ledger's sign (expense plus, income minus)."""

STATEMENTS = ("5-4-1", "5-5-1", "5-6")
_TERM = re.compile(r"([+-]?)(\d+)")


@dataclass(frozen=True)
class Line:
    """A line of a statement: the arts it sums, turned by ``sign``, or the lines it adds (+1) and subtracts (-1)."""

    post: str
    label: str
    arts: frozenset[str]
    formula: tuple[tuple[int, str], ...]
    sign: int
    kind: str


@dataclass(frozen=True)
class Statement:
    """A statement's lines, where the law asks for it, the account class it covers, and the years it applies in."""

    id: str
    title: str
    authority: str
    account_class: str
    first_year: int
    last_year: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Computed:
    """A line with its amount in øre, in the sign it is printed with."""

    post: str
    label: str
    kind: str
    amount: int


@cache
def definitions() -> tuple[Statement, ...]:
    """Every statement as it is defined for some years."""
    read = yaml.safe_load((DATA / "statements.yaml").read_text(encoding="utf-8"))
    return tuple(
        Statement(
            id=entry["id"],
            title=entry["title"],
            authority=entry["authority"],
            account_class=entry["account_class"],
            first_year=entry["first_year"],
            last_year=entry.get("last_year", LAST_YEAR),
            lines=tuple(_line(line) for line in entry["lines"]),
        )
        for entry in read
    )


def definition(statement: str, year: int) -> Statement:
    """A statement as it is defined for a year.

    Raises:
        NotFoundError: its lines are not known for that year.
    """
    for found in definitions():
        if found.id == statement and found.first_year <= year <= found.last_year:
            return found
    raise NotFoundError(
        gettext_noop("Linjene i oppstillingen %(statement)s er ikke lagt inn for %(year)s."),
        statement=statement,
        year=str(year),
    )


def compute(statement: Statement, sums: Sums) -> list[Computed]:
    """The statement's lines with amounts, in its order."""
    amounts: dict[str, int] = {}
    for line in statement.lines:
        if line.formula:
            amounts[line.post] = sum(sign * amounts[post] for sign, post in line.formula)
        else:
            amounts[line.post] = line.sign * sum(sums.get((statement.account_class, art), 0) for art in line.arts)
    return [Computed(line.post, line.label, line.kind, amounts[line.post]) for line in statement.lines]


def _line(entry: dict[str, str]) -> Line:
    formula = tuple((-1 if sign == "-" else 1, post) for sign, post in _TERM.findall(entry.get("formula", "")))
    return Line(
        post=entry["post"],
        label=entry["label"],
        arts=_within(entry.get("arts", "")),
        formula=formula,
        sign=int(entry.get("sign", 1)),
        kind=entry.get("kind", "line"),
    )


def _within(ranges: str) -> frozenset[str]:
    """The arts of the code list within ranges such as ``010-089,160``."""
    spans = [part.partition("-") for part in ranges.split(",") if part]
    return frozenset(code for code in arts() for first, _dash, last in spans if first <= code <= (last or first))
