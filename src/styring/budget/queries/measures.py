"""What a measure puts on accounts in the years of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.budget.queries.accounts import lines_of_measures
from styring.budget.rules.layers import LineKey
from styring.ledger.rules.codes import OPERATING
from styring.plans.models import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.budget.models import Layer
    from styring.plans.models import Measure

DEFAULT_ACCOUNT = ("120", "010")
"""Function and art of a measure where there never was a budget: administration, pay."""


def lines_of_measure(measure: Measure, layer: Layer, effects: Mapping[int, int] | None = None) -> dict[LineKey, int]:
    """A measure's effects in the years of a layer, on the accounts of `queries.accounts`; four queries.

    Args:
        measure: the measure.
        layer: whose years it is for.
        effects: net amounts by year, the measure's own when left out.
    """
    if effects is None:
        effects = dict(Effect.objects.filter(measure=measure).values_list("year", "amount"))
    wanted = {year: amount for year, amount in effects.items() if year in layer.years}
    lines = lines_of_measures([measure], {measure.pk: wanted})[measure.pk].lines
    if lines or not any(wanted.values()):
        return lines
    unit = measure.element.unit_id
    return {LineKey(year, OPERATING, unit, *DEFAULT_ACCOUNT): amount for year, amount in wanted.items() if amount}
