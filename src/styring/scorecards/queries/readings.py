"""What indicators show in a unit: rolled up, judged, held against the target and against what they showed before."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from django.db.models import Aggregate, BigIntegerField, Case, Count, Max, Q, Sum, Value, When

from styring.access.policies import may, permitted_units, require
from styring.kernel.asked import asked_once
from styring.kernel.periods import Length, Period
from styring.kernel.thresholds import Status
from styring.organisation.models import Unit
from styring.organisation.queries import line_above, units_below
from styring.scorecards.models import Observation, Quality, RollUp, Target, Threshold
from styring.scorecards.policies import VIEW_CARD, VIEW_COMMON
from styring.scorecards.queries.values import Point, Reading, UnitReading
from styring.scorecards.rules import (
    SMALLEST_GROUP,
    Part,
    RolledUp,
    Rule,
    distribution,
    quotient,
    roll_up,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from styring.accounts.models import User
    from styring.kernel.thresholds import Threshold as Limits
    from styring.scorecards.models import Indicator

Kept = TypeVar("Kept")

MONTHS = 12
REPORTED_LATELY = timedelta(days=800)
"""How far back a unit must have had a value to be expected to have one now."""


@asked_once
def require_view(reader: User, unit: Unit, day: date) -> None:
    """Go on only if a person may read a unit's card: the whole municipality's is open to more; at most two queries.

    Raises:
        NotAllowedError: the person may not.
    """
    is_top = not line_above(unit, day)
    if not (is_top and may(reader, VIEW_COMMON, unit)):
        require(reader, VIEW_CARD, unit)


def readings(  # what is read, by whom, where and when, and how much of it
    reader: User,
    indicators: Sequence[Indicator],
    unit: Unit,
    until: Period,
    *,
    so_far: bool = True,
    with_units: bool = True,
) -> list[Reading]:
    """What indicators show in a unit at the end of a period, in their order; eight queries, however many there are.

    The latest known value counts, with its own period. Months of an indicator that adds up through the year are one
    figure from New Year; without ``so_far`` they are only those of the period. Without ``with_units`` the units below
    are left out, which saves two queries.

    Raises:
        NotAllowedError: the reader may not read the unit's card.
    """
    require_view(reader, unit, until.last_day)
    if not indicators:
        return []
    return _Reader(reader, indicators, unit, until, so_far=so_far).read(with_units=with_units)


def glance(reader: User, indicators: Sequence[Indicator], unit: Unit, until: Period) -> list[Reading]:
    """The bare values of some indicators in a unit, to hold others against; three queries.

    They have no status, no target and no units below; who may see them is for the caller to ask.
    """
    return _Reader(reader, indicators, unit, until, so_far=True).glance() if indicators else []


class _Sums(NamedTuple):
    """What some observations of one indicator add up to, and how many persons and preliminary values are among them."""

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    people: int | None = None
    preliminary: int = 0

    def shown(self, indicator: Indicator) -> Fraction | None:
        """The value as it is shown; None when there is none."""
        if not indicator.is_quotient:
            return self.value
        found = quotient(self.numerator or Fraction(0), self.denominator or Fraction(0))
        return None if found is None else found * indicator.factor

    def plus(self, other: _Sums) -> _Sums:
        """Both together."""
        return _Sums(
            _plus(self.value, other.value),
            _plus(self.numerator, other.numerator),
            _plus(self.denominator, other.denominator),
            self.people,
            self.preliminary + other.preliminary,
        )


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other


def _summed(of_these: Q) -> dict[str, Aggregate]:
    """What makes a `_Sums` of some observations, and how many they are."""
    return {
        "s_value": Sum("value", filter=of_these),
        "s_numerator": Sum("numerator", filter=of_these),
        "s_denominator": Sum("denominator", filter=of_these),
        "s_people": Max("people", filter=of_these),
        "s_preliminary": Count("pk", filter=of_these & Q(quality=Quality.PRELIMINARY)),
        "s_seen": Count("pk", filter=of_these),
    }


_ByPeriod = dict[Period, _Sums]
_ByUnit = dict["UUID", dict[int, Kept]]


class _Window(NamedTuple):
    """The days that a reading counts, and the period it is said to be of."""

    period: Period
    since: date
    until: date
    so_far: bool = False
    only_months: bool = False

    def point(self, value: Fraction | None) -> Point | None:
        """A value as one of its time."""
        return None if value is None else Point(self.period, value, self.so_far)

    def holds(self, period: Period) -> bool:
        """Does a period lie in it?"""
        if not self.only_months:
            return period == self.period
        return period.length is Length.MONTH and self.since <= period.first_day and period.last_day <= self.until

    @property
    def condition(self) -> Q:
        """The observations that lie in it."""
        inside = Q(first_day__gte=self.since, last_day__lte=self.until)
        return inside & Q(period__contains="-M") if self.only_months else Q(period=str(self.period))


class _Reader:
    """One reading of several indicators; each step asks the database once for all of them."""

    def __init__(  # what is read, by whom, where and when
        self, reader: User, indicators: Sequence[Indicator], unit: Unit, until: Period, *, so_far: bool
    ) -> None:
        self.indicators = {indicator.pk: indicator for indicator in indicators}
        self.reader = reader
        self.open_cards: set[int] = set()
        self.unit, self.until, self.so_far = unit, until, so_far
        self.line = [unit, *line_above(unit, until.last_day)]
        self.fixed = [pk for pk, indicator in self.indicators.items() if indicator.roll_up == RollUp.NONE]
        self.owners: dict[UUID, Unit] = {}
        rolled = [pk for pk in self.indicators if pk not in self.fixed]
        near = Q(indicator__in=rolled, unit__in=units_below(unit, until.last_day))
        near |= Q(indicator__in=self.fixed, unit__in=self.line)
        self.seen = Observation.objects.current().filter(near, last_day__lte=until.last_day).order_by()

    def read(self, *, with_units: bool = True) -> list[Reading]:
        """The readings in the order of the indicators."""
        sums = self._by_period()
        windows = {pk: self._window(self.indicators[pk], periods) for pk, periods in sums.items()}
        parts, usual = self._by_unit(windows)
        limits, targets = self._limits(), self._targets()
        units: dict[int, Unit] = {}
        if with_units:
            units = Unit.objects.in_bulk({*chain.from_iterable(parts.values()), *chain.from_iterable(usual.values())})
            self.open_cards = set(permitted_units(self.reader, VIEW_CARD).values_list("pk", flat=True))
        return [
            self._reading(
                indicator,
                _Found(sums.get(pk, {}), windows.get(pk), parts.get(pk, {}), usual.get(pk, {}), units),
                limits.get(pk, ()),
                targets.get(pk, []),
            )
            for pk, indicator in self.indicators.items()
        ]

    def glance(self) -> list[Reading]:
        """The bare values in the order of the indicators."""
        sums = self._by_period()
        return [
            Reading(indicator, self.unit, self.owners.get(pk, self.unit), point=self._glanced(indicator, sums.get(pk)))
            for pk, indicator in self.indicators.items()
        ]

    def _glanced(self, indicator: Indicator, periods: _ByPeriod | None) -> Point | None:
        if not periods:
            return None
        window = self._window(indicator, periods)
        inside = [sums for period, sums in periods.items() if window.holds(period)]
        value = reduce(_Sums.plus, inside).shown(indicator)
        return window.point(value)

    def _by_period(self) -> dict[UUID, _ByPeriod]:
        """What each period comes to; of what is measured in one place, that of the nearest in the line that has it."""
        asked = _summed(Q())
        apart = Case(When(indicator__in=self.fixed, then="unit"), default=Value(0), output_field=BigIntegerField())
        rows = self.seen.annotate(place=apart).values_list("indicator", "period", "place").annotate(**asked)
        found: dict[UUID, dict[int, _ByPeriod]] = defaultdict(lambda: defaultdict(dict))
        for pk, period, place, *sums, _seen in rows.values_list("indicator", "period", "place", *asked):
            found[pk][place][Period.parse(period)] = _Sums(*sums)
        for pk in self.fixed:
            self.owners[pk] = next((unit for unit in self.line if unit.pk in found[pk]), self.unit)
        return {
            pk: periods
            for pk, places in found.items()
            if (periods := places.get(self.owners[pk].pk if pk in self.owners else 0))
        }

    def _window(self, indicator: Indicator, periods: _ByPeriod) -> _Window:
        over = [period for period in periods if period.length is Length.YEAR] if indicator.is_judged_by_year else []
        latest = max(over or periods, key=lambda period: (period.last_day, period.length.value))
        if not (indicator.adds_up_through_year and latest.length is Length.MONTH):
            return _Window(latest, latest.first_day, latest.last_day)
        if not self.so_far:
            asked = self.until if latest in self.until else latest
            return _Window(asked, asked.first_day, asked.last_day, only_months=True)
        return _Window(
            latest, date(latest.year, 1, 1), latest.last_day, so_far=latest.number < MONTHS, only_months=True
        )

    def _by_unit(self, windows: Mapping[UUID, _Window]) -> tuple[_ByUnit[_Sums], _ByUnit[Fraction]]:
        """What each unit has in the window of each indicator, and how much it usually has, where it did lately."""
        inside = Q(pk__in=[])
        for pk, window in windows.items():
            inside |= Q(indicator=pk) & window.condition
        counted = Q(indicator__in=[pk for pk in self.indicators if pk not in self.owners])
        for pk, owner in self.owners.items():
            counted |= Q(indicator=pk, unit=owner)
        lately = Q(last_day__gte=self.until.last_day - REPORTED_LATELY)
        asked = {**_summed(inside), "usual": Max("denominator", filter=lately), "late": Count("pk", filter=lately)}
        rows = self.seen.filter(counted, inside | lately).values_list("indicator", "unit").annotate(**asked)
        parts: _ByUnit[_Sums] = defaultdict(dict)
        usual: _ByUnit[Fraction] = defaultdict(dict)
        for pk, unit, *sums, seen, most, late in rows.values_list("indicator", "unit", *asked):
            if seen:
                parts[pk][unit] = _Sums(*sums)
            if late:
                usual[pk][unit] = most or Fraction(1)
        return parts, usual

    def _limits(self) -> dict[UUID, list[Threshold]]:
        found: dict[UUID, list[Threshold]] = defaultdict(list)
        for limits in Threshold.objects.filter(indicator__in=list(self.indicators)):
            found[limits.indicator_id].append(limits)
        return found

    def _targets(self) -> dict[UUID, list[Target]]:
        """The nearest targets of each year; first that of this year, or the next that has one, or else the last."""
        nearness = {unit.pk: place for place, unit in enumerate(self.line)}
        targets = Target.objects.filter(indicator__in=list(self.indicators), unit__in=self.line)

        def order(target: Target) -> tuple[bool, int, int]:
            away = target.year - self.until.year
            return away < 0, abs(away), nearness[target.unit_id]

        found: dict[UUID, dict[int, Target]] = defaultdict(dict)
        for target in sorted(targets, key=order):
            found[target.indicator_id].setdefault(target.year, target)
        return {pk: list(years.values()) for pk, years in found.items()}

    def _reading(
        self, indicator: Indicator, found: _Found, limits: Iterable[Threshold], targets: list[Target]
    ) -> Reading:
        owner, target = self.owners.get(indicator.pk, self.unit), next(iter(targets), None)
        if found.window is None:
            return Reading(indicator, self.unit, owner, target=target)
        if indicator.is_about_people and found.people < SMALLEST_GROUP:
            return Reading(indicator, self.unit, owner, target=target, is_hidden=True)
        valid = _valid(limits, found.window.until, indicator)
        rolled = found.rolled_up(indicator)
        history = _history(indicator, found.periods)
        underway = _underway(indicator, history)
        below = found.below(indicator, self.unit, valid)
        return Reading(
            indicator,
            self.unit,
            owner,
            point=found.window.point(rolled.value),
            rolled=rolled,
            limits=valid,
            target=target,
            targets=sorted(targets, key=lambda one: one.year),
            history=history[:-1] if underway else history,
            underway=underway,
            spread=distribution(other.status for other in below) if below else {},
            below=[other for other in below if other.unit.pk in self.open_cards],
            is_preliminary=any(sums.preliminary for sums in found.parts.values()),
        )


def _valid(limits: Iterable[Threshold], day: date, indicator: Indicator) -> Limits | None:
    """The limits that hold on a day."""
    return next((one.limits(indicator.better) for one in limits if one.valid_from <= day < one.valid_to), None)


def _underway(indicator: Indicator, history: list[Point]) -> Point | None:
    """The last point when it is of a part of a year after whole ones, and the indicator is judged by whole years."""
    if not (indicator.is_judged_by_year and history) or history[-1].period.length is Length.YEAR:
        return None
    return history[-1] if any(point.period.length is Length.YEAR for point in history) else None


class _Found(NamedTuple):
    """All that was found of one indicator."""

    periods: _ByPeriod
    window: _Window | None
    parts: dict[int, _Sums]
    usual: dict[int, Fraction]
    units: Mapping[int, Unit]

    @property
    def people(self) -> int:
        """How many persons it is about."""
        return sum(sums.people or 0 for sums in self.parts.values())

    def rolled_up(self, indicator: Indicator) -> RolledUp:
        """The units' parts as one value, as it is shown."""
        rule = Rule.RATIO if indicator.is_quotient else Rule(indicator.roll_up)
        if rule is Rule.NONE:
            rule = Rule.SUM
        rolled = roll_up(rule, [self._part(unit) for unit in {**self.usual, **self.parts}])
        if rolled.value is None or not indicator.is_quotient:
            return rolled
        return rolled._replace(value=rolled.value * indicator.factor)

    def below(self, indicator: Indicator, unit: Unit, limits: Limits | None) -> list[UnitReading]:
        """What each unit below shows, by the units' codes; nothing where it is measured in one place."""
        keys = [key for key in {**self.usual, **self.parts} if key != unit.pk]
        if not self.units or len(keys) + (unit.pk in self.parts) < 2:  # noqa: PLR2004 - one is the value itself
            return []
        shown = [(self.units[key], self._shown(key, indicator)) for key in keys]
        return [
            UnitReading(other, value, limits.status(value) if limits else Status.MISSING)
            for other, value in sorted(shown, key=lambda pair: pair[0].code)
        ]

    def _shown(self, key: int, indicator: Indicator) -> Fraction | None:
        sums = self.parts.get(key, _Sums())
        if indicator.is_about_people and (sums.people or 0) < SMALLEST_GROUP:
            return None
        return sums.shown(indicator)

    def _part(self, key: int) -> Part:
        sums = self.parts.get(key, _Sums())
        return Part(
            value=sums.value,
            numerator=sums.numerator,
            denominator=sums.denominator,
            expected=self.usual.get(key, Fraction(1)),
        )


def _history(indicator: Indicator, periods: _ByPeriod) -> list[Point]:
    """What was shown before, oldest first: years where they are known, and the parts of the year that is not over."""
    sums = _through_the_year(periods) if indicator.adds_up_through_year else periods
    whole = [period for period in sums if not any(period in other and period != other for other in sums)]
    return [
        Point(period, value, so_far=period.length is Length.MONTH and indicator.adds_up_through_year)
        for period in sorted(whole, key=lambda period: period.last_day)
        if (value := sums[period].shown(indicator)) is not None
    ]


def _through_the_year(periods: _ByPeriod) -> _ByPeriod:
    """Months as one figure a year: of the whole year when it is over, else as of its last month."""
    months: dict[int, list[Period]] = defaultdict(list)
    for period in periods:
        if period.length is Length.MONTH:
            months[period.year].append(period)
    added = {period: sums for period, sums in periods.items() if period.length is not Length.MONTH}
    for year, known in months.items():
        last = max(known)
        end = Period(year, 1, Length.YEAR) if last.number == MONTHS else last
        added[end] = reduce(_Sums.plus, (periods[month] for month in known))
    return added
