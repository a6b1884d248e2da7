"""What following up builds on: limits for explaining, growth of prices, unusual years, how often suggestions hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.budget.forms.follow_up import GrowthForm, LimitForm, UnusualForm
from styring.budget.models import DeviationLimit, KeptMonth, Learnt, PriceGrowth, UnusualYear
from styring.budget.policies import KEEP_SUGGESTIONS, SET_LIMIT, VIEW_ECONOMY
from styring.budget.services import learn_from, mark_unusual, set_deviation_limit, set_price_growth, unmark_unusual
from styring.budget.views.follow_up_tables import growth_table, learnt_table, limit_table
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form
    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.ui.requests import SignedInRequest

CHANGES: dict[str, Callable[..., object]] = {
    "limit": set_deviation_limit,
    "growth": set_price_growth,
    "unusual": mark_unusual,
}
"""What each form does."""


@login_required
def follow_up(request: SignedInRequest) -> HttpResponse:
    """What it says, and forms for those who may change it."""
    require(request.user, VIEW_ECONOMY)
    if request.method == "POST":
        return _changed(request)
    return _shown(request, _forms(request.user, None, ""))


def _forms(actor: User, sent: Mapping[str, Any] | None, chosen: str) -> dict[str, Form]:
    """The three forms; what was sent goes to the one it is for."""
    day = today()
    return {
        "limit": LimitForm(sent if chosen == "limit" else None, prefix="limit", initial={"since": day}),
        "growth": GrowthForm(sent if chosen == "growth" else None, prefix="growth", initial={"year": day.year + 1}),
        "unusual": UnusualForm(actor, day, sent if chosen == "unusual" else None, prefix="unusual"),
    }


def _changed(request: SignedInRequest) -> HttpResponse:
    chosen = request.POST.get("do", "")
    require(request.user, SET_LIMIT)
    forms = _forms(request.user, request.POST, chosen)
    form = forms.get(chosen)
    if form is None or not form.is_valid():
        return _shown(request, forms, 400)
    try:
        CHANGES[chosen](actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _shown(request, forms, 400)
    messages.success(request, _("Endringen er lagret."))
    return redirect("budget:follow_up")


def _shown(request: SignedInRequest, forms: dict[str, Form], status: int = 200) -> HttpResponse:
    kept = KeptMonth.objects.filter(year__lt=today().year).order_by("-year").values_list("year", flat=True).first()
    learnt = list(Learnt.objects.order_by("-year", "month"))
    context = {
        "forms": forms,
        "tables": {
            "limits": limit_table(DeviationLimit.objects.all()),
            "growths": growth_table(PriceGrowth.objects.all()),
            "learnt": learnt_table([row for row in learnt if row.year == learnt[0].year]),
        },
        "unusual": UnusualYear.objects.select_related("unit"),
        "kept_year": kept,
        "may_change": may(request.user, SET_LIMIT),
        "may_learn": kept and may(request.user, KEEP_SUGGESTIONS, top_unit(today())),
        "failed": next((form for form in forms.values() if form.errors), None),
    }
    return render(request, "budget/follow_up.html", context, status=status)


@login_required
@require_POST
def unmark(request: SignedInRequest, key: int) -> HttpResponse:
    """Let an unusual year count again."""
    unmark_unusual(actor=request.user, marked=get_object_or_404(UnusualYear, pk=key))
    messages.success(request, _("Året teller som et vanlig år igjen."))
    return redirect("budget:follow_up")


@login_required
@require_POST
def learn(request: SignedInRequest, year: int) -> HttpResponse:
    """Work out how often the suggestions of a closed year held."""
    rows = learn_from(actor=request.user, year=year)
    messages.success(request, _("Treffsikkerheten for %(year)s er regnet ut for %(months)s måneder.")
                     % {"year": year, "months": len(rows)})  # fmt: skip
    return redirect("budget:follow_up")
