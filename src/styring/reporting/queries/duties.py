"""What reporting asks of people, for *Min side* and the wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.kernel.clock import OSLO
from styring.organisation.queries import positions_held_by
from styring.reporting.models import Contribution, ContributionState, CorrectiveMeasure, MeasureStatus, Round
from styring.reporting.queries.deviations import standing_of
from styring.reporting.queries.reminders import reminded_at
from styring.reporting.queries.rounds import rounds_for
from styring.reporting.rules.measures import Standing
from styring.reporting.rules.states import WRITABLE, State, tally
from styring.wheel.queries import Duty, Target
from styring.wheel.queries.people import part_of
from styring.wheel.rules.states import Course, state_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from styring.accounts.models import User
    from styring.wheel.queries import Occasion

_MINUTES_OF_REPORT, _MINUTES_OF_LEVEL, _MINUTES_OF_MEASURE = 5, 15, 2


def reporting_duties(reader: User, day: date) -> Iterable[Duty]:
    """Reports to deliver, reports that wait for one's approval, and measures to answer for; five queries."""
    led = [one.unit.pk for one in part_of(reader, day).led]
    reports = list(_open_reports(led))
    return [*_to_deliver(reports, led, day), *_to_approve(reports, led, day), *_to_answer(reader, day)]


def _open_reports(led: Sequence[int]) -> Iterable[Contribution]:
    """The reports of units that a person leads, and of those directly below them, in open rounds; one query."""
    own = Contribution.objects.filter(round__closed_on=None, unit__in=led)
    below = Contribution.objects.filter(round__closed_on=None, above__unit__in=led)
    found = (own | below).select_related("round", "unit", "above__round", "above__unit").distinct()
    return found.annotate(reminded_at=reminded_at())


def _to_deliver(reports: Iterable[Contribution], led: Sequence[int], day: date) -> Iterable[Duty]:
    for report in reports:
        if report.unit_id in led and report.stands in WRITABLE:
            yield Duty(
                title=_titled(report),
                due=report.due,
                state=state_on(Course(report.round.opened_on, report.due), day),
                address=_address(report),
                explanation=_explained(report),
                action=_("Fortsett") if report.stands is State.DRAFT else _("Start"),
                unit=report.unit,
                minutes=_MINUTES_OF_LEVEL if report.is_level else _MINUTES_OF_REPORT,
            )


def _explained(report: Contribution) -> str:
    at: datetime | None = getattr(report, "reminded_at", None)
    said = str(_EXPLAINED[report.stands])
    if at is None:
        return said
    reminded = gettext("Purret %(day)s.") % {"day": date_format(at.astimezone(OSLO), "MONTH_DAY_FORMAT")}
    return f"{reminded} {said}"


_EXPLAINED = {
    State.NOT_STARTED: _("Tallene er fylt ut. Du skriver prognose, årsak og tiltak."),
    State.DRAFT: _("Utkastet ditt er lagret."),
    State.RETURNED: _("Sendt tilbake med en merknad."),
}


def _titled(report: Contribution) -> str:
    return f"{report.round.get_kind_display()}: {report.unit_name}"


def _address(report: Contribution) -> str:
    page = "reporting:level" if report.is_level else "reporting:report"
    return reverse(page, args=[report.round.period, report.unit.code])


def _to_approve(reports: Iterable[Contribution], led: Sequence[int], day: date) -> Iterable[Duty]:
    """One duty for each level and round, however many reports wait."""
    waiting: dict[Contribution, list[Contribution]] = {}
    for report in reports:
        above = report.above
        if above is not None and above.unit_id in led and report.state == ContributionState.DELIVERED:
            waiting.setdefault(above, []).append(report)
    for level, below in waiting.items():
        code = level.unit.code
        yield Duty(
            title=_("Godkjenn rapporter"),
            due=level.due,
            state=state_on(Course(level.round.opened_on, level.due), day),
            address=reverse("reporting:level", args=[below[0].round.period, code]),
            explanation=", ".join(report.unit_name for report in below),
            action=_("Se over"),
            unit=level.unit,
            minutes=_MINUTES_OF_MEASURE * len(below),
        )


def _to_answer(reader: User, day: date) -> Iterable[Duty]:
    """Measures whose owner the person is, and whose answer is due; two queries."""
    owned = CorrectiveMeasure.objects.filter(
        status=MeasureStatus.OPEN, element__owner__in=positions_held_by(reader, day), deadline__lte=day
    )
    for measure in owned.select_related("element__unit"):
        if standing_of(measure, day) is Standing.ANSWER_DUE:
            yield Duty(
                title=measure.element.title,
                due=measure.deadline,
                state=state_on(Course(measure.element.valid_from, measure.deadline), day),
                address=reverse("reporting:measure", args=[measure.pk]),
                explanation=_("Virket tiltaket?"),
                action=_("Svar"),
                unit=measure.element.unit,
                minutes=_MINUTES_OF_MEASURE,
            )


def rounds_opened(reader: User, occasions: Sequence[Occasion]) -> Mapping[Occasion, Target]:
    """The rounds that occasions of the wheel open, and how many of a level's reports are in; one query."""
    of_these = rounds_for(reader).filter(period__in={occasion.period for occasion in occasions})
    reports = Contribution.objects.filter(round__in=of_these).order_by()
    counted = reports.values_list("round__period", "round__kind", "round__closed_on", "level", "state")
    rounds: dict[str, Round] = {}
    states: dict[tuple[str, int], list[State]] = {}
    for period, kind, closed_on, level, state, number in counted.annotate(Count("pk")):
        rounds[period] = Round(period=period, kind=kind, closed_on=closed_on)
        states.setdefault((period, level), []).extend([State(state)] * number)
    found = {}
    for occasion in occasions:
        if occasion.period in rounds:
            found[occasion] = _target(rounds[occasion.period], occasion, states)
    return found


def _target(of_round: Round, occasion: Occasion, states: Mapping[tuple[str, int], list[State]]) -> Target:
    """How far a level of a round has come; without a level, the whole round."""
    mine = [
        state
        for (period, level), listed in states.items()
        if period == of_round.period and occasion.level in {None, level}
        for state in listed
    ]
    counted = tally(mine)
    return Target(
        address=reverse("reporting:round", args=[of_round.period]),
        title=str(of_round),
        done=counted.delivered,
        expected=counted.expected,
        is_treated=not of_round.is_open,
    )
