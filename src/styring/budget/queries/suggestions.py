"""What the system would forecast for units, from their months, their budgets and what the years usually look like."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from django.db.models import Sum, Value

from styring.budget.models import PriceGrowth, UnusualYear
from styring.budget.queries.economy import appropriated
from styring.budget.queries.learning import calibration_of, records_of, widths_of
from styring.budget.rules.forecast import (
    MONTHS,
    Cell,
    Group,
    OfGroup,
    Parts,
    Suggestion,
    group_of,
    node_half_width_kr,
    profile,
    suggestion_of,
)
from styring.budget.rules.phasing import FLAT, profile_from_history, shares_of
from styring.kernel.amounts import round_half_away
from styring.ledger.queries import actuals
from styring.organisation.models import Lineage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from styring.budget.queries.learning import Calibration, Past
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit

_IS_GROWTH, _IS_NO_GROWTH = Value(1), Value(0)
FLAT_SHARES = shares_of(FLAT)
EARLIER = 3
"""How many closed years a profile is made of."""

Key = TypeVar("Key")
Months: TypeAlias = "dict[Group, list[int]]"
"""The twelve months of each group of arts in a year, in øre."""


def suggestion_for(unit: Unit, period: Period) -> Suggestion | None:
    """The suggested forecast of what a unit itself comes to in the year, as of a period; five queries.

    None when the unit has neither budget nor accounts.
    """
    return suggestions_at([period], [unit.pk])[period].get(unit.pk)


@dataclass(frozen=True)
class NodeSuggestion:
    """What is suggested for a unit with all below it, how sure that is, and what came of it in earlier years.

    ``budget`` is the revised budget in øre, ``units`` how many the sum is of.
    """

    parts: Parts
    half_width_kr: int
    groups: tuple[OfGroup, ...]
    units: int
    calibration: Calibration
    past: list[Past]

    @property
    def amount(self) -> int:
        """The suggested forecast in whole øre."""
        return self.parts.total

    @property
    def budget(self) -> int:
        """The revised budget in øre."""
        return sum(of.budget for of in self.groups)


def suggestion_below(unit: Unit, period: Period) -> NodeSuggestion | None:
    """What is suggested for a unit and all below it, as of a period; at most eight queries.

    None when there is neither budget nor accounts.
    """
    lines = Lineage.objects.known_on(period.last_day).filter(ancestor=unit)
    return suggestion_of_units(list(lines.order_by().values_list("descendant", flat=True)), period)


def suggestion_of_units(units: Collection[int], period: Period) -> NodeSuggestion | None:
    """What is suggested for some units together, as of a period; at most seven queries."""
    return suggestions_of_groups({0: units}, period).get(0)


def suggestions_of_groups(groups: Mapping[Key, Collection[int]], period: Period) -> dict[Key, NodeSuggestion]:
    """What is suggested for each of some groups of units, by the group's key; at most seven queries for them all.

    A group that has neither budget nor accounts is left out. Groups may have units in common.
    """
    units = {unit for group in groups.values() for unit in group}
    found = suggestions_at([period], units)[period]
    known = {key: [unit for unit in group if unit in found] for key, group in groups.items()}
    known = {key: group for key, group in known.items() if group}
    if not known:
        return {}
    calibration, past = calibration_of(period), records_of(known, period)
    return {key: _together_for([found[unit] for unit in known[key]], calibration, past[key]) for key in known}


def _together_for(suggestions: Sequence[Suggestion], calibration: Calibration, past: list[Past]) -> NodeSuggestion:
    groups: dict[Group | None, OfGroup] = {}
    for of in (of for one in suggestions for of in one.groups):
        known = groups.get(of.group, OfGroup(of.group, 0, Parts()))
        groups[of.group] = OfGroup(of.group, known.budget + of.budget, known.parts + of.parts)
    return NodeSuggestion(
        parts=sum((one.parts for one in suggestions), Parts()),
        half_width_kr=node_half_width_kr([one.half_width_kr for one in suggestions]),
        groups=tuple(groups[group] for group in (*Group, None) if group in groups),
        units=len(suggestions),
        calibration=calibration,
        past=past,
    )


def suggestions_at(
    periods: Collection[Period], units: Collection[int] | None = None
) -> dict[Period, dict[int, Suggestion]]:
    """The suggested forecasts of units by themselves as of periods of one year, by the unit's key.

    Arts that have a plan of their own, such as social loans, are expected to come to their budget. Four queries, and
    one for each period.

    Args:
        periods: months of one year.
        units: keys of units; None for all.
    """
    evidence = Evidence.of(next(iter(periods)).year, units)
    widths = widths_of(evidence.year)
    return {period: evidence.suggestions(period, units, widths) for period in periods}


@dataclass(frozen=True)
class Evidence:
    """The accounts of a year and the closed years before it: of each unit, and of the whole municipality.

    Earlier years are in the prices of this one; years that are marked as unusual are left out.
    """

    year: int
    booked: dict[int, Months]
    earlier: dict[int, dict[int, Months]]
    """By unit, then year."""
    common: dict[Group, tuple[Fraction, ...]] = field(default_factory=dict)
    profiles: dict[tuple[int, Group], tuple[Fraction, ...]] = field(default_factory=dict)
    """Those that have been made, by unit and group; each serves every month of the year."""

    @classmethod
    def of(cls, year: int, units: Collection[int] | None) -> Evidence:
        """What there is to build on; three queries."""
        years = [year - back for back in range(EARLIER + 1)]
        prices, unusual = _premises(years)
        whole = _whole(years[1:])
        usual = _closed(whole) - {of_year for of_year, unit in unusual if unit is None}
        sums = _of_units(units, years)
        booked = {unit: of_years[year] for unit, of_years in sums.items() if year in of_years}
        earlier = {
            unit: _in_prices(of_years, prices, usual - {when for when, where in unusual if where == unit})
            for unit, of_years in sums.items()
        }
        return cls(year, booked, earlier, _common(_in_prices(whole, prices, usual)))

    def suggestions(
        self, period: Period, units: Collection[int] | None, widths: Sequence[float]
    ) -> dict[int, Suggestion]:
        """The suggestion for each unit that has a budget or accounts, as of a period; one query."""
        budgets, planned = _budgets(period, units)
        done = period.last_day.month
        found = {}
        for unit in {*budgets, *self.booked}:
            cells = self._cells(unit, budgets.get(unit, {}), done)
            if cells:
                found[unit] = suggestion_of(cells, widths, planned.get(unit, 0))
        return found

    def _cells(self, unit: int, budget: Mapping[Group, int], done: int) -> list[Cell]:
        booked, earlier = self.booked.get(unit, {}), self.earlier.get(unit, {})
        last_year = earlier.get(self.year - 1)
        return [
            Cell(
                group=group,
                budget=budget.get(group, 0),
                last_year=sum(last_year.get(group, ())) if last_year else None,
                months=tuple(booked.get(group, [0] * MONTHS)[:done]),
                profile=self._profile(unit, group),
            )
            for group in Group
            if group in budget or group in booked
        ]

    def _profile(self, unit: int, group: Group) -> tuple[Fraction, ...]:
        """How the year usually runs in a unit's group of arts."""
        if (unit, group) not in self.profiles:
            years = [months.get(group, [0] * MONTHS) for months in self.earlier.get(unit, {}).values()]
            own = [sum(month) for month in zip(*years, strict=True)]
            self.profiles[unit, group] = profile(own, self.common.get(group, FLAT_SHARES))
        return self.profiles[unit, group]


