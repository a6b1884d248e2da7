"""Changing the political side: bodies, parties, sectors and programme areas.

Objects are given unsaved, or changed and not saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import Snapshot, record, snapshot
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Body, Party, ProgrammeArea, Sector
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.organisation.queries import whole_municipality

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User


@transaction.atomic
def keep_body(*, actor: User, body: Body) -> Body:
    """Establish a political body, or keep what is new about one.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        ValidationError: the code is taken, or something is missing.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    before = _kept(body)
    record(actor=actor, verb=f"organisation.body.{_done(before)}", thing=body, before=before)
    return body


@transaction.atomic
def keep_party(*, actor: User, party: Party) -> Party:
    """Enter a party with seats in the council, or keep what is new about one.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        ValidationError: the code is taken, or something is missing.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    before = _kept(party)
    record(actor=actor, verb=f"organisation.party.{_done(before)}", thing=party, before=before)
    return party


@transaction.atomic
def keep_sector(*, actor: User, sector: Sector) -> Sector:
    """Create a sector that a political body answers for, or keep what is new about one.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        ValidationError: the code is taken, or something is missing.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    before = _kept(sector)
    record(actor=actor, verb=f"organisation.sector.{_done(before)}", thing=sector, before=before)
    return sector


@transaction.atomic
def keep_programme_area(*, actor: User, area: ProgrammeArea) -> ProgrammeArea:
    """Create a programme area in a sector, or keep what is new about one.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        ValidationError: the code is taken, or something is missing.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    before = _kept(area)
    record(actor=actor, verb=f"organisation.programme_area.{_done(before)}", thing=area, before=before)
    return area


@transaction.atomic
def dissolve_body(*, actor: User, body: Body, on: date) -> Body:
    """Let a political body be no more from a day on.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        RuleBrokenError: it does not exist on the day before, or answers for a sector.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    _refuse_end_outside_life(body, on)
    sectors = ", ".join(Sector.objects.filter(body=body).values_list("name", flat=True))
    if sectors:
        message = gettext_noop("%(body)s har ansvar for %(sectors)s. Gi ansvaret til et annet organ først.")
        raise RuleBrokenError(message, body=body.name, sectors=sectors)
    before = snapshot(body)
    body.valid_to = on
    body.save(update_fields=["valid_to"])
    record(actor=actor, verb="organisation.body.dissolved", thing=body, before=before)
    return body


@transaction.atomic
def end_party(*, actor: User, party: Party, on: date) -> Party:
    """Let a party be without seats in the council from a day on.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        RuleBrokenError: it has no seats on the day before.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    _refuse_end_outside_life(party, on)
    before = snapshot(party)
    party.valid_to = on
    party.save(update_fields=["valid_to"])
    record(actor=actor, verb="organisation.party.ended", thing=party, before=before)
    return party


def _kept(thing: Body | Party | Sector | ProgrammeArea) -> Snapshot | None:
    stored = type(thing).objects.filter(pk=thing.pk).first()
    before = snapshot(stored) if stored else None
    thing.full_clean()
    thing.save()
    return before


def _done(before: Snapshot | None) -> str:
    return "changed" if before else "created"


def _refuse_end_outside_life(thing: Body | Party, on: date) -> None:
    if not thing.valid_from < on <= thing.valid_to:
        message = gettext_noop("%(name)s finnes ikke dagen før %(day)s. Velg en annen dag.")
        raise RuleBrokenError(message, name=thing.name, day=on)
