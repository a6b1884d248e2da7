"""The budget as columns of the statements that the law asks for, and what a sum of it is made of."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext

from styring.budget.models import BudgetLine, Investment, Layer, LayerKind, LoanPurpose
from styring.budget.queries.finance import development
from styring.budget.queries.programme import lines_of_state
from styring.budget.rules.loans import Purpose
from styring.kernel.clock import today
from styring.ledger.queries import ADOPTED, REVISED, Book, Printed, PrintedLine, accounts_sources, wanted
from styring.ledger.rules.columns import Columns, Head, Source
from styring.ledger.rules.statements import definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from styring.budget.queries.finance import FinanceYear
    from styring.ledger.queries import By
    from styring.ledger.rules.columns import Part

    Opens = Callable[[Head, Mapping[str, str]], str]

Key = tuple[object, ...]
Sums = dict[Key, int]
OF_LAYERS = ("5-4-1", "5-4-2", "5-5-1", "5-5-2", "5-6")
"""The statements of a budget that are made of its lines."""
DEBT = "5-7"
LAST_ACCOUNTS = "last_accounts"


def budget_source(year: int, opens: Opens, day: date | None = None) -> Source | None:
    """The revised and the adopted budget of a year as of a day, else today; None when there is none.

    One query, and one for each time it is read.
    """
    layers = list(Layer.objects.budget_of(year, day or today()).values_list("pk", "kind"))
    if not layers:
        return None
    adopted = {key for key, kind in layers if kind == LayerKind.ADOPTED}
    heads = (
        Head(REVISED, 20, gettext("Revidert budsjett %(year)s") % {"year": year}, year),
        Head(ADOPTED, 30, gettext("Opprinnelig budsjett %(year)s") % {"year": year}, year, minor=True),
    )

    def read(by: tuple[str, ...], part: Part) -> list[Sums]:
        revised, original = defaultdict[Key, int](int), Sums()
        lines = BudgetLine.objects.filter(layer__in=[key for key, _kind in layers], year=year)
        for layer, key, total in _grouped(lines, ("layer", *by), part):
            revised[key] += total
            if layer in adopted:
                original[key] = original.get(key, 0) + total
        return [dict(revised), original]

    return Source(heads, read, opens)


def _grouped(lines: QuerySet[BudgetLine], fields: Sequence[str], part: Part) -> Iterator[tuple[int, Key, int]]:
    """The sums of some lines: the first of the fields, the others as a key, and øre."""
    rows = lines.filter(**wanted(part)).order_by().values_list(*fields).annotate(total=Sum("amount"))
    for first, *key, total in rows:
        yield first, tuple(key), total


def layer_source(layer: Layer, opens: Opens) -> Source:
    """Each year of a layer, as its state has it."""
    years = list(layer.years)
    titles = {year: gettext("Budsjett %(year)s") if year == years[0] else gettext("Plan %(year)s") for year in years}
    heads = tuple(
        Head(str(year), 60 + place, titles[year] % {"year": year}, year, minor=place > 1)
        for place, year in enumerate(years)
    )

    lines = lines_of_state(layer).filter(year__in=years)

    def read(by: tuple[str, ...], part: Part) -> list[Sums]:
        found: list[Sums] = [{} for _year in years]
        for year, key, total in _grouped(lines, ("year", *by), part):
            found[years.index(year)][key] = total
        return found

    return Source(heads, read, opens)


def layer_book(layer: Layer, opens: Opens, *, chosen: Sequence[str] = (), by: By | None = None) -> Book:
    """A layer's years, after the last accounts and this year's budget as a budget must show them.

    Two queries, and one or two for each source read.
    """
    first = layer.first_year
    accounts = accounts_sources(first - 2)[0]
    last = Head(LAST_ACCOUNTS, 10, accounts.heads[0].title, first - 2, minor=True, months=12)
    sources = [Source((last,), lambda fields, part: accounts.read(fields, part)[:1])]
    now = budget_source(first - 1, opens)
    columns = Columns([*sources, *([now] if now else []), layer_source(layer, opens)], chosen)
    return Book(first, columns, by, (*OF_LAYERS, DEBT), {DEBT: partial(debt_statement, layer)})


def book_to_adopt(layer: Layer, opens: Opens) -> Book:
    """A layer's own years, with the statements that a decision must have (§§ 5-4, 5-5 and 5-6); at most one query."""
    return Book(layer.first_year, Columns([layer_source(layer, opens)], at_once=True), statements=OF_LAYERS)


