"""The list of goals, a goal's page, and the forms that make, change and drop goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import may, require
from styring.kernel.clock import today
from styring.plans.forms import DropForm, GoalForm
from styring.plans.policies import CHANGE_GOAL
from styring.plans.queries import goal_for, measures_of
from styring.plans.rules import sums_by_year, years_of_action_programme
from styring.plans.services import adopt_draft, drop_goal, edit_goal, set_goal
from styring.thread.models import State
from styring.thread.queries import around

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest

YEAR_DIGITS = 4


@login_required
def goal_list(request: SignedInRequest) -> HttpResponse:
    """A year's goals; how they stand is filled in by the app that measures them."""
    day = today()
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isdecimal() and len(asked) == YEAR_DIGITS else day.year
    context = {"year": year, "years": range(day.year - 1, day.year + 5), "may_write": may(request.user, CHANGE_GOAL)}
    return render(request, "plans/goal_list.html", context)


@login_required
def goal_page(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A goal: what it means, the measures that work for it with their money, and what upper apps know of it."""
    goal, day = goal_for(request.user, key), today()
    measures = measures_of(request.user, goal, day)
    years = years_of_action_programme(day.year)
    sums = sums_by_year((effect.year, effect.amount) for one in measures for effect in one.effects.all())
    context = {
        "around": around(request.user, goal.element, day),
        "goal": goal,
        "measures": [(one, _by_year({e.year: e.amount for e in one.effects.all()}, years)) for one in measures],
        "years": years,
        "sums": _by_year(sums, years),
        "may_change": may(request.user, CHANGE_GOAL, goal.element.unit),
        "is_draft": goal.element.state == State.DRAFT,
        "is_dropped": goal.element.state == State.DROPPED,
    }
    return render(request, "plans/goal.html", context)


@login_required
def new_goal(request: SignedInRequest) -> HttpResponse:
    """Write a goal, as a draft or adopted at once."""
    require(request.user, CHANGE_GOAL)
    day = today()
    years = years_of_action_programme(day.year)
    initial = {"first_year": years[0], "last_year": years[-1], **request.GET.dict()}
    form = GoalForm(request.user, day, request.POST or None, initial=initial)
    if form.is_valid():
        is_draft = "draft" in request.POST
        goal = set_goal(actor=request.user, placed=form.placed, text=form.text, is_draft=is_draft)
        messages.success(request, _("Utkastet er lagret.") if is_draft else _("Målet er vedtatt."))
        return redirect("plans:goal", goal.pk)
    return render(request, "plans/goal_form.html", {"form": form}, status=_status(form))


@login_required
def change_goal(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give a goal other words, another owner or other years."""
    goal = goal_for(request.user, key)
    require(request.user, CHANGE_GOAL, goal.element.unit)
    form = GoalForm(request.user, today(), request.POST or None, initial=GoalForm.initial_of(goal))
    form.settle("above")
    if form.is_valid():
        edit_goal(actor=request.user, goal=goal, placed=form.placed, text=form.text)
        messages.success(request, _("Målet er endret."))
        return redirect("plans:goal", goal.pk)
    return render(request, "plans/goal_form.html", {"form": form, "goal": goal}, status=_status(form))


@login_required
@require_POST
def adopt(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Let a draft apply."""
    goal = adopt_draft(actor=request.user, goal=goal_for(request.user, key))
    messages.success(request, _("Målet er vedtatt."))
    return redirect("plans:goal", goal.pk)


@login_required
def drop(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a goal out, with a reason."""
    goal = goal_for(request.user, key)
    require(request.user, CHANGE_GOAL, goal.element.unit)
    form = DropForm(request.POST or None)
    if form.is_valid():
        drop_goal(actor=request.user, goal=goal, reason=form.cleaned_data["reason"])
        messages.success(request, _("Målet er tatt ut. Begrunnelsen står i historikken."))
        return redirect("plans:goal", goal.pk)
    context = {"form": form, "element": goal.element, "back": "plans:goal"}
    return render(request, "plans/drop_form.html", context, status=_status(form))


def _by_year(amounts: dict[int, int], years: range) -> list[tuple[int, int | None]]:
    return [(year, amounts.get(year)) for year in years]


def _status(form: DropForm | GoalForm) -> int:
    return 422 if form.is_bound else 200
