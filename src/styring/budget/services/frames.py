"""The net frames of programme areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import Frame, FrameYear
from styring.budget.policies import PROPOSE_FRAME
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.queries import leader_position
from styring.thread.models import Element, Link, State
from styring.thread.services import link, place_element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.organisation.models import ProgrammeArea, Unit

NO_YEARS = gettext_noop("En ramme må ha minst ett år.")


@dataclass(frozen=True)
class YearOfFrame:
    """A net amount in øre, and what it was before the plan's new measures."""

    before_measures: int
    amount: int


@transaction.atomic
def propose_frame(
    *, actor: User, unit: Unit, area: ProgrammeArea, years: Mapping[int, YearOfFrame], state: State = State.DRAFT
) -> Frame:
    """Give a programme area its net amounts for the years of a plan.

    Args:
        actor: who writes the plan.
        unit: the unit whose leader answers for the area.
        area: the programme area.
        years: the net amount of each year, in øre and the plan's price basis.
        state: how far the plan has come.

    Raises:
        NotAllowedError: the actor may not write the unit's part of the plan.
        RuleBrokenError: there are no years.
    """
    require(actor, PROPOSE_FRAME, unit)
    if not years:
        raise RuleBrokenError(NO_YEARS)
    span = Span.of_years(min(years), max(years))
    element = Element(kind="frame", unit=unit, title=f"{area}: ramme {min(years)}–{max(years)}", state=state)
    element.owner, element.valid_from, element.valid_to = leader_position(unit), span.since, span.until
    frame = Frame.objects.create(element=place_element(actor=actor, element=element), programme_area=area)
    FrameYear.objects.bulk_create(
        FrameYear(frame=frame, year=year, before_measures=net.before_measures, amount=net.amount)
        for year, net in years.items()
    )
    record(actor=actor, verb="budget.frame.proposed", thing=frame)
    return frame


@transaction.atomic
def fund(*, actor: User, frame: Frame, funded: Element) -> Link:
    """Say that the money of a measure, an investment or a goal is in a frame, for the days that both apply.

    Raises:
        NotAllowedError: the actor may not change the frame or see what it funds.
        RuleBrokenError: the two share no day, or may not be linked so.
    """
    require(actor, PROPOSE_FRAME, frame.element.unit)
    element = frame.element
    span = Span(element.valid_from, element.valid_to).shared_with(Span(funded.valid_from, funded.valid_to))
    if span is None:
        raise RuleBrokenError(gettext_noop("Rammen og det den skal finansiere, gjelder ikke samtidig."))
    made = link(actor=actor, link_type="funds", citing=element, cited=funded, span=span)
    record(actor=actor, verb="budget.frame.funded", thing=frame)
    return made
