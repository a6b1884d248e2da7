"""The pages about budgets, accounts and forecasts."""

from __future__ import annotations

from styring.budget.views.drilling import arts, lines, months
from styring.budget.views.overview import economy, economy_now, own_economy
from styring.budget.views.records import frame, layers

__all__ = ["arts", "economy", "economy_now", "frame", "layers", "lines", "months", "own_economy"]
