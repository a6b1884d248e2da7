"""The chart of accounts as a register: a year of it, part by part, and what has changed since the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.exporters import couplings_csv, couplings_workbook
from styring.ledger.models import CodeKind
from styring.ledger.policies import CHANGE_CHART, VIEW_CHART
from styring.ledger.queries import couplings_in, rules_in_order, years_with_accounts
from styring.ledger.rules.chart import DEFAULT_RULES, rules_in
from styring.ledger.rules.couplings import FIRST_SENSIBLE_YEAR, LAST_SENSIBLE_YEAR
from styring.ledger.views.chart_tables import TABLES, changes_table, own_codes_table, rules_table
from styring.ui.spreadsheets import MEDIA_TYPE, spreadsheet_response

if TYPE_CHECKING:
    from styring.ledger.rules.chart import PrefixRule
    from styring.ui.requests import SignedInRequest
    from styring.ui.tables import Table

NO_SUCH_YEAR = gettext_noop("Kontoplanen har årene %(first)s til %(last)s.")
NO_SUCH_PART = gettext_noop("Kontoplanen har ingen slik del.")
PARTS = {
    "arter": gettext_lazy("Arter"),
    "funksjoner": gettext_lazy("Funksjoner"),
    "ansvar": gettext_lazy("Ansvar"),
    "prosjekter": gettext_lazy("Prosjekter"),
    "koder": gettext_lazy("Egne koder"),
    "regler": gettext_lazy("Regler"),
    "endringer": gettext_lazy("Endringer"),
}
OWN_CODES = "koder"


@login_required
@require_safe
def chart_latest(request: SignedInRequest) -> HttpResponse:
    """The chart of the latest year that has accounts."""
    require(request.user, VIEW_CHART)
    return redirect("ledger:chart", max(years_with_accounts(), default=today().year), "arter")


@login_required
@require_safe
def chart(request: SignedInRequest, year: int, part: str) -> HttpResponse:
    """A part of a year's chart, searched or whole; each can be downloaded."""
    require(request.user, VIEW_CHART)
    refuse_year(year)
    if part not in PARTS:
        raise NotFoundError(NO_SUCH_PART)
    words = request.GET.get("sok", "").strip()
    if part == OWN_CODES and request.GET.get("format"):
        return _coupling_file(request, year, words)
    table = _table_of(request, year, part, words)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], table.title)
    context = {
        "table": table,
        "words": words,
        "part": part,
        "has_search": part in TABLES or part == OWN_CODES,
        "kinds": CodeKind.choices if part == OWN_CODES else (),
        "kind": request.GET.get("type", ""),
        "may_change": may(request.user, CHANGE_CHART),
        "code_rules": _code_rules(year) if part == "regler" else (),
        **around(year, part),
    }
    return render(request, "ledger/chart.html", context)


def _coupling_file(request: SignedInRequest, year: int, words: str) -> HttpResponse:
    """The couplings shown, as a file that can be read in again."""
    rows = couplings_in(year, request.GET.get("type", ""), words)
    is_text = request.GET["format"] == "csv"
    content, kind, ending = (
        (couplings_csv(rows), "text/csv; charset=utf-8", "csv")
        if is_text
        else (couplings_workbook(rows), MEDIA_TYPE, "xlsx")
    )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="koblinger-{year}.{ending}"'
    return response


def _table_of(request: SignedInRequest, year: int, part: str, words: str) -> Table:
    match part:
        case "koder":
            return own_codes_table(request.user, year, words, request.GET.get("type", ""))
        case "regler":
            return rules_table(year)
        case "endringer":
            return changes_table(request.user, year)
    return TABLES[part](request.user, year, words)


def around(year: int, part: str) -> dict[str, object]:
    """What stands around each part: the years to choose among, and the other parts."""
    known = years_with_accounts()
    years = sorted({*known, year, max([*known, today().year]) + 1})
    return {"year": str(year), "years": [str(each) for each in years], "parts": PARTS, "current": part}


def refuse_year(year: int) -> None:
    """No chart of the year 0 or 99999.

    Raises:
        NotFoundError: the year is none.
    """
    if not FIRST_SENSIBLE_YEAR <= year <= LAST_SENSIBLE_YEAR:
        raise NotFoundError(NO_SUCH_YEAR, first=FIRST_SENSIBLE_YEAR, last=LAST_SENSIBLE_YEAR)


def _code_rules(year: int) -> list[tuple[str, str, str]]:
    """Where KOSTRA's code stands in longer codes: kind, place, and since when."""
    found = rules_in(year, rules_in_order())
    return [(str(CodeKind(kind.value).label), _place_of(rule), _since(rule)) for kind, rule in sorted(found.items())]


def _place_of(rule: PrefixRule) -> str:
    if rule.skip is None:
        return gettext("KOSTRA-koden står ikke i koden. Hver kode må kobles.")
    if rule.skip == 0:
        return gettext("De tre første tegnene er KOSTRA-koden.")
    return gettext("KOSTRA-koden står i tegn %(first)s til %(last)s.") % {"first": rule.skip + 1, "last": rule.skip + 3}


def _since(rule: PrefixRule) -> str:
    if rule in DEFAULT_RULES:
        return gettext("Slik det er når kommunen ikke har bestemt noe")
    return gettext("Fra og med %(first)s") % {"first": rule.first_year}
