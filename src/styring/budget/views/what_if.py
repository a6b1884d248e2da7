"""What-if: other premises, measures and investments beside a layer, drawn at once, kept and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import require
from styring.budget.forms.what_if import MOVES, SENT, WhatIfForm
from styring.budget.policies import VIEW_FINANCE
from styring.budget.queries.finance import basis, ground_of, targets_known
from styring.budget.queries.scenarios import names_of, scenario_for, scenarios_for, switches_of
from styring.budget.rules.choices import read, written
from styring.budget.rules.projection import Choice, project
from styring.budget.services.finance import delete_scenario, save_scenario
from styring.budget.views.finance import layer_chosen, layers_to_choose
from styring.budget.views.what_if_tables import charts_of, comparison_table, outcome_table
from styring.kernel.errors import NotFoundError
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.ui.requests import SignedInRequest

YEARS_AHEAD = 20


def _layer(reader: User, name: str) -> Layer:
    layer = layer_chosen(layers_to_choose(reader, basis()), name)
    if layer is None:
        raise NotFoundError(_("Det finnes ikke noe budsjett å prøve dette på ennå."))
    return layer


@login_required
def what_if(request: SignedInRequest) -> HttpResponse:
    """Change premises, measures and investments, and see result, debt and reserves beside the layer's own."""
    require(request.user, VIEW_FINANCE)
    layer = _layer(request.user, request.GET.get("lag", ""))
    form = _form(request, layer)
    ahead = request.GET.get("aar") == str(YEARS_AHEAD)
    until = layer.first_year + YEARS_AHEAD - 1 if ahead else 0
    plain, changed = (project(form.ground, one, until) for one in (Choice(), form.choice))
    targets = targets_known(layer)
    table = outcome_table(plain, changed, targets)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], _("hva om"))
    kept = written(form.choice)
    context = {
        "layer": layer,
        "form": form,
        "moves": MOVES,
        "is_ahead": ahead,
        "charts": charts_of(plain, changed, targets),
        "table": table,
        "is_changed": any(kept.values()),
        "query": request.GET.urlencode(),
        "scenarios": scenarios_for(request.user, layer),
        "last": (plain[-1], changed[-1]),
    }
    page = "result" if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "result" else "page"
    return render(request, f"budget/what_if/{page}.html", context)


def _form(request: SignedInRequest, layer: Layer, words: QueryDict | None = None) -> WhatIfForm:
    ground = ground_of(layer)
    form = WhatIfForm(ground, *switches_of(ground))
    sent = request.GET if words is None else words
    if sent.get(SENT):
        form.read(sent)
    elif (key := sent.get("scenario", "")).isdecimal():
        form.choice = read(scenario_for(request.user, [layer], int(key)).choice)
    return form


@login_required
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the choice on the page as a scenario of one's own."""
    words = QueryDict(request.POST.get("valg", ""))
    layer = _layer(request.user, words.get("lag", ""))
    form = _form(request, layer, words)
    made = save_scenario(
        actor=request.user,
        layer=layer,
        name=request.POST.get("navn", ""),
        choice=written(form.choice),
        is_shared="del" in request.POST,
    )
    messages.success(request, _("Scenariet «%(name)s» er lagret. Budsjettet er ikke endret.") % {"name": made.name})
    return redirect(f"{reverse('budget:what_if')}?{urlencode({'lag': layer.name, 'scenario': made.pk})}")


@login_required
@require_POST
def delete(request: SignedInRequest, key: int) -> HttpResponse:
    """Delete a scenario of one's own."""
    layers = layers_to_choose(request.user, basis())
    scenario = scenario_for(request.user, layers, key)
    name = scenario.layer.name
    delete_scenario(actor=request.user, scenario=scenario)
    messages.success(request, _("Scenariet er slettet."))
    return redirect(f"{reverse('budget:what_if')}?{urlencode({'lag': name})}")


@login_required
def compare(request: SignedInRequest) -> HttpResponse:
    """Scenarios side by side, with the layer they are beside."""
    require(request.user, VIEW_FINANCE)
    layer = _layer(request.user, request.GET.get("lag", ""))
    known = list(scenarios_for(request.user, layer))
    asked = set(request.GET.getlist("s"))
    chosen = [one for one in known if str(one.pk) in asked] or known
    ground = ground_of(layer)
    found = [project(ground, one) for one in (Choice(), *(read(one.choice) for one in chosen))]
    table = comparison_table([_("Budsjettet"), *names_of(chosen)], found, targets_known(layer))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], _("scenarier"))
    context = {"layer": layer, "scenarios": known, "chosen": {one.pk for one in chosen}, "table": table}
    return render(request, "budget/what_if/compare.html", context)
