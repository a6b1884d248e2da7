"""The pages about budgets, accounts and forecasts."""

from __future__ import annotations

from styring.budget.views.amendments import (
    act_on_amendment,
    amendment,
    amendments,
    amendments_now,
    gather,
    new_amendment,
    remove_amendment_row,
)
from styring.budget.views.drilling import arts, lines, months
from styring.budget.views.follow_up import follow_up, learn, unmark
from styring.budget.views.overview import economy, economy_now, own_economy
from styring.budget.views.phasing import derive, profile, profiles
from styring.budget.views.records import frame, layers
from styring.budget.views.resolutions import accounts, proposal, resolve

__all__ = [
    "accounts",
    "act_on_amendment",
    "amendment",
    "amendments",
    "amendments_now",
    "arts",
    "derive",
    "economy",
    "economy_now",
    "follow_up",
    "frame",
    "gather",
    "layers",
    "learn",
    "lines",
    "months",
    "new_amendment",
    "own_economy",
    "profile",
    "profiles",
    "proposal",
    "remove_amendment_row",
    "resolve",
    "unmark",
]
