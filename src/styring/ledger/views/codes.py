"""Keeping the chart of accounts: codes coupled, changed from a year and ended, and rules of what may stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError, NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.forms import CodeForm, CodeRuleForm, CombinationRuleForm, EndForm, prefilled
from styring.ledger.models import CombinationRule, OwnCode
from styring.ledger.policies import CHANGE_CHART, VIEW_CHART
from styring.ledger.queries.register import history_of_code
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Kind
from styring.ledger.rules.couplings import CouplingError
from styring.ledger.services import (
    add_combination_rule,
    couple_code,
    end_code,
    end_combination_rule,
    set_code_rule,
)
from styring.ledger.views.chart_tables import allowed_of, target_of, when_of, years_of
from styring.organisation.models import Unit
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.forms import Form
    from styring.ui.requests import SignedInRequest

NO_SUCH_CODE = gettext_noop("Det finnes ingen slik kode i kontoplanen.")
NO_SUCH_RULE = gettext_noop("Det finnes ingen slik regel i kontoplanen.")
BAD_REQUEST = 400


@login_required
@require_safe
def own_code(request: SignedInRequest, key: int) -> HttpResponse:
    """A code of the municipality's own: what it is, from when, and all that it has been said to be."""
    require(request.user, VIEW_CHART)
    return _shown_code(request, _code(key), EndForm(initial={"last_year": today().year}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: SignedInRequest) -> HttpResponse:
    """Say what a code is from a year on; a link may have filled the form in."""
    require(request.user, CHANGE_CHART)
    if request.method != "POST":
        form = CodeForm(initial=prefilled(request.GET, today().year))
        return _shown_form(request, form, gettext("Koble en kode"))
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            row = couple_code(actor=request.user, coupling=form.coupling())
        except GovernanceError as error:
            form.add_error(error.field if isinstance(error, CouplingError) else None, sentence(error))
        else:
            messages.success(request, gettext("%(code)s er ført i kontoplanen.") % {"code": row})
            return redirect("ledger:own_code", row.pk)
    return _shown_form(request, form, gettext("Koble en kode"))


@login_required
@require_POST
def end_own_code(request: SignedInRequest, key: int) -> HttpResponse:
    """Let a code be nothing after a year."""
    require(request.user, CHANGE_CHART)
    code, form = _code(key), EndForm(request.POST)
    if form.is_valid():
        try:
            end_code(actor=request.user, code=code, last_year=form.cleaned_data["last_year"])
        except GovernanceError as error:
            form.add_error("last_year", sentence(error))
        else:
            parts = {"code": code, "year": form.cleaned_data["last_year"]}
            messages.success(request, gettext("%(code)s gjelder til og med %(year)s.") % parts)
            return redirect("ledger:own_code", key)
    return _shown_code(request, code, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code_rule(request: SignedInRequest) -> HttpResponse:
    """Say where KOSTRA's code stands in longer codes."""
    require(request.user, CHANGE_CHART)
    form = CodeRuleForm(request.POST or None, initial={"first_year": today().year})
    if form.is_valid():
        kind, first_year = Kind(form.cleaned_data["kind"]), form.cleaned_data["first_year"]
        set_code_rule(actor=request.user, kind=kind, first_year=first_year, skip=form.skip)
        messages.success(request, gettext("Regelen gjelder fra og med %(year)s.") % {"year": first_year})
        return redirect("ledger:chart", first_year, "regler")
    return _shown_form(request, form, gettext("Hvor KOSTRA-koden står"), part="regler")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_combination_rule(request: SignedInRequest) -> HttpResponse:
    """Add a rule of what may stand together."""
    require(request.user, CHANGE_CHART)
    form = CombinationRuleForm(request.POST or None, initial={"first_year": today().year})
    if form.is_valid():
        rule = add_combination_rule(actor=request.user, rule=form.rule())
        messages.success(request, gettext("Regelen gjelder fra og med %(year)s.") % {"year": rule.first_year})
        return redirect("ledger:combination_rule", rule.pk)
    return _shown_form(request, form, gettext("Ny regel for hva som kan stå sammen"), part="regler")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def combination_rule(request: SignedInRequest, key: int) -> HttpResponse:
    """A rule of what may stand together, with the form that ends it."""
    require(request.user, VIEW_CHART)
    rule = CombinationRule.objects.filter(pk=key).first()
    if rule is None:
        raise NotFoundError(NO_SUCH_RULE)
    form = EndForm(request.POST or None, initial={"last_year": today().year})
    if request.method == "POST":
        require(request.user, CHANGE_CHART)
        if form.is_valid() and _ended(request, rule, form):
            return redirect("ledger:combination_rule", key)
    context = {
        "rule": rule,
        "when": when_of(rule),
        "allowed": allowed_of(rule),
        "years": years_of(rule.first_year, rule.last_year),
        "form": form,
        "may_change": may(request.user, CHANGE_CHART) and rule.last_year == LAST_YEAR,
        "year": str(today().year),
    }
    return render(request, "ledger/combination_rule.html", context, status=BAD_REQUEST if form.errors else 200)


def _ended(request: SignedInRequest, rule: CombinationRule, form: EndForm) -> bool:
    try:
        end_combination_rule(actor=request.user, rule=rule, last_year=form.cleaned_data["last_year"])
    except GovernanceError as error:
        form.add_error("last_year", sentence(error))
        return False
    messages.success(request, gettext("Regelen gjelder til og med %(year)s.") % {"year": rule.last_year})
    return True


def _code(key: int) -> OwnCode:
    found = OwnCode.objects.filter(pk=key).first()
    if found is None:
        raise NotFoundError(NO_SUCH_CODE)
    return found


def _shown_code(request: SignedInRequest, code: OwnCode, form: EndForm) -> HttpResponse:
    said = list(history_of_code(code))
    live = [row for row in said if row.is_live]
    names = _names_of({row.target for row in said if row.kind == Kind.UNIT.value})
    context = {
        "code": code,
        "rows": [
            (row, target_of(row, names), years_of(row.first_year, row.last_year), *_state_of(row, today().year))
            for row in said
        ],
        "is_live": bool(live),
        "form": form,
        "may_change": may(request.user, CHANGE_CHART),
        "may_end": code.is_live and code.last_year == LAST_YEAR,
        "change_address": _change_address(live[0] if live else code),
        "year": str(today().year),
    }
    return render(request, "ledger/own_code.html", context, status=BAD_REQUEST if form.errors else 200)


def _state_of(row: OwnCode, year: int) -> tuple[str, str]:
    """How a coupling is shown, and its state in words."""
    if not row.is_live:
        return "none", gettext("Byttet ut")
    if row.last_year < year:
        return "none", gettext("Avsluttet")
    if row.first_year > year:
        return "idle", gettext("Kommer")
    return "ok", gettext("I bruk")


def _names_of(codes: set[str]) -> dict[str, str]:
    """The names of some units by their codes; one query when there are any."""
    if not codes:
        return {}
    return {unit.code: unit.name_on(today()) for unit in Unit.objects.filter(code__in=codes)}


def _change_address(row: OwnCode) -> str:
    """The form filled in with what a code is, to be changed from next year."""
    first = max(today().year, row.first_year if row.first_year != FIRST_YEAR else 0) + 1
    said = {"type": row.kind, "kode": row.code, "navn": row.name, "koblet": row.target, "fra": str(first)}
    return f"{reverse('ledger:new_code')}?{urlencode({**said, 'begynner': '1' if row.is_prefix else ''})}"


def _shown_form(request: SignedInRequest, form: Form, title: str, part: str = "koder") -> HttpResponse:
    said = {
        CodeForm: gettext(
            "Det som står fra før i årene du velger, blir byttet ut, men aldri slettet. Historien blir stående."
        ),
        CodeRuleForm: gettext(
            "Gjelder koder på mer enn tre tegn som ikke er koblet for seg. Årene før står som de var."
        ),
        CombinationRuleForm: gettext(
            "En fil som bryter regelen, blir avvist. Det som alt er ført, kommer under «Må rettes»."
        ),
    }
    context = {"form": form, "title": title, "lede": said[type(form)], "year": str(today().year), "part": part}
    return render(request, "ledger/chart_form.html", context, status=BAD_REQUEST if form.errors else 200)
