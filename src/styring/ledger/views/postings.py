"""The lines of the ledger that an account combination in a statement is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from styring.access.policies import permitted_units
from styring.kernel.authority import require
from styring.kernel.errors import NotFoundError
from styring.kernel.periods import Length, Period
from styring.ledger.policies import VIEW_LINES
from styring.ledger.queries import Book, last_month, line_of, part_of, postings_of
from styring.ledger.rules.columns import Columns
from styring.ledger.rules.statements import definition
from styring.ledger.views.choices import is_whole_part, way_down
from styring.ledger.views.statements import NO_ACCOUNTS
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table
from styring.ui.templatetags.ui import period_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from styring.ledger.models import Posting
    from styring.ui.requests import SignedInRequest

LINES_A_PAGE = 100
MOST_LINES = 50_000
"""Lines that a spreadsheet may have; more is no table any longer."""


@login_required
@require_safe
def postings(request: SignedInRequest, year: int, statement: str, post: str) -> HttpResponse:
    """The lines of a combination of art, function and unit, with the batch that each came with."""
    require(request.user, VIEW_LINES)
    words = way_down(request.GET)
    until = last_month(year)
    if until is None or not is_whole_part(words):
        raise NotFoundError(NO_ACCOUNTS, year=str(year))
    defined = definition(statement, year)
    part = part_of(Book(year, Columns(())), defined, line_of(defined, post), words)
    if part.units is None or not permitted_units(request.user, VIEW_LINES).filter(pk__in=part.units).exists():
        raise NotFoundError(_("Linjene finnes ikke, eller du har ikke tilgang til dem."))
    found = postings_of(year, range(1, _months(request, until) + 1), part)
    title = _("Linjer på art %(art)s, funksjon %(function)s") % {"art": words["art"], "function": words["funksjon"]}
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(title, year, found[:MOST_LINES])], f"{title} {year}")
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("side"))
    context = {
        "title": title, "year": str(year), "statement_title": _(defined.title), "page": page,
        "table": _table(title, year, page), "total": found.aggregate(total=Sum("amount"))["total"] or 0,
    }  # fmt: skip
    return render(request, "ledger/postings.html", context)


def _months(request: SignedInRequest, until: int) -> int:
    """How many months of the year are asked for; all that there are when the address says nothing that makes sense."""
    asked = request.GET.get("til", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and int(asked) <= until else until


def _table(title: str, year: int, found: Iterable[Posting]) -> Table:
    columns = [
        Column(_("Måned")), Column(_("Enhet")), Column(_("Prosjekt"), minor=True), Column(_("Bilag"), minor=True),
        Column(_("Kom med"), minor=True), Column(_("Beløp"), Shown.NUMBER, decimals=2),
    ]  # fmt: skip
    rows = [
        Row(
            period_name(Period(year, line.delivery.month, Length.MONTH)),
            (
                line.combination.unit.name_on(Period(year, line.delivery.month, Length.MONTH).last_day),
                line.combination.project,
                line.voucher,
                line.delivery.batch.title,
                Decimal(line.amount).scaleb(-2),
            ),
        )
        for line in found
    ]
    return Table(title, columns, rows, _("Kroner. Utgift pluss, inntekt minus."))
