"""Reading the statements that the law asks for: their columns, and what their lines are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext

from styring.ledger.models import Posting
from styring.ledger.queries.actuals import ALL_YEAR, FIELDS, balances, last_month
from styring.ledger.queries.balances import balance_items, years_with_balance
from styring.ledger.queries.divisions import COMMON, By, Division, division_on
from styring.ledger.rules.codes import BALANCE
from styring.ledger.rules.columns import Columns, Head, Part, Source, project_names, sources_beside
from styring.ledger.rules.statements import (
    APPROPRIATED,
    CLOSING,
    IN_ORDER,
    OF_BALANCE,
    SECOND,
    Sums,
    appropriated_arts,
    compute,
    definition,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import QuerySet

    from styring.ledger.rules.statements import Line, Statement

ACCOUNTS, LAST_YEAR, LAST_WHOLE_YEAR = "accounts", "last_year", "last_whole_year"
REVISED, ADOPTED = "revised", "adopted"
"""The names of the columns of the budget."""
CLOSED, OPENED = "closing", "opening"
_WHOLE_YEAR = 12
_MAY_BE_LEFT_OUT = {CLOSING[0]: (9, 10, 11, 12, 14, 15, 16, 17), CLOSING[1]: (10, 11, 12, 13, 15)}
"""Lines of § 5-9 that are left out when there is nothing on them."""


@dataclass(frozen=True)
class PrintedLine:
    """A line with an amount for each column, in øre and in the sign it is printed with.

    ``kind`` is ``line``, ``sum``, ``result``, ``group`` (a line that others part) or ``part`` of one. ``post`` and
    ``words`` say what it is made of, None when it is a formula of other lines.
    """

    post: str
    label: str
    kind: str
    amounts: tuple[int, ...]
    words: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Printed:
    """A statement as it is printed: title, where the law asks for it, columns, and lines."""

    id: str
    title: str
    authority: str
    heads: Sequence[Head]
    lines: Sequence[PrintedLine]

    @property
    def is_empty(self) -> bool:
        """Is there nothing on any line?"""
        return not any(any(line.amounts) for line in self.lines)


@dataclass(frozen=True)
class Book:
    """What statements of a year are made of: the columns, and how the municipality is parted when the year ends.

    ``statements`` are those that it has. ``other`` says how those are made that the columns say nothing of.
    """

    year: int
    columns: Columns
    by: By | None = None
    statements: tuple[str, ...] = IN_ORDER
    other: Mapping[str, Callable[[], Printed | None]] = field(default_factory=dict)

    @cached_property
    def division(self) -> Division:
        """The municipality as it is parted when the year ends; one query."""
        return division_on(date(self.year, 12, 31), self.by)

    def printed(self, name: str) -> Printed | None:
        """A statement; None when what it is made of is not there."""
        if name in self.other:
            return self.other[name]()
        defined = definition(name, self.year)
        lines = self._second(defined) if name in SECOND else _lines(defined, self.columns.per_art)
        return Printed(name, defined.title, defined.authority, self.columns.heads, lines)

    def all_printed(self, names: Sequence[str] = ()) -> list[Printed]:
        """The statements that can be made, of those that are wanted or of all."""
        found = (self.printed(name) for name in names or self.statements)
        return [one for one in found if one is not None]

    def _second(self, defined: Statement) -> list[PrintedLine]:
        return self._by_area(defined) if defined.id == SECOND[0] else self._by_project(defined)

    def _by_area(self, defined: Statement) -> list[PrintedLine]:
        part = Part(defined.account_class, appropriated_arts(defined.account_class, self.year))
        rows: dict[str, list[int]] = defaultdict(lambda: [0] * len(self.columns.heads))
        for place, sums in enumerate(self.columns.sums(("unit",), part)):
            for (unit,), amount in sums.items():
                rows[self.division.part_of(int(str(unit)))][place] += amount
        names = {**self.division.names, COMMON: gettext("Felles, ikke lagt til noe område")}
        found = [
            PrintedLine(key, name, "line", tuple(rows[key]), {"omrade": key})
            for key, name in names.items()
            if any(rows[key])
        ]  # fmt: skip
        return [*found, self._total(defined, [line.amounts for line in found])]

    def _by_project(self, defined: Statement) -> list[PrintedLine]:
        first = definition(APPROPRIATED[defined.account_class][0], self.year)
        part = Part(defined.account_class, appropriated_arts(defined.account_class, self.year))
        sums = self.columns.sums(("art", "project"), part)
        names = project_names({str(project) for column in sums for _art, project in column})
        total = first.line(APPROPRIATED[defined.account_class][1])
        found: list[PrintedLine] = []
        for _sign, post in total.formula if total else ():
            line = first.line(post)
            found += _projects(line, sums, names) if line else []
        return [*found, self._total(defined, [line.amounts for line in found if line.kind == "group"])]

    def _total(self, defined: Statement, amounts: Sequence[tuple[int, ...]]) -> PrintedLine:
        statement, post = APPROPRIATED[defined.account_class]
        line = definition(statement, self.year).line(post)
        sums = tuple(sum(one[place] for one in amounts) for place in range(len(self.columns.heads)))
        return PrintedLine("", line.label if line else "", "sum", sums)


def _projects(
    line: Line, sums: Sequence[Mapping[tuple[object, ...], int]], names: Mapping[str, str]
) -> list[PrintedLine]:
    """A line of § 5-5 and the projects on it."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0] * len(sums))
    for place, column in enumerate(sums):
        for (art, project), amount in column.items():
            if art in line.arts:
                rows[str(project)][place] += line.sign * amount
    if not any(any(amounts) for amounts in rows.values()):
        return []
    whole = tuple(sum(amounts[place] for amounts in rows.values()) for place in range(len(sums)))
    parts = [
        PrintedLine(line.post, project_name(code, names), "part", tuple(rows[code]), {"prosjekt": code})
        for code in sorted(rows, key=lambda code: (not code, code))
        if any(rows[code])
    ]  # fmt: skip
    return [PrintedLine(line.post, line.label, "group", whole), *parts]


