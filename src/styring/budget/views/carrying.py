"""Carrying over between years: the proposal with each unit's year, other amounts, the rule, and what was adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.budget.forms.carry_over import AdoptForm, CarryRuleForm, OverrideForm
from styring.budget.models import Authority, CarryRule, CarryState
from styring.budget.policies import AMEND_BUDGET, VIEW_TRANSFER, may_record
from styring.budget.queries.carry_over import carry_over_for, carry_rows_for, carry_rule_of, disposition_fund
from styring.budget.services import (
    Resolution,
    adopt_carry_over,
    adopt_carry_rule,
    override_carry_over,
    prepare_carry_over,
    propose_carry_over,
    take_back_carry_over,
)
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.organisation.queries import top_unit
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpResponse

    from styring.budget.models import CarryOver, CarryRow
    from styring.ui.requests import SignedInRequest

STATUS = {CarryState.DRAFT: "idle", CarryState.PROPOSED: "run", CarryState.ADOPTED: "ok"}


@login_required
def carry_over_latest(request: SignedInRequest) -> HttpResponse:
    """What is carried over from the year before this one."""
    require(request.user, VIEW_TRANSFER)
    return redirect("budget:carry_over", today().year - 1)


@login_required
def carry_over(request: SignedInRequest, year: int) -> HttpResponse:
    """Each unit's year, what the rule gives, what is proposed and what was adopted."""
    require(request.user, VIEW_TRANSFER)
    day = today()
    found = carry_over_for(request.user, year, day)
    rows = carry_rows_for(request.user, found) if found else []
    table = rows_table(found, rows) if found else None
    if table and request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], table.title)
    top = top_unit(day)
    total = sum(row.proposed if row.adopted is None else row.adopted for row in rows)
    context = {
        "year": year, "new_year": year + 1, "carry_over": found, "rows": rows, "table": table, "total": total,
        "size": abs(total), "rule": found.rule if found else carry_rule_of(year, day),
        "status": STATUS[CarryState(found.state)] if found else "", "fund": disposition_fund(),
        "may_prepare": may(request.user, AMEND_BUDGET, top), "may_record": may_record(request.user, top),
    }  # fmt: skip
    return render(request, "budget/carry_over.html", context)


def rows_table(found: CarryOver, rows: Sequence[CarryRow]) -> Table:
    """Each unit's row, and the sums."""
    columns = [
        Column(_("Enhet")), Column(_("Revidert budsjett"), Shown.KR1000, minor=True),
        Column(_("Regnskap"), Shown.KR1000, minor=True), Column(_("Avvik"), Shown.KR1000, change=True),
        Column(_("Etter regelen"), Shown.KR1000, change=True, minor=True),
        Column(_("Tidligere merforbruk"), Shown.KR1000, change=True, minor=True),
        Column(_("Foreslått"), Shown.KR1000, change=True),
    ]  # fmt: skip
    is_adopted = found.amendment_id is not None
    if is_adopted:
        columns.append(Column(_("Vedtatt"), Shown.KR1000, change=True))
    columns.append(Column(_("Begrunnelse"), minor=True))
    shown = [
        Row(row.unit.name, (*(amount or None for amount in _amounts(row, is_adopted=is_adopted)), row.reason))
        for row in rows
    ]
    sums = [sum(amounts) for amounts in zip(*(_amounts(row, is_adopted=is_adopted) for row in rows), strict=True)]
    if sums:
        shown.append(Row(_("Sum"), (*sums, ""), "total"))
    title = _("Overføring fra %(year)s til %(new)s") % {"year": found.year, "new": found.new_year}
    return Table(
        title, columns, shown, _("1000 kr. Minus er merforbruk, og det som tas fra budsjettet i det nye året.")
    )


def _amounts(row: CarryRow, *, is_adopted: bool) -> tuple[int, ...]:
    amounts = (row.budget, row.actual, row.result, row.kept - row.paid, -row.earlier, row.proposed)
    return (*amounts, row.adopted or 0) if is_adopted else amounts


