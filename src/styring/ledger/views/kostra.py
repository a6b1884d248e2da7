"""The report to KOSTRA: what the national control says of it, whether it may be handed in, and the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError
from styring.ledger.exporters import kostra_report
from styring.ledger.exporters.kostra import MONTHS_OF_A_QUARTER, QUARTERS
from styring.ledger.policies import VIEW_KOSTRA
from styring.ledger.queries import last_month, years_with_accounts
from styring.ledger.queries.lines import ALL_MONTHS
from styring.ledger.rules.kostra.controls import WHOLE_YEAR, Severity, rules
from styring.ledger.rules.kostra.explained import CHECKED, SEVERITY_MEANS, SEVERITY_WORDS
from styring.ledger.rules.kostra.records import APPROPRIATIONS, BALANCES
from styring.ledger.views.lines import lines_address
from styring.ui.messages import filled, sentence
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.ledger.exporters import Report
    from styring.ledger.rules.kostra.control import Finding
    from styring.ledger.rules.kostra.controls import Rule
    from styring.ui.requests import SignedInRequest

LOOKS = {Severity.FATAL: "bad", Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "none"}
ORE_IN_A_THOUSAND = 1000_00


class Asked(NamedTuple):
    """What a reader has chosen: the form, and the quarter (blank for the whole year)."""

    form: str
    quarter: str


@login_required
@require_safe
def kostra_latest(request: SignedInRequest) -> HttpResponse:
    """The report of the latest year that has accounts."""
    require(request.user, VIEW_KOSTRA)
    return redirect("ledger:kostra", max(years_with_accounts(), default=today().year))


@login_required
@require_safe
def kostra(request: SignedInRequest, year: int) -> HttpResponse:
    """What the control says of a year's report; the findings can be downloaded."""
    require(request.user, VIEW_KOSTRA)
    asked, until = _asked(request, year), last_month(year)
    try:
        report = kostra_report(asked.form, year, asked.quarter)
    except GovernanceError as error:
        context = {"reason": sentence(error), **_choices(asked, year, until)}
        return render(request, "ledger/kostra.html", context)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(report)], f"kostra {asked.form} {year}{asked.quarter.strip()}")
    context = {
        "report": report,
        "findings": list(_shown(report)),
        "counts": _counts(report),
        "is_short": asked.quarter == WHOLE_YEAR and asked.form == APPROPRIATIONS and until != ALL_MONTHS,
        **_choices(asked, year, until),
    }
    return render(request, "ledger/kostra.html", context)


@login_required
@require_safe
def kostra_file(request: SignedInRequest, year: int) -> HttpResponse:
    """The file as Statistics Norway takes it."""
    require(request.user, VIEW_KOSTRA)
    asked = _asked(request, year)
    report = kostra_report(asked.form, year, asked.quarter)
    quarter = f"K{asked.quarter}" if asked.quarter != WHOLE_YEAR else ""
    response = HttpResponse(report.text.encode("latin-1"), content_type="text/plain; charset=iso-8859-1")
    name = f"{asked.form}_{report.heading.municipality}_{year}{quarter}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def kostra_rules(request: SignedInRequest) -> HttpResponse:
    """Every rule of the control: what it looks for, how grave it is, and what it measures with."""
    require(request.user, VIEW_KOSTRA)
    table = _rule_table()
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], "kostra kontroller")
    meanings = [
        (LOOKS[severity], gettext(SEVERITY_WORDS[severity]), gettext(SEVERITY_MEANS[severity])) for severity in Severity
    ]
    return render(request, "ledger/kostra_rules.html", {"table": table, "meanings": meanings})


def _asked(request: SignedInRequest, year: int) -> Asked:
    """What is chosen; else the accounts of the whole year, or of the last quarter that they have come to."""
    form = request.GET.get("skjema", APPROPRIATIONS)
    if form not in {APPROPRIATIONS, BALANCES}:
        form = APPROPRIATIONS
    quarter = request.GET.get("kvartal")
    if quarter is None:
        quarters = (last_month(year) or ALL_MONTHS) // MONTHS_OF_A_QUARTER
        quarter = str(quarters) if 0 < quarters < len(QUARTERS) else WHOLE_YEAR
    is_one = form == APPROPRIATIONS and len(quarter) == 1 and quarter in QUARTERS
    return Asked(form, quarter if is_one else WHOLE_YEAR)


