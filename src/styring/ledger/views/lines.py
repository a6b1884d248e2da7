"""The lines of the ledger that stand on an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from styring.kernel.periods import Length, Period
from styring.ledger.queries import OnAccount, lines_on, sum_on
from styring.ledger.queries.lines import ALL_MONTHS
from styring.ledger.rules.codes import arts, functions
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpResponse

    from styring.ledger.models import Posting
    from styring.ledger.rules.codes import Code
    from styring.ui.requests import SignedInRequest

LINES_A_PAGE = 50
MOST_LINES = 50_000
"""Lines that a spreadsheet may have; more is no table any longer."""
WORDS = {
    "account_class": "kontoklasse", "function": "funksjon", "art": "art", "unit": "enhet", "project": "prosjekt",
}  # fmt: skip
"""What stands after the question mark for each part of an account."""


@login_required
@require_safe
def lines(request: SignedInRequest, year: int) -> HttpResponse:
    """The lines on an account, fifty a page; all of them as a spreadsheet."""
    account = _account(year, request.GET)
    found = lines_on(request.user, account)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(year, found[:MOST_LINES])], gettext("linjer %(year)s") % {"year": year})
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("side"))
    context = {
        "year": str(year),
        "chosen": [part for part in _chosen(account) if part],
        "page": page,
        "table": _table(year, page.object_list),
        "total": sum_on(request.user, account),
    }
    return render(request, "ledger/lines.html", context)


def lines_address(year: int, parts: Mapping[str, str], until: int = ALL_MONTHS) -> str:
    """Where the lines on an account are shown; ``parts`` are any parts of a combination by their names."""
    asked = {WORDS[name]: value for name, value in parts.items()}
    if until != ALL_MONTHS:
        asked["til"] = str(until)
    return f"{reverse('ledger:lines', args=[year])}?{urlencode(asked)}"


def _account(year: int, asked: Mapping[str, str]) -> OnAccount:
    given = {name: asked[word].strip() for name, word in WORDS.items() if word in asked}
    until = asked.get("til", "")
    month = int(until) if until.isdecimal() and until.isascii() and len(until) <= len("12") else ALL_MONTHS
    return OnAccount(year, month, **given)


def _chosen(account: OnAccount) -> Iterable[str]:
    """The account in words, part by part."""
    classes = {"0": gettext("Investering"), "1": gettext("Drift")}
    yield classes.get(account.account_class or "", "")
    yield named(account.art or "", arts())
    yield named(account.function or "", functions())
    yield account.unit or ""
    yield account.project or ""


def named(code: str, known: Mapping[str, Code]) -> str:
    """A code with its name, where it has one."""
    return f"{code} {known[code].name}" if code in known else code


def _table(year: int, found: Iterable[Posting]) -> Table:
    columns = [
        Column(gettext("Måned")), Column(gettext("Enhet")), Column(gettext("Funksjon"), minor=True),
        Column(gettext("Art"), minor=True), Column(gettext("Prosjekt"), minor=True),
        Column(gettext("Bilag"), minor=True), Column(gettext("Kom med"), minor=True),
        Column(gettext("Beløp"), Shown.KR),
    ]  # fmt: skip
    last_day = Period(year, 12, Length.MONTH).last_day
    rows = [
        Row(
            str(Period(year, line.delivery.month, Length.MONTH)),
            (line.combination.unit.name_on(last_day), named(line.combination.function, functions()),
             named(line.combination.art, arts()), line.combination.project, line.voucher, str(line.delivery.batch),
             line.amount),
        )
        for line in found
    ]  # fmt: skip
    return Table(gettext("Linjer i regnskapet"), columns, rows, gettext("Kroner. Utgift pluss, inntekt minus."))
