"""Reading budgets, accounts and forecasts beside each other: exact øre, cost plus and income minus.

`figures` and its kin are called with units that the reader may see; who shows them asks first (`VIEW_ECONOMY`). They
count what units answer for: operating accounts, the arts of the net frames (`Extent.APPROPRIATIONS` of the ledger).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from django.db.models import BigIntegerField, Q, Sum, Value

from styring.budget.models import UNTIL, BudgetLine, Forecast, ForecastKind, Layer, LayerKind
from styring.budget.rules.deviation import deviation
from styring.kernel.asked import asked_once
from styring.ledger.queries import FIELDS, actuals, balances_of
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts, art_group
from styring.organisation.models import Lineage, Unit
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from styring.kernel.periods import Period

Key = TypeVar("Key")
_NOUGHT = Value(0, output_field=BigIntegerField())


@dataclass(frozen=True)
class Sums:
    """A part of the economy of a year, in øre: adopted and revised for the whole year, phased and actual to date.

    ``last_year`` is what the accounts of the same months of the year before came to, in that year's prices.
    """

    adopted: int = 0
    revised: int = 0
    phased: int = 0
    actual: int = 0
    last_year: int = 0

    @property
    def deviation_to_date(self) -> int:
        """Phased budget less accounts; minus is overspending."""
        return deviation(self.phased, self.actual)

    @property
    def consumed(self) -> Fraction | None:
        """The part of the revised budget of the year that is spent; None when there is no budget."""
        return Fraction(self.actual, self.revised) if self.revised else None


@dataclass(frozen=True)
class Figures(Sums):
    """The economy of a unit and all below it as of a period, with what the year is expected to come to.

    Until a unit has given a forecast in the year, its revised budget is what it is expected to come to; ``forecasts``
    says how many units have. ``last_forecast`` is the same of the round of forecasts before.
    """

    forecast: int = 0
    last_forecast: int = 0
    forecasts: int = 0

    @property
    def forecast_deviation(self) -> int:
        """Revised budget less forecast; minus is overspending."""
        return deviation(self.revised, self.forecast)

    @property
    def last_forecast_deviation(self) -> int:
        """Revised budget less the forecast of the round before; minus is overspending."""
        return deviation(self.revised, self.last_forecast)

    @property
    def change(self) -> int:
        """How the forecast deviation has moved since the round before; minus is worse."""
        return deviation(self.last_forecast, self.forecast)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.adopted + other.adopted,
            self.revised + other.revised,
            self.phased + other.phased,
            self.actual + other.actual,
            self.last_year + other.last_year,
            self.forecast + other.forecast,
            self.last_forecast + other.last_forecast,
            self.forecasts + other.forecasts,
        )


def summed(parts: Iterable[Sums]) -> Sums:
    """The sum of some parts.

    >>> summed([Sums(1, 2), Sums(phased=3)])
    Sums(adopted=1, revised=2, phased=3, actual=0, last_year=0)
    """
    totals = [0] * 5
    for part in parts:
        for place, amount in enumerate((part.adopted, part.revised, part.phased, part.actual, part.last_year)):
            totals[place] += amount
    return Sums(*totals)


def figures(unit_ids: Collection[int], period: Period) -> dict[int, Figures]:
    """The economy of each unit with all that lies below it, as of the period's last day; three queries.

    Closed units count where they last lay. A unit without any amount has figures of nought.
    """
    own = own_figures(period)
    found = dict.fromkeys(unit_ids, Figures())
    pairs = Lineage.objects.known_on(period.last_day).filter(ancestor__in=unit_ids).order_by()
    for top, unit in pairs.values_list("ancestor_id", "descendant_id"):
        if unit in own:
            found[top] += own[unit]
    return found


def figures_of(unit: Unit, period: Period) -> Figures:
    """The economy of a unit with all that lies below it, as `figures` has it; two queries."""
    return sum(own_figures(period, unit).values(), Figures())


@asked_once
def own_figures(period: Period, top: Unit | None = None) -> dict[int, Figures]:
    """The economy of every unit by itself, without those below it, by the unit's key; two queries.

    With a ``top`` only that unit and those that lie below it, all of them.
    """
    sums = _sums_by_key(_known_below(top, period) if top else None, period, "unit")
    before, now = (_Round(), _Round(), *_rounds(period))[-2:]
    units = set(sums) if top else {*sums, *now.own, *now.adjustments, *before.own, *before.adjustments}
    return {unit: _with_forecasts(sums.get(unit, Sums()), unit, now, before) for unit in units}


@overload
def figures_by(unit: Unit, period: Period, by: Literal["unit", "programme_area"]) -> dict[Any, Figures]: ...
@overload
def figures_by(unit: Unit, period: Period, by: Literal["art_group", "art", "function", "month"]) -> dict[Any, Sums]: ...
def figures_by(unit: Unit, period: Period, by: str) -> dict[Any, Figures] | dict[Any, Sums]:
    """The economy of a unit and all below it, in parts; at most four queries.

    Args:
        unit: the unit.
        period: as of its last day.
        by: ``unit`` (the unit itself and each directly below it, by key), ``programme_area`` (by key),
            ``art_group`` (an `ArtGroup`), ``art``, ``function``, or ``month`` (each month's own sums). Forecasts are
            given for units, so only the first two have them.
    """
    if by == "unit":
        return _by_branch(unit, period)
    if by == "programme_area":
        return _by_programme_area(unit, period)
    if by == "month":
        return dict(figures_through_the_year(unit, period)[1])
    return _sums_by_key(_known_below(unit, period), period, by)


def _known_below(unit: Unit, period: Period) -> QuerySet[Unit]:
    lines = Lineage.objects.known_on(period.last_day).filter(ancestor=unit)
    return Unit.objects.filter(pk__in=lines.values("descendant"))


def appropriated(period: Period) -> QuerySet[BudgetLine]:
    """The lines that make up the revised budget of the net frames, as decided by the period's last day."""
    layers = Layer.objects.budget_of(period.year, period.last_day)
    return BudgetLine.objects.filter(
        layer__in=layers, year=period.year, account_class=OPERATING, art__in=appropriation_arts()
    ).order_by()


def _sums_by_key(units: QuerySet[Unit] | None, period: Period, by: str) -> dict[Any, Sums]:
    """Budget and accounts per key; one query, which puts the sums of both under each other.

    By unit, those of the units that have neither are nought.
    """
    months = range(1, period.last_day.month + 1)
    column = {"unit": "unit_id", "art_group": "art"}.get(by, by)
    of_both = balances_of(units, (period.year, period.year - 1), months).order_by()
    spent = of_both.values_list(FIELDS["art" if by == "art_group" else by])
    of_years = {
        f"total_{name}": Sum("amount", filter=Q(year=year))
        for name, year in (("actual", period.year), ("last_year", period.year - 1))
    }
    no_accounts, no_budget = dict.fromkeys(of_years, _NOUGHT), dict.fromkeys(_totals(period), _NOUGHT)
    budgeted = _budgets(units, period).values_list(column).annotate(**_totals(period), **no_accounts)
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    parts: list[QuerySet[Any, Any]] = [spent.annotate(**no_budget, **of_years)]
    if by == "unit" and units is not None:
        parts.append(units.order_by().values_list("pk").annotate(**no_budget, **no_accounts))
    for key, *amounts in budgeted.union(*parts, all=True):
        place = found[art_group(key) if by == "art_group" else key]
        for index, amount in enumerate(amounts):
            place[index] += int(amount or 0)
    return {key: Sums(*amounts) for key, amounts in found.items()}


def _budgets(units: QuerySet[Unit] | None, period: Period) -> QuerySet[BudgetLine]:
    lines = appropriated(period)
    return lines if units is None else lines.filter(unit__in=units)


def _totals(period: Period) -> dict[str, Sum]:
    """Adopted, revised and phased to date, in this order."""
    return {
        "total_adopted": Sum("amount", filter=Q(layer__kind=LayerKind.ADOPTED)),
        "total_revised": Sum("amount"),
        "total_phased": Sum(UNTIL[period.last_day.month - 1]),
    }


def figures_through_the_year(unit: Unit, period: Period) -> tuple[Sums, dict[int, Sums]]:
    """The economy of a unit and all below it, and that of each month by itself from January on; two queries."""
    below, last = _known_below(unit, period), period.last_day.month
    years = (period.year, period.year - 1)
    spent = actuals(below, years, range(1, last + 1), by=("year", "month"))
    until = {f"total_{name}": Sum(name) for name in UNTIL[:last]}
    budgeted = _budgets(below, period).aggregate(**_totals(period), **until)
    totals = [0, *(budgeted[name] or 0 for name in until)]
    months = {
        month: Sums(0, 0, totals[month] - totals[month - 1], *(spent.get((year, month), 0) for year in years))
        for month in range(1, last + 1)
    }
    whole = Sums(
        adopted=budgeted["total_adopted"] or 0,
        revised=budgeted["total_revised"] or 0,
        phased=totals[-1],
        actual=sum(month.actual for month in months.values()),
        last_year=sum(month.last_year for month in months.values()),
    )
    return whole, months


def _by_branch(unit: Unit, period: Period) -> dict[Any, Figures]:
    """The unit by itself and each unit directly below it with its own subtree."""
    own = own_figures(period)
    lines = Lineage.objects.known_on(period.last_day)
    branches = lines.filter(ancestor=unit, distance=1).values("descendant")
    found: dict[Any, Figures] = {unit.pk: own.get(unit.pk, Figures())}
    pairs = lines.filter(ancestor__in=branches).order_by().values_list("ancestor_id", "descendant_id")
    for top, below in pairs:
        found[top] = found.get(top, Figures()) + own.get(below, Figures())
    return found


def _by_programme_area(unit: Unit, period: Period) -> dict[Any, Figures]:
    """What units of each programme area come to, None for those of none."""
    own = own_figures(period)
    placed = placements_on(period.last_day)
    area_of = dict(placed.values_list("unit_id", "programme_area_id"))
    found: dict[Any, Figures] = {}
    for key in _known_below(unit, period).values_list("pk", flat=True):
        if key in own:
            area = area_of.get(key)
            found[area] = found.get(area, Figures()) + own[key]
    return found


@dataclass(frozen=True)
class _Round:
    """The forecasts that count as of a month: the last own one of each unit, and adjustments made in the month."""

    month: int = 0
    own: dict[int, int] = field(default_factory=dict)
    adjustments: dict[int, int] = field(default_factory=dict)

    def of_unit(self, unit: int, budget: int) -> int:
        """What a unit by itself adds to the forecast."""
        return self.own.get(unit, budget) + self.adjustments.get(unit, 0)

    def deviation_of(self, budgets: Mapping[int, int]) -> int:
        """How the forecasts of some units stand to their budgets."""
        return sum(deviation(budget, self.of_unit(unit, budget)) for unit, budget in budgets.items())


@asked_once
def _rounds(period: Period) -> list[_Round]:
    """Each month up to a period's end in which anybody gave a forecast; one query."""
    known = Forecast.objects.filter(year=period.year, month__lte=period.last_day.month).order_by("month", "pk")
    rounds = [_Round()]
    for unit, month, kind, amount in known.values_list("unit_id", "month", "kind", "amount"):
        if rounds[-1].month != month:
            rounds.append(_Round(month, dict(rounds[-1].own)))
        (rounds[-1].own if kind == ForecastKind.OWN else rounds[-1].adjustments)[unit] = amount
    return rounds[1:]


def _with_forecasts(sums: Sums, unit: int, now: _Round, before: _Round) -> Figures:
    return Figures(
        sums.adopted,
        sums.revised,
        sums.phased,
        sums.actual,
        sums.last_year,
        now.of_unit(unit, sums.revised),
        before.of_unit(unit, sums.revised),
        int(unit in now.own),
    )


def forecast_history(budgets: Mapping[Key, Mapping[int, int]], period: Period) -> dict[Key, dict[int, int]]:
    """How forecasts stood to the revised budget in each month with forecasts, in øre, for each of some sums; one query.

    Args:
        budgets: for each sum the revised budget of each unit in it by itself, by the unit's key.
        period: up to its last month.
    """
    rounds = _rounds(period)
    return {key: {known.month: known.deviation_of(units) for known in rounds} for key, units in budgets.items()}
