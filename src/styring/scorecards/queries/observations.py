"""Reading single observations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from styring.access.policies import permitted_units
from styring.organisation.models import Lineage, Unit
from styring.scorecards.models import Observation, RollUp
from styring.scorecards.policies import VIEW_CARD
from styring.scorecards.rules import SMALLEST_GROUP

if TYPE_CHECKING:
    from fractions import Fraction

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.scorecards.models import Indicator


def counted_elsewhere(indicator: Indicator, unit: Unit, period: Period) -> Unit | None:
    """A unit above or below another that has a value for the period, so that both would count; one query."""
    if indicator.roll_up == RollUp.NONE:
        return None
    line = Lineage.objects.valid_on(period.last_day).filter(distance__gt=0)
    related = Q(unit__in=line.filter(descendant=unit).values("ancestor")) | Q(
        unit__in=line.filter(ancestor=unit).values("descendant")
    )
    found = Observation.objects.current().filter(related, indicator=indicator, period=str(period))
    first = found.select_related("unit").first()
    return first.unit if first else None


@dataclass(frozen=True)
class Line:
    """A unit's values in some periods, in the order of the periods; None where there is none."""

    unit: Unit
    values: list[Fraction | None]


@dataclass(frozen=True)
class Table:
    """An indicator's latest periods, and the values of each unit that has any."""

    periods: list[Period]
    lines: list[Line]


def table_of(reader: User, indicator: Indicator, periods: int) -> Table:
    """An indicator's values by unit in its latest periods, in the units a person may read the card of; two queries."""
    seen = Observation.objects.current().filter(indicator=indicator, unit__in=permitted_units(reader, VIEW_CARD))
    latest = list(seen.order_by("-last_day", "period").values_list("period", flat=True).distinct()[:periods])
    rows = list(seen.filter(period__in=latest).select_related("unit").order_by("unit__code"))
    shown = sorted({row.when for row in rows}, key=lambda period: (period.last_day, -period.length.value))
    by_unit: dict[Unit, dict[Period, Fraction | None]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, {})[row.when] = value_of(row, indicator)
    return Table(shown, [Line(unit, [values.get(period) for period in shown]) for unit, values in by_unit.items()])


def value_of(row: Observation, indicator: Indicator) -> Fraction | None:
    """The value of one observation as it is shown; None where it is about too few persons, or nought over nought."""
    if indicator.is_about_people and (row.people or 0) < SMALLEST_GROUP:
        return None
    if row.numerator is None:
        value: Fraction | None = row.value
        return value
    return row.numerator / row.denominator * indicator.factor if row.denominator else None
