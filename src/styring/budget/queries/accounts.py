"""What units spend their money on, and the lines that measures have because of it.

Called for units and measures that the reader may see.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from styring.budget.models import BudgetLine, Layer, MeasureLine
from styring.budget.rules.accounts import Basis, Place, basis_of, chosen, completed
from styring.budget.rules.layers import LineKey
from styring.kernel.asked import asked_once
from styring.kernel.clock import today
from styring.ledger.queries import actuals
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts
from styring.organisation.models import Lineage
from styring.organisation.queries import placements_on
from styring.plans.models import Effect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from styring.plans.models import Measure


@dataclass(frozen=True)
class Spending:
    """What each unit spends on each account, from which the lines of measures are proposed.

    ``year`` is the year it is of, ``is_budget`` whether it is the revised budget or, for lack of one, the accounts.
    """

    year: int
    is_budget: bool
    units: Mapping[int, Mapping[Place, int]]
    area_of: Mapping[int, int | None]
    below: Mapping[int, Collection[int]]

    def mix(self, unit: int, area: int | None = None) -> dict[Place, int]:
        """What to share an amount out by: the unit's own accounts; for lack of them those of the units below it.

        Of units below only those of the programme area, when there are any.
        """
        own = self.units.get(unit)
        if own:
            return dict(own)
        below = [one for one in self.below.get(unit, ()) if one in self.units]
        members = [one for one in below if area is not None and self.area_of.get(one) == area] or below
        return {place: amount for one in members for place, amount in self.units[one].items()}


@dataclass(frozen=True)
class MeasureLines:
    """A measure's lines, why they are as they are, and which years somebody has refined."""

    lines: dict[LineKey, int]
    refined: dict[LineKey, int]
    basis: Basis
    spending: Spending
    weights: dict[Place, int]

    @property
    def refined_years(self) -> set[int]:
        """The years that somebody has refined."""
        return {key.year for key in self.refined}

    def left_in(self, year: int) -> int:
        """What is proposed on top of what somebody has refined in a year, since the effect has changed."""
        if year not in self.refined_years:
            return 0
        whole = sum(amount for key, amount in self.lines.items() if key.year == year)
        return whole - sum(amount for key, amount in self.refined.items() if key.year == year)


@asked_once
def spending_on(day: date) -> Spending:
    """What units spend by the revised budget of the year of a day; by last year's accounts when it has none.

    Three queries, four without a budget.
    """
    found = _budgeted(day)
    is_budget = bool(found)
    year = day.year if is_budget else day.year - 1
    if not found:
        sums: dict[Any, int] = actuals(None, [year], by=("unit", "function", "art"))
        found = {Place(*key): amount for key, amount in sums.items()}
    units: dict[int, dict[Place, int]] = defaultdict(dict)
    for place, amount in found.items():
        if amount and place.function:
            units[place.unit][place] = amount
    below: dict[int, list[int]] = defaultdict(list)
    pairs = Lineage.objects.known_on(day).order_by("descendant__code").values_list("ancestor_id", "descendant_id")
    for above, unit in pairs:
        below[above].append(unit)
    return Spending(year, is_budget, units, dict(placements_on(day).values_list("unit_id", "programme_area_id")), below)


def _budgeted(day: date) -> dict[Place, int]:
    lines = BudgetLine.objects.filter(
        layer__in=Layer.objects.budget_of(day.year, day), year=day.year, account_class=OPERATING,
        art__in=appropriation_arts(),
    )  # fmt: skip
    sums = lines.order_by().values_list("unit_id", "function", "art").annotate(total=Sum("amount"))
    return {Place(unit, function, art): total for unit, function, art, total in sums}


def lines_of_measures(
    measures: Sequence[Measure], effects: Mapping[Any, Mapping[int, int]] | None = None
) -> dict[Any, MeasureLines]:
    """The account lines of some measures by their keys; two queries, and those of what units spend.

    Each year's lines sum to the measure's effect in that year, unless no unit spends anything to go by: then none.

    Args:
        measures: the measures.
        effects: what each comes to by year, their own effects when left out; lines of other years are left out.
    """
    keys = [measure.pk for measure in measures]
    if effects is None:
        effects = _effects(keys)
    refined: dict[Any, dict[LineKey, int]] = defaultdict(dict)
    for line in MeasureLine.objects.filter(measure__in=keys):
        if line.year in effects[line.measure_id]:
            refined[line.measure_id][LineKey(line.year, OPERATING, line.unit_id, line.function, line.art)] = line.amount
    spending = spending_on(today())
    return {measure.pk: _lines(measure, effects[measure.pk], refined[measure.pk], spending) for measure in measures}


def _effects(keys: Sequence[Any]) -> dict[Any, dict[int, int]]:
    found: dict[Any, dict[int, int]] = {key: {} for key in keys}
    for key, year, amount in Effect.objects.filter(measure__in=keys).values_list("measure_id", "year", "amount"):
        found[key][year] = amount
    return found


def _lines(
    measure: Measure, effects: Mapping[int, int], refined: dict[LineKey, int], spending: Spending
) -> MeasureLines:
    mix = spending.mix(measure.element.unit_id, measure.programme_area_id)
    basis = basis_of(measure.man_years_hundredths)
    lines = completed(effects, refined, mix, basis)
    return MeasureLines(lines, refined, basis, spending, chosen(mix, basis))


def lines_of_measure(measure: Measure) -> dict[LineKey, int]:
    """The account lines of a measure, in øre; two queries, and those of what units spend."""
    return lines_of_measures([measure])[measure.pk].lines
