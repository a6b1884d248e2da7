"""The statements that the law asks for, computed from sums per art or per chapter of the balance.

A line is a sum of arts or chapters, turned by its sign, or a formula of other lines. Amounts come out as the statement
prints them: expenses and incomes both without a minus, results with minus when something is lacking.

>>> sums = {("1", "870"): -500_00, ("1", "010"): 450_00}
>>> [line.amount for line in compute(definition("5-4-1", 2025), sums) if line.post in {"2", "6", "17"}]
[50000, 45000, 5000]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import yaml

from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import BALANCE, DATA, INCOME_FROM, INVESTMENT, LAST_YEAR, OPERATING, arts, chapters

Sums = Mapping[tuple[str, str], int]
"""Øre per account class and art (or chapter), in the ledger's sign (expense and asset plus, income and debt minus)."""

STATEMENTS = ("5-4-1", "5-5-1", "5-6")
"""Those that are made of nothing but the accounts of a year, or its budget."""
SECOND = ("5-4-2", "5-5-2")
"""Second paragraphs: no lines of their own, but what one line of the first is parted by."""
OF_BALANCE = ("5-7", "5-8")
CLOSING = ("5-9-drift", "5-9-investering")
"""How the year ended against its budget."""
IN_ORDER = ("5-4-1", "5-4-2", "5-5-1", "5-5-2", "5-6", *OF_BALANCE, *CLOSING)
"""All of them, as the regulation has them."""
APPROPRIATED = {OPERATING: ("5-4-1", "6"), INVESTMENT: ("5-5-1", "6")}
"""The line that the second paragraph of § 5-4 and of § 5-5 parts by area and project."""
_TERM = re.compile(r"([+-]?)([A-Z0-9][\w.]*)")


class Basis(Enum):
    """What a line of § 5-9 takes of its arts, held against the budget."""

    BOOKED = "booked"
    GRANTED = "granted"
    BUDGET = "budget"
    CUT = "cut"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Line:
    """A line of a statement: the arts or chapters it sums, turned by ``sign``, or the lines it adds and subtracts.

    ``up_to`` and ``less`` are other lines: at most what one lacks, and without what another has taken (§ 5-9).
    """

    post: str
    label: str
    arts: frozenset[str]
    formula: tuple[tuple[int, str], ...]
    sign: int
    kind: str
    chapters: frozenset[str] = frozenset()
    basis: Basis = Basis.BOOKED
    up_to: str = ""
    less: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The arts, or the chapters of the balance."""
        return self.arts | self.chapters


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

    @property
    def is_of_balance(self) -> bool:
        """Is it made of the balance, and not of the accounts?"""
        return self.account_class == BALANCE

    def line(self, post: str) -> Line | None:
        """A line by its number, None when there is none."""
        return next((line for line in self.lines if line.post == post), None)


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
    lines = {(entry["id"], entry["first_year"]): tuple(_line(line) for line in entry["lines"]) for entry in read}
    return tuple(
        Statement(
            id=entry["id"],
            title=entry["title"],
            authority=entry["authority"],
            account_class=entry["account_class"],
            first_year=entry["first_year"],
            last_year=entry.get("last_year", LAST_YEAR),
            lines=_begun_as(
                lines.get((entry["id"], entry.get("begins_as")), ()), lines[entry["id"], entry["first_year"]]
            ),
        )
        for entry in read
    )


def _begun_as(other: tuple[Line, ...], own: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of another layout that stand before the first of these, and these."""
    posts = [line.post for line in other]
    return (*other[: posts.index(own[0].post)], *own) if other else own


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


def appropriated_arts(account_class: str, year: int) -> frozenset[str]:
    """The arts that the second paragraph parts by area (operating) or project (investment).

    >>> "230" in appropriated_arts("0", 2025), "910" in appropriated_arts("0", 2025)
    (True, False)
    """
    statement, post = APPROPRIATED[account_class]
    return _all_below(definition(statement, year), post)


def _all_below(statement: Statement, post: str) -> frozenset[str]:
    line = statement.line(post)
    if line is None:
        return frozenset()
    return line.codes.union(*(_all_below(statement, part) for _sign, part in line.formula))


def compute(statement: Statement, sums: Sums, budget: Sums | None = None) -> list[Computed]:
    """The statement's lines with amounts, in its order.

    Args:
        statement: its lines.
        sums: what was booked, or budgeted, or the balance.
        budget: what § 5-9 holds it against.
    """
    amounts: dict[str, int] = {}
    for line in statement.lines:
        _amount(line.post, statement, (sums, budget or {}), amounts)
    return [Computed(line.post, line.label, line.kind, amounts[line.post]) for line in statement.lines]


def _amount(post: str, statement: Statement, both: tuple[Sums, Sums], amounts: dict[str, int]) -> int:
    """The amount of a line, and of those that it is made of."""
    line = statement.line(post)
    if post in amounts or line is None:
        return amounts.get(post, 0)
    if line.formula:
        found = sum(sign * _amount(part, statement, both, amounts) for sign, part in line.formula)
    else:
        booked, budget = (sum(sums.get((statement.account_class, code), 0) for code in line.codes) for sums in both)
        found = line.sign * _held_against(line, booked, budget)
        if line.up_to:
            found = min(found, max(0, -_amount(line.up_to, statement, both, amounts)))
        if line.less:
            found -= _amount(line.less, statement, both, amounts)
    amounts[post] = found
    return found


def _held_against(line: Line, booked: int, budget: int) -> int:
    """What a line takes of what was booked and budgeted, in the ledger's sign.

    >>> from dataclasses import replace
    >>> fund = Line("", "", frozenset({"540"}), (), 1, "line")
    >>> [_held_against(replace(fund, basis=basis), 70, 100) for basis in Basis]
    [70, 100, 100, 30, 0]
    >>> used = Line("", "", frozenset({"940"}), (), 1, "line")
    >>> [_held_against(replace(used, basis=basis), -120, -100) for basis in Basis]
    [-120, -120, -100, 0, -20]
    """
    turn = -1 if min(line.codes) >= INCOME_FROM else 1
    spent, allowed = turn * booked, turn * budget
    taken = {
        Basis.BOOKED: spent,
        Basis.GRANTED: max(spent, allowed),
        Basis.BUDGET: allowed,
        Basis.CUT: max(0, allowed - spent),
        Basis.BEYOND: max(0, spent - allowed),
    }
    return turn * taken[line.basis]


def _line(entry: dict[str, Any]) -> Line:
    formula = tuple((-1 if sign == "-" else 1, post) for sign, post in _TERM.findall(entry.get("formula", "")))
    return Line(
        post=entry["post"],
        label=entry["label"],
        arts=_within(entry.get("arts", ""), arts()),
        formula=formula,
        sign=int(entry.get("sign", 1)),
        kind=entry.get("kind", "line"),
        chapters=_within(entry.get("chapters", ""), chapters()),
        basis=Basis(entry.get("basis", Basis.BOOKED.value)),
        up_to=entry.get("up_to", ""),
        less=entry.get("less", ""),
    )


def _within(ranges: str, codes: Iterable[str]) -> frozenset[str]:
    """The codes of a list within ranges such as ``010-089,160``."""
    spans = [part.partition("-") for part in ranges.split(",") if part]
    return frozenset(code for code in codes for first, _dash, last in spans if first <= code <= (last or first))
