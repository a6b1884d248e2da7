"""What the economy shows on pages of apps below and above: a unit's page, Min side, the whole municipality."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse

from styring.budget.policies import VIEW_ECONOMY
from styring.budget.queries import Figures, economy_tree, figures_of, forecast_history, limits_on
from styring.budget.tables import status_of
from styring.budget.views.places import months_to_choose
from styring.kernel.authority import may
from styring.kernel.clock import today

if TYPE_CHECKING:
    from django.http import HttpRequest

    from styring.organisation.models import Sector, Unit


def unit_economy(request: HttpRequest, unit: Unit) -> str:
    """A unit's economy in four numbers, on its page; nothing for those who may not see it."""
    return _shown(request, unit, "budget/parts/unit_economy.html")


def economy_tile(request: HttpRequest, unit: Unit) -> str:
    """Forecast against budget, a tile of Min side; nothing for those who may not see it."""
    return _shown(request, unit, "budget/parts/tile.html")


def _shown(request: HttpRequest, unit: Unit, template: str) -> str:
    if not may(request.user, VIEW_ECONOMY, unit):
        return ""
    period = months_to_choose(today())[-1]
    found = figures_of(unit, period)
    if found == Figures():
        return ""
    status, words = status_of(found, limits_on(period.last_day))
    address = reverse("budget:economy", args=[unit.code, period])
    context = {"unit": unit, "period": period, "figures": found, "status": status, "words": words, "address": address}
    return render_to_string(template, context, request)


def economy_per_sector(request: HttpRequest, top: Unit) -> str:
    """The economy of each sector of the municipality, for the one who leads all of it."""
    if not may(request.user, VIEW_ECONOMY, top):
        return ""
    period = months_to_choose(today())[-1]
    tree, limits = economy_tree(top, period), limits_on(period.last_day)
    sums: dict[Sector | None, Figures] = defaultdict(Figures)
    budgets: dict[Sector | None, dict[int, int]] = defaultdict(dict)
    for node in tree.walk():
        if node.own != Figures():
            sector = node.area.sector if node.area else None
            sums[sector] += node.own
            budgets[sector][node.unit.pk] = node.own.revised
    history = forecast_history(budgets, period)
    address = reverse("budget:economy", args=[top.code, period])
    rows = [
        (sector, sums[sector], list(history[sector].values()), *status_of(sums[sector], limits))
        for sector in sorted(sums, key=lambda sector: (sector is None, sector.code if sector else ""))
    ]
    context = {"rows": rows, "whole": tree.figures, "address": address, "period": period}
    context["status"], context["words"] = status_of(tree.figures, limits)
    return render_to_string("budget/parts/sectors.html", context, request)