def _choices(asked: Asked, year: int, until: int | None) -> dict[str, object]:
    """What the page offers to choose among, and what is chosen."""
    come = (until or 0) // MONTHS_OF_A_QUARTER
    return {
        "year": str(year),
        "years": sorted({str(known) for known in (*years_with_accounts(), year)}),
        "form": asked.form,
        "quarter": asked.quarter.strip(),
        "forms": ((APPROPRIATIONS, gettext("0A Bevilgningsregnskap")), (BALANCES, gettext("0B Balanse"))),
        "quarters": [*QUARTERS[:come]],
        "until": until,
    }


class ShownFinding(NamedTuple):
    """A finding as the page shows it; the amount is what is reported of its account, in øre."""

    finding: Finding
    look: str
    severity: str
    sentence: str
    advice: str
    amount: int | None
    address: str


def _shown(report: Report) -> Iterable[ShownFinding]:
    amounts = report.amounts()
    for finding in report.findings:
        yield ShownFinding(
            finding,
            LOOKS[finding.severity],
            gettext(SEVERITY_WORDS[finding.severity]),
            filled(finding.message, finding.parts),
            gettext(finding.advice) if finding.advice else "",
            amounts.get(finding.account, 0) * ORE_IN_A_THOUSAND if finding.account else None,
            _lines_of(finding, report),
        )


def _lines_of(finding: Finding, report: Report) -> str:
    """Where the lines behind a finding are; only the appropriation accounts have lines."""
    if finding.account is None or report.heading.form != APPROPRIATIONS:
        return ""
    quarter = report.heading.quarter.strip()
    until = int(quarter) * MONTHS_OF_A_QUARTER if quarter else ALL_MONTHS
    account = finding.account
    parts = {"account_class": account.account_class, "function": account.code, "art": account.detail}
    return lines_address(report.heading.year, parts, until)


def _counts(report: Report) -> list[tuple[str, str, int]]:
    """How many findings of each severity."""
    counted = {severity: sum(1 for found in report.findings if found.severity is severity) for severity in Severity}
    return [(LOOKS[severity], gettext(SEVERITY_WORDS[severity]), count) for severity, count in counted.items() if count]


def _table(report: Report) -> Table:
    columns = [
        Column(gettext("Alvorlighet")), Column(gettext("Kontroll")), Column(gettext("Konto")),
        Column(gettext("Beløp"), Shown.KR1000), Column(gettext("Hva")), Column(gettext("Gjør dette")),
    ]  # fmt: skip
    rows = [
        Row(
            shown.severity,
            (shown.finding.rule, str(shown.finding.account or ""), shown.amount, shown.sentence, shown.advice),
        )
        for shown in _shown(report)
    ]
    title = gettext("Funn i %(form)s %(year)s") % {"form": report.heading.form, "year": report.heading.year}
    return Table(title, columns, rows, gettext("1000 kr. Utgift og eiendel pluss, inntekt og gjeld minus."))


def _rule_table() -> Table:
    columns = [
        Column(gettext("Kontroll")), Column(gettext("Hva som skal stemme")), Column(gettext("Hele året")),
        Column(gettext("Kvartal"), minor=True), Column(gettext("Måles mot"), minor=True),
    ]  # fmt: skip
    rows = [
        Row(rule.number, (gettext(CHECKED[rule.check]), _severity_in(rule, ""), _in_quarters(rule), _measured(rule)))
        for rule in rules()
    ]
    return Table(gettext("Nasjonale kontroller"), columns, rows)


def _severity_in(rule: Rule, quarter: str) -> str:
    found = rule.severity_in(quarter)
    return gettext(SEVERITY_WORDS[found]) if found else gettext("Kontrolleres ikke")


def _in_quarters(rule: Rule) -> str:
    """The severity in each quarter, said once where all are alike."""
    said = [_severity_in(rule, quarter) for quarter in QUARTERS]
    if len(set(said)) == 1:
        return said[0]
    return " · ".join(f"{quarter}: {words}" for quarter, words in zip(QUARTERS, said, strict=True))


def _measured(rule: Rule) -> str:
    """The codes and the margin that a rule measures with."""
    classes = {"0": gettext("Investering"), "1": gettext("Drift")}
    having = rule.having(WHOLE_YEAR)
    said = [classes[having["account_class"]]] if "account_class" in having else []
    for name, words in (
        ("functions", gettext("Funksjon: %(codes)s")),
        ("arts", gettext("Art: %(codes)s")),
        ("chapters", gettext("Kapittel: %(codes)s")),
    ):
        if name in having:
            said.append(words % {"codes": ", ".join(having[name])})
    if "margin" in having:
        said.append(gettext("Slingringsmonn: %(margin)s tusen kroner") % {"margin": having["margin"]})
    return ". ".join(said)
