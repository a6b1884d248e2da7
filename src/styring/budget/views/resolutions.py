"""What is asked of those who decide an amendment, what they decided, and the accounts that its rows are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styring.budget.forms.amendments import AccountsForm, ProjectForm, ResolutionForm
from styring.budget.models import Authority
from styring.budget.policies import AMEND_BUDGET, WRITE_TRANSFER, may_record
from styring.budget.queries import amendment_for
from styring.budget.services import add_project, decide_amendment, reject_amendment, set_accounts
from styring.budget.views.amendment_tables import kind_of, points_of, sides_of, sorted_rows, tables_of
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest


@login_required
def proposal(request: SignedInRequest, key: int) -> HttpResponse:
    """The text and the table that go with the case, to print or take over."""
    found = amendment_for(request.user, key)
    rows = sorted_rows(found)
    sides = sides_of(found, rows)
    context = {"amendment": found, "points": points_of(sides), "tables": tables_of(found, sides)}
    return render(request, "budget/amendment_proposal.html", context)


@login_required
def resolve(request: SignedInRequest, key: int) -> HttpResponse:
    """Record what was decided."""
    found, day = amendment_for(request.user, key), today()
    top = top_unit(day)
    if not may_record(request.user, top):
        require(request.user, AMEND_BUDGET, top)
    start = {"authority": Authority.COUNCIL, "day": day, "outcome": "decided"}
    form = ResolutionForm(day, request.POST or None, initial=start)
    if form.is_valid():
        try:
            if form.cleaned_data["outcome"] == "decided":
                decide_amendment(actor=request.user, amendment=found, resolution=form.resolution)
                messages.success(request, _("Vedtaket er ført inn, og budsjettet er endret fra datoen for vedtaket."))
            else:
                answer = form.cleaned_data["answer"]
                reject_amendment(actor=request.user, amendment=found, answer=answer, resolution=form.resolution)
                messages.success(request, _("Avslaget er ført inn. Budsjettet er som før."))
            return redirect("budget:amendment", key)
        except RuleBrokenError as error:
            form.add_error(None, str(error))
    context = {"amendment": found, "form": form}
    return render(request, "budget/amendment_resolve.html", context, status=400 if form.is_bound else 200)


@login_required
def project(request: SignedInRequest, key: int) -> HttpResponse:
    """A project whose money a draft moves."""
    found = amendment_for(request.user, key)
    require(request.user, WRITE_TRANSFER, found.unit)
    form = ProjectForm(request.user, found, request.POST or None)
    if form.is_valid():
        add_project(actor=request.user, amendment=found, move=form.move)
        return redirect("budget:amendment", key)
    context = {"amendment": found, "form": form}
    return render(request, "budget/amendment_project.html", context, status=400 if form.is_bound else 200)


@login_required
def accounts(request: SignedInRequest, key: int, row: int) -> HttpResponse:
    """The accounts that a row of a draft is for."""
    amendment = amendment_for(request.user, key)
    require(request.user, WRITE_TRANSFER, amendment.unit)
    found = amendment.rows.select_related("amendment__unit", "unit").prefetch_related("parts").filter(pk=row).first()
    if found is None:
        raise NotFoundError(_("Raden finnes ikke."))
    form = AccountsForm(found, request.POST or None)
    if form.is_valid():
        try:
            set_accounts(actor=request.user, row=found, parts=form.parts)
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            return redirect("budget:amendment", key)
    context = {"amendment": amendment, "row": found, "kind": kind_of(found), "form": form}
    return render(request, "budget/amendment_accounts.html", context, status=400 if form.is_bound else 200)
