"""Which accounts a measure is likely to be on, and where measures stand in a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.budget.models import BudgetLine, Layer, LayerKind, LayerState
from styring.budget.queries.records import summed_lines
from styring.budget.rules.frames import spread_over_years
from styring.budget.rules.layers import LineKey
from styring.kernel.clock import today
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts
from styring.organisation.queries import placements_on
from styring.plans.models import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from styring.plans.models import Measure

DEFAULT_ACCOUNT = ("120", "010")
"""Function and art of a measure where there never was a budget: administration, pay."""


def lines_of_measure(measure: Measure, layer: Layer, effects: Mapping[int, int] | None = None) -> dict[LineKey, int]:
    """A measure's effects in the years of a layer, on the accounts that its unit's money usually is on; four queries.

    A measure of a unit without a budget of its own, as of a head of service, lies on the unit that has most of the
    programme area's money until somebody distributes it.

    Args:
        measure: the measure.
        layer: whose years it is for.
        effects: net amounts by year, the measure's own when left out.
    """
    if effects is None:
        effects = dict(Effect.objects.filter(measure=measure).values_list("year", "amount"))
    known = usual_lines(measure, layer)
    if not known:
        known = {LineKey(layer.first_year, OPERATING, measure.element.unit_id, *DEFAULT_ACCOUNT): 1}
    return spread_over_years(known, {year: amount for year, amount in effects.items() if year in layer.years})


def usual_lines(measure: Measure, layer: Layer) -> dict[LineKey, int]:
    """What a measure's unit, or the largest of its programme area, has in the last budget before a layer's years."""
    adopted = Layer.objects.filter(kind=LayerKind.ADOPTED, state=LayerState.DECIDED, first_year__lt=layer.first_year)
    last = adopted.order_by("-first_year").first()
    if last is None:
        return {}
    lines = BudgetLine.objects.filter(
        layer=last, year=last.first_year, account_class=OPERATING, art__in=appropriation_arts()
    )
    return summed_lines(lines.filter(unit=measure.element.unit_id)) or summed_lines(
        lines.filter(unit=_largest(measure, lines))
    )


def _largest(measure: Measure, lines: QuerySet[BudgetLine]) -> int | None:
    """The unit of a measure's programme area that spends most."""
    placed = placements_on(today()).filter(programme_area=measure.programme_area_id).values("unit")
    spent = lines.filter(unit__in=placed, amount__gt=0).order_by().values_list("unit").annotate(total=Sum("amount"))
    found = spent.order_by("-total", "unit").first()
    return found[0] if found and measure.programme_area_id else None
