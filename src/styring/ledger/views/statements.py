"""The statements of the accounts, and what their lines are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.policies import VIEW_STATEMENTS
from styring.ledger.queries import ALL_YEAR, Extent, actuals, last_month, sums_per_art, years_with_accounts
from styring.ledger.rules.columns import statement_columns
from styring.ledger.rules.statements import Statement, definition
from styring.ledger.tables import Figures, art_table, line_table, statement_tables
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest
    from styring.ui.tables import Table

NO_ACCOUNTS = gettext_noop("Det er ikke lest inn noe regnskap for %(year)s.")
NO_SUCH_LINE = gettext_noop("Det finnes ingen slik linje i oppstillingen.")
_WHOLE_YEAR = 12


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
    """The three statements of a year; a page of its own says so when there are no accounts."""
    require(request.user, VIEW_STATEMENTS)
    until, years = last_month(year), [str(known) for known in years_with_accounts()]
    if until is None:
        return render(request, "ledger/no_accounts.html", {"year": str(year), "years": years})
    tables = statement_tables(year, _columns(year, until))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response(tables, f"oppstillinger {year}")
    context = {"year": str(year), "years": years, "until": until, "is_whole": until == _WHOLE_YEAR, "tables": tables}
    return render(request, "ledger/statements.html", context)


@login_required
@require_safe
def line(request: SignedInRequest, year: int, statement: str, post: str) -> HttpResponse:
    """The arts that a line is made of."""
    require(request.user, VIEW_STATEMENTS)
    defined, until = _line_of(year, statement, post), _until(year)
    table = line_table(defined, post, year, _columns(year, until))
    return _shown(request, table, {"year": str(year), "statement": defined, "post": post})


@login_required
@require_safe
def art(request: SignedInRequest, year: int, statement: str, post: str, art: str) -> HttpResponse:
    """The functions that an art of a line stands on."""
    require(request.user, VIEW_STATEMENTS)
    defined, until = _line_of(year, statement, post), _until(year)
    found = next(known for known in defined.lines if known.post == post)
    if art not in found.arts:
        raise NotFoundError(NO_SUCH_LINE)
    extent = Extent.OPERATING if defined.account_class == "1" else Extent.INVESTMENT
    sums: list[dict[str, int]] = [{}, {}]
    by = ("year", "function")
    for (of_year, function), amount in actuals(
        None, [year, year - 1], range(1, until + 1), by=by, extent=extent, arts=[art]
    ).items():
        sums[year - int(str(of_year))][str(function)] = amount
    table = art_table(art, found.sign, [_title(year, until), _title(year - 1, until)], sums)
    return _shown(request, table, {"year": str(year), "statement": defined, "post": post, "line": found})


def _shown(request: SignedInRequest, table: Table, context: dict[str, object]) -> HttpResponse:
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], table.title)
    return render(request, "ledger/line.html", {"table": table, **context})


def _until(year: int) -> int:
    until = last_month(year)
    if until is None:
        raise NotFoundError(NO_ACCOUNTS, year=str(year))
    return until


def _line_of(year: int, statement: str, post: str) -> Statement:
    found = definition(statement, year)
    if not any(line.post == post and not line.formula for line in found.lines):
        raise NotFoundError(NO_SUCH_LINE)
    return found


def _title(year: int, until: int) -> str:
    if until == _WHOLE_YEAR:
        return gettext("Regnskap %(year)s") % {"year": year}
    return gettext("Regnskap %(year)s, %(months)s måneder") % {"year": year, "months": until}


def _columns(year: int, until: int) -> list[Figures]:
    """Accounts of the year, what other apps know of it, the same months last year, and all of last year."""
    so_far = sums_per_art([year, year - 1], range(1, until + 1))
    known = [(column.title, column.sums(year)) for column in statement_columns()]
    columns = [
        Figures(_title(year, until), so_far[year]),
        *(Figures(gettext(title), sums) for title, sums in known if sums is not None),
        Figures(_title(year - 1, until), so_far[year - 1], minor=True),
    ]
    if until < _WHOLE_YEAR:
        columns.append(Figures(_title(year - 1, _WHOLE_YEAR), sums_per_art([year - 1], ALL_YEAR)[year - 1], minor=True))
    return columns
