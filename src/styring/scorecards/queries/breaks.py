"""Finding goals and indicators that hang loose."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, Value, When

from styring.scorecards.models import Frequency, Grace, Indicator, Observation
from styring.thread.models import Link
from styring.thread.queries import carried_on, cites

if TYPE_CHECKING:
    from datetime import date

    from styring.thread.models import ElementQuerySet

DAYS_BETWEEN = {
    Frequency.MONTH: 31,
    Frequency.QUARTER: 92,
    Frequency.TERTIAL: 123,
    Frequency.YEAR: 366,
    Frequency.SECOND_YEAR: 731,
}
"""The most days from the end of one period to the end of the next."""

CARRIES_ON = ("sharpens", "requires", "promises", "cascades")


def not_measured_at_all(goals: ElementQuerySet, day: date) -> ElementQuerySet:
    """Goals that no indicator measures and no requirement makes concrete, nor anything that carries them on (G2)."""
    says_when = Link.objects.filter(
        Q(type="measures", citing__kind="indicator") | Q(type="requires", citing__kind="requirement")
    )
    return goals.exclude(pk__in=carried_on(day, says_when, along=CARRIES_ON))


def measures_nothing(indicators: ElementQuerySet, day: date) -> ElementQuerySet:
    """Indicators that measure nothing (N2)."""
    return indicators.exclude(cites(day, ("measures",), ("goal", "requirement", "quality_standard", "challenge")))


def value_overdue(indicators: ElementQuerySet, day: date) -> ElementQuerySet:
    """Indicators without a value as new as their frequency and their days of grace ask for (N1)."""
    needed = Case(
        *(
            When(frequency=frequency, grace_days=grace, then=Value(day - timedelta(days=between + grace)))
            for frequency, between in DAYS_BETWEEN.items()
            for grace in Grace.values
        ),
        output_field=DateField(),
    )
    newest = Observation.objects.current().filter(indicator=OuterRef("pk")).order_by("-last_day").values("last_day")[:1]
    dated = Indicator.objects.annotate(newest=Subquery(newest), needed=needed)
    late = dated.filter(Q(newest__isnull=True) | Q(newest__lt=F("needed")))
    return indicators.filter(pk__in=late.values("pk"))
