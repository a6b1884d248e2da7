"""Debt, reserves and target figures of each layer, the least instalment, and what a programme rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styring.access.policies import may, require
from styring.budget.forms.finance import KINDS, InstalmentForm, PopulationForm
from styring.budget.models import AgeGroup, CommonFinancing, Layer, LayerKind
from styring.budget.policies import CHANGE_FINANCE, VIEW_FINANCE, may_work_on
from styring.budget.queries.finance import Basis, basis, developed, robek_letters, sums_of, targets_for
from styring.budget.queries.investments import plan_of
from styring.budget.queries.programme import layers_visible_to
from styring.budget.rules.loans import Purpose
from styring.budget.rules.obligations import least_instalment
from styring.budget.services.finance import keep_basis, set_population
from styring.budget.services.investments import set_common_financing
from styring.budget.views.finance_tables import ROBEK_WORDS, debt_chart, debt_table, fund_chart, fund_table
from styring.kernel.errors import InvalidValueError, NotFoundError
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.budget.forms.finance import BasisForm, BasisKind
    from styring.budget.queries.finance import FinanceYear
    from styring.ui.requests import SignedInRequest


def layers_to_choose(reader: User, ground: Basis) -> list[Layer]:
    """The layers whose first year follows what is known of loans and reserves, the last made first; two queries."""
    known = {loan.balance_on.year for loan in ground.loans} | {fund.balance_on.year for fund in ground.funds}
    found = layers_visible_to(reader).exclude(kind=LayerKind.AMENDMENT)
    if known:
        found = found.filter(first_year=max(known) + 1)
    return list(found.order_by("-first_year", "-pk"))


def layer_chosen(layers: Sequence[Layer], name: str) -> Layer | None:
    """The layer that is asked for by its short name, else the last made that is not a party's; None when there is none.

    Raises:
        NotFoundError: there is none of the name that the reader may know of.
    """
    if not name:
        official = (layer for layer in layers if layer.kind != LayerKind.PARTY)
        return next(official, next(iter(layers), None))
    for layer in layers:
        if layer.name == name:
            return layer
    raise NotFoundError(_("Budsjettet finnes ikke, eller du har ikke tilgang til det."))


@login_required
def finance(request: SignedInRequest) -> HttpResponse:
    """Debt, reserves and targets of a layer, and the loans and premises it rests on."""
    require(request.user, VIEW_FINANCE)
    ground = basis()
    layers = layers_to_choose(request.user, ground)
    layer = layer_chosen(layers, request.GET.get("lag", ""))
    years: Sequence[FinanceYear] = developed(sums_of(layer), ground, plan_of(layer.years)) if layer else ()
    tables = [debt_table(years), fund_table(years)] if years else []
    if tables and request.GET.get("format") == "xlsx":
        return spreadsheet_response(tables, _("gjeld og fond"))
    letters = robek_letters(years)
    context = {
        "layers": layers,
        "layer": layer,
        "years": years,
        "targets": targets_for(years),
        "tables": tables,
        "charts": [debt_chart(years), fund_chart(years)] if years else [],
        "robek": [(letter, ROBEK_WORDS[letter]) for letter in letters],
        "lacking": [year for year in years if year.lacking_instalment],
        "beyond": [year for year in years if year.lent_beyond_law],
        "ground": ground,
        "owed": sum(ground.owed.values()),
        "held": sum(ground.held.values()),
        "financing": CommonFinancing.objects.all(),
        "groups": AgeGroup.objects.all(),
        "may_change": may(request.user, CHANGE_FINANCE),
        "may_carry": layer is not None and may_work_on(request.user, layer),
    }
    return render(request, "budget/finance/page.html", context)


@login_required
def instalment(request: SignedInRequest) -> HttpResponse:
    """What the least instalment is, why, and what it comes to with figures of one's own."""
    require(request.user, VIEW_FINANCE)
    ground = basis()
    layer = layer_chosen(layers_to_choose(request.user, ground), "")
    years = developed(sums_of(layer), ground, plan_of(layer.years)) if layer else []
    form = InstalmentForm(request.GET or None, initial=_figures(ground, years))
    least: int | None = None
    if form.is_valid():
        try:
            least = least_instalment(**form.kept())
        except InvalidValueError as refused:
            form.add_error("depreciable_assets", str(refused))
    context = {"form": form, "least": least, "layer": layer, "years": years}
    return render(request, "budget/finance/instalment.html", context)


