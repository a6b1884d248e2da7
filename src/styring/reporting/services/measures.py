"""Corrective measures: begun, changed, and answered for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.kernel.spans import Span
from styring.reporting.models import CorrectiveMeasure, Effect, MeasureStatus
from styring.reporting.policies import WRITE_REPORT
from styring.reporting.queries.writing import locked
from styring.reporting.services.deviations import DeviationKeeper
from styring.thread.models import Element, State
from styring.thread.services import link, place_element, revise

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Position
    from styring.reporting.models import Contribution


class Plan(NamedTuple):
    """What a corrective measure is to be: what, whose, by when, and the effect expected this year (øre)."""

    title: str
    owner: Position | None
    deadline: date
    effect: int


@transaction.atomic
def add_measure(*, actor: User, contribution: Contribution, plan: Plan) -> CorrectiveMeasure:
    """Begin a measure against the unit's deviation.

    Raises:
        NotAllowedError: the actor may not write in the unit's report.
        RuleBrokenError: the round is closed.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, WRITE_REPORT, contribution.unit)
    found = locked(contribution)
    deviation = DeviationKeeper(actor, found).drafted()
    element = Element(
        kind="corrective_measure",
        title=plan.title,
        unit=found.unit,
        owner=plan.owner,
        valid_from=found.round.cut_off,
        state=State.ADOPTED,
    )
    place_element(actor=actor, element=element)
    measure = CorrectiveMeasure(element=element, deadline=plan.deadline, effect=plan.effect)
    measure.full_clean(exclude=["element"])
    measure.save(force_insert=True)
    span = Span(found.round.cut_off)
    link(actor=actor, link_type="corrects", citing=element, cited=deviation.element, span=span)
    record(actor=actor, verb="reporting.measure.begun", thing=measure)
    return measure


@transaction.atomic
def change_measure(*, actor: User, measure: CorrectiveMeasure, plan: Plan, status: MeasureStatus) -> CorrectiveMeasure:
    """Change what a measure is to be, or end it.

    Raises:
        NotAllowedError: the actor may not write in the unit's report.
        ValidationError: it breaks a rule of the model.
    """
    element = measure.element
    require(actor, WRITE_REPORT, element.unit)
    before, element_before = snapshot(measure), snapshot(element)
    measure.deadline, measure.effect, measure.status = plan.deadline, plan.effect, status
    measure.full_clean(exclude=["element"])
    measure.save()
    element.title, element.owner = plan.title, plan.owner
    element.state = _ELEMENT_STATES[status]
    if snapshot(element) != element_before:
        revise(actor=actor, element=element, before=element_before)
    record(actor=actor, verb="reporting.measure.changed", thing=measure, before=before)
    return measure


_ELEMENT_STATES = {
    MeasureStatus.OPEN: State.ADOPTED,
    MeasureStatus.DONE: State.DONE,
    MeasureStatus.DROPPED: State.DROPPED,
}


@transaction.atomic
def answer_measure(
    *, actor: User, measure: CorrectiveMeasure, worked: Effect, day: date, note: str = ""
) -> CorrectiveMeasure:
    """Answer whether a measure worked.

    Args:
        actor: who answers.
        measure: the measure.
        worked: the answer.
        day: the day it is given.
        note: what is to be added.

    Raises:
        NotAllowedError: the actor may not write in the unit's report.
    """
    require(actor, WRITE_REPORT, measure.element.unit)
    before = snapshot(measure)
    measure.worked, measure.worked_on, measure.note = worked, day, note
    measure.full_clean(exclude=["element"])
    measure.save()
    record(actor=actor, verb="reporting.measure.answered", thing=measure, before=before)
    return measure
