"""Changing forecasts: the only code that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from styring.audit.services import record
from styring.budget.models import Forecast, ForecastKind
from styring.budget.policies import ADJUST_FORECAST, FORECAST
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.periods import Length
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit

ONLY_MONTHS = gettext_noop("En prognose gis for en måned, ikke for %(period)s.")
NO_REASON = gettext_noop("Skriv hvorfor prognosen justeres.")


@transaction.atomic
def set_forecast(
    *,
    actor: User,
    unit: Unit,
    period: Period,
    amount: int,
    reason: str = "",
    kind: ForecastKind = ForecastKind.OWN,
) -> Forecast:
    """Say what a year will come to; what was said before stays, and the last counts.

    Args:
        actor: who says it.
        unit: the unit.
        period: the month as of which it is said.
        amount: own: what the unit itself, without those below it, will come to in the whole year, in øre.
            Adjustment: what is added to the sum of the forecasts below.
        reason: why; an adjustment must have one.
        kind: own, or a level's adjustment.

    Raises:
        NotAllowedError: the actor may not give the unit's forecast, or adjust those below it.
        RuleBrokenError: the period is no month, or an adjustment has no reason.
    """
    require(actor, FORECAST if kind == ForecastKind.OWN else ADJUST_FORECAST, unit)
    if period.length is not Length.MONTH:
        raise RuleBrokenError(ONLY_MONTHS, period=period)
    if kind == ForecastKind.ADJUSTMENT and not reason.strip():
        raise RuleBrokenError(NO_REASON)
    made = Forecast(unit=unit, year=period.year, month=period.number, kind=kind, amount=amount, reason=reason.strip())
    made.author, made.recorded = actor, timezone.now()
    made.save(force_insert=True)
    record(actor=actor, verb=f"budget.forecast.{'given' if kind == ForecastKind.OWN else 'adjusted'}", thing=made)
    return made
