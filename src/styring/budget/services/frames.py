"""The net frames of programme areas."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import ChangeKind, Frame, FrameYear
from styring.budget.policies import PROPOSE_FRAME
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.ledger.rules.groups import is_appropriation
from styring.organisation.queries import leader_position, placements_on
from styring.thread.models import Element, Link, State
from styring.thread.services import link, place_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.budget.queries import Item
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import ProgrammeArea, Unit

NO_YEARS = gettext_noop("En ramme må ha minst ett år.")


@dataclass(frozen=True)
class YearOfFrame:
    """A net amount in øre, and what it was before the plan's new measures."""

    before_measures: int
    amount: int


@dataclass(frozen=True)
class FrameText:
    """What a frame says: the programme area, its net amounts by year in the plan's prices, and which plan it is of.

    It counts in the thread from ``since``, the day on which the plan was laid forward, until its last year is over.
    ``is_ordinary`` says that it is for ordinary running alone, and funds nothing new.
    """

    area: ProgrammeArea
    years: Mapping[int, YearOfFrame]
    since: date
    source: str = ""
    is_ordinary: bool = False


@transaction.atomic
def propose_frame(*, actor: User, unit: Unit, text: FrameText) -> Frame:
    """Propose net amounts for a programme area and the years of a plan.

    Args:
        actor: who writes the plan.
        unit: the unit whose leader answers for the area.
        text: what the frame says.

    Raises:
        NotAllowedError: the actor may not write the unit's part of the plan.
        RuleBrokenError: there are no years.
    """
    require(actor, PROPOSE_FRAME, unit)
    if not text.years:
        raise RuleBrokenError(NO_YEARS)
    element = place_element(actor=actor, element=_element(unit, text))
    frame = Frame(element=element, programme_area=text.area, is_ordinary=text.is_ordinary)
    frame.save(force_insert=True)
    FrameYear.objects.bulk_create(
        FrameYear(frame=frame, year=year, before_measures=net.before_measures, amount=net.amount)
        for year, net in text.years.items()
    )
    record(actor=actor, verb="budget.frame.proposed", thing=frame)
    return frame


def _element(unit: Unit, text: FrameText) -> Element:
    first, last = min(text.years), max(text.years)
    element = Element(kind="frame", code=f"R{text.area.number}", unit=unit, owner=leader_position(unit))
    element.title, element.source, element.state = text.area.name, text.source, State.ADOPTED
    element.valid_from, element.valid_to = text.since, Span.of_years(first, last).until
    return element


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


def frames_from(
    layer: Layer, state: Mapping[LineKey, int], items: Iterable[Item]
) -> dict[ProgrammeArea, dict[int, YearOfFrame]]:
    """What each programme area is given in each year by a layer's state, and what of it is measures."""
    nets = _nets(state, layer.published_on or layer.decided_on or today())
    measures: dict[tuple[int, int], int] = defaultdict(int)
    for item in items:
        if item.change.kind == ChangeKind.MEASURE and item.change.programme_area_id:
            for year in layer.years:
                measures[item.change.programme_area_id, year] += item.in_year(year)
    return {
        area: {year: YearOfFrame(net[year] - measures[area.pk, year], net[year]) for year in layer.years}
        for area, net in nets.items()
    }


def _nets(state: Mapping[LineKey, int], day: date) -> dict[ProgrammeArea, dict[int, int]]:
    placed = placements_on(day).filter(programme_area__isnull=False).select_related("programme_area")
    area_of = {placement.unit_id: placement.programme_area for placement in placed}
    nets: dict[ProgrammeArea, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for key, amount in state.items():
        area = area_of.get(key.unit)
        if area and is_appropriation(key.account_class, key.art):
            nets[area][key.year] += amount
    return nets