def project_name(code: str, names: Mapping[str, str]) -> str:
    """A project as it is shown."""
    if not code:
        return gettext("Uten prosjekt")
    return f"{code} {names[code]}" if code in names else code


def _lines(defined: Statement, columns: Sequence[Sums], budgets: Sequence[Sums] | None = None) -> list[PrintedLine]:
    held = budgets or [{} for _column in columns]
    computed = [compute(defined, sums, budget) for sums, budget in zip(columns, held, strict=True)]
    return [
        PrintedLine(
            line.post,
            line.label,
            line.kind,
            tuple(of_column[place].amount for of_column in computed),
            None if line.formula else {},
        )
        for place, line in enumerate(defined.lines)
    ]


def accounts_book(year: int, *, chosen: Sequence[str] = (), by: By | None = None) -> Book:
    """The accounts of a year beside its budget and last year's accounts; one query, and one for each source read.

    Args:
        year: the accounting year.
        chosen: the names of the columns that are wanted; those that the regulation asks for when left out.
        by: the level that § 5-4, second paragraph, is parted by.
    """
    until = last_month(year) or _WHOLE_YEAR
    columns = Columns([*accounts_sources(year, until), *sources_beside(year)], chosen)
    other = {
        **{name: partial(_of_balance, name, year) for name in OF_BALANCE},
        **{name: partial(_of_closing, name, year, until) for name in CLOSING},
    }
    return Book(year, columns, by, other=other)


def _of_closing(name: str, year: int, until: int) -> Printed | None:
    """§ 5-9 of a year that has ended; before that all that is not yet set aside would look cancelled."""
    return closing_statement(name, year) if until == _WHOLE_YEAR else None


def _of_balance(name: str, year: int) -> Printed | None:
    return Book(year, balance_columns(year)).printed(name) if year in years_with_balance() else None


def accounts_sources(year: int, until: int = _WHOLE_YEAR) -> list[Source]:
    """The accounts of a year as far as they have come, of the same months last year, and of all of last year."""
    heads = (
        Head(ACCOUNTS, 10, accounts_title(year, until), year, months=until),
        Head(LAST_YEAR, 40, accounts_title(year - 1, until), year - 1, minor=True, months=until),
    )
    found = [Source(heads, _reader((year, year - 1), range(1, until + 1)))]
    if until < _WHOLE_YEAR:
        whole = Head(LAST_WHOLE_YEAR, 50, accounts_title(year - 1), year - 1, minor=True, months=_WHOLE_YEAR)
        found.append(Source((whole,), _reader((year - 1,), ALL_YEAR)))
    return found


