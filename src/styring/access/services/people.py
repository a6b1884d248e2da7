"""Letting people in and shutting them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import GIVE_ROLES, require
from styring.audit.services import record

if TYPE_CHECKING:
    from styring.accounts.models import User


@transaction.atomic
def invite_person(*, actor: User, person: User) -> User:
    """Make an account for a person, who has no role yet; it has no password until the person chooses one.

    Args:
        actor: who invites.
        person: the account, unsaved: username, name, e-mail, language.

    Raises:
        NotAllowedError: the actor may not invite.
        ValidationError: the account breaks a rule of its model, as when the username is taken.
    """
    require(actor, GIVE_ROLES)
    person.set_unusable_password()
    person.full_clean()
    person.save(force_insert=True)
    record(actor=actor, verb="access.person.invited", thing=person)
    return person
