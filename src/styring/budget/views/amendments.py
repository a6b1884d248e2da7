"""Amendments: the register of a year, a balanced table from and to, and the way to a decision."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import permitted_units
from styring.budget.forms.amendments import AmendmentForm, RowForm
from styring.budget.models import AmendmentState
from styring.budget.policies import DECIDE_TRANSFER, VIEW_TRANSFER, WRITE_TRANSFER, may_record
from styring.budget.queries import amendment_for, amendments_for, figures, layers_amending
from styring.budget.services import (
    add_row,
    decide_within_frame,
    drop_amendment,
    gather_amendment,
    propose_amendment,
    remove_row,
    take_back_amendment,
    write_amendment,
)
from styring.budget.views.amendment_tables import side_by_side, sides_of, sorted_rows, tables_of
from styring.budget.views.places import months_to_choose
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.periods import Period
from styring.organisation.queries import top_unit
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpResponse

    from styring.budget.models import Amendment, AmendmentRow
    from styring.ui.requests import SignedInRequest

STATUS = {
    AmendmentState.DRAFT: "idle", AmendmentState.PROPOSED: "run", AmendmentState.DECIDED: "ok",
    AmendmentState.REJECTED: "none",
}  # fmt: skip


@login_required
def amendments_now(request: SignedInRequest) -> HttpResponse:
    """The amendments of this year."""
    require(request.user, VIEW_TRANSFER)
    return redirect("budget:amendments", today().year)


@login_required
def amendments(request: SignedInRequest, year: int) -> HttpResponse:
    """The amendments of a year that the reader may know of, those waiting first."""
    require(request.user, VIEW_TRANSFER)
    found = list(amendments_for(request.user).filter(year=year).prefetch_related("rows"))
    order = list(STATUS)
    found.sort(key=lambda one: (order.index(AmendmentState(one.state)), -one.pk))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_register(year, found)], f"budsjettreguleringer {year}")
    top = top_unit(today())
    context = {
        "year": year,
        "before": year - 1,
        "layers": layers_amending(year),
        "amendments": [(one, STATUS[AmendmentState(one.state)], moved(one.rows.all())) for one in found],
        "may_write": may(request.user, WRITE_TRANSFER),
        "may_gather": may(request.user, WRITE_TRANSFER, top),
        "periods": months_to_choose(today())[::-1],
    }
    return render(request, "budget/amendments.html", context)


def moved(rows: Iterable[AmendmentRow]) -> int:
    """How much some rows move: what is given to somebody, in øre."""
    return sum(row.amount for row in rows if row.amount > 0)


def _register(year: int, found: Sequence[Amendment]) -> Table:
    columns = [
        Column(_("Regulering")), Column(_("Enhet")), Column(_("Status")), Column(_("Vedtatt av")), Column(_("Sak")),
        Column(_("Dato"), Shown.DAY), Column(_("Flyttet"), Shown.KR),
    ]  # fmt: skip
    rows = [
        Row(one.title, (one.unit.name, one.get_state_display(), one.get_authority_display(), one.decision,
                        one.decided_on, moved(one.rows.all())))
        for one in found
    ]  # fmt: skip
    return Table(_("Budsjettreguleringer %(year)s") % {"year": year}, columns, rows, _("Kroner."))


@login_required
def new_amendment(request: SignedInRequest) -> HttpResponse:
    """Begin an amendment."""
    require(request.user, WRITE_TRANSFER)
    day = today()
    chosen = {"unit": permitted_units(request.user, WRITE_TRANSFER).filter(code=request.GET.get("enhet", "")).first()}
    form = AmendmentForm(request.user, day, request.POST or None, initial=chosen)
    if form.is_valid():
        made = write_amendment(actor=request.user, unit=form.cleaned_data["unit"], text=form.text, day=day)
        return redirect("budget:amendment", made.pk)
    status = 400 if form.is_bound else 200
    return render(request, "budget/amendment_form.html", {"form": form}, status=status)


@login_required
def amendment(request: SignedInRequest, key: int) -> HttpResponse:
    """An amendment: what it moves, whether it comes to nought, and what may be done with it; or one row more."""
    found, day = amendment_for(request.user, key), today()
    form = RowForm(day, found.years, request.POST or None)
    if form.is_valid():
        add_row(actor=request.user, amendment=found, text=form.text, day=day)
        return redirect("budget:amendment", key)
    rows = sorted_rows(found)
    sides = sides_of(found, rows)
    if request.GET.get("format") == "xlsx":
        tables = [*tables_of(found, sides), *tables_of(found, sides, with_accounts=True)]
        return spreadsheet_response(tables, found.title)
    context = {
        "amendment": found, "rows": rows, "tables": tables_of(found, sides), "form": form,
        "status": STATUS[AmendmentState(found.state)],
        "sides": sides, "is_even": all(side.left == 0 for side in sides), "beside": _beside(found, rows),
        **_allowed(request, found, rows),
    }  # fmt: skip
    return render(request, "budget/amendment.html", context, status=400 if form.is_bound else 200)


def _beside(found: Amendment, rows: Sequence[AmendmentRow]) -> Table | None:
    """The units' whole budgets, with what is moved and what they spend, as of the last month with accounts."""
    changes: dict[int, int] = defaultdict(int)
    for row in rows:
        if row.investment_id is None and not row.years_later:
            changes[row.unit_id] += row.amount
    period = months_to_choose(today())[-1]
    if not changes or period.year != found.year:
        return None
    units = {row.unit_id: row.unit for row in rows}
    return side_by_side(found, period, units, changes, figures(list(changes), period))


