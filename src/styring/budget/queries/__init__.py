"""Reading budgets, accounts and forecasts beside each other: exact øre, cost plus and income minus."""

from __future__ import annotations

from styring.budget.queries.economy import (
    Figures,
    Sums,
    appropriated,
    figures,
    figures_by,
    figures_of,
    figures_through_the_year,
    forecast_history,
    own_figures,
    summed,
)
from styring.budget.queries.frames import FrameSheet, Funded, frame_in_force, frame_sheet, frames_in_force
from styring.budget.queries.parts import Choice, lines_of, parts_by_art, parts_by_month
from styring.budget.queries.records import amounts_of, budget_per_art, funds_nothing, limits_on
from styring.budget.queries.suggestions import growth_of, suggestion_for
from styring.budget.queries.tree import Node, economy_tree

__all__ = [
    "Choice",
    "Figures",
    "FrameSheet",
    "Funded",
    "Node",
    "Sums",
    "amounts_of",
    "appropriated",
    "budget_per_art",
    "economy_tree",
    "figures",
    "figures_by",
    "figures_of",
    "figures_through_the_year",
    "forecast_history",
    "frame_in_force",
    "frame_sheet",
    "frames_in_force",
    "funds_nothing",
    "growth_of",
    "limits_on",
    "lines_of",
    "own_figures",
    "parts_by_art",
    "parts_by_month",
    "suggestion_for",
    "summed",
]
