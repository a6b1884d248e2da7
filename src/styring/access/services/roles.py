"""Giving roles and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.models import Grant, Role
from styring.access.policies import GIVE_ROLES, require
from styring.accounts.models import User
from styring.audit.services import record, snapshot, take_turn
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from datetime import date

    from styring.kernel.spans import Span
    from styring.organisation.models import Party, Position, Unit


@transaction.atomic
def grant_role(
    *, actor: User, to: User | Position, role: Role, unit: Unit, span: Span, party: Party | None = None
) -> Grant:
    """Give a role in a unit and all below it.

    Args:
        actor: who gives it.
        to: a person, or a position for whoever holds it.
        role: the role.
        unit: where it counts.
        span: the days in which it counts.
        party: whose group one who is elected sits in; nobody outside it sees its work before it is published.

    Raises:
        NotAllowedError: the actor may not give roles in the unit.
        RuleBrokenError: it would be the actor's own, or it is held already in some of the days.
    """
    require(actor, GIVE_ROLES, unit)
    take_turn()
    grant = Grant(unit=unit, role=role, party=party, valid_from=span.since, valid_to=span.until)
    if isinstance(to, User):
        grant.user = to
    else:
        grant.position = to
    _check_not_own(actor, grant)
    if Grant.objects.same_as(grant).overlapping(span).exists():
        raise RuleBrokenError(gettext_noop("Rollen er alt gitt her i hele eller deler av tiden."))
    grant.full_clean()
    grant.save(force_insert=True)
    record(actor=actor, verb="access.role.granted", thing=grant)
    return grant


@transaction.atomic
def end_grant(*, actor: User, grant: Grant, on: date) -> Grant:
    """End a role; it counts up to, not with, the day. One that has not begun by then never counts at all.

    Raises:
        NotAllowedError: the actor may not end roles in the unit.
        RuleBrokenError: it has ended by then, or nobody would be left to administer.
    """
    require(actor, GIVE_ROLES, grant.unit)
    take_turn()
    grant.refresh_from_db()
    if on >= grant.valid_to:
        raise RuleBrokenError(gettext_noop("Rollen er avsluttet den dagen alt."))
    _check_someone_is_left(grant, on)
    before = snapshot(grant)
    if on <= grant.valid_from:
        record(actor=actor, verb="access.role.withdrawn", thing=grant)
        grant.delete()
        return grant
    grant.valid_to = on
    grant.save(update_fields=["valid_to"])
    record(actor=actor, verb="access.role.ended", thing=grant, before=before)
    return grant


def _check_not_own(actor: User, grant: Grant) -> None:
    holds = grant.position is not None and grant.position.holdings.filter(holder=actor).exists()
    if grant.user_id == actor.pk or holds:
        raise RuleBrokenError(gettext_noop("Du kan ikke gi deg selv en rolle. Be en annen systemansvarlig om det."))


def _check_someone_is_left(grant: Grant, day: date) -> None:
    if grant.role != Role.ADMINISTRATOR:
        return
    others = Grant.objects.filter(role=Role.ADMINISTRATOR, unit=grant.unit, user__is_active=True).exclude(pk=grant.pk)
    if not others.filter(valid_to__gt=day).valid_on(day).exists():
        raise RuleBrokenError(gettext_noop("Minst én må være systemansvarlig. Gi rollen til en annen først."))
