"""The portfolio of investments, an investment's page, and the forms that start, change, move and close one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styring.access.policies import may, require
from styring.budget.forms.investments import CloseForm, DropForm, InvestmentForm, MoveForm, StatusForm
from styring.budget.models import Phase
from styring.budget.policies import CHANGE_INVESTMENT, VIEW_INVESTMENT
from styring.budget.queries.investments import investment_for, money_of, plan_of, portfolio
from styring.budget.services.investments import (
    close_investment,
    drop_investment,
    edit_investment,
    move_investment,
    start_investment,
    tell_status,
)
from styring.budget.views.following import follow
from styring.budget.views.investment_tables import financing_table, portfolio_table, spending_chart, sums_of
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.plans.rules import years_of_action_programme
from styring.thread.models import State
from styring.thread.queries import around
from styring.ui.filters import Filter
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse

    from styring.budget.models import Investment
    from styring.ui.forms import Form
    from styring.ui.requests import SignedInRequest


@login_required
def investment_list(request: SignedInRequest) -> HttpResponse:
    """The portfolio: frame, spent, this year, forecast and deviation of each investment, and their sums."""
    require(request.user, VIEW_INVESTMENT)
    day = today()
    found = portfolio(request.user, day)
    areas = sorted(
        {one.investment.programme_area for one in found if one.investment.programme_area}, key=lambda one: one.number
    )
    area = Filter.read(request, "omraade", _("Programområde"), [(one.code, str(one)) for one in areas])
    phase = Filter.read(request, "fase", _("Fase"), Phase.choices)
    shown = [
        one
        for one in found
        if area.passes(one.investment.programme_area.code if one.investment.programme_area else "")
        and phase.passes(one.investment.phase)
    ]
    years = years_of_action_programme(day.year)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([portfolio_table(shown, years)], _("investeringer"))
    context = {
        "year": day.year,
        "years": years,
        "rows": [(one, [one.planned(year) for year in years]) for one in shown],
        "sums": sums_of(shown, years),
        "over": sum(one.deviation < 0 for one in shown),
        "filters": [area, phase],
        "may_change": may(request.user, CHANGE_INVESTMENT),
    }
    return render(request, "budget/investments/list.html", context)


@login_required
def investment(request: SignedInRequest, key: UUID) -> HttpResponse:
    """An investment: what it is for, what it costs and what pays for it each year, and how it goes."""
    one, day = investment_for(request.user, key), today()
    [money] = money_of([one], day)
    financing = financing_table(one, plan_of(tuple(sorted(money.years))), money)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([financing], f"{one.element.code} {one.element.title}")
    is_open = one.phase != Phase.CLOSED and one.element.state != State.DROPPED
    context = {
        "around": around(request.user, one.element, day),
        "investment": one,
        "money": money,
        "financing": financing,
        "chart": spending_chart(money),
        "statuses": one.statuses.select_related("author").order_by("-day", "-pk"),
        "is_dropped": one.element.state == State.DROPPED,
        "may_change": is_open and may(request.user, CHANGE_INVESTMENT, one.element.unit),
    }
    return render(request, "budget/investments/page.html", context)


@login_required
def new_investment(request: SignedInRequest) -> HttpResponse:
    """Put an investment in the plan."""
    require(request.user, CHANGE_INVESTMENT)
    day = today()
    years = years_of_action_programme(day.year)
    form = InvestmentForm(request.user, day, years, request.POST or None, initial={"counted_from": day.year})
    made = _kept(form, lambda: start_investment(actor=request.user, placed=form.placed, text=form.text))
    if made:
        messages.success(request, _("Investeringen er lagt inn."))
        follow(request)
        return redirect("budget:investment", made.pk)
    return render(request, "budget/investments/form.html", {"form": form}, status=_status(form))


@login_required
def change_investment(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give an investment other words, another frame or other years."""
    one = _changeable(request, key)
    day = today()
    years = sorted({*years_of_action_programme(day.year), *(row.year for row in one.years.all())})
    form = InvestmentForm(request.user, day, years, request.POST or None, initial=InvestmentForm.initial_of(one))
    form.settle()
    if _kept(form, lambda: edit_investment(actor=request.user, investment=one, placed=form.placed, text=form.text)):
        messages.success(request, _("Investeringen er endret."))
        follow(request)
        return redirect("budget:investment", one.pk)
    context = {"form": form, "investment": one}
    return render(request, "budget/investments/form.html", context, status=_status(form))


@login_required
def move(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put an investment off, or bring it forward."""
    one = _changeable(request, key)
    form = MoveForm(request.POST or None, initial={"months": 12})
    if form.is_valid():
        said = form.cleaned_data
        move_investment(actor=request.user, investment=one, months=said["months"], reason=said["reason"])
        messages.success(request, _("Investeringen er flyttet, med alt som betaler for den."))
        follow(request)
        return redirect("budget:investment", one.pk)
    heading = _("Flytt investeringen i tid")
    return _small_form(request, one, form, heading, _("Flytt"))


@login_required
def tell(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Tell how an investment goes."""
    one, day = _changeable(request, key), today()
    [money] = money_of([one], day)
    form = StatusForm(request.POST or None, initial=StatusForm.initial_of(money, day))
    if form.is_valid():
        tell_status(actor=request.user, investment=one, standing=form.standing, day=form.cleaned_data["day"])
        messages.success(request, _("Status er lagret."))
        return redirect("budget:investment", one.pk)
    return _small_form(request, one, form, _("Ny status"), _("Lagre"))


@login_required
def close(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Close an investment with its final account."""
    one, day = _changeable(request, key), today()
    form = CloseForm(request.POST or None, initial={"day": day})
    if form.is_valid():
        said = form.cleaned_data
        cost = int(said["final_cost"] * 100_000)
        close_investment(actor=request.user, investment=one, final_cost=cost, day=said["day"], note=said["note"])
        messages.success(request, _("Prosjektet er avsluttet med sluttregnskap."))
        return redirect("budget:investment", one.pk)
    return _small_form(request, one, form, _("Avslutt med sluttregnskap"), _("Avslutt prosjektet"))


@login_required
def drop(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take an investment out, with a reason."""
    one = _changeable(request, key)
    form = DropForm(request.POST or None)
    if form.is_valid():
        drop_investment(actor=request.user, investment=one, reason=form.cleaned_data["reason"])
        messages.success(request, _("Investeringen er tatt ut. Begrunnelsen står i historikken."))
        follow(request)
        return redirect("budget:investment", one.pk)
    return _small_form(request, one, form, _("Ta ut investeringen"), _("Ta ut"))


def _kept(form: Form, keep: Callable[[], Investment]) -> Investment | None:
    """The investment when it is kept; None when the form is wrong or a rule says no, and the form then says why."""
    if not form.is_valid():
        return None
    try:
        return keep()
    except RuleBrokenError as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        for message in refused.messages:
            form.add_error(None, message)
    return None


def _changeable(request: SignedInRequest, key: UUID) -> Investment:
    one = investment_for(request.user, key)
    require(request.user, CHANGE_INVESTMENT, one.element.unit)
    return one


def _small_form(request: SignedInRequest, one: Investment, form: Form, heading: str, verb: str) -> HttpResponse:
    context = {"form": form, "investment": one, "heading": heading, "verb": verb}
    return render(request, "budget/investments/small_form.html", context, status=_status(form))


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200