def _allowed(request: SignedInRequest, found: Amendment, rows: Sequence[AmendmentRow]) -> dict[str, bool]:
    actor = request.user
    writes = may(actor, WRITE_TRANSFER, found.unit)
    led = set(permitted_units(actor, DECIDE_TRANSFER).values_list("pk", flat=True)) if found.is_draft else set()
    return {
        "may_write": writes,
        "may_decide": found.is_draft and bool(rows) and {found.unit_id, *(row.unit_id for row in rows)} <= led,
        "may_record": found.is_waiting and may_record(actor, top_unit(today())),
    }


@login_required
@require_POST
def act_on_amendment(request: SignedInRequest, key: int) -> HttpResponse:
    """Send it, take it back, decide it within the own frame, or throw it away."""
    found, day, actor = amendment_for(request.user, key), today(), request.user
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "propose": (lambda: propose_amendment(actor=actor, amendment=found, day=day), _("Sendt til vedtak.")),
        "take_back": (lambda: take_back_amendment(actor=actor, amendment=found), _("Tatt tilbake som utkast.")),
        "decide": (lambda: decide_within_frame(actor=actor, amendment=found, day=day),
                   _("Vedtatt. Budsjettet er endret fra i dag.")),
        "drop": (lambda: drop_amendment(actor=actor, amendment=found), _("Utkastet er slettet.")),
    }  # fmt: skip
    act, said = acts.get(request.POST.get("do", ""), (None, ""))
    if act is None:
        raise NotFoundError(_("Det finnes ingen slik handling."))
    act()
    messages.success(request, said)
    is_gone = found.pk is None
    return redirect("budget:amendments", found.year) if is_gone else redirect("budget:amendment", key)


@login_required
@require_POST
def remove_amendment_row(request: SignedInRequest, key: int, row: int) -> HttpResponse:
    """Take a row out of a draft."""
    found = amendment_for(request.user, key).rows.select_related("amendment__unit").filter(pk=row).first()
    if found is not None:
        remove_row(actor=request.user, row=found)
    return redirect("budget:amendment", key)


@login_required
@require_POST
def gather(request: SignedInRequest) -> HttpResponse:
    """Begin one amendment from what the units foresee beyond the limits."""
    period = Period.parse(request.POST.get("period", ""))
    made = gather_amendment(
        actor=request.user, period=period, day=today(),
        title=_("Regulering etter rapporten per %(period)s") % {"period": period},
        reason=_("Samlet av enhetenes avvik. Legg til hvor pengene tas fra."),
    )  # fmt: skip
    messages.success(request, _("Enhetenes avvik er samlet i ett utkast. Legg til dekningen, og send det til vedtak."))
    return redirect("budget:amendment", made.pk)
