"""Changing positions and who holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot, take_turn
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.models import Holding, Position, Unit
from styring.organisation.policies import CHANGE_ORGANISATION

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User


@dataclass(frozen=True)
class Appointment:
    """A person who is to hold a position for some days, acting when somebody else's absence is covered."""

    position: Position
    holder: User
    span: Span
    is_acting: bool = False


@transaction.atomic
def create_position(*, actor: User, unit: Unit, title: str, is_leader: bool = False) -> Position:
    """Create a position in a unit; the one that leads it when it has none.

    Raises:
        NotAllowedError: the actor may not change the unit.
        ValidationError: the title is missing, or the unit has a leader's position already.
    """
    require(actor, CHANGE_ORGANISATION, unit)
    position = Position(unit=unit, title=title, is_leader=is_leader)
    position.full_clean()
    position.save(force_insert=True)
    record(actor=actor, verb="organisation.position.created", thing=position)
    return position


@transaction.atomic
def retitle_position(*, actor: User, position: Position, title: str) -> Position:
    """Give a position another title.

    Raises:
        NotAllowedError: the actor may not change the unit.
        ValidationError: the title is missing or too long.
    """
    require(actor, CHANGE_ORGANISATION, position.unit)
    before = snapshot(position)
    position.title = title
    position.full_clean()
    position.save(update_fields=["title"])
    record(actor=actor, verb="organisation.position.retitled", thing=position, before=before)
    return position


@transaction.atomic
def appoint(*, actor: User, appointment: Appointment) -> Holding:
    """Let a person hold a position; whoever held it until then leaves it that day.

    A person who is acting stands beside the one whose absence is covered, and only takes over from another who acts.
    The appointment ends with the unit when it ends first.

    Raises:
        NotAllowedError: the actor may not change the unit.
        RuleBrokenError: the unit is not there on the first day, or somebody is to take over before the last one.
    """
    position, span = appointment.position, appointment.span
    require(actor, CHANGE_ORGANISATION, position.unit)
    take_turn()
    unit = Unit.objects.get(pk=position.unit_id)
    if span.since not in Span(unit.opened_on, unit.closed_on):
        message = gettext_noop("%(unit)s finnes ikke %(day)s. Velg en dag da enheten finnes.")
        raise RuleBrokenError(message, unit=unit.name, day=span.since)
    _hand_over(actor, appointment)
    holding = Holding(position=position, holder=appointment.holder, is_acting=appointment.is_acting)
    holding.valid_from, holding.valid_to = span.since, min(span.until, unit.closed_on)
    holding.full_clean()
    holding.save(force_insert=True)
    record(actor=actor, verb="organisation.holding.begun", thing=holding)
    return holding


@transaction.atomic
def end_holding(*, actor: User, holding: Holding, on: date) -> Holding:
    """Let a person leave a position; held up to, not with, the day. One that has not begun by then is withdrawn.

    Raises:
        NotAllowedError: the actor may not change the unit.
        RuleBrokenError: the person has left by then.
    """
    require(actor, CHANGE_ORGANISATION, holding.position.unit)
    if on >= holding.valid_to:
        message = gettext_noop("%(holder)s fratrer som %(title)s %(day)s. Velg en tidligere dag.")
        raise RuleBrokenError(message, holder=holding.holder, title=holding.position.title, day=holding.valid_to)
    before = snapshot(holding)
    if on <= holding.valid_from:
        record(actor=actor, verb="organisation.holding.withdrawn", thing=holding)
        holding.delete()
        return holding
    holding.valid_to = on
    holding.save(update_fields=["valid_to"])
    record(actor=actor, verb="organisation.holding.ended", thing=holding, before=before)
    return holding


def _hand_over(actor: User, appointment: Appointment) -> None:
    span = appointment.span
    others = Holding.objects.filter(position=appointment.position, is_acting=appointment.is_acting)
    for other in others.filter(valid_from__lt=span.until, valid_to__gt=span.since).select_related("holder"):
        if other.valid_from >= span.since:
            message = gettext_noop(
                "%(holder)s tiltrer som %(title)s %(day)s. Avslutt det først, eller velg et tidsrom som slutter før."
            )
            parts = {"holder": other.holder, "title": appointment.position.title, "day": other.valid_from}
            raise RuleBrokenError(message, **parts)
        end_holding(actor=actor, holding=other, on=span.since)