def accounts_title(year: int, until: int = _WHOLE_YEAR) -> str:
    """What a column of accounts is called."""
    if until == _WHOLE_YEAR:
        return gettext("Regnskap %(year)s") % {"year": year}
    return gettext("Regnskap %(year)s, %(months)s måneder") % {"year": year, "months": until}


def _reader(
    years: Sequence[int], months: range
) -> Callable[[tuple[str, ...], Part], list[dict[tuple[object, ...], int]]]:
    def read(by: tuple[str, ...], part: Part) -> list[dict[tuple[object, ...], int]]:
        found: list[dict[tuple[object, ...], int]] = [{} for _year in years]
        rows = balances(years, months).filter(**wanted(part, "combination__")).order_by()
        for year, *key, total in rows.values_list("year", *(FIELDS[name] for name in by)).annotate(total=Sum("amount")):
            found[years.index(year)][tuple(key)] = total
        return found

    return read


def wanted(part: Part, prefix: str = "") -> dict[str, object]:
    """A part of the accounts or of a budget as a filter of rows that have its fields, behind a prefix."""
    asked = {
        "account_class": part.account_class or None,
        "art__in": None if part.arts is None else sorted(part.arts),
        "unit__in": None if part.units is None else sorted(part.units),
        "function": part.function or None,
        "project": part.project,
    }
    return {f"{prefix}{name}": value for name, value in asked.items() if value is not None}


def printed_sums(name: str, year: int, sums: Sums) -> Printed:
    """A statement of sums that are stored nowhere."""
    defined = definition(name, year)
    head = Head(ACCOUNTS, 10, accounts_title(year), year)
    return Printed(name, defined.title, defined.authority, [head], _lines(defined, [sums]))


def balance_columns(year: int) -> Columns:
    """The balance of a year when it ended and when it began."""
    heads = (
        Head(CLOSED, 10, gettext("31.12.%(year)s") % {"year": year}, year),
        Head(OPENED, 20, gettext("31.12.%(year)s") % {"year": year - 1}, year - 1),
    )

    def read(by: tuple[str, ...], part: Part) -> list[dict[tuple[object, ...], int]]:
        found: list[dict[tuple[object, ...], int]] = [defaultdict(int), defaultdict(int)]
        items = balance_items(year)
        for item in items if part.arts is None else items.filter(chapter__in=sorted(part.arts)):
            fields: dict[str, object] = {"account_class": BALANCE, "art": item.chapter, "sector": item.sector}
            for sums, amount in zip(found, (item.closing, item.opening), strict=True):
                sums[tuple(fields[name] for name in by)] += amount
        return found

    return Columns([Source(heads, read)])


def closing_statement(name: str, year: int) -> Printed | None:
    """How a year and the one before ended against their budgets (§ 5-9); None when nothing was budgeted.

    Three queries: the accounts of both years, and the budget of each.
    """
    defined, accounts = definition(name, year), Columns(accounts_sources(year), (ACCOUNTS, LAST_YEAR))
    budgets = [_budget_in(defined.account_class, head.year) for head in accounts.heads]
    if not budgets[0]:
        return None
    kept = [
        (head, booked, budget)
        for head, booked, budget in zip(accounts.heads, accounts.per_art, budgets, strict=True)
        if budget
    ]
    lines = _lines(defined, [booked for _head, booked, _budget in kept], [budget for _head, _booked, budget in kept])
    return Printed(
        name, defined.title, defined.authority, [head for head, _booked, _budget in kept], _without_rare(name, lines)
    )


def _without_rare(name: str, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Without those lines of § 5-9 that are left out when there is nothing on them."""
    rare = {str(post) for post in _MAY_BE_LEFT_OUT[name]}
    return [line for line in lines if any(line.amounts) or line.post not in rare]


def _budget_in(account_class: str, year: int) -> Sums | None:
    """The revised budget of a year per art, as the app that keeps it says; None when it has nothing in the class."""
    columns = Columns(sources_beside(year), (REVISED,))
    if not any(head.name == REVISED for head in columns.heads):
        return None
    sums = columns.per_art[0]
    return sums if any(where == account_class for where, _art in sums) else None


def postings_of(year: int, months: range, part: Part) -> QuerySet[Posting]:
    """The ledger lines that a part of a year's accounts is made of, in the order of the months."""
    found = Posting.objects.filter(delivery__is_live=True, delivery__year=year, delivery__month__in=months)
    chosen = found.filter(**wanted(part, "combination__"))
    return chosen.select_related("delivery__batch", "combination__unit").order_by("delivery__month", "pk")