def growth_of(year: int) -> Fraction:
    """What last year's amounts are multiplied by to be in a year's prices; 1 when nobody has said; one query."""
    known = PriceGrowth.objects.filter(year=year).first()
    return 1 + Fraction(known.thousandths, 1000) if known else Fraction(1)


def _premises(years: Sequence[int]) -> tuple[dict[int, Fraction], set[tuple[int, int | None]]]:
    """What is laid down of some years; one query.

    Returns:
        What amounts of each year are multiplied by to be in the prices of the first; the years that say nothing, each
        with the unit that it is so in, None for all.
    """
    growths = PriceGrowth.objects.filter(year__in=years).order_by().values_list(_IS_GROWTH, "year", "thousandths")
    marked = UnusualYear.objects.filter(year__in=years).order_by().values_list(_IS_NO_GROWTH, "year", "unit_id")
    rows = list(growths.union(marked, all=True))
    growth = {year: thousandths for is_growth, year, thousandths in rows if is_growth}
    prices = {years[0]: Fraction(1)}
    for year in years[1:]:
        prices[year] = prices[year + 1] * (1 + Fraction(growth.get(year + 1, 0), 1000))
    return prices, {(year, unit) for is_growth, year, unit in rows if not is_growth}


def _budgets(period: Period, units: Collection[int] | None) -> tuple[dict[int, dict[Group, int]], dict[int, int]]:
    """The revised budget of each unit's groups, and of its arts that are in none; one query."""
    lines = appropriated(period) if units is None else appropriated(period).filter(unit__in=units)
    grouped: dict[int, dict[Group, int]] = defaultdict(lambda: defaultdict(int))
    planned: dict[int, int] = defaultdict(int)
    for unit, art, total in lines.values_list("unit_id", "art").annotate(total=Sum("amount")):
        group = group_of(art)
        if group is None:
            planned[unit] += total
        else:
            grouped[unit][group] += total
    return grouped, planned


