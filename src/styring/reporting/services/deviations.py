"""Keeping a unit's deviation in step with its reports: opened when it must be explained, ended when it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.audit.services import snapshot
from styring.budget.models import Frame
from styring.budget.rules.deviation import needs_explanation
from styring.kernel.spans import Span
from styring.organisation.queries import leader_position, placements_on
from styring.reporting.models import Deviation
from styring.reporting.queries.deviations import OPEN, measures_of
from styring.reporting.queries.figures import limits_of, revised_budget
from styring.thread.models import Element, State
from styring.thread.services import link, place_element, revise

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.reporting.models import Contribution

OVERSPENT, UNDERSPENT = "Merforbruk: {unit}", "Mindreforbruk: {unit}"
"""Titles of deviations as they are stored, in the language of the municipality."""


def open_deviation(contribution: Contribution) -> Deviation | None:
    """The unit's deviation that is not ended; one query."""
    found = Deviation.objects.filter(element__unit=contribution.unit, element__state__in=OPEN)
    return found.select_related("element__unit").first()


def keep_deviation(actor: User, contribution: Contribution) -> Deviation | None:
    """What a delivered report makes of the unit's deviation: opened, brought up to date, or ended with its causes."""
    budget = revised_budget(contribution)
    amount = budget - (contribution.forecast or 0)
    found = open_deviation(contribution)
    if needs_explanation(amount, budget, limits_of(contribution.round)):
        found = found or _opened(actor, contribution, amount, budget)
        _brought_up_to_date(found, contribution, amount, budget)
        _set_state(actor, found.element, State.ADOPTED)
    elif found and not measures_of(contribution.unit, contribution.round.cut_off):
        _set_state(actor, found.element, State.DONE)
    return found


def drafted_deviation(actor: User, contribution: Contribution) -> Deviation:
    """The unit's deviation for a measure to correct; a draft until the report is delivered when there is none yet."""
    budget = revised_budget(contribution)
    forecast = budget if contribution.forecast is None else contribution.forecast
    return open_deviation(contribution) or _opened(actor, contribution, budget - forecast, budget)


def _opened(actor: User, contribution: Contribution, amount: int, budget: int) -> Deviation:
    title = (UNDERSPENT if amount > 0 else OVERSPENT).format(unit=contribution.unit_name)
    element = Element(
        kind="deviation",
        title=title[:200],
        unit=contribution.unit,
        owner=leader_position(contribution.unit),
        valid_from=contribution.round.cut_off,
        state=State.DRAFT,
    )
    place_element(actor=actor, element=element)
    made = Deviation.objects.create(element=element, amount=amount, budget=budget, reported_in=contribution.round)
    _cite_frame(actor, contribution, element)
    return made


def _cite_frame(actor: User, contribution: Contribution, element: Element) -> None:
    """Let the deviation say what it departs from: the frame of the unit's programme area, when there is one."""
    day = contribution.round.cut_off
    placement = placements_on(day).filter(unit=contribution.unit).first()
    if placement is None or placement.programme_area is None:
        return
    in_force = Element.objects.in_force(day).filter(kind="frame")
    frame = Frame.objects.filter(programme_area=placement.programme_area, element__in=in_force).first()
    if frame is not None:
        link(actor=actor, link_type="departs_from", citing=element, cited=frame.element, span=Span(day))


def _brought_up_to_date(found: Deviation, contribution: Contribution, amount: int, budget: int) -> None:
    found.amount, found.budget = amount, budget
    found.causes, found.explanation = contribution.causes, contribution.explanation
    found.reported_in = contribution.round
    found.save()


def _set_state(actor: User, element: Element, state: State) -> None:
    if element.state != state:
        before = snapshot(element)
        element.state = state
        revise(actor=actor, element=element, before=before)
