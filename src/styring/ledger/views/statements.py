"""The statements of the accounts, from line to art to function to unit, and to the lines of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.policies import VIEW_LINES, VIEW_STATEMENTS
from styring.ledger.queries import (
    Book,
    Budget,
    accounts_book,
    balance_columns,
    breakdown_of,
    budget_named,
    last_month,
    ways_to_budgets,
    years_with_accounts,
)
from styring.ledger.queries.breakdown import NO_SUCH_LINE, called
from styring.ledger.rules.statements import definition
from styring.ledger.tables import Look, breakdown_table, statement_table
from styring.ledger.views.choices import choice_context, chosen, kept, section_of, sections_of, way_down
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from styring.ledger.rules.columns import Columns, Head
    from styring.ledger.tables import Leads, Opens
    from styring.ledger.views.choices import Choice
    from styring.ui.requests import SignedInRequest
    from styring.ui.tables import Table

NO_ACCOUNTS = gettext_noop("Det er ikke lest inn noe regnskap for %(year)s.")
_WHOLE_YEAR = 12
ALL = "alle"


@login_required
@require_safe
def statements_latest(request: SignedInRequest) -> HttpResponse:
    """The statements of the latest year that has accounts."""
    require(request.user, VIEW_STATEMENTS)
    years = years_with_accounts()
    return redirect("ledger:statements", max(years, default=today().year))


@login_required
@require_safe
def statements(request: SignedInRequest, year: int) -> HttpResponse:
    """The statements of a section for a year; a page of its own says so when there are no accounts.

    With ``oppstilling=alle`` all of them, to download.
    """
    require(request.user, VIEW_STATEMENTS)
    until, years = last_month(year), [str(known) for known in years_with_accounts()]
    if until is None:
        return render(request, "ledger/no_accounts.html", {"year": str(year), "years": years})
    choice = chosen(request.GET)
    book = accounts_book(year, chosen=choice.names, by=choice.by)
    tables = _tables(request, book, choice, leading_to("ledger:line", (year,), request.GET))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response(tables, f"oppstillinger {year}")
    context = {
        "year": str(year), "years": years, "until": until, "is_whole": until == _WHOLE_YEAR, "tables": tables,
        "ways": ways_to_budgets(request.user, year), **choice_context(choice, book),
    }  # fmt: skip
    return render(request, "ledger/statements.html", context)


@login_required
@require_safe
def budget_statements(request: SignedInRequest, name: str) -> HttpResponse:
    """The statements of a section for a budget; with ``oppstilling=alle`` all of them, to download."""
    choice = chosen(request.GET)
    budget = budget_named(request.user, name, chosen=choice.names, by=choice.by)
    choice = chosen(request.GET, sections_of(budget.book))
    tables = _tables(request, budget.book, choice, leading_to("ledger:budget_line", (name,), request.GET))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response(tables, f"oppstillinger {name}")
    context = {"budget": budget, "tables": tables, **choice_context(choice, budget.book)}
    return render(request, "ledger/budget_statements.html", context)


def _tables(request: SignedInRequest, book: Book, choice: Choice, leads: Leads) -> list[Table]:
    names = book.statements if request.GET.get("oppstilling") == ALL else choice.statements
    look = Look(leads, choice.shown)
    return [statement_table(found, look) for found in book.all_printed(names)]


def in_full(request: HttpRequest, budget: object) -> str:
    """The statements of a budget that its decision must have, for a page about the budget."""
    if not isinstance(budget, Budget):
        return ""
    look = Look(leading_to("ledger:budget_line", (budget.way.name,), request.GET))
    tables = [statement_table(found, look) for found in budget.book.all_printed()]
    return render_to_string("ledger/parts/tables.html", {"tables": tables}, request)


def leading_to(page: str, about: tuple[object, ...], words: QueryDict) -> Leads:
    """How lines lead to a page of what they are made of, with what goes along."""
    along = kept(words)

    def leads(statement: str, post: str, chosen_words: Mapping[str, str]) -> str:
        asked = urlencode([*chosen_words.items(), *along])
        address = reverse(page, args=[*about, statement, post or "sum"])
        return f"{address}?{asked}" if asked else address

    return leads


@login_required
@require_safe
def line(request: SignedInRequest, year: int, statement: str, post: str) -> HttpResponse:
    """What a line is made of, step by step: arts, functions, units and projects."""
    require(request.user, VIEW_STATEMENTS)
    choice = chosen(request.GET)
    if definition(statement, year).is_of_balance:
        book = Book(year, balance_columns(year))
    elif last_month(year) is None:
        raise NotFoundError(NO_ACCOUNTS, year=str(year))
    else:
        book = accounts_book(year, chosen=choice.names, by=choice.by)
    leads = leading_to("ledger:line", (year,), request.GET)
    return _shown_line(request, book, (statement, post), leads, {"year": str(year)})


@login_required
@require_safe
def budget_line(request: SignedInRequest, name: str, statement: str, post: str) -> HttpResponse:
    """What a line of a budget's statement is made of, step by step."""
    choice = chosen(request.GET)
    budget = budget_named(request.user, name, chosen=choice.names, by=choice.by)
    if statement in budget.book.other or statement not in budget.book.statements:
        raise NotFoundError(NO_SUCH_LINE)
    leads = leading_to("ledger:budget_line", (name,), request.GET)
    return _shown_line(request, budget.book, (statement, post), leads, {"budget": budget})


def _shown_line(
    request: SignedInRequest, book: Book, where: tuple[str, str], leads: Leads, context: dict[str, object]
) -> HttpResponse:
    words = way_down(request.GET)
    found = breakdown_of(book, *where, words)
    look = Look(leads, chosen(request.GET).shown)
    table = breakdown_table(found, where, look, opening(request, book.columns, where))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], table.title)
    context |= {
        "table": table, "statement_title": gettext(definition(where[0], book.year).title),
        "steps": steps_of(leads, where, words, book), "section": section_of(where[0]),
    }  # fmt: skip
    return render(request, "ledger/line.html", context)


def opening(request: SignedInRequest, columns: Columns, where: tuple[str, str]) -> Opens:
    """Where sums of account combinations lead: to the lines of the ledger, for those who may see them, or up."""
    sees_lines = may(request.user, VIEW_LINES)

    def opens(head: Head, words: Mapping[str, str]) -> str:
        if head.months == 0:
            return columns.opens(head, {**words, "oppstilling": where[0], "linje": where[1]})
        address = reverse("ledger:postings", args=[head.year, *where])
        return f"{address}?{urlencode({**words, 'til': head.months})}" if sees_lines else ""

    return opens


def steps_of(leads: Leads, where: tuple[str, str], words: Mapping[str, str], book: Book) -> list[tuple[str, str]]:
    """The way from the line to what is chosen, one step at a time: what each is called, and its address."""
    found, so_far = [], dict[str, str]()
    for name, value in list(words.items())[:-1]:
        so_far[name] = value
        found.append((called(book, name, value), leads(*where, so_far)))
    return found
