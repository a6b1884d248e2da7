"""The rounds, one round by level and unit, and the consolidated report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from styring.access.policies import may
from styring.kernel.clock import today
from styring.kernel.errors import InvalidValueError, NotFoundError, RuleBrokenError
from styring.kernel.periods import Length, Period
from styring.organisation.queries import top_unit, units_led_by
from styring.reporting.policies import CLOSE_ROUND, OPEN_ROUND, VIEW_REPORT
from styring.reporting.queries import consolidated, levels_of, round_of, rounds_for, seen_reports
from styring.reporting.queries.line import NO_REPORT, in_percent
from styring.reporting.queries.reminders import last_reminders
from styring.reporting.rules.answers import CAUSES
from styring.reporting.services import close_round, open_round
from styring.reporting.tables import areas_table, deviations_table, levels_table, sick_leave_table
from styring.reporting.views.budgets import amended_at
from styring.ui.messages import sentence
from styring.ui.spreadsheets import spreadsheet_response

LARGEST = 10

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from styring.reporting.models import Contribution
    from styring.reporting.rules.consolidated import Consolidated
    from styring.ui.requests import SignedInRequest


@login_required
def rounds(request: SignedInRequest) -> HttpResponse:
    """All rounds, newest first, and the next one to open."""
    found = list(rounds_for(request.user))
    top = top_unit(today())
    listed = [(one, levels_of(one, seen_reports(request.user, one))) for one in found]
    context = {
        "rounds": listed,
        "may_open": top is not None and may(request.user, OPEN_ROUND, top),
        "next": _last_month(),
        "is_open": any(one.period == str(_last_month()) for one in found),
    }
    return render(request, "reporting/rounds.html", context)


def _last_month() -> Period:
    day = today()
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return Period(year, month, Length.MONTH)


@login_required
@require_POST
def open_page(request: SignedInRequest) -> HttpResponse:
    """Open the round of a period."""
    try:
        opened = open_round(actor=request.user, period=Period.parse(request.POST.get("period", "")), day=today())
    except (RuleBrokenError, InvalidValueError) as error:
        messages.error(request, sentence(error))
        return redirect("reporting:rounds")
    messages.success(request, gettext("Runden er åpnet. Alle ledere har fått den på Min side."))
    return redirect("reporting:round", opened.period)


@login_required
@require_POST
def close_page(request: SignedInRequest, period: str) -> HttpResponse:
    """Close a round."""
    try:
        close_round(actor=request.user, closing=round_of(period), day=today())
        messages.success(request, gettext("Runden er lukket, og tallene er låst."))
    except RuleBrokenError as error:
        messages.error(request, sentence(error))
    return redirect("reporting:round", period)


@login_required
def round_page(request: SignedInRequest, period: str) -> HttpResponse:
    """One round: how far each level and each unit has come."""
    found = round_of(period)
    reports = list(seen_reports(request.user, found))
    if not reports:
        raise NotFoundError(NO_REPORT)
    led = set(units_led_by(request.user, today()).values_list("pk", flat=True))
    top = next((report for report in reports if report.above_id is None), None)
    reminded = last_reminders(reports)
    is_ready = found.is_open and top is not None and top.is_delivered
    context = {
        "round": found,
        "levels": levels_of(found, seen_reports(request.user, found)),
        "line": [(depth, report, reminded.get(report.pk)) for depth, report in _in_order_of_the_line(reports)],
        "mine": [report for report in reports if report.unit_id in led],
        "sees_all": top is not None and may(request.user, VIEW_REPORT, top.unit),
        "may_close": is_ready and top is not None and may(request.user, CLOSE_ROUND, top.unit),
    }
    return render(request, "reporting/round.html", context)


def _in_order_of_the_line(reports: Sequence[Contribution]) -> list[tuple[int, Contribution]]:
    """Each report with how far it is from the top of those seen, every one under the level it reports to."""
    keys = {report.pk for report in reports}
    below: dict[object, list[Contribution]] = {}
    for report in reports:
        below.setdefault(report.above_id if report.above_id in keys else None, []).append(report)
    ordered: list[tuple[int, Contribution]] = []
    pending = [(0, report) for report in reversed(below.get(None, []))]
    while pending:
        depth, report = pending.pop()
        ordered.append((depth, report))
        pending += [(depth + 1, child) for child in reversed(below.get(report.pk, []))]
    return ordered


def _headline(whole: Consolidated) -> dict[str, object]:
    """The figures of the tiles: percent of the budget, change since last time, sick leave now and a year ago."""
    total, of_all = whole.total, whole.sick_leave_of_all
    change = None if total.previous is None else total.previous - total.forecast
    now, before = (of_all.year_to_date, of_all.last_year) if of_all else (None, None)
    return {
        "percent": in_percent(total.share),
        "change": change,
        "sick_leave_percent": in_percent(now.share) if now else None,
        "sick_leave_before": in_percent(before.share) if before else None,
    }


@login_required
def consolidated_page(request: SignedInRequest, period: str) -> HttpResponse:
    """The whole municipality's report of a round."""
    found = round_of(period)
    whole = consolidated(request.user, found)
    tables = [areas_table(whole), deviations_table(whole), sick_leave_table(whole), levels_table(whole)]
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response(tables, f"{found.get_kind_display()} {found.period}")
    deviations = [(line, [CAUSES.get(cause, cause) for cause in line.causes]) for line in whole.deviations]
    context = {
        "round": found,
        "whole": whole,
        "areas": tables[0],
        "sick_leave": tables[2] if whole.sick_leave else None,
        "levels": tables[3],
        "deviations": deviations[:LARGEST],
        "others": len(deviations[LARGEST:]),
        "amended": amended_at(request.user, top_unit(found.cut_off), found.period),
        **_headline(whole),
    }
    return render(request, "reporting/consolidated.html", context)
