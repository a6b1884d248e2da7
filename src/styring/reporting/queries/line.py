"""A report in the line, and what a level sees: those below it, their sums, and who has not delivered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.access.policies import permitted_units
from styring.budget.queries import Figures, figures_by
from styring.budget.rules.deviation import deviation, share_of
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.reporting.models import Contribution, HistoryEntry, HistoryMove
from styring.reporting.policies import VIEW_REPORT
from styring.reporting.queries.deviations import measures_by_deviation
from styring.reporting.queries.figures import limits_of
from styring.reporting.rules.measures import Standing
from styring.reporting.rules.states import State, Tally, tally
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from styring.accounts.models import User
    from styring.budget.rules.deviation import Limits
    from styring.reporting.models import Round

SAYS_SOMETHING = (HistoryMove.RETURN, HistoryMove.APPROVE, HistoryMove.REOPEN, HistoryMove.REMIND)


def contribution_for(reader: User, of_round: Round, unit_code: str) -> Contribution:
    """A unit's report in a round; one query.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    seen = Contribution.objects.filter(round=of_round, unit__in=permitted_units(reader, VIEW_REPORT))
    joined = seen.select_related("round", "unit", "element", "above__unit", "submitted_by", "approved_by")
    found = joined.filter(unit__code=unit_code).first()
    if found is None:
        raise NotFoundError(gettext_noop("Rapporten finnes ikke, eller du har ikke tilgang til den."))
    return found


@dataclass(frozen=True)
class LevelRow:
    """One of those directly below a level: its report, its money and the last thing said about it from above."""

    contribution: Contribution
    figures: Figures
    comment: HistoryEntry | None = None

    @property
    def share(self) -> Fraction | None:
        """The forecast deviation as a share of the budget."""
        return share_of(self.figures.forecast_deviation, self.figures.revised)

    @property
    def waits(self) -> bool:
        """Does it wait for the level's approval?"""
        return self.contribution.stands is State.DELIVERED


@dataclass(frozen=True)
class LevelSheet:
    """What a level sees: the sum is that of those below and of its own economy; the adjustment is a line of its own."""

    contribution: Contribution
    rows: tuple[LevelRow, ...]
    own: Figures
    limits: Limits
    causes: tuple[tuple[str, int], ...]
    measures: int
    measures_that_work: int

    @property
    def below(self) -> Figures:
        """The sum of those below and of what the level itself has."""
        return sum((row.figures for row in self.rows), start=self.own)

    @property
    def forecast(self) -> int:
        """The adjusted forecast, øre."""
        return self.below.forecast + self.contribution.adjustment

    @property
    def forecast_deviation(self) -> int:
        """Revised budget less the adjusted forecast, øre."""
        return deviation(self.below.revised, self.forecast)

    @property
    def below_share(self) -> Fraction | None:
        """The deviation of those below as a share of the budget."""
        return share_of(self.below.forecast_deviation, self.below.revised)

    @property
    def share(self) -> Fraction | None:
        """The adjusted deviation as a share of the budget."""
        return share_of(self.forecast_deviation, self.below.revised)

    @property
    def tally(self) -> Tally:
        """How far those below have come."""
        return tally(row.contribution.stands for row in self.rows)

    @property
    def waiting(self) -> list[LevelRow]:
        """Those that wait for approval, the oldest first."""
        waiting = [row for row in self.rows if row.waits]
        return sorted(waiting, key=lambda row: (row.contribution.submitted_at is None, row.contribution.submitted_at))

    @property
    def missing(self) -> list[LevelRow]:
        """Those that do not lie with the level, sent back or not delivered."""
        return [row for row in self.rows if not row.contribution.is_delivered]


def level_sheet(contribution: Contribution, day: date) -> LevelSheet:
    """What a level sees of those directly below it, for one who may see the level's report; some fifteen queries."""
    below = list(
        Contribution.objects.filter(above=contribution)
        .select_related("round", "unit", "submitted_by", "approved_by")
        .order_by("unit__code")
    )
    money = figures_by(contribution.unit, contribution.round.span, "unit")
    comments = _last_comments(below)
    rows = tuple(LevelRow(child, _figures(money.get(child.unit_id)), comments.get(child.pk)) for child in below)
    measures = _standings_below(contribution, day)
    return LevelSheet(
        contribution=contribution,
        rows=rows,
        own=_own(_figures(money.get(contribution.unit_id))),
        limits=limits_of(contribution.round),
        causes=_causes(below),
        measures=len(measures),
        measures_that_work=sum(standing is Standing.WORKS for standing in measures),
    )


def _figures(found: object) -> Figures:
    return found if isinstance(found, Figures) else Figures()


def _own(found: Figures) -> Figures:
    """A level's own economy without adjustments, which are lines of their own: it is expected to keep its budget."""
    return Figures(found.adopted, found.revised, found.phased, found.actual, found.revised, found.revised)


def _last_comments(contributions: Sequence[Contribution]) -> dict[object, HistoryEntry]:
    said = HistoryEntry.objects.filter(contribution__in=contributions, move__in=SAYS_SOMETHING).exclude(comment="")
    return {entry.contribution_id: entry for entry in said.select_related("by")}


def _causes(below: Sequence[Contribution]) -> tuple[tuple[str, int], ...]:
    """How many of those below give each cause, the most frequent first."""
    counted = Counter(cause for child in below if child.is_delivered for cause in child.causes)
    return tuple(counted.most_common())


def _standings_below(contribution: Contribution, day: date) -> list[Standing]:
    units = Contribution.objects.filter(above=contribution).values("unit")
    deviations = Element.objects.filter(kind="deviation", unit__in=units).values_list("pk", flat=True)
    return [view.standing for views in measures_by_deviation(list(deviations), day).values() for view in views]
