"""The account lines of measures, as those who know accounts refine them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import MeasureLine
from styring.budget.policies import FILL_IN
from styring.budget.rules.codes import require_account
from styring.budget.rules.layers import together
from styring.kernel.amounts import kroner
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.queries import units_below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.budget.rules.layers import LineKey
    from styring.plans.models import Measure

NOT_THE_EFFECT = gettext_noop("Linjene for %(year)s er %(sum)s kroner, men tiltaket er %(effect)s kroner.")
NOT_BELOW = gettext_noop("Linjene må ligge på enheten tiltaket hører til, eller en enhet under den.")


@transaction.atomic
def refine_measure(*, actor: User, measure: Measure, year: int, lines: Mapping[LineKey, int]) -> None:
    """Say on which accounts a measure's effect in a year lies, instead of those that are proposed.

    Args:
        actor: who knows the accounts.
        measure: the measure.
        year: the year; other years stay as they are.
        lines: the lines of the year, in øre; none goes back to what is proposed.

    Raises:
        NotAllowedError: the actor may not fill in the budget of the measure's unit.
        RuleBrokenError: the lines don't sum to the effect, or lie on other units.
        InvalidValueError: there is no such function or art in the year.
    """
    unit = measure.element.unit
    require(actor, FILL_IN, unit)
    kept = together([lines])
    effect = sum(one.amount for one in measure.effects.filter(year=year))
    if kept and (total := sum(kept.values())) != effect:
        raise RuleBrokenError(NOT_THE_EFFECT, year=year, sum=kroner(total), effect=kroner(effect))
    for key in kept:
        require_account(year, key.function, key.art)
    if {key.unit for key in kept} - {unit.pk, *units_below(unit, today()).values_list("pk", flat=True)}:
        raise RuleBrokenError(NOT_BELOW)
    MeasureLine.objects.filter(measure=measure, year=year).delete()
    MeasureLine.objects.bulk_create(
        MeasureLine(measure=measure, year=year, unit_id=key.unit, function=key.function, art=key.art, amount=amount)
        for key, amount in kept.items()
    )
    record(actor=actor, verb="budget.measure.refined" if kept else "budget.measure.unrefined", thing=measure)