@login_required
def override(request: SignedInRequest, year: int) -> HttpResponse:
    """Other amounts than the rule gives, with reasons."""
    found, rows = _found(request, year)
    require(request.user, AMEND_BUDGET, top_unit(today()))
    if not found.is_draft:
        return redirect("budget:carry_over", year)
    form = OverrideForm(rows, request.POST or None)
    if form.is_valid():
        try:
            override_carry_over(actor=request.user, carry_over=found, said=form.said)
            messages.success(request, _("Forslaget er lagret."))
            return redirect("budget:carry_over", year)
        except RuleBrokenError as error:
            form.add_error(None, str(error))
    context = {"carry_over": found, "form": form}
    return render(request, "budget/carry_over_amounts.html", context, status=400 if form.is_bound else 200)


@login_required
def adopt(request: SignedInRequest, year: int) -> HttpResponse:
    """What the council adopted, with the accounts."""
    found, rows = _found(request, year)
    top = top_unit(today())
    if not may_record(request.user, top):
        require(request.user, AMEND_BUDGET, top)
    if not found.is_waiting:
        return redirect("budget:carry_over", year)
    form = AdoptForm(rows, today(), request.POST or None, initial={"day": today()})
    if form.is_valid():
        said = form.cleaned_data
        resolution = Resolution(Authority.COUNCIL, said["decision"], said["day"], said["body"])
        try:
            adopt_carry_over(actor=request.user, carry_over=found, resolution=resolution, adopted=form.adopted)
            messages.success(request, _("Vedtaket er ført inn, og budsjettet er endret fra datoen for vedtaket."))
            return redirect("budget:carry_over", year)
        except RuleBrokenError as error:
            form.add_error(None, str(error))
    context = {"carry_over": found, "form": form}
    return render(request, "budget/carry_over_adopt.html", context, status=400 if form.is_bound else 200)


def _found(request: SignedInRequest, year: int) -> tuple[CarryOver, list[CarryRow]]:
    require(request.user, VIEW_TRANSFER)
    found = carry_over_for(request.user, year, today())
    if found is None:
        raise NotFoundError(_("Ingen har regnet ut overføringen fra %(year)s ennå.") % {"year": year})
    return found, list(found.rows.select_related("unit"))


@login_required
@require_POST
def act(request: SignedInRequest, year: int) -> HttpResponse:
    """Work it out, send it to the council, or take it back."""
    require(request.user, VIEW_TRANSFER)
    actor, day, do = request.user, today(), request.POST.get("do", "")
    if do == "prepare":
        prepare_carry_over(actor=actor, year=year, day=day)
        messages.success(request, _("Overføringen er regnet ut etter regelen."))
        return redirect("budget:carry_over", year)
    found, _rows = _found(request, year)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "propose": (lambda: propose_carry_over(actor=actor, carry_over=found, day=day), _("Sendt til vedtak.")),
        "take_back": (lambda: take_back_carry_over(actor=actor, carry_over=found), _("Tatt tilbake som utkast.")),
    }
    if do not in acts:
        raise NotFoundError(_("Det finnes ingen slik handling."))
    acts[do][0]()
    messages.success(request, acts[do][1])
    return redirect("budget:carry_over", year)


@login_required
def new_rule(request: SignedInRequest) -> HttpResponse:
    """The rules that have been adopted, and one more for who records decisions."""
    require(request.user, VIEW_TRANSFER)
    day = today()
    may_add = may_record(request.user, top_unit(day))
    if request.method == "POST" and not may_add:
        require(request.user, AMEND_BUDGET, top_unit(day))
    start = {"first_year": day.year, "keep_part": 100, "keep_share": 3, "repay_above": 0, "repay_years": 2}
    form = CarryRuleForm(day, request.POST or None, initial=start)
    if form.is_valid():
        adopt_carry_rule(actor=request.user, rule=form.rule, left_out=form.cleaned_data["left_out"])
        messages.success(request, _("Regelen er ført inn."))
        return redirect("budget:carry_rule")
    rules = CarryRule.objects.select_related("body").prefetch_related("left_out")
    context = {"rules": rules, "form": form if may_add else None}
    return render(request, "budget/carry_rule.html", context, status=400 if form.is_bound else 200)
