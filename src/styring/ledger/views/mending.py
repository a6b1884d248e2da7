"""What must be mended before the accounts hold: combinations and codes that the chart of accounts refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from styring.kernel.authority import may, require
from styring.ledger.models import CodeKind
from styring.ledger.policies import CHANGE_CHART, VIEW_CHART
from styring.ledger.queries import refused_in, refused_in_files
from styring.ledger.views.chart import around, refuse_year
from styring.ledger.views.lines import lines_address
from styring.ui.messages import filled
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpResponse

    from styring.ledger.queries.mending import Refused, RefusedInFile, RefusedInLedger
    from styring.ledger.rules.chart import Fault
    from styring.ledger.rules.codes import Kind
    from styring.ui.requests import SignedInRequest

PART = "rettes"


@login_required
@require_safe
def mend(request: SignedInRequest, year: int) -> HttpResponse:
    """Combinations in the ledger, and codes in files that were turned away, each with what to do."""
    require(request.user, VIEW_CHART)
    refuse_year(year)
    in_ledger, in_files = refused_in(request.user, year), refused_in_files(request.user, year)
    if request.GET.get("format") == "xlsx":
        tables = [_ledger_table(in_ledger.listed), _file_table(in_files)]
        return spreadsheet_response(tables, f"må rettes {year}")
    may_change = may(request.user, CHANGE_CHART)
    context = {
        "in_ledger": list(_ledger_rows(in_ledger, year, may_change=may_change)),
        "more": in_ledger.more,
        "in_files": list(_file_rows(in_files, year, may_change=may_change)),
        "batches": {found.batch.pk: found.batch for found in in_files}.values(),
        **around(year, PART),
    }
    return render(request, "ledger/mend.html", context)


def _ledger_rows(found: RefusedInLedger, year: int, *, may_change: bool) -> Iterable[dict[str, object]]:
    for refused in found.listed:
        line = refused.combination
        yield {
            "combination": line,
            "amount": refused.amount,
            "lines": refused.lines,
            "faults": [_said(fault) for fault in refused.faults],
            "address": lines_address(year, line._asdict()),
            "mend": _rules_address(year, refused.faults) if may_change else "",
        }


def _rules_address(year: int, faults: Sequence[Fault]) -> str:
    """Where what refuses a combination is kept: the project, or the rules."""
    if any("rule" in fault.parts for fault in faults):
        return reverse("ledger:chart", args=[year, "regler"])
    fault = faults[0]
    return code_address(fault.place, fault.parts.get("code", fault.value), year)


def code_address(kind: str | Kind, code: str, year: int) -> str:
    """The form of a code, filled in as far as it is known."""
    if kind not in CodeKind.values:
        return ""
    return f"{reverse('ledger:new_code')}?{urlencode({'type': str(kind), 'kode': code, 'fra': str(year)})}"


def _said(fault: Fault) -> tuple[str, str, str]:
    """Where a fault lies, what is wrong, and what to do."""
    place = str(CodeKind(fault.place).label) if fault.place in CodeKind.values else gettext("Kontoklasse")
    advice = filled(fault.advice, fault.parts) if fault.advice else ""
    return place, filled(fault.reason, fault.parts), advice


def _file_rows(found: Sequence[RefusedInFile], year: int, *, may_change: bool) -> Iterable[dict[str, object]]:
    for refused in found:
        fault = refused.fault
        yield {
            "refused": refused,
            "reason": filled(fault.reason, fault.parts),
            "advice": filled(fault.advice, fault.parts) if fault.advice else "",
            "mend": code_address(refused.kind, refused.code, year) if may_change and refused.kind else "",
        }


def _ledger_table(found: Sequence[Refused]) -> Table:
    columns = [
        Column(gettext("Kontoklasse")), Column(gettext("Art")), Column(gettext("Funksjon")), Column(gettext("Ansvar")),
        Column(gettext("Prosjekt")), Column(gettext("Linjer"), Shown.NUMBER), Column(gettext("Beløp"), Shown.KR),
        Column(gettext("Hva")), Column(gettext("Gjør dette")),
    ]  # fmt: skip
    rows = []
    for refused in found:
        account_class, *parts = refused.combination
        said = [_said(fault) for fault in refused.faults]
        what = " ".join(f"{place}: {reason}" for place, reason, _advice in said)
        advice = " ".join(dict.fromkeys(advice for _place, _reason, advice in said))
        rows.append(Row(account_class, (*parts, refused.lines, refused.amount, what, advice)))
    note = gettext("Kroner. Utgift pluss, inntekt minus.")
    return Table(gettext("I regnskapet"), columns, rows, note)


def _file_table(found: Sequence[RefusedInFile]) -> Table:
    columns = [
        Column(gettext("Fil")), Column(gettext("Kolonne")), Column(gettext("Sto i filen")),
        Column(gettext("Linjer"), Shown.NUMBER), Column(gettext("Hva")), Column(gettext("Gjør dette")),
    ]  # fmt: skip
    rows = []
    for refused in found:
        fault = refused.fault
        said = (filled(fault.reason, fault.parts), filled(fault.advice, fault.parts) if fault.advice else "")
        rows.append(Row(refused.batch.file_name, (refused.column, refused.value, refused.lines, *said)))
    return Table(gettext("I filer som ble avvist"), columns, rows)
