"""The first day of an installation: a municipality and one person who may let the others in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.models import Grant, Role
from styring.audit.services import record, take_turn
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Lineage, Municipality, Placement, Unit

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Level


@transaction.atomic
def found_municipality(*, actor: User, municipality: Municipality, top: Unit, level: Level, since: date) -> Grant:
    """Found the municipality of this installation, with its top unit and its first administrator.

    The one change that asks nobody: there is nobody to ask yet. All objects are given unsaved.

    Args:
        actor: who becomes the administrator; with a password, or an unusable one when sign-in is elsewhere.
        municipality: the municipality.
        top: the whole municipality as a unit, which is called what the municipality is.
        level: level 1 with the municipality's own words for it.
        since: the first day of the top unit and of the administrator's role.

    Raises:
        RuleBrokenError: there is a municipality already.
        ValidationError: something given breaks a rule of its model.
    """
    take_turn()
    if Municipality.objects.exists():
        raise RuleBrokenError(gettext_noop("Kommunen er alt satt opp. En systemansvarlig kan slippe inn flere."))
    municipality.pk = 1
    top.names, top.opened_on = [[since.isoformat(), municipality.name]], since
    for thing in (municipality, level, top, actor):
        thing.full_clean()
        thing.save(force_insert=True)
    Placement.objects.create(unit=top, level=level, name=municipality.name, valid_from=since)
    Lineage.objects.create(ancestor=top, descendant=top, distance=0, valid_from=since)
    grant = Grant.objects.create(user=actor, unit=top, role=Role.ADMINISTRATOR, valid_from=since)
    record(actor=actor, verb="access.municipality.founded", thing=municipality)
    record(actor=actor, verb="access.role.granted", thing=grant)
    return grant
