"""The economy of a unit as of a period: four figures, a table of its parts, and the way from budget to forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styring.access.policies import permitted_units
from styring.budget.policies import VIEW_ECONOMY
from styring.budget.queries import (
    Sums,
    economy_tree,
    figures_by,
    forecast_history,
    limits_on,
    summed,
    twelve_months,
)
from styring.budget.rules.deviation import share_of
from styring.budget.tables import SHORT, WITH_FORECAST, Economy, Part, status_of
from styring.budget.views.charts import bridge, deviation_line, spending, year_line
from styring.budget.views.forecasting import suggested
from styring.budget.views.parts import amended_at, area_parts, art_group_parts, function_parts, unit_parts
from styring.budget.views.places import Place, months_to_choose, place_of
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import InvalidValueError, NotAllowedError
from styring.kernel.periods import Period
from styring.organisation.queries import placements_on, unit_by_code
from styring.ui.slots import shown_in
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from fractions import Fraction

    from django.http import HttpResponse

    from styring.budget.queries import Figures, Node
    from styring.budget.rules.deviation import Limits
    from styring.ui.charts.drawing import Chart
    from styring.ui.requests import SignedInRequest

UNITS, AREAS, GROUPS, FUNCTIONS = "enheter", "programomrader", "arter", "funksjoner"
EXPLAINED = "economy.explained"
"""The slot beside the bridge; its subject is a pair of unit and period."""


@login_required
def own_economy(request: SignedInRequest) -> HttpResponse:
    """The economy of the highest unit that the reader may see."""
    permitted = permitted_units(request.user, VIEW_ECONOMY)
    placed = placements_on(today()).filter(unit__in=permitted).order_by("level", "unit__code").first()
    if placed is None:
        raise NotAllowedError(_("Du har ikke innsyn i økonomien til noen enhet."))
    return redirect("budget:economy_now", placed.unit.code)


@login_required
def economy_now(request: SignedInRequest, code: str) -> HttpResponse:
    """The economy of a unit in the month that is asked for, else in the last one with accounts."""
    unit = unit_by_code(code)
    require(request.user, VIEW_ECONOMY, unit)
    period = _asked(request.GET.get("periode", "")) or months_to_choose(today())[-1]
    return redirect("budget:economy", unit.code, period)


def _asked(written: str) -> Period | None:
    try:
        return Period.parse(written)
    except InvalidValueError:
        return None


@login_required
def economy(request: SignedInRequest, code: str, period: Period) -> HttpResponse:
    """The economy of a unit as of a period."""
    unit = unit_by_code(code)
    require(request.user, VIEW_ECONOMY, unit)
    tree = economy_tree(unit, period)
    place = place_of(unit, tree.name, period)
    views = _views(tree)
    view = request.GET.get("vis") if request.GET.get("vis") in views else next(iter(views))
    limits = limits_on(period.last_day)
    shown = _economy(place, tree, str(view), limits, request.GET.getlist("aapne"))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([shown.table(_note())], f"{shown.title} {period}")
    status, words = status_of(tree.figures, limits)
    context = {
        "place": place, "tree": tree, "figures": tree.figures, "economy": shown, "views": views, "view": view,
        "note": _note(), "status": status, "words": words, "charts": _charts(place, tree),
        "explained": shown_in(EXPLAINED, request, (unit, period)),
        "history": _history(tree, period), **_shares(tree.figures), "suggestion": suggested(place, tree),
    }  # fmt: skip
    return render(request, "budget/economy.html", context)


def _charts(place: Place, tree: Node) -> list[Chart]:
    """What there is to draw, in the order of the page: two and two beside each other."""
    year, foreseen = twelve_months(place.unit, place.period), _foreseen(tree.figures)
    drawn = [
        bridge(place, tree.figures, _steps(tree)), deviation_line(place, year, foreseen), spending(place, tree),
        year_line(place, year, foreseen),
    ]  # fmt: skip
    return [chart for chart in drawn if chart]


def _history(tree: Node, period: Period) -> list[int]:
    """How the forecast has stood to the revised budget, month by month, in øre."""
    budgets = {node.unit.pk: node.own.revised for node in tree.walk()}
    return list(forecast_history({tree.unit.pk: budgets}, period)[tree.unit.pk].values())


def _foreseen(figures: Figures) -> int | None:
    """What the year is expected to come to; None when nobody has said."""
    return figures.forecast if figures.forecasts else None


def _shares(figures: Figures) -> dict[str, Fraction | None]:
    """What is spent of the year's budget, and what was to be spent by now, in percent."""
    consumed, planned = share_of(figures.actual, figures.revised), share_of(figures.phased, figures.revised)
    return {
        "consumed": None if consumed is None else consumed * 100, "planned": None if planned is None else planned * 100
    }  # fmt: skip


def _note() -> str:
    return _("1000 kr. Minus er merforbruk.")


def _views(tree: Node) -> dict[str, str]:
    """The ways of parting the economy that mean something here."""
    whole = {UNITS: _("Enheter"), AREAS: _("Programområder"), GROUPS: _("Arter"), FUNCTIONS: _("Funksjoner")}
    areas = {node.area for node in tree.walk() if node.area}
    hidden = {UNITS} if not tree.children else set()
    if len(areas) <= 1:
        hidden.add(AREAS)
    return {name: title for name, title in whole.items() if name not in hidden}


def _economy(place: Place, tree: Node, view: str, limits: Limits, opened: list[str]) -> Economy:
    unit, period = place.unit, place.period
    parts: list[Part]
    if view == GROUPS:
        parts = art_group_parts(place, figures_by(unit, period, "art_group"))
    elif view == FUNCTIONS:
        parts = function_parts(place, figures_by(unit, period, "function"))
    else:
        parts = unit_parts(place, tree, opened) if view == UNITS else area_parts(place, tree, opened)
    heads = {UNITS: _("Enhet"), AREAS: _("Programområde"), GROUPS: _("Art"), FUNCTIONS: _("Funksjon")}
    return Economy(
        title=_("Økonomi %(unit)s") % {"unit": place.name},
        head=heads[view],
        headings=WITH_FORECAST if view in {UNITS, AREAS} else SHORT,
        total=Part(
            _("Sum %(unit)s") % {"unit": place.name},
            _total(tree.figures, view),
            details=place.to("arts"),
            amended=amended_at(unit, period, tree.figures),
        ),
        parts=parts,
        limits=limits,
        source=place.source,
    )


def _total(figures: Figures, view: str) -> Sums:
    if view in {UNITS, AREAS}:
        return figures
    return summed([figures])


def _steps(tree: Node) -> list[tuple[str, int]]:
    """What each unit directly below, and the unit itself, adds to the forecast beyond its budget."""
    own = [(_("Felles"), -tree.own.forecast_deviation)]
    below = [(child.name, -child.figures.forecast_deviation) for child in tree.children]
    return [(name, amount) for name, amount in [*below, *own] if amount] if tree.children else []
