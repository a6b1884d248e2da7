"""What a unit's report is about, as links of the thread: its frame, its open deviations and its corrective measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from styring.budget.queries import frames_in_force
from styring.kernel.spans import FOREVER, Span
from styring.reporting.models import CorrectiveMeasure, MeasureStatus
from styring.reporting.queries.deviations import OPEN
from styring.thread.models import Element, Link, State
from styring.thread.services import link_all, unlink

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from styring.accounts.models import User
    from styring.reporting.models import Contribution

REPORTS_ON = "reports_on"


@dataclass(frozen=True)
class SubjectKeeper:
    """Keeps a report's links in step with what it reports on, on behalf of one who may write in it."""

    actor: User
    contribution: Contribution

    def keep(self, day: date) -> None:
        """Link the report to all that it reports on, and end the links to what it no longer does.

        Delivered again unchanged, nothing is written. A link holds from the round's cut-off day; one that has ended
        goes on from the day it ended.

        Args:
            day: the day of delivery, on which links that no longer hold end.
        """
        unit = self.contribution.unit_id
        subjects = subjects_of([unit], self.contribution.round.cut_off)
        wanted = {element.pk: element for element in subjects[unit]}
        earlier = self._links()
        ended = {key: made.valid_to for key, made in earlier.items() if made.valid_to < FOREVER}
        starts: dict[date, list[Element]] = {}
        for key, element in wanted.items():
            if key not in earlier or key in ended:
                starts.setdefault(ended.get(key, self.contribution.round.cut_off), []).append(element)
        for since, cited in starts.items():
            pairs = [(self.contribution.element, element) for element in cited]
            link_all(actor=self.actor, link_type=REPORTS_ON, pairs=pairs, span=Span(since))
        for key in earlier.keys() - wanted.keys() - ended.keys():
            made = earlier[key]
            unlink(actor=self.actor, made=made, on=max(day, made.valid_from + timedelta(days=1)))

    def _links(self) -> dict[UUID, Link]:
        """The last link to each element that the report has been about."""
        links = Link.objects.filter(type=REPORTS_ON, citing=self.contribution.element_id)
        return {made.cited_id: made for made in links.select_related("citing__unit").order_by("valid_from")}


def link_reports(actor: User, contributions: Sequence[Contribution]) -> None:
    """Link the reports of a round that is taken over, which have no links before, to all that they report on."""
    if not contributions:
        return
    day = contributions[0].round.cut_off
    subjects = subjects_of([report.unit_id for report in contributions], day)
    pairs = [(report.element, element) for report in contributions for element in subjects[report.unit_id]]
    if pairs:
        link_all(actor=actor, link_type=REPORTS_ON, pairs=pairs, span=Span(day))


def subjects_of(units: Collection[int], day: date) -> dict[int, list[Element]]:
    """What the reports of some units, by key, are about as things stand; three queries, however many they are."""
    at_work = CorrectiveMeasure.objects.filter(status=MeasureStatus.OPEN).values("pk")
    deviations = Q(kind="deviation", state=State.ADOPTED)
    measures = Q(kind="corrective_measure", state__in=OPEN, pk__in=at_work)
    found: dict[int, list[Element]] = {unit: [] for unit in units}
    for element in Element.objects.filter(deviations | measures, unit__in=units, valid_from__lte=day):
        found[element.unit_id].append(element)
    for unit, frame in frames_in_force(units, day).items():
        found[unit].append(frame)
    return found
