"""Reading indicators: what they show in a unit and a period, on whose cards they stand, and which are overdue."""

from __future__ import annotations

from styring.scorecards.queries.breaks import measures_nothing, not_measured_at_all, value_overdue
from styring.scorecards.queries.cards import (
    Card,
    Row,
    goals_measured_by,
    has_card,
    indicators_of,
    scorecard_of,
    standing_of,
)
from styring.scorecards.queries.observations import Table, counted_elsewhere, table_of
from styring.scorecards.queries.readings import glance, readings, require_view
from styring.scorecards.queries.sick_leave import Share, SickLeave, sick_leave_of
from styring.scorecards.queries.values import Point, Reading, UnitReading

__all__ = [
    "Card",
    "Point",
    "Reading",
    "Row",
    "Share",
    "SickLeave",
    "Table",
    "UnitReading",
    "counted_elsewhere",
    "glance",
    "goals_measured_by",
    "has_card",
    "indicators_of",
    "measures_nothing",
    "not_measured_at_all",
    "readings",
    "require_view",
    "scorecard_of",
    "sick_leave_of",
    "standing_of",
    "table_of",
    "value_overdue",
]
