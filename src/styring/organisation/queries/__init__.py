"""Reading the organisation; everyone in the municipality may. Always as of a day, with both ends of time in sight."""

from __future__ import annotations

from styring.organisation.queries.history import Event, acts_about, changes_of_tree, history_of
from styring.organisation.queries.tree import (
    Node,
    children_of,
    held_positions,
    leader_of,
    leader_position,
    leading_on,
    level_names_on,
    levels,
    line_above,
    municipality,
    placements_on,
    positions_held_by,
    positions_of,
    top_unit,
    tree_on,
    unit_by_code,
    units_below,
    units_led_by,
    whole_municipality,
)

__all__ = [
    "Event",
    "Node",
    "acts_about",
    "changes_of_tree",
    "children_of",
    "held_positions",
    "history_of",
    "leader_of",
    "leader_position",
    "leading_on",
    "level_names_on",
    "levels",
    "line_above",
    "municipality",
    "placements_on",
    "positions_held_by",
    "positions_of",
    "top_unit",
    "tree_on",
    "unit_by_code",
    "units_below",
    "units_led_by",
    "whole_municipality",
]
