"""Making, using and withdrawing keys; each person one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.restapi.models import Token
from styring.restapi.queries import in_force, tokens_of
from styring.restapi.rules import LONGEST_LIFE, MOST_KEYS, digest_of, new_secret

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User

BAD_END = gettext_noop("En nøkkel må gjelde i minst én dag og høyst et år.")
ENOUGH = gettext_noop("Du har %(count)s nøkler som gjelder. Trekk tilbake en du ikke trenger, før du lager en ny.")
NOT_OWN = gettext_noop("Nøkler kan bare endres av den de tilhører.")


@transaction.atomic
def make_token(*, actor: User, name: str, expires_on: date, day: date) -> tuple[Token, str]:
    """Make a key of one's own; also the secret itself, which is shown once and cannot be had again.

    Raises:
        RuleBrokenError: it would live too long or not at all, or the person has enough keys.
        ValidationError: it breaks a rule of the model.
    """
    if not day < expires_on <= day + LONGEST_LIFE:
        raise RuleBrokenError(BAD_END)
    count = tokens_of(actor).filter(in_force(day)).count()
    if count >= MOST_KEYS:
        raise RuleBrokenError(ENOUGH, count=count)
    secret = new_secret()
    token = Token(owner=actor, name=name, digest=digest_of(secret), created_on=day, expires_on=expires_on)
    token.full_clean()
    token.save(force_insert=True)
    record(actor=actor, verb="restapi.token.made", thing=token)
    return token, secret


@transaction.atomic
def withdraw_token(*, actor: User, token: Token, day: date) -> Token:
    """Withdraw a key of one's own; at once it opens nothing. One that is withdrawn stays so.

    Raises:
        NotAllowedError: it is another's.
    """
    if token.owner_id != actor.pk:
        raise NotAllowedError(NOT_OWN)
    if token.withdrawn_on is None:
        before = snapshot(token)
        token.withdrawn_on = day
        token.save(update_fields=["withdrawn_on"])
        record(actor=actor, verb="restapi.token.withdrawn", thing=token, before=before)
    return token


@transaction.atomic
def note_use(*, actor: User, token: Token, day: date) -> None:
    """Note that a key was used, once a day, so that its owner sees which are in use, and the trail by whom."""
    if token.used_on != day:
        before = snapshot(token)
        token.used_on = day
        token.save(update_fields=["used_on"])
        record(actor=actor, verb="restapi.token.used", thing=token, before=before)
