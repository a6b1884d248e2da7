"""The money that a report must answer for, and what is missing in it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from styring.budget.queries import figures_by
from styring.budget.rules.deviation import Limits
from styring.reporting.queries.deviations import measures_of
from styring.reporting.rules.answers import Answers, LevelAnswers, lacks, level_lacks
from styring.reporting.rules.measures import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.reporting.models import Contribution, Round
    from styring.reporting.queries.deviations import MeasureView
    from styring.reporting.rules.answers import Lack


def limits_of(of_round: Round) -> Limits:
    """From which deviation a report of the round must explain itself, as it was when the round opened."""
    kept = of_round.settings
    return Limits(Fraction(kept["thousandths"], 1000), kept["amount"]) if "thousandths" in kept else Limits()


def revised_budget(contribution: Contribution) -> int:
    """The year's revised budget of a unit and all below it, as of the round's cut-off, øre; two queries."""
    parts = figures_by(contribution.unit, contribution.round.span, "function")
    return sum(part.revised for part in parts.values())


def lacks_of(contribution: Contribution, budget: int) -> list[Lack]:
    """What is missing before a report can be delivered, its unit's budget (øre) being known; at most two queries."""
    if contribution.is_level:
        return level_lacks(
            LevelAnswers(contribution.adjustment, contribution.adjustment_reason, contribution.assessment)
        )
    measures = measures_of(contribution.unit, contribution.round.cut_off)
    return lacks_given(contribution, budget, measures)


def lacks_given(contribution: Contribution, budget: int, measures: Sequence[MeasureView]) -> list[Lack]:
    """What is missing in a unit's report, when its budget (øre) and measures are known; no query."""
    said = Answers(
        budget=budget,
        forecast=contribution.forecast,
        causes=tuple(contribution.causes),
        explanation=contribution.explanation,
        open_measures=len(measures),
        unanswered_measures=tuple(view.title for view in measures if view.standing is Standing.ANSWER_DUE),
    )
    return lacks(said, limits_of(contribution.round))
