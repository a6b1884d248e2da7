"""Sick leave and goals beside the money: what a unit's card shows, and sick leave up the line as ratios of sums."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from styring.access.policies import may
from styring.kernel.periods import Period
from styring.reporting.rules.consolidated import Absence, SickLeave
from styring.scorecards.models import Frequency, Indicator, Observation, OwnRow, RollUp
from styring.scorecards.policies import VIEW_CARD, VIEW_SICK_LEAVE
from styring.scorecards.queries import goals_measured_by, readings, sick_leave_of
from styring.scorecards.rules import SMALLEST_GROUP
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.reporting.models import Contribution

GOALS_SHOWN = 2


class KeyFigure(NamedTuple):
    """A figure that the leader need not fill in: what it is, its value with decimals and unit of measure, its period.

    ``title`` is ``month`` or ``so_far`` for sick leave, else that of the goal it measures.
    """

    title: str
    value: Fraction | None
    decimals: int
    unit_of_measure: str
    period: Period | None


class Lost(NamedTuple):
    """Lost and agreed man-days of a month, and of how many people."""

    lost: Fraction
    agreed: Fraction
    people: int


def sick_leave_indicator(day: date) -> Indicator | None:
    """The indicator of sick leave: the ratio about people that comes every month; one query."""
    in_force = Element.objects.in_force(day)
    found = Indicator.objects.filter(
        element__in=in_force, is_about_people=True, frequency=Frequency.MONTH, roll_up=RollUp.RATIO
    )
    return found.select_related("element").order_by("element__code").first()


def key_figures(reader: User, unit: Unit, period: Period) -> list[KeyFigure]:
    """A unit's sick leave and the goals that are its own, as far as the reader may see them; some twenty queries."""
    found = []
    indicator = sick_leave_indicator(period.last_day)
    if indicator and may(reader, VIEW_SICK_LEAVE, unit):
        found += _own_sick_leave(reader, indicator, unit, period)
    if may(reader, VIEW_CARD, unit):
        found += _own_goals(reader, unit, period)
    return found


def _own_sick_leave(reader: User, indicator: Indicator, unit: Unit, period: Period) -> list[KeyFigure]:
    shown = sick_leave_of(reader, indicator, unit, period, with_parts=False)
    latest = shown.latest
    if latest is None:
        return []
    month, so_far = shown.month(latest), shown.so_far(latest)
    return [
        KeyFigure("month", month.per_cent if month else None, 1, "%", latest),
        KeyFigure("so_far", so_far.per_cent if so_far else None, 1, "%", latest),
    ]


def _own_goals(reader: User, unit: Unit, period: Period) -> list[KeyFigure]:
    """The first of the indicators that stand on the unit's own card."""
    day = period.last_day
    rows = OwnRow.objects.filter(card=unit.pk, valid_from__lte=day, valid_to__gt=day)
    indicators = [row.indicator for row in rows.select_related("indicator__element__unit")[:GOALS_SHOWN]]
    goals = goals_measured_by(indicators, day)
    return [
        KeyFigure(
            title=goals.get(reading.indicator.pk, reading.indicator.element).title,
            value=reading.value,
            decimals=reading.decimals,
            unit_of_measure=reading.indicator.suffix,
            period=reading.point.period if reading.point else None,
        )
        for reading in readings(reader, indicators, unit, period, with_units=False)
    ]


def sick_leave_up_the_line(
    contributions: Sequence[Contribution], period: Period
) -> tuple[tuple[SickLeave, ...], SickLeave | None]:
    """The sick leave of each level directly above the units, and of all; two queries.

    Already without what is about too few to be shown, and always sums over sums.
    """
    indicator = sick_leave_indicator(period.last_day)
    if indicator is None or not contributions:
        return (), None
    by_unit = _lost_by_unit(indicator, period)
    above = {one.unit_id: one.above.unit_id for one in contributions if one.above}
    shown = [
        _sick_leave(level, _below(level.unit_id, by_unit, above), period)
        for level in _levels_above_the_units(contributions)
    ]
    return tuple(line for line in shown if line), _sick_leave(contributions[0], by_unit.values(), period)


def _levels_above_the_units(contributions: Iterable[Contribution]) -> list[Contribution]:
    levels = [one for one in contributions if one.is_level]
    lowest = max((one.level for one in levels), default=0)
    return [one for one in levels if one.level == lowest]


def _lost_by_unit(indicator: Indicator, period: Period) -> dict[int, dict[Period, Lost]]:
    """Each unit's months of this year and the last."""
    seen = (
        Observation.objects.current()
        .filter(indicator=indicator, period__contains="-M")
        .within(Period.parse(str(period.year - 1)).first_day, period.last_day)
    )
    found: dict[int, dict[Period, Lost]] = defaultdict(dict)
    sums = seen.order_by().values_list("unit", "period").annotate(Sum("numerator"), Sum("denominator"), Sum("people"))
    for unit, month, lost, agreed, people in sums:
        found[unit][Period.parse(month)] = Lost(lost, agreed, people or 0)
    return found


def _below(
    top: int, by_unit: Mapping[int, dict[Period, Lost]], above: Mapping[int, int]
) -> Iterable[dict[Period, Lost]]:
    """The months of the units that report to a level, and of its own."""
    return [months for unit, months in by_unit.items() if top in {unit, above.get(unit)}]


def _sick_leave(level: Contribution, parts: Iterable[dict[Period, Lost]], period: Period) -> SickLeave | None:
    months = _month_by_month(parts)
    of_year = [month for month in months if month.year == period.year]
    if not of_year or min(one.people for one in months.values()) < SMALLEST_GROUP:
        return None
    latest = max(of_year)
    before = [month for month in months if month.year == period.year - 1 and month.number <= latest.number]
    return SickLeave(
        unit_code=level.unit.code,
        unit=level.unit_name,
        month=_added([months[latest]]),
        year_to_date=_added([months[month] for month in of_year]),
        last_year=_added([months[month] for month in before]),
    )


def _month_by_month(parts: Iterable[dict[Period, Lost]]) -> dict[Period, Lost]:
    months: dict[Period, Lost] = {}
    for month, one in (pair for part in parts for pair in part.items()):
        sofar = months.get(month, Lost(Fraction(0), Fraction(0), 0))
        months[month] = Lost(sofar.lost + one.lost, sofar.agreed + one.agreed, sofar.people + one.people)
    return months


def _added(months: Sequence[Lost]) -> Absence | None:
    if not months:
        return None
    zero = Fraction(0)
    return Absence(sum((one.lost for one in months), zero), sum((one.agreed for one in months), zero))
