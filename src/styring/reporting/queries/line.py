"""A report in the line, and what a level sees: those below it, their sums, and who has not delivered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from styring.access.policies import may, permitted_units
from styring.budget.queries import Figures, figures_by
from styring.budget.rules.deviation import deviation, share_of, weight_of
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.reporting.models import Contribution, HistoryEntry, HistoryMove
from styring.reporting.policies import APPROVE_REPORT, VIEW_REPORT, writing
from styring.reporting.queries.deviations import measures_by_deviation
from styring.reporting.queries.figures import limits_of
from styring.reporting.queries.rounds import rounds_of
from styring.reporting.rules.answers import CAUSES, LevelAnswers, level_lacks
from styring.reporting.rules.measures import Standing
from styring.reporting.rules.states import State, Tally, tally
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction
    from uuid import UUID

    from styring.accounts.models import User
    from styring.budget.rules.deviation import Limits
    from styring.reporting.models import ContributionQuerySet, Round
    from styring.reporting.rules.answers import Lack

NO_REPORT = gettext_noop("Rapporten finnes ikke, eller du har ikke tilgang til den.")
SAYS_SOMETHING = (HistoryMove.RETURN, HistoryMove.APPROVE, HistoryMove.REOPEN, HistoryMove.REMIND)


def contribution_for(reader: User, period: str, unit_code: str) -> Contribution:
    """A unit's report in the round of a period as it stands in an address; one query.

    Raises:
        NotFoundError: there is none that the reader may know of, or it is no period.
    """
    seen = Contribution.objects.filter(round__in=rounds_of(period), unit__in=permitted_units(reader, VIEW_REPORT))
    joined = seen.select_related("round", "unit", "element", "above__unit", "submitted_by", "approved_by")
    found = joined.filter(unit__code=unit_code).first()
    if found is None:
        raise NotFoundError(NO_REPORT)
    return found


def contribution_of_element(reader: User, key: UUID) -> Contribution:
    """The report that an element is; one query.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    seen = Contribution.objects.filter(pk=key, unit__in=permitted_units(reader, VIEW_REPORT))
    found = seen.select_related("round", "unit").first()
    if found is None:
        raise NotFoundError(NO_REPORT)
    return found


@dataclass(frozen=True)
class LevelRow:
    """One of those directly below a level: its report, its money, and what was last said about it from above.

    ``reminder`` is the last reminder of a report that is not delivered.
    """

    contribution: Contribution
    figures: Figures
    comment: HistoryEntry | None = None
    reminder: HistoryEntry | None = None

    @property
    def share(self) -> Fraction | None:
        """The forecast deviation as a share of the budget."""
        return share_of(self.figures.forecast_deviation, self.figures.revised)

    @property
    def percent(self) -> Fraction | None:
        """The forecast deviation in percent of the budget."""
        return in_percent(self.share)

    @property
    def cause_labels(self) -> list[str]:
        """Why, in short words."""
        return [CAUSES.get(cause, cause) for cause in self.contribution.causes]

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
    def below_percent(self) -> Fraction | None:
        """The deviation of those below in percent of the budget."""
        return in_percent(share_of(self.below.forecast_deviation, self.below.revised))

    @property
    def overspent_percent(self) -> Fraction | None:
        """How much those below spend over the budget, in percent of it."""
        return None if self.below_percent is None else -self.below_percent

    @property
    def percent(self) -> Fraction | None:
        """The adjusted deviation in percent of the budget."""
        return in_percent(share_of(self.forecast_deviation, self.below.revised))

    @property
    def below_weight(self) -> str:
        """How heavy the deviation of those below is, as the status it is shown with."""
        return weight_of(self.below.forecast_deviation, self.below.revised, self.limits).value

    @property
    def adjusted_deviation(self) -> int:
        """What the adjustment does to the deviation, øre: a lower forecast is plus."""
        return -self.contribution.adjustment

    @property
    def lacks(self) -> list[Lack]:
        """What is missing before the level can deliver."""
        level = self.contribution
        return level_lacks(LevelAnswers(level.adjustment, level.adjustment_reason, level.assessment))

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
    said = _said_from_above(below)
    rows = tuple(_row(child, _figures(money.get(child.unit_id)), said.get(child.pk, [])) for child in below)
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


def in_percent(share: Fraction | None) -> Fraction | None:
    """A share in percent."""
    return None if share is None else share * 100


def _figures(found: object) -> Figures:
    return found if isinstance(found, Figures) else Figures()


def _own(found: Figures) -> Figures:
    """A level's own economy without adjustments, which are lines of their own: it is expected to keep its budget."""
    return replace(found, forecast=found.revised, last_forecast=found.revised, forecasts=0)


def _said_from_above(contributions: Sequence[Contribution]) -> dict[UUID, list[HistoryEntry]]:
    """What was said about each report, and its reminders, in order; one query."""
    found: dict[UUID, list[HistoryEntry]] = {}
    said = HistoryEntry.objects.filter(contribution__in=contributions, move__in=SAYS_SOMETHING)
    for entry in said.select_related("by"):
        found.setdefault(entry.contribution_id, []).append(entry)
    return found


def _row(child: Contribution, figures: Figures, said: Sequence[HistoryEntry]) -> LevelRow:
    comments = [entry for entry in said if entry.comment]
    reminders = [entry for entry in said if entry.move == HistoryMove.REMIND and not child.is_delivered]
    return LevelRow(child, figures, comments[-1] if comments else None, reminders[-1] if reminders else None)


def _causes(below: Sequence[Contribution]) -> tuple[tuple[str, int], ...]:
    """How many of those below give each cause, the most frequent first."""
    counted = Counter(cause for child in below if child.is_delivered for cause in child.causes)
    return tuple(counted.most_common())


def _standings_below(contribution: Contribution, day: date) -> list[Standing]:
    units = Contribution.objects.filter(above=contribution).values("unit")
    deviations = Element.objects.filter(kind="deviation", unit__in=units).values_list("pk", flat=True)
    return [view.standing for views in measures_by_deviation(list(deviations), day).values() for view in views]


class Rights(NamedTuple):
    """What a reader may do with a report: write in it, or judge it for the level above."""

    may_write: bool
    may_judge: bool


def rights_of(reader: User, contribution: Contribution) -> Rights:
    """What a reader may do with a report as far as roles go; two queries."""
    above = contribution.above.unit if contribution.above else None
    return Rights(
        may_write=may(reader, writing(contribution), contribution.unit),
        may_judge=above is not None and may(reader, APPROVE_REPORT, above),
    )


def as_seen(contribution: Contribution, rights: Rights) -> Contribution:
    """A report as a reader may see it: what is not delivered is there only for those who may write in it."""
    if contribution.is_delivered or rights.may_write:
        return contribution
    contribution.forecast, contribution.causes, contribution.explanation = None, [], ""
    contribution.adjustment, contribution.adjustment_reason, contribution.assessment = 0, "", ""
    return contribution


def seen_reports(reader: User, of_round: Round) -> ContributionQuerySet:
    """The reports of a round that a person may see, the top first; one query, made when it is read."""
    seen = Contribution.objects.filter(round=of_round, unit__in=permitted_units(reader, VIEW_REPORT))
    return seen.select_related("round", "unit", "above__unit").order_by("level", "unit__code")
