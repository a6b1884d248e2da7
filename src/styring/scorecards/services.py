"""Changing indicators, their values, targets and limits, and the cards they stand on: the only code that writes them.

Each function asks for permission, checks the rules, writes and records, in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.kernel.errors import InvalidValueError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.scorecards.models import (
    CommonRow,
    Direction,
    Frequency,
    Grace,
    Indicator,
    Measured,
    Observation,
    OwnRow,
    Part,
    Quality,
    RollUp,
    Scorecard,
    Target,
    Threshold,
)
from styring.scorecards.policies import CHANGE_CARD, CHANGE_COMMON, right_to_record
from styring.scorecards.queries.cards import goals_measured_by
from styring.scorecards.queries.observations import counted_elsewhere
from styring.thread.models import Element, State
from styring.thread.services import link, place_element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.kernel.thresholds import Threshold as Limits
    from styring.organisation.models import Unit
    from styring.plans.services import Placed

MEASURES_NOTHING = gettext_noop(
    "«%(indicator)s» måler ikke noe mål. Knytt den til et mål før den settes på et målekart."
)
IS_COMMON = gettext_noop("«%(indicator)s» er gjennomgående og står på alle målekart fra før.")
NEEDS_REASON = gettext_noop("Det finnes et tall for %(period)s fra før. Skriv hvorfor det rettes.")
COUNTED_ELSEWHERE = gettext_noop(
    "%(unit)s har tall for «%(indicator)s» i %(period)s. Det ville blitt regnet med to ganger."
)


@dataclass(frozen=True)
class IndicatorText:
    """What an indicator says beyond its name; what the fields mean stands on `Indicator`."""

    unit_of_measure: str
    definition: str = ""
    decimals: int = 1
    factor: int = 1
    direction: Direction = Direction.UP
    roll_up: RollUp = RollUp.RATIO
    adds_up_through_year: bool = False
    is_judged_by_year: bool = False
    source: str = ""
    frequency: Frequency = Frequency.YEAR
    grace_days: Grace = Grace.QUARTER
    is_about_people: bool = False


@transaction.atomic
def define_indicator(*, actor: User, placed: Placed, text: IndicatorText, goals: Sequence[Element]) -> Indicator:
    """Define what is counted to see whether some goals are reached.

    Args:
        actor: who defines it.
        placed: the unit and owner that keep it, and its name.
        text: what is counted and how.
        goals: what it measures; the actor must be able to see them.

    Raises:
        NotAllowedError: the actor may not change the unit's card or see a goal.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_COMMON, placed.unit)
    element = Element(kind="indicator", unit=placed.unit, owner=placed.owner, code=placed.code, title=placed.title)
    element.valid_from, element.valid_to, element.state = placed.span.since, placed.span.until, State.ADOPTED
    element.source = placed.source
    indicator = Indicator(element=place_element(actor=actor, element=element), **vars(text))
    indicator.full_clean()
    indicator.save(force_insert=True)
    for goal in goals:
        link(actor=actor, link_type="measures", citing=element, cited=goal, span=placed.span)
    record(actor=actor, verb="scorecards.indicator.defined", thing=indicator)
    return indicator


@transaction.atomic
def record_value(  # one thing measured, in one place, at one time, and why it is written anew
    *, actor: User, indicator: Indicator, unit: Unit, period: Period, measured: Measured, reason: str = ""
) -> Observation:
    """Write down what an indicator showed in a unit in a period; what was written before stays, with the reason.

    Args:
        actor: who writes it.
        indicator: what was counted.
        unit: where.
        period: when.
        measured: what it showed.
        reason: why an earlier value is corrected; not needed for the first.

    Raises:
        NotAllowedError: the actor may not change the unit's card, or its sick leave.
        RuleBrokenError: an earlier value is corrected without a reason, or the value would be counted twice.
        InvalidValueError: the indicator needs another kind of value.
    """
    require(actor, right_to_record(indicator), unit)
    indicator.require_fitting(measured)
    elsewhere = counted_elsewhere(indicator, unit, period)
    if elsewhere:
        raise RuleBrokenError(COUNTED_ELSEWHERE, unit=elsewhere.name, indicator=str(indicator), period=str(period))
    earlier = Observation.objects.current().filter(indicator=indicator, unit=unit, period=str(period)).first()
    if earlier:
        if not reason.strip():
            raise RuleBrokenError(NEEDS_REASON, period=str(period))
        earlier.is_current = False
        earlier.save(update_fields=["is_current"])
    made = Observation.of(indicator, unit, period, measured, actor)
    made.reason, made.replaces = reason.strip(), earlier
    made.quality = Quality.REVISED if earlier and measured.quality == Quality.FINAL else measured.quality
    made.full_clean()
    made.save(force_insert=True)
    Part.objects.bulk_create(made.parts_of(measured))
    verb = "scorecards.value.revised" if earlier else "scorecards.value.recorded"
    record(actor=actor, verb=verb, thing=made, before=snapshot(earlier) if earlier else None)
    return made


