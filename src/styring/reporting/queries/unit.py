"""A unit's report on one screen: what is filled in beforehand, what was said last time and from above."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from styring.budget.queries import Sums, figures_through_the_year
from styring.budget.rules.deviation import needs_explanation
from styring.reporting.models import Contribution, HistoryEntry
from styring.reporting.queries.deviations import measures_of
from styring.reporting.queries.figures import lacks_given, limits_of
from styring.reporting.queries.line import SAYS_SOMETHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from styring.budget.rules.deviation import Limits
    from styring.reporting.queries.deviations import MeasureView
    from styring.reporting.rules.answers import Lack


class MonthOfSpending(NamedTuple):
    """A month, and how much more than budgeted had been spent from January to its end, øre; minus is less."""

    month: int
    overspent: int


@dataclass(frozen=True)
class ReportSheet:
    """A unit's report and what stands beside it."""

    contribution: Contribution
    sums: Sums
    months: tuple[MonthOfSpending, ...]
    previous: Contribution | None
    measures: tuple[MeasureView, ...]
    comments: tuple[HistoryEntry, ...]
    history: tuple[HistoryEntry, ...]

    @property
    def limits(self) -> Limits:
        """From which deviation it must explain itself."""
        return limits_of(self.contribution.round)

    @property
    def limit_in_percent(self) -> Fraction:
        """The share of the budget from which it must explain itself, in percent."""
        return self.limits.share * 100

    @property
    def deviation(self) -> int | None:
        """Revised budget less the forecast that is written, øre."""
        return None if self.contribution.forecast is None else self.sums.revised - self.contribution.forecast

    @property
    def must_explain(self) -> bool:
        """Is the deviation so large that it must be explained?"""
        return self.deviation is not None and needs_explanation(self.deviation, self.sums.revised, self.limits)

    @property
    def last_forecast(self) -> int | None:
        """The forecast of the unit's last report before this, øre."""
        return self.previous.forecast if self.previous else None

    @property
    def change(self) -> int | None:
        """How the deviation has moved since the last report, øre; minus is worse."""
        forecast = self.contribution.forecast
        return None if forecast is None or self.last_forecast is None else self.last_forecast - forecast

    @property
    def lacks(self) -> list[Lack]:
        """What is missing before it can be delivered."""
        return lacks_given(self.contribution, self.sums.revised, self.measures)


def report_sheet(contribution: Contribution, day: date) -> ReportSheet:
    """A unit's report with all that stands beside it, for one who may see it; some ten queries."""
    period = contribution.round.span
    sums, months = figures_through_the_year(contribution.unit, period)
    previous = previous_report(contribution)
    history = _history(contribution, previous)
    return ReportSheet(
        contribution=contribution,
        sums=sums,
        months=_running({month: part.deviation_to_date for month, part in months.items()}),
        previous=previous,
        measures=tuple(measures_of(contribution.unit, day)),
        comments=tuple(entry for entry in history if entry.comment and entry.move in SAYS_SOMETHING),
        history=tuple(entry for entry in history if entry.contribution_id == contribution.pk),
    )


def previous_report(contribution: Contribution) -> Contribution | None:
    """The unit's last report that was delivered before this round's; one query."""
    earlier = Contribution.objects.filter(unit=contribution.unit, round__cut_off__lt=contribution.round.cut_off)
    return earlier.exclude(submitted_at=None).select_related("round").order_by("-round__cut_off").first()


def _running(deviations: Mapping[int, int]) -> tuple[MonthOfSpending, ...]:
    months = sorted(deviations)
    overspent = accumulate(-deviations[month] for month in months)
    return tuple(MonthOfSpending(month, amount) for month, amount in zip(months, overspent, strict=True))


def history_of(contribution: Contribution) -> list[HistoryEntry]:
    """What has happened with a report, newest first; one query."""
    return _history(contribution, None)


def _history(contribution: Contribution, previous: Contribution | None) -> list[HistoryEntry]:
    """What has happened with this report and the one before, newest first."""
    reports = [contribution, previous] if previous else [contribution]
    return list(HistoryEntry.objects.filter(contribution__in=reports).select_related("by").order_by("-at", "-pk"))
