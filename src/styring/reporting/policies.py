"""Who may do what in a round.

A unit's report is written by whoever may write monthly reports in the unit; a level's by whoever may approve them
there. A report is approved or returned by one who may approve in the unit of the level above, so that nobody approves
their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.kernel.authority import Action, Right

if TYPE_CHECKING:
    from styring.reporting.models import Contribution

VIEW_REPORT = Action("reporting.report.view", "monthly_report", Right.READ)
WRITE_REPORT = Action("reporting.report.write", "monthly_report", Right.WRITE)
WRITE_LEVEL = Action("reporting.level.write", "monthly_report", Right.APPROVE)
APPROVE_REPORT = Action("reporting.report.approve", "monthly_report", Right.APPROVE)
OPEN_ROUND = Action("reporting.round.open", "monthly_report", Right.WRITE)
CLOSE_ROUND = Action("reporting.round.close", "monthly_report", Right.APPROVE)


def writing(contribution: Contribution) -> Action:
    """What it takes to write in a report."""
    return WRITE_LEVEL if contribution.is_level else WRITE_REPORT
