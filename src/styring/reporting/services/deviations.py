"""Keeping a unit's deviation in step with its reports: opened when it must be explained, ended when it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.audit.services import snapshot
from styring.budget.queries import frame_in_force
from styring.budget.rules.deviation import needs_explanation
from styring.kernel.spans import Span
from styring.organisation.queries import leader_position
from styring.reporting.models import Deviation
from styring.reporting.queries.deviations import measures_of, open_deviation
from styring.reporting.queries.figures import limits_of, revised_budget
from styring.thread.models import Element, Link, State
from styring.thread.services import link, place_element, revise

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.reporting.models import Contribution

OVERSPENT, UNDERSPENT = "Merforbruk: {unit}", "Mindreforbruk: {unit}"
"""Titles of deviations as they are stored, in the language of the municipality."""


@dataclass(frozen=True)
class DeviationKeeper:
    """Keeps the deviation of a report's unit, on behalf of one who may write in the report."""

    actor: User
    contribution: Contribution

    def keep(self, budget: int) -> Deviation | None:
        """What a delivered report makes of the deviation from a budget (øre): opened, brought up to date, or ended."""
        report = self.contribution
        amount = budget - (report.forecast or 0)
        found = open_deviation(report.unit)
        if needs_explanation(amount, budget, limits_of(report.round)):
            found = found or self._opened(amount, budget)
            self._bring_up_to_date(found, amount, budget)
            self._cite_frame(found.element)
            self._set_state(found.element, State.ADOPTED)
        elif found and not measures_of(report.unit, report.round.cut_off):
            self._set_state(found.element, State.DONE)
        return found

    def drafted(self) -> Deviation:
        """The deviation for a measure to correct; a draft until the report is delivered when there is none yet."""
        budget = revised_budget(self.contribution)
        forecast = budget if self.contribution.forecast is None else self.contribution.forecast
        return open_deviation(self.contribution.unit) or self._opened(budget - forecast, budget)

    def _opened(self, amount: int, budget: int) -> Deviation:
        report = self.contribution
        title = (UNDERSPENT if amount > 0 else OVERSPENT).format(unit=report.unit_name)
        element = Element(
            kind="deviation",
            title=title[:200],
            unit=report.unit,
            owner=leader_position(report.unit),
            valid_from=report.round.cut_off,
            state=State.DRAFT,
        )
        place_element(actor=self.actor, element=element)
        self._cite_frame(element)
        return Deviation.objects.create(element=element, amount=amount, budget=budget, reported_in=report.round)

    def _cite_frame(self, element: Element) -> None:
        """Say what the deviation departs from: the frame in force of the unit's programme area, when there is one.

        A deviation that lives on into another frame's days cites that one too, from its first report in them.
        """
        day = self.contribution.round.cut_off
        frame = frame_in_force(self.contribution.unit, day)
        cited = Link.objects.valid_on(day).filter(type="departs_from", citing=element)
        if frame is not None and not cited.filter(cited=frame).exists():
            span = Span(day, frame.valid_to)
            link(actor=self.actor, link_type="departs_from", citing=element, cited=frame, span=span)

    def _bring_up_to_date(self, found: Deviation, amount: int, budget: int) -> None:
        report = self.contribution
        found.amount, found.budget, found.reported_in = amount, budget, report.round
        found.causes, found.explanation = report.causes, report.explanation
        found.save()

    def _set_state(self, element: Element, state: State) -> None:
        if element.state != state:
            before = snapshot(element)
            element.state = state
            revise(actor=self.actor, element=element, before=before)
