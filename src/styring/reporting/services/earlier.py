"""Taking over rounds that were held before this system was, or elsewhere: closed at once, with their figures."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record
from styring.kernel.clock import OSLO
from styring.reporting.models import ClosedRound, Contribution, ContributionState, HistoryEntry, HistoryMove
from styring.reporting.policies import OPEN_ROUND
from styring.reporting.queries.figures import revised_budget
from styring.reporting.queries.whole import consolidated
from styring.reporting.rules.sealing import sealed
from styring.reporting.services.deviations import DeviationKeeper
from styring.reporting.services.measures import Plan, add_measure
from styring.reporting.services.rounds import Opening
from styring.reporting.services.subjects import link_reports
from styring.thread.models import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.reporting.models import Round

_NOON = time(12)


class EarlierReport(NamedTuple):
    """What a unit reported: forecast of the year (øre), causes, explanation, measures it began, and who took part."""

    forecast: int
    causes: tuple[str, ...] = ()
    explanation: str = ""
    plans: tuple[Plan, ...] = ()
    comment: str = ""
    delivered_by: User | None = None
    approved_by: User | None = None


class EarlierRound(NamedTuple):
    """A round as it was: its days, the units' reports by code, and the municipality's assessment."""

    period: Period
    opened_on: date
    closed_on: date
    reports: Mapping[str, EarlierReport]
    assessment: str


@transaction.atomic
def take_over_round(*, actor: User, earlier: EarlierRound) -> ClosedRound:
    """Take over a round; the forecasts themselves are those the budget has of the period.

    Raises:
        NotAllowedError: the actor may not write reports for the whole municipality.
        RuleBrokenError: the round is there already.
    """
    opened = Opening(actor, earlier.period, earlier.opened_on, State.ADOPTED).make()
    contributions = list(Contribution.objects.filter(round=opened).select_related("unit", "element__unit", "round"))
    require(actor, OPEN_ROUND, contributions[0].unit)
    for contribution in contributions:
        _fill(actor, contribution, earlier)
    Contribution.objects.bulk_update(contributions, _FILLED)
    HistoryEntry.objects.bulk_create(
        _settled(contribution, earlier.reports.get(contribution.unit.code)) for contribution in contributions
    )
    for contribution in contributions:
        _begin_measures(actor, contribution, earlier.reports.get(contribution.unit.code))
    link_reports(actor, [contribution for contribution in contributions if contribution.unit.code in earlier.reports])
    record(actor=actor, verb="reporting.round.taken_over", thing=opened)
    return _closed(actor, opened, earlier.closed_on)


_FILLED = (
    "forecast", "causes", "explanation", "assessment", "state", "submitted_at", "submitted_by", "approved_at",
    "approved_by",
)  # fmt: skip


def _fill(actor: User, contribution: Contribution, earlier: EarlierRound) -> None:
    report = earlier.reports.get(contribution.unit.code)
    if report:
        contribution.forecast = report.forecast
        contribution.causes, contribution.explanation = list(report.causes), report.explanation
    is_top = contribution.above_id is None
    contribution.assessment = earlier.assessment if is_top else ""
    contribution.state = ContributionState.DELIVERED if is_top else ContributionState.APPROVED
    contribution.submitted_at = _noon(contribution.due)
    contribution.submitted_by = (report and report.delivered_by) or actor
    if not is_top:
        contribution.approved_at = _noon(earlier.closed_on)
        contribution.approved_by = (report and report.approved_by) or actor


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON, OSLO)


def _settled(contribution: Contribution, report: EarlierReport | None) -> HistoryEntry:
    """The move that brought it where it is."""
    return HistoryEntry(
        contribution=contribution,
        at=contribution.approved_at or _noon(contribution.due),
        by=contribution.approved_by or contribution.submitted_by,
        move=HistoryMove.APPROVE if contribution.above_id else HistoryMove.DELIVER,
        from_state=ContributionState.DELIVERED if contribution.above_id else ContributionState.DRAFT,
        to_state=contribution.state,
        comment=report.comment if report else "",
        forecast=contribution.forecast,
    )


def _begin_measures(actor: User, contribution: Contribution, report: EarlierReport | None) -> None:
    if report and report.explanation:
        DeviationKeeper(actor, contribution).keep(revised_budget(contribution))
        for plan in report.plans:
            add_measure(actor=actor, contribution=contribution, plan=plan)


def _closed(actor: User, closing: Round, day: date) -> ClosedRound:
    closing.closed_on = day
    content, checksum = sealed(consolidated(actor, closing))
    closing.save(update_fields=["closed_on"])
    at = _noon(day)
    return ClosedRound.objects.create(
        round=closing, closed_at=at, closed_by=str(actor), content=content, checksum=checksum
    )
