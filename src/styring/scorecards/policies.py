"""Who may do what with indicators, their values and the cards they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.access.policies import Action
from styring.access.rules import Right

if TYPE_CHECKING:
    from styring.scorecards.models import Indicator

VIEW_COMMON = Action("scorecards.common.view", "common_scorecard", Right.READ)
CHANGE_COMMON = Action("scorecards.common.change", "common_scorecard", Right.WRITE)
VIEW_CARD = Action("scorecards.card.view", "unit_scorecard", Right.READ)
CHANGE_CARD = Action("scorecards.card.change", "unit_scorecard", Right.WRITE)
VIEW_SICK_LEAVE = Action("scorecards.sick_leave.view", "sick_leave", Right.READ)
RECORD_SICK_LEAVE = Action("scorecards.sick_leave.record", "sick_leave", Right.WRITE)


def right_to_record(indicator: Indicator) -> Action:
    """The right it takes to write down an indicator's values."""
    return RECORD_SICK_LEAVE if indicator.is_about_people else CHANGE_CARD
