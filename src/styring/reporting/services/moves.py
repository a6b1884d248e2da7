"""Moving a report along the line: delivered, taken back, returned, approved, reopened; every move stays on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.kernel.clock import OSLO, now
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.reporting.models import HistoryEntry
from styring.reporting.policies import APPROVE_REPORT, writing
from styring.reporting.queries.figures import lacks_of, revised_budget
from styring.reporting.queries.reminders import was_reminded
from styring.reporting.queries.writing import locked
from styring.reporting.rules.states import Move, State, after
from styring.reporting.services.deviations import DeviationKeeper
from styring.reporting.services.forecasts import Handover
from styring.reporting.services.reminders import Reminder
from styring.reporting.services.subjects import SubjectKeeper
from styring.thread import models as thread
from styring.thread.services import revise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.reporting.models import Contribution

_ELEMENT_STATES = {
    State.DRAFT: thread.State.DRAFT,
    State.RETURNED: thread.State.DRAFT,
    State.DELIVERED: thread.State.ADOPTED,
    State.APPROVED: thread.State.ADOPTED,
}


@transaction.atomic
def deliver(*, actor: User, contribution: Contribution, at: datetime | None = None) -> Contribution:
    """Deliver a report to the level above: its forecast becomes one more of the budget's, never in place of another.

    Raises:
        NotAllowedError: the actor may not write in the unit's report.
        RuleBrokenError: something is missing, it is delivered already, or the round is closed.
    """
    require(actor, writing(contribution), contribution.unit)
    found = locked(contribution)
    budget = 0 if found.is_level else revised_budget(found)
    missing = lacks_of(found, budget)
    if missing:
        raise RuleBrokenError(missing[0].says, about=missing[0].about)
    found.submitted_at, found.submitted_by = at or now(), actor
    _move(actor, found, Step(Move.DELIVER, at=at))
    Handover(actor, found).make()
    if not found.is_level:
        DeviationKeeper(actor, found).keep(budget)
        SubjectKeeper(actor, found).keep(found.submitted_at.astimezone(OSLO).date())
    record(actor=actor, verb="reporting.report.delivered", thing=found)
    return found


@transaction.atomic
def withdraw(*, actor: User, contribution: Contribution) -> Contribution:
    """Take a delivered report back to write more, as long as it is not approved.

    Raises:
        NotAllowedError: the actor may not write in the unit's report.
        RuleBrokenError: it does not wait for approval, or the round is closed.
    """
    require(actor, writing(contribution), contribution.unit)
    found = locked(contribution)
    _move(actor, found, Step(Move.WITHDRAW))
    Handover(actor, found).take_back()
    record(actor=actor, verb="reporting.report.withdrawn", thing=found)
    return found


@transaction.atomic
def send_back(*, actor: User, contribution: Contribution, comment: str, at: datetime | None = None) -> Contribution:
    """Return a report that waits for approval, saying what is missing.

    Raises:
        NotAllowedError: the actor may not approve for the level above.
        RuleBrokenError: it does not wait for approval, the comment is empty, or the round is closed.
    """
    found = locked(contribution)
    require(actor, APPROVE_REPORT, _above(found))
    _move(actor, found, Step(Move.RETURN, comment, at))
    Handover(actor, found).take_back()
    record(actor=actor, verb="reporting.report.returned", thing=found)
    return found


@transaction.atomic
def approve(
    *, actor: User, contributions: Iterable[Contribution], comment: str = "", at: datetime | None = None
) -> list[Contribution]:
    """Approve one or several reports that wait for it; all or none.

    Raises:
        NotAllowedError: the actor may not approve for the level above one of them.
        RuleBrokenError: one of them does not wait for approval, or the round is closed.
    """
    approved = []
    for contribution in contributions:
        found = locked(contribution)
        require(actor, APPROVE_REPORT, _above(found))
        found.approved_at, found.approved_by = at or now(), actor
        _move(actor, found, Step(Move.APPROVE, comment, at))
        record(actor=actor, verb="reporting.report.approved", thing=found)
        approved.append(found)
    return approved


@transaction.atomic
def reopen(*, actor: User, contribution: Contribution, reason: str) -> Contribution:
    """Undo an approval: the report goes back to its sender with the reason, and both stay in its history.

    Raises:
        NotAllowedError: the actor may not approve for the level above.
        RuleBrokenError: it is not approved, the reason is empty, or the round is closed.
    """
    found = locked(contribution)
    require(actor, APPROVE_REPORT, _above(found))
    found.approved_at = found.approved_by = None
    _move(actor, found, Step(Move.REOPEN, reason))
    Handover(actor, found).take_back()
    record(actor=actor, verb="reporting.report.reopened", thing=found)
    return found


@transaction.atomic
def remind(*, actor: User, contributions: Iterable[Contribution], comment: str = "") -> list[Contribution]:
    """Remind those who have not delivered, by mail to who leads the unit and on the leader's *Min side*.

    Those who have been reminded the same day are left alone.

    Raises:
        NotAllowedError: the actor may not approve for the level above one of them.
        RuleBrokenError: one of them is delivered, all have been reminded today, or the round is closed.
    """
    reminded, at = [], now()
    for contribution in contributions:
        found = locked(contribution)
        require(actor, APPROVE_REPORT, _above(found))
        if was_reminded(found, at.date()):
            continue
        _move(actor, found, Step(Move.REMIND, comment, at))
        record(actor=actor, verb="reporting.report.reminded", thing=found)
        Reminder(actor, found, comment, at.date()).send()
        reminded.append(found)
    if not reminded:
        raise RuleBrokenError(gettext_noop("Det er sendt påminnelse i dag. Vent til i morgen med den neste."))
    return reminded


def _above(contribution: Contribution) -> Unit:
    if contribution.above is None:
        raise RuleBrokenError(gettext_noop("Det er ikke noe nivå over kommunens egen rapport."))
    return contribution.above.unit


class Step(NamedTuple):
    """A move as it is made: with what is said, and when; None is now."""

    move: Move
    comment: str = ""
    at: datetime | None = None


def _move(actor: User, contribution: Contribution, step: Step) -> None:
    was = contribution.stands
    stands = after(was, step.move, step.comment)
    contribution.state = stands.value
    contribution.version += 1
    contribution.save()
    element = contribution.element
    if element.state != _ELEMENT_STATES.get(stands, element.state):
        before = snapshot(element)
        element.state = _ELEMENT_STATES[stands]
        revise(actor=actor, element=element, before=before)
    HistoryEntry.objects.create(
        contribution=contribution,
        at=step.at or now(),
        by=actor,
        move=step.move.value,
        from_state=was.value,
        to_state=stands.value,
        comment=step.comment,
        forecast=contribution.forecast,
    )