def _figures(ground: Basis, years: Sequence[FinanceYear]) -> dict[str, object]:
    """What is known of the first year, to begin with."""
    if not years or years[0].year not in ground.books:
        return {}
    owed = sum(amount for purpose, amount in ground.owed.items() if purpose is not Purpose.ON_LENDING)
    kept = {
        "depreciation": years[0].depreciation,
        "loans": owed,
        "depreciable_assets": ground.books[years[0].year].depreciable_assets,
    }
    return {name: amount // 100 for name, amount in kept.items()}


@login_required
def new_basis(request: SignedInRequest, kind: str) -> HttpResponse:
    """Enter a loan, a reserve, a year's values or premises, or a target."""
    require(request.user, CHANGE_FINANCE)
    told = _kind(kind)
    form = told.form(request.POST or None)
    if form.is_valid():
        return _kept(request, told, form, None)
    return _basis_form(request, told, form, None)


@login_required
def change_basis(request: SignedInRequest, kind: str, key: int) -> HttpResponse:
    """Change one of them."""
    require(request.user, CHANGE_FINANCE)
    told = _kind(kind)
    found = told.model._default_manager.filter(pk=key).first()  # noqa: SLF001 - Django's own documented API
    if found is None:
        raise NotFoundError(_("Dette finnes ikke, eller du har ikke tilgang til det."))
    form = told.form(request.POST or None, initial=told.form.initial_of(found))
    if form.is_valid():
        return _kept(request, told, form, key)
    return _basis_form(request, told, form, str(found))


def _kind(word: str) -> BasisKind:
    if word not in KINDS:
        raise NotFoundError(_("Dette finnes ikke, eller du har ikke tilgang til det."))
    return KINDS[word]


def _kept(request: SignedInRequest, told: BasisKind, form: BasisForm, key: int | None) -> HttpResponse:
    manager = told.model._default_manager  # noqa: SLF001 - Django's own documented API
    before, thing = (manager.get(pk=key), manager.get(pk=key)) if key else (None, told.model())
    for name, value in form.kept().items():
        setattr(thing, name, value)
    try:
        if isinstance(thing, CommonFinancing):
            set_common_financing(actor=request.user, financing=thing)
        else:
            keep_basis(actor=request.user, thing=thing, before=before)  # type: ignore[type-var]  # one of the kinds' models
    except ValidationError as refused:
        for message in refused.messages:
            form.add_error(None, message)
        return _basis_form(request, told, form, str(before) if before else None)
    messages.success(request, _("Lagret."))
    return redirect("budget:finance")


def _basis_form(request: SignedInRequest, told: BasisKind, form: BasisForm, name: str | None) -> HttpResponse:
    context = {"form": form, "heading": told.title, "name": name}
    return render(request, "budget/finance/form.html", context, status=422 if form.is_bound else 200)


@login_required
def change_population(request: SignedInRequest, key: int) -> HttpResponse:
    """Change what a head of an age group costs, and how many there are."""
    require(request.user, CHANGE_FINANCE)
    group = AgeGroup.objects.filter(pk=key).first()
    if group is None:
        raise NotFoundError(_("Dette finnes ikke, eller du har ikke tilgang til det."))
    form = PopulationForm(request.POST or None, initial=PopulationForm.of_group(group))
    if form.is_valid():
        kept = form.kept()
        group.cost_per_head = kept["cost_per_head"]
        set_population(actor=request.user, group=group, heads=kept["heads"])
        messages.success(request, _("Lagret."))
        return redirect("budget:finance")
    context = {"form": form, "heading": _("Befolkning"), "name": group.code}
    return render(request, "budget/finance/form.html", context, status=422 if form.is_bound else 200)
