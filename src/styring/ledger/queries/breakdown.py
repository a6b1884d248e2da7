"""What a line of a statement is made of: arts, then functions, then units and projects, for any columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.queries.divisions import COMMON
from styring.ledger.queries.statements import project_name
from styring.ledger.rules.codes import arts, chapters, functions, sectors
from styring.ledger.rules.columns import Part, project_names
from styring.ledger.rules.statements import APPROPRIATED, SECOND, Line, Statement, appropriated_arts, definition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from styring.ledger.queries.statements import Book
    from styring.ledger.rules.codes import Code
    from styring.ledger.rules.columns import Columns, Head

NO_SUCH_LINE = gettext_noop("Det finnes ingen slik linje i oppstillingen.")
WORDS = ("omrade", "art", "funksjon", "enhet", "prosjekt", "sektor")
"""What is chosen on the way down, as it stands in addresses."""
_FIELDS = {"art": "art", "funksjon": "function", "enhet": "unit", "prosjekt": "project", "sektor": "sector"}
_STEPS = (("art",), ("funksjon",), ("enhet", "prosjekt"))
_STEPS_OF_AREA = (("enhet",), ("art",), ("funksjon",), ("prosjekt",))
_STEPS_OF_PROJECT = (("art",), ("funksjon",), ("enhet",))
_STEPS_OF_BALANCE = (("art",), ("sektor",))


@dataclass(frozen=True)
class Found:
    """A row: what is chosen when one goes on, its name, and an amount for each column."""

    words: Mapping[str, str]
    name: str
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Breakdown:
    """A line of a statement, as far down as is chosen, with what it is made of one step further down.

    ``is_last`` is true when the rows are account combinations, which are made of lines of the ledger or the budget.
    """

    title: str
    step: str
    heads: Sequence[Head]
    rows: Sequence[Found]
    is_last: bool

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each column."""
        return tuple(sum(row.amounts[place] for row in self.rows) for place in range(len(self.heads)))


def breakdown_of(book: Book, statement: str, post: str, words: Mapping[str, str]) -> Breakdown:
    """What a line is made of; a query a source, and those that name what is found.

    Raises:
        NotFoundError: the statement has no such line, or nothing lies below what is chosen.
    """
    defined = definition(statement, book.year)
    line, steps = line_of(defined, post), _steps(defined, words)
    step = next((one for one in steps if not set(one) <= set(words)), None)
    if step is None:
        raise NotFoundError(NO_SUCH_LINE)
    sums = _summed(book.columns, step, part_of(book, defined, line, words))
    names = _names(book, defined, step, sums)
    rows = [
        Found(
            {**words, **dict(zip(step, key, strict=True))},
            names[key],
            tuple(line.sign * column.get(key, 0) for column in sums),
        )
        for key in sorted(names)
        if any(column.get(key, 0) for column in sums)
    ]
    is_last = step == steps[-1] and not defined.is_of_balance
    return Breakdown(_title(book, defined, line, words), step[0], book.columns.heads, rows, is_last)


def line_of(defined: Statement, post: str) -> Line:
    """A line that is a sum of arts or chapters; the whole of a second paragraph where it is parted by area.

    Raises:
        NotFoundError: there is none.
    """
    first = definition(APPROPRIATED[defined.account_class][0], defined.last_year) if defined.id in SECOND else defined
    if defined.id == SECOND[0]:
        post = APPROPRIATED[defined.account_class][1]
    found = first.line(post)
    if found is None or found.formula:
        raise NotFoundError(NO_SUCH_LINE)
    return found


def part_of(book: Book, defined: Statement, line: Line, words: Mapping[str, str]) -> Part:
    """The part of the accounts or a budget that is chosen.

    Raises:
        NotFoundError: the art is none of the line's.
    """
    chosen = frozenset({words["art"]}) if "art" in words else line.codes
    if not chosen <= line.codes:
        raise NotFoundError(NO_SUCH_LINE)
    if defined.id in SECOND:
        chosen &= appropriated_arts(defined.account_class, book.year)
    units = None
    if "omrade" in words:
        units = book.division.units_of(words["omrade"])
    if "enhet" in words:
        units = frozenset(unit for unit, code in book.division.codes.items() if code == words["enhet"])
    return Part(defined.account_class, chosen, units, words.get("funksjon", ""), words.get("prosjekt"))


def _steps(defined: Statement, words: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    if defined.is_of_balance:
        return _STEPS_OF_BALANCE
    if defined.id == SECOND[0]:
        return _STEPS_OF_AREA
    return _STEPS_OF_PROJECT if defined.id == SECOND[1] and "prosjekt" in words else _STEPS


def _summed(columns: Columns, step: tuple[str, ...], part: Part) -> list[dict[tuple[str, ...], int]]:
    """The sums of each column by the fields of a step, the keys as text."""
    found = []
    for column in columns.sums(tuple(_FIELDS[name] for name in step), part):
        sums: dict[tuple[str, ...], int] = defaultdict(int)
        for key, amount in column.items():
            sums[tuple(str(value) for value in key)] += amount
        found.append(dict(sums))
    return found


def _names(
    book: Book, defined: Statement, step: tuple[str, ...], sums: list[dict[tuple[str, ...], int]]
) -> dict[tuple[str, ...], str]:
    """What the keys of a step are called; a unit's key becomes its code."""
    keys = {key for column in sums for key in column}
    if step[0] == "enhet":
        return _named_units(book, step, sums, keys)
    if step[0] == "prosjekt":
        named = project_names({key[0] for key in keys})
        return {key: project_name(key[0], named) for key in keys}
    return {key: called(book, step[0], key[0], of_balance=defined.is_of_balance) for key in keys}


def _named_units(
    book: Book, step: tuple[str, ...], sums: list[dict[tuple[str, ...], int]], keys: set[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    division = book.division
    turned = {key: (division.codes.get(int(key[0]), COMMON), *key[1:]) for key in keys}
    for place, column in enumerate(sums):
        sums[place] = {turned[key]: amount for key, amount in column.items()}
    named = project_names({key[1] for key in keys}) if len(step) > 1 else {}
    return {
        turned[key]: _combined(division.units.get(int(key[0]), key[0]), key[1:], named) for key in keys
    }  # fmt: skip


def _combined(unit: str, rest: tuple[str, ...], named: Mapping[str, str]) -> str:
    """A unit, and the project when there is one."""
    return f"{unit}, {project_name(rest[0], named)}" if rest and rest[0] else unit


def _title(book: Book, defined: Statement, line: Line, words: Mapping[str, str]) -> str:
    """The most particular of what is chosen."""
    particular = next((name for name in ("funksjon", "art", "enhet", "omrade", "prosjekt") if name in words), "")
    return called(book, particular, words[particular], of_balance=defined.is_of_balance) if particular else line.label


def called(book: Book, name: str, value: str, *, of_balance: bool = False) -> str:
    """What something chosen is called: an art, a function, a unit, an area or a project."""
    if name == "omrade":
        return book.division.names.get(value) or gettext("Felles, ikke lagt til noe område")
    if name == "enhet":
        units = book.division.units
        return next((units[unit] for unit, code in book.division.codes.items() if code == value), value)
    if name == "prosjekt":
        return project_name(value, project_names([value]))
    known = chapters() if of_balance and name == "art" else _LISTS.get(name, dict)()
    return f"{value} {known[value].name}" if value in known else value


_LISTS: dict[str, Callable[[], Mapping[str, Code]]] = {"art": arts, "funksjon": functions, "sektor": sectors}
