"""What the year is expected to come to, and from which deviation a unit must explain itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from styring.access.policies import permitted_units
from styring.audit.services import record, snapshot
from styring.budget.models import DeviationLimit, Forecast, ForecastKind, PriceGrowth
from styring.budget.policies import ADJUST_FORECAST, FORECAST, SET_LIMIT
from styring.kernel.authority import require
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Length
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit

ONLY_MONTHS = gettext_noop("En prognose gis for en måned, ikke for %(period)s.")
NOT_ALL = gettext_noop("Prognosene gjelder enheter som du ikke kan gi prognose for.")
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


@transaction.atomic
def bring_in_forecasts(*, actor: User, period: Period, amounts: Mapping[Unit, int], reason: str) -> list[Forecast]:
    """Take over units' own forecasts of a month from elsewhere, as from the system before this one.

    Args:
        actor: who takes them over.
        period: the month as of which they were given.
        amounts: what each unit itself would come to in the whole year, in øre.
        reason: where they come from.

    Raises:
        NotAllowedError: the actor may not give each of the units' forecasts.
        RuleBrokenError: the period is no month.
    """
    require(actor, FORECAST)
    if {unit.pk for unit in amounts} - set(permitted_units(actor, FORECAST).values_list("pk", flat=True)):
        raise NotAllowedError(NOT_ALL)
    if period.length is not Length.MONTH:
        raise RuleBrokenError(ONLY_MONTHS, period=period)
    made = Forecast.objects.bulk_create(
        Forecast(
            unit=unit, year=period.year, month=period.number, kind=ForecastKind.OWN, amount=amount, reason=reason,
            author=actor, recorded=timezone.now(),
        )
        for unit, amount in amounts.items()
    )  # fmt: skip
    for forecast in made:
        record(actor=actor, verb="budget.forecast.given", thing=forecast)
    return made


@transaction.atomic
def set_deviation_limit(*, actor: User, since: date, thousandths: int, amount: int) -> DeviationLimit:
    """Say from which deviation a unit must explain itself, from a day on.

    Args:
        actor: who sets it.
        since: the first day it holds.
        thousandths: of the unit's revised budget.
        amount: in øre; whichever is reached first.

    Raises:
        NotAllowedError: the actor may not set limits.
        ValidationError: there is a limit from that day already.
    """
    require(actor, SET_LIMIT)
    limit = DeviationLimit(valid_from=since, thousandths=thousandths, amount=amount)
    limit.full_clean()
    limit.save(force_insert=True)
    record(actor=actor, verb="budget.limit.set", thing=limit)
    return limit


@transaction.atomic
def set_price_growth(*, actor: User, year: int, thousandths: int) -> PriceGrowth:
    """Say how much prices and wages rise to a year; what was said before is changed.

    Args:
        actor: who says it.
        year: the year that they rise to, from the one before.
        thousandths: the rise.

    Raises:
        NotAllowedError: the actor may not set it.
    """
    require(actor, SET_LIMIT)
    growth = PriceGrowth.objects.filter(year=year).first() or PriceGrowth(year=year)
    before = snapshot(growth) if growth.pk else None
    growth.thousandths = thousandths
    growth.save()
    record(actor=actor, verb="budget.growth.set", thing=growth, before=before)
    return growth