@transaction.atomic
def set_target(*, actor: User, indicator: Indicator, unit: Unit, year: int, value: Fraction) -> Target:
    """Set what an indicator is to show in a year, in a unit and all below it.

    Raises:
        NotAllowedError: the actor may not change the common cards.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_COMMON, indicator.element.unit)
    target = Target.objects.filter(indicator=indicator, unit=unit, year=year).first()
    before = snapshot(target) if target else None
    target = target or Target(indicator=indicator, unit=unit, year=year)
    target.value = value
    target.full_clean()
    target.save()
    record(actor=actor, verb="scorecards.target.set", thing=target, before=before)
    return target


@transaction.atomic
def set_threshold(*, actor: User, indicator: Indicator, limits: Limits, since: date) -> Threshold:
    """Set the limits that judge an indicator's values from a day on; those before it hold up to that day.

    Raises:
        NotAllowedError: the actor may not change the common cards.
        InvalidValueError: the limits turn another way than the indicator.
        ValidationError: limits are set from that day already.
    """
    require(actor, CHANGE_COMMON, indicator.element.unit)
    if limits.direction is not indicator.better:
        raise InvalidValueError(gettext_noop("Grensene må ha samme retning som indikatoren."))
    indicator.thresholds.filter(valid_from__lt=since, valid_to__gt=since).update(valid_to=since)
    later = indicator.thresholds.filter(valid_from__gt=since).order_by("valid_from").first()
    made = Threshold(indicator=indicator, green=limits.green, yellow=limits.yellow, valid_from=since)
    made.green_high, made.yellow_high = limits.green_high, limits.yellow_high
    if later:
        made.valid_to = later.valid_from
    made.full_clean()
    made.save(force_insert=True)
    record(actor=actor, verb="scorecards.threshold.set", thing=made)
    return made


@transaction.atomic
def put_on_every_card(*, actor: User, indicator: Indicator, order: int, since: date) -> CommonRow:
    """Put an indicator on every unit's card from a day on.

    Raises:
        NotAllowedError: the actor may not change the common cards.
        RuleBrokenError: the indicator measures no goal.
    """
    require(actor, CHANGE_COMMON, indicator.element.unit)
    _require_goal(indicator, since)
    row = CommonRow(indicator=indicator, order=order, valid_from=since)
    row.full_clean()
    row.save(force_insert=True)
    record(actor=actor, verb="scorecards.common_row.added", thing=row)
    return row


@transaction.atomic
def open_card(*, actor: User, unit: Unit, name: str, adopted_by: str = "") -> Scorecard:
    """Give a unit a card of its own, for rows beyond the common ones.

    Raises:
        NotAllowedError: the actor may not change the unit's card.
        ValidationError: it has one.
    """
    require(actor, CHANGE_CARD, unit)
    card = Scorecard(unit=unit, name=name, adopted_by=adopted_by)
    card.full_clean()
    card.save(force_insert=True)
    record(actor=actor, verb="scorecards.card.opened", thing=card)
    return card


@transaction.atomic
def add_own_row(*, actor: User, card: Scorecard, indicator: Indicator, order: int, since: date) -> OwnRow:
    """Put an indicator on a unit's card from a day on.

    Raises:
        NotAllowedError: the actor may not change the unit's card.
        RuleBrokenError: the indicator measures no goal, or is on every card.
    """
    require(actor, CHANGE_CARD, card.unit)
    _require_goal(indicator, since)
    if CommonRow.objects.filter(indicator=indicator, valid_from__lte=since, valid_to__gt=since).exists():
        raise RuleBrokenError(IS_COMMON, indicator=str(indicator))
    row = OwnRow(card=card, indicator=indicator, order=order, valid_from=since)
    row.full_clean()
    row.save(force_insert=True)
    record(actor=actor, verb="scorecards.own_row.added", thing=row)
    return row


@transaction.atomic
def end_own_row(*, actor: User, row: OwnRow, on: date) -> OwnRow:
    """Take an indicator off a unit's card from a day on; the card of earlier days keeps it.

    Raises:
        NotAllowedError: the actor may not change the unit's card.
        ValidationError: the row begins on that day or later.
    """
    require(actor, CHANGE_CARD, row.card.unit)
    before = snapshot(row)
    row.valid_to = on
    row.full_clean()
    row.save(update_fields=["valid_to"])
    record(actor=actor, verb="scorecards.own_row.ended", thing=row, before=before)
    return row


def _require_goal(indicator: Indicator, day: date) -> None:
    if indicator.pk not in goals_measured_by([indicator], day):
        raise RuleBrokenError(MEASURES_NOTHING, indicator=str(indicator))
