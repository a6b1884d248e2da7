"""Reading rounds and reports, reader first, as far as the reader may see them."""

from __future__ import annotations

from styring.reporting.queries.deviations import deviations_for, measures_of
from styring.reporting.queries.figures import lacks_of, limits_of
from styring.reporting.queries.line import contribution_for, level_sheet
from styring.reporting.queries.rounds import levels_of, round_of, rounds_for
from styring.reporting.queries.unit import report_sheet
from styring.reporting.queries.whole import consolidated

__all__ = [
    "consolidated",
    "contribution_for",
    "deviations_for",
    "lacks_of",
    "level_sheet",
    "levels_of",
    "limits_of",
    "measures_of",
    "report_sheet",
    "round_of",
    "rounds_for",
]