def statements_of_layer(layer: Layer) -> list[Printed]:
    """All statements of a layer, its years alone."""
    return [*book_to_adopt(layer, lambda _head, _words: "").all_printed(), debt_statement(layer)]


def debt_statement(layer: Layer) -> Printed:
    """How debt develops in the years of a layer (Local Government Act § 14-4); the queries of `development`."""
    defined = definition(DEBT, layer.first_year)
    years = development(layer)
    heads = [Head(str(one.year), place, str(one.year), one.year) for place, one in enumerate(years)]
    return Printed(DEBT, defined.title, defined.authority, heads, _debt_lines(years))


def _debt_lines(years: Sequence[FinanceYear]) -> list[PrintedLine]:
    """What is owed when each year ends, by what it was borrowed for, and what changes it."""
    owed = [
        (LoanPurpose(purpose.value).label, "line", [year.debt[purpose] for year in years]) for purpose in Purpose
    ]  # fmt: skip
    totals = [sum(year.debt.values()) for year in years]
    on_lending = [year.debt[Purpose.ON_LENDING] for year in years]
    rows = [
        *owed,
        (gettext("Sum lånegjeld 31. desember"), "sum", totals),
        (gettext("Gjeld uten lån til videreutlån"), "sum", [a - b for a, b in zip(totals, on_lending, strict=True)]),
        (gettext("Nye lån til investeringer i året"), "line", [year.new_loans for year in years]),
        (gettext("Avdrag i året"), "line", [year.instalments for year in years]),
        (gettext("Minste avdrag etter kommuneloven § 14-18"), "line", [year.least_instalment or 0 for year in years]),
        (gettext("Renteutgifter i året"), "line", [year.interest for year in years]),
    ]
    return [
        PrintedLine(str(post), str(label), kind, tuple(amounts))
        for post, (label, kind, amounts) in enumerate(rows, start=1)
    ]  # fmt: skip


class BudgetPart(NamedTuple):
    """A part of a sum: the layer and the change it came with, the unit's key, the project, and øre."""

    layer: str
    change: str
    unit: int
    project: str
    amount: int


def parts_of_budget(year: int, part: Part, *, amended: bool) -> list[BudgetPart]:
    """What a part of a year's budget is made of; one query."""
    layers = Layer.objects.budget_of(year, today())
    counting = layers if amended else layers.filter(kind=LayerKind.ADOPTED)
    return _parts(BudgetLine.objects.filter(layer__in=counting, year=year), part)


def parts_of_layer(layer: Layer, year: int, part: Part) -> list[BudgetPart]:
    """What a part of a layer's state in a year is made of; two queries."""
    return _parts(lines_of_state(layer).filter(year=year), part)


def _parts(lines: QuerySet[BudgetLine], part: Part) -> list[BudgetPart]:
    key = ("layer__title", "change__title", "unit", "project")
    rows = lines.filter(**wanted(part)).values_list(*key).annotate(total=Sum("amount"))
    found = rows.order_by("layer__first_year", "layer", "change__order", "change", "unit", "project")
    return [
        BudgetPart(layer, change or "", unit, project, total)
        for layer, change, unit, project, total in found.values_list(*key, "total")
        if total
    ]


def project_titles(codes: Iterable[str]) -> dict[str, str]:
    """What investments are called, by the codes of their projects; one query."""
    found = Investment.objects.filter(project__in=list(codes)).values_list("project", "element__title")
    return dict(found)
