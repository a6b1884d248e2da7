"""The pages about budgets, accounts and forecasts."""

from __future__ import annotations

from styring.budget.views.drilling import arts, lines, months
from styring.budget.views.follow_up import follow_up, learn, unmark
from styring.budget.views.overview import economy, economy_now, own_economy
from styring.budget.views.phasing import derive, profile, profiles
from styring.budget.views.records import frame, layers

__all__ = [
    "arts",
    "derive",
    "economy",
    "economy_now",
    "follow_up",
    "frame",
    "layers",
    "learn",
    "lines",
    "months",
    "own_economy",
    "profile",
    "profiles",
    "unmark",
]
