"""Reading keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.restapi.models import Token
from styring.restapi.rules import digest_of, is_well_formed

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User


def tokens_of(person: User) -> QuerySet[Token]:
    """A person's own keys, the newest first; one query."""
    return Token.objects.filter(owner=person)


def token_of(person: User, number: int) -> Token:
    """One of a person's own keys; one query.

    Raises:
        NotFoundError: the person has no such key.
    """
    found = tokens_of(person).filter(pk=number).first()
    if found is None:
        raise NotFoundError(gettext_noop("Du har ingen slik nøkkel."))
    return found


def in_force(day: date) -> Q:
    """Keys that open something on a day."""
    return Q(withdrawn_on=None, expires_on__gt=day)


def token_with(secret: str, day: date) -> Token | None:
    """The key that was shown, when it opens anything on a day and its owner may still come in; at most one query."""
    if not is_well_formed(secret):
        return None
    found = Token.objects.filter(in_force(day), digest=digest_of(secret), owner__is_active=True)
    return found.select_related("owner").first()
