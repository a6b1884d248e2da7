"""Deviations and corrective measures that hang loose, as the rules of the thread ask (algorithms §8.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.reporting.models import CorrectiveMeasure, Deviation, Effect, MeasureStatus
from styring.thread.queries import cited_by

if TYPE_CHECKING:
    from datetime import date

    from styring.thread.models import ElementQuerySet


def nothing_corrects(deviations: ElementQuerySet, day: date) -> ElementQuerySet:
    """Deviations that no corrective measure corrects; spending less than the budget asks for none."""
    overspent = Deviation.objects.filter(amount__lt=0).values("pk")
    return deviations.filter(pk__in=overspent).exclude(cited_by(day, ("corrects",), ("corrective_measure",)))


def past_its_deadline(measures: ElementQuerySet, day: date) -> ElementQuerySet:
    """Corrective measures at work whose deadline has passed."""
    late = CorrectiveMeasure.objects.filter(status=MeasureStatus.OPEN, deadline__lt=day)
    return measures.filter(pk__in=late.values("pk"))


def without_effect(measures: ElementQuerySet, _day: date) -> ElementQuerySet:
    """Corrective measures that are ended without a shown effect."""
    shown = (Effect.AS_EXPECTED, Effect.PARTLY)
    ended = CorrectiveMeasure.objects.exclude(status=MeasureStatus.OPEN).exclude(worked__in=shown)
    return measures.filter(pk__in=ended.values("pk"))
