"""Reading budgets, accounts and forecasts beside each other: exact øre, cost plus and income minus."""

from __future__ import annotations

from styring.budget.queries.checks import (
    LayerCheck,
    Remark,
    TargetCheck,
    YearCheck,
    add_bounds,
    add_required_table,
    add_targets,
    add_warnings,
    check_layer,
)
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
from styring.budget.queries.programme import (
    Item,
    changes_of,
    difference_of,
    layer_named,
    layers_visible_to,
    state_of,
    sums_per_art,
)
from styring.budget.queries.records import amounts_of, budget_per_art, funds_nothing, key_of, limits_on
from styring.budget.queries.suggestions import growth_of, suggestion_for
from styring.budget.queries.tree import Node, economy_tree

__all__ = [
    "Choice",
    "Figures",
    "FrameSheet",
    "Funded",
    "Item",
    "LayerCheck",
    "Node",
    "Remark",
    "Sums",
    "TargetCheck",
    "YearCheck",
    "add_bounds",
    "add_required_table",
    "add_targets",
    "add_warnings",
    "amounts_of",
    "appropriated",
    "budget_per_art",
    "changes_of",
    "check_layer",
    "difference_of",
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
    "key_of",
    "layer_named",
    "layers_visible_to",
    "limits_on",
    "lines_of",
    "own_figures",
    "parts_by_art",
    "parts_by_month",
    "state_of",
    "suggestion_for",
    "summed",
    "sums_per_art",
]