def _whole(years: Sequence[int]) -> dict[int, Months]:
    """The accounts of the whole municipality, by year; one query."""
    found: dict[int, Months] = defaultdict(_no_months)
    sums = cast("dict[tuple[int, str, int], int]", actuals(None, years, by=("year", "art", "month")))
    for (year, art, month), amount in sums.items():
        _add(found[year], art, month, amount)
    return found


def _of_units(units: Collection[int] | None, years: Sequence[int]) -> dict[int, dict[int, Months]]:
    """The accounts of units by themselves, by unit and then year; one query."""
    found: dict[int, dict[int, Months]] = defaultdict(lambda: defaultdict(_no_months))
    sums = cast("dict[tuple[int, int, str, int], int]", actuals(units, years, by=("unit", "year", "art", "month")))
    for (unit, year, art, month), amount in sums.items():
        _add(found[unit][year], art, month, amount)
    return found


def _no_months() -> Months:
    return defaultdict(lambda: [0] * MONTHS)


def _add(months: Months, art: str, month: int, amount: int) -> None:
    group = group_of(art)
    if group is not None:
        months[group][month - 1] += amount


def _closed(years: Mapping[int, Months]) -> set[int]:
    """The years that have accounts for December."""
    return {year for year, groups in years.items() if any(months[-1] for months in groups.values())}


def _common(years: Mapping[int, Months]) -> dict[Group, tuple[Fraction, ...]]:
    """The profile of each group in the whole municipality."""
    return {group: shares_of(profile_from_history(months)) for group, months in _together(years.values()).items()}


def _in_prices(
    years: Mapping[int, Months], prices: Mapping[int, Fraction], chosen: Collection[int]
) -> dict[int, Months]:
    """The chosen ones of some years, in the prices of one year."""
    return {
        year: {group: [round_half_away(amount * prices[year]) for amount in months] for group, months in groups.items()}
        for year, groups in years.items()
        if year in chosen
    }


def _together(years: Iterable[Months]) -> Months:
    """The months of several years added up."""
    total = _no_months()
    for groups in years:
        for group, months in groups.items():
            total[group] = [one + more for one, more in zip(total[group], months, strict=True)]
    return total
