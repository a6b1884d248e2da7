"""Writing down who came in, who did not, and what people change about how they prove who they are.

Nobody is asked for leave: coming in is what rights begin with, and one's own keys are one's own. These are events
rather than changes, so nothing is written as before and after.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import transaction

from styring.audit.services import record, snapshot
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User


class KeyChange(Enum):
    """What a person may change about how to sign in; the value is its verb in the audit trail."""

    PASSWORD = "access.password.changed"  # noqa: S105 - a verb
    APP_ADDED = "access.authenticator_app.added"
    APP_REMOVED = "access.authenticator_app.removed"
    PASSKEY_ADDED = "access.passkey.added"
    PASSKEY_REMOVED = "access.passkey.removed"
    RECOVERY_CODES = "access.recovery_codes.made"
    EMAIL = "access.email.changed"
    ACCOUNT_JOINED = "access.municipal_account.joined"
    ACCOUNT_LEFT = "access.municipal_account.left"


@transaction.atomic
def record_sign_in(*, actor: User) -> None:
    """Write down that a person has signed in, and that the house vouches for the address on the account."""
    _vouch_for_address(actor)
    record(actor=actor, verb="access.person.signed_in", thing=actor, before=snapshot(actor))


def _vouch_for_address(person: User) -> None:
    """Have django-allauth take the address on the account as confirmed: an administrator gave it, or a link proved it.

    Without this, a person who asks for another address would lose the first one before the new is confirmed.
    """
    of_others = EmailAddress.objects.filter(email__iexact=person.email, verified=True).exclude(user=person)
    if not person.email or of_others.exists():
        return
    own = EmailAddress.objects.filter(user=person, email__iexact=person.email)
    if not own.exists():
        EmailAddress.objects.create(user=person, email=person.email.lower(), primary=True, verified=True)
    own.filter(verified=False).update(verified=True, primary=True)


@transaction.atomic
def record_sign_out(*, actor: User) -> None:
    """Write down that a person has signed out."""
    record(actor=actor, verb="access.person.signed_out", thing=actor, before=snapshot(actor))


@transaction.atomic
def record_failed_sign_in(*, actor: None, person: User) -> None:
    """Write down that somebody unknown tried to sign in as a person and failed."""
    record(actor=actor, verb="access.person.failed_to_sign_in", thing=person, before=snapshot(person))


@transaction.atomic
def record_key_change(*, actor: User, change: KeyChange) -> None:
    """Write down what a person has changed about how to sign in; the keys themselves are kept out."""
    record(actor=actor, verb=change.value, thing=actor, before=snapshot(actor))


@transaction.atomic
def step_into(*, actor: User | None, person: User, is_demo: bool) -> None:
    """Write down that somebody steps into a person of the demo.

    Args:
        actor: who does so; None for one who has not signed in.
        person: one of the demo's people.
        is_demo: whether this installation is the demo; elsewhere there is no such thing.

    Raises:
        NotFoundError: this is no demo, or the person is shut out.
    """
    if not is_demo or not person.is_active:
        raise NotFoundError(gettext_noop("Siden finnes ikke."))
    record(actor=actor, verb="access.person.stepped_into", thing=person, before=snapshot(person))
