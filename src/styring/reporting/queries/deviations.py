"""Deviations that are open, and what is done about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from styring.access.policies import permitted_units
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.queries import leading_on
from styring.reporting.models import CorrectiveMeasure, Deviation, MeasureStatus
from styring.reporting.policies import VIEW_REPORT
from styring.reporting.rules.measures import Standing, Worked, standing
from styring.thread.models import Link, State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.organisation.models import Unit

OPEN = (State.DRAFT, State.ADOPTED)
NO_SUCH = gettext_noop("Dette finnes ikke, eller du har ikke tilgang til det.")


@dataclass(frozen=True)
class MeasureView:
    """A corrective measure as pages show it: who owns it, and how it stands on the day."""

    measure: CorrectiveMeasure
    owner: str
    standing: Standing

    @property
    def title(self) -> str:
        """What it is called."""
        return self.measure.element.title

    @property
    def is_overdue(self) -> bool:
        """Has its deadline passed without an answer to whether it worked?"""
        return self.standing is Standing.ANSWER_DUE


@dataclass(frozen=True)
class DeviationView:
    """A deviation with its measures, overdue ones first."""

    deviation: Deviation
    measures: tuple[MeasureView, ...]

    @property
    def overdue(self) -> int:
        """How many of its measures lack the answer that is due."""
        return sum(view.is_overdue for view in self.measures)


def deviations_for(
    reader: User, day: date, units: Collection[int] | QuerySet[Unit] | None = None
) -> list[DeviationView]:
    """The open deviations that a person may see, those with overdue measures first, then the largest; two queries.

    Args:
        reader: who reads.
        day: the day on which measures are overdue or not.
        units: units, or their keys, to keep to; None for all that the reader may see.
    """
    seen = Deviation.objects.filter(
        element__unit__in=permitted_units(reader, VIEW_REPORT), element__state=State.ADOPTED
    ).select_related("element__unit", "reported_in")
    found = list(seen if units is None else seen.filter(element__unit__in=units))
    measures = measures_by_deviation([deviation.pk for deviation in found], day)
    views = [DeviationView(deviation, tuple(measures.get(deviation.pk, ()))) for deviation in found]
    return sorted(views, key=lambda view: (-view.overdue, view.deviation.amount))


def measures_by_deviation(deviations: Collection[UUID], day: date) -> dict[UUID, list[MeasureView]]:
    """The measures that correct each of some deviations, overdue first; one query."""
    corrected = FilteredRelation("element__cites", condition=Q(element__cites__type="corrects"))
    chosen = CorrectiveMeasure.objects.annotate(link=corrected, corrected=F("link__cited"))
    found: dict[UUID, list[MeasureView]] = {}
    for measure in _with_holders(chosen.filter(corrected__in=deviations), day):
        found.setdefault(vars(measure)["corrected"], []).append(_view(measure, day))
    for listed in found.values():
        listed.sort(key=lambda view: (not view.is_overdue, view.measure.deadline))
    return found


def measures_of(unit: Unit, day: date) -> list[MeasureView]:
    """The corrective measures that are at work in a unit, overdue first; one query."""
    chosen = CorrectiveMeasure.objects.filter(element__unit=unit, element__state__in=OPEN, status=MeasureStatus.OPEN)
    views = [_view(measure, day) for measure in _with_holders(chosen, day)]
    return sorted(views, key=lambda view: (not view.is_overdue, view.measure.deadline))


def view_of(measure: CorrectiveMeasure, day: date) -> MeasureView:
    """A measure as pages show it, with the owner's name or else the position's title; one query."""
    return _view(_with_holders(CorrectiveMeasure.objects.filter(pk=measure.pk), day).get(), day)


def _with_holders(measures: QuerySet[CorrectiveMeasure], day: date) -> QuerySet[CorrectiveMeasure]:
    """Measures with the name of the one who holds the owner's position on a day."""
    leading = leading_on(day).filter(position=OuterRef("element__owner"))
    whole = Trim(Concat("holder__first_name", Value(" "), "holder__last_name"))
    name = Coalesce(NullIf(whole, Value("")), "holder__username")
    named = measures.annotate(held_by=Subquery(leading.annotate(name=name).values("name")[:1]))
    return named.select_related("element__unit", "element__owner__unit")


def _view(measure: CorrectiveMeasure, day: date) -> MeasureView:
    return MeasureView(measure, getattr(measure, "held_by", None) or _title(measure), standing_of(measure, day))


def standing_of(measure: CorrectiveMeasure, day: date) -> Standing:
    """How a measure stands on a day."""
    answer = Worked(measure.worked) if measure.worked else None
    return standing(answer, measure.worked_on, measure.deadline, day)


def _title(measure: CorrectiveMeasure) -> str:
    return measure.element.owner.title if measure.element.owner else ""


def deviation_for(reader: User, key: UUID) -> Deviation:
    """A deviation of a unit whose reports a person may see; one query.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    seen = Deviation.objects.filter(pk=key, element__unit__in=permitted_units(reader, VIEW_REPORT))
    found = seen.select_related("element__unit", "element__owner__unit", "reported_in").first()
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found


def measure_for(reader: User, key: UUID) -> CorrectiveMeasure:
    """A corrective measure of a unit whose reports a person may see; one query.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    seen = CorrectiveMeasure.objects.filter(pk=key, element__unit__in=permitted_units(reader, VIEW_REPORT))
    found = seen.select_related("element__unit", "element__owner__unit").first()
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found


def deviation_corrected(measure: CorrectiveMeasure) -> Deviation | None:
    """The deviation that a measure corrects; one query."""
    cited = Link.objects.filter(type="corrects", citing=measure.pk).values("cited")
    return Deviation.objects.filter(pk__in=cited).select_related("element__unit").first()


def open_deviation(unit: Unit) -> Deviation | None:
    """A unit's deviation that is not ended, drafts too; one query."""
    found = Deviation.objects.filter(element__unit=unit, element__state__in=OPEN)
    return found.select_related("element__unit").first()
