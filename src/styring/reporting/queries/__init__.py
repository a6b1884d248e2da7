"""Reading rounds and reports, reader first, as far as the reader may see them."""

from __future__ import annotations

from styring.reporting.queries.deviations import deviation_for, deviations_for, measure_for, measures_of
from styring.reporting.queries.figures import lacks_of, limits_of
from styring.reporting.queries.line import (
    as_seen,
    contribution_for,
    contribution_of_element,
    level_sheet,
    rights_of,
    seen_reports,
)
from styring.reporting.queries.rounds import latest_reports, levels_of, round_of, rounds_for
from styring.reporting.queries.suggestions import suggestion_for
from styring.reporting.queries.unit import history_of, report_sheet
from styring.reporting.queries.whole import consolidated

__all__ = [
    "as_seen",
    "consolidated",
    "contribution_for",
    "contribution_of_element",
    "deviation_for",
    "deviations_for",
    "history_of",
    "lacks_of",
    "latest_reports",
    "level_sheet",
    "levels_of",
    "limits_of",
    "measure_for",
    "measures_of",
    "report_sheet",
    "rights_of",
    "round_of",
    "rounds_for",
    "seen_reports",
    "suggestion_for",
]
