"""Letting people in and shutting them out, and what people change about themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from styring.access.models import Grant, Role
from styring.access.policies import GIVE_ROLES, require
from styring.accounts.models import LANGUAGES, User
from styring.audit.services import record, snapshot, take_turn
from styring.kernel.errors import InvalidValueError, RuleBrokenError
from styring.kernel.letters import Letter, post
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def invite_person(*, actor: User, person: User, mail: bool = False) -> User:
    """Make an account for a person, who has no role yet; it has no password until the person chooses one.

    Args:
        actor: who invites.
        person: the account, unsaved: username, name, e-mail, language.
        mail: send the person a link to choose a password with, when all is written.

    Raises:
        NotAllowedError: the actor may not invite.
        RuleBrokenError: another person has the e-mail address.
        ValidationError: the account breaks a rule of its model, as when the username is taken.
    """
    require(actor, GIVE_ROLES)
    take_turn()
    if person.email and User.objects.filter(email__iexact=person.email).exists():
        raise RuleBrokenError(gettext_noop("En annen konto har e-postadressen %(email)s."), email=person.email)
    person.set_unusable_password()
    person.full_clean()
    person.save(force_insert=True)
    record(actor=actor, verb="access.person.invited", thing=person)
    if mail:
        _send_invitation(actor, person)
    return person


@transaction.atomic
def invite_again(*, actor: User, person: User) -> None:
    """Send a person a new link to choose a password with.

    Raises:
        NotAllowedError: the actor may not invite.
        RuleBrokenError: the person is shut out, or has no e-mail address.
    """
    require(actor, GIVE_ROLES)
    if not person.is_active or not person.email:
        raise RuleBrokenError(gettext_noop("%(person)s er stengt ute eller har ingen e-postadresse."), person=person)
    record(actor=actor, verb="access.person.invited_again", thing=person, before=snapshot(person))
    _send_invitation(actor, person)


@transaction.atomic
def register_person(*, actor: None, person: User) -> User:
    """Write down that a person got an account at the first sign-in with the municipality's own; without any role."""
    record(actor=actor, verb="access.person.registered", thing=person)
    return person


@transaction.atomic
def shut_out(*, actor: User, person: User, day: date) -> User:
    """Shut a person out: signed out everywhere at once, and unable to sign in. Roles and positions stay as they are.

    Args:
        actor: who shuts out.
        person: whom.
        day: today, on which somebody else must be able to administer.

    Raises:
        NotAllowedError: the actor may not shut people out.
        RuleBrokenError: it is the actor, or the last administrator.
    """
    require(actor, GIVE_ROLES)
    take_turn()
    if actor.pk == person.pk:
        raise RuleBrokenError(gettext_noop("Du kan ikke stenge deg selv ute."))
    administrators = Grant.objects.valid_on(day).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not administrators.exclude(user=person).exists():
        raise RuleBrokenError(gettext_noop("Minst én må være systemansvarlig. Gi rollen til en annen først."))
    before = snapshot(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=person):
        session.end()
    record(actor=actor, verb="access.person.shut_out", thing=person, before=before)
    return person


@transaction.atomic
def let_in_again(*, actor: User, person: User) -> User:
    """Let a person who was shut out sign in again.

    Raises:
        NotAllowedError: the actor may not let people in.
    """
    require(actor, GIVE_ROLES)
    before = snapshot(person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor=actor, verb="access.person.let_in_again", thing=person, before=before)
    return person


@transaction.atomic
def change_own_name(*, actor: User, first_name: str, last_name: str, language: str) -> User:
    """Let a person change the own name and the language that pages are shown in.

    Raises:
        ValidationError: a name is too long, or there is no such language.
    """
    before = snapshot(actor)
    actor.first_name, actor.last_name, actor.language = first_name, last_name, language
    actor.full_clean(exclude=["password"])
    actor.save(update_fields=["first_name", "last_name", "language"])
    record(actor=actor, verb="access.person.changed_own", thing=actor, before=before)
    return actor


@transaction.atomic
def choose_language(*, actor: User, language: str) -> User:
    """Let a person choose the language that pages are shown in.

    Raises:
        InvalidValueError: there is no such language.
    """
    if language not in dict(LANGUAGES):
        raise InvalidValueError(gettext_noop("Det finnes ikke noe språk «%(language)s» her."), language=language)
    before = snapshot(actor)
    actor.language = language
    actor.save(update_fields=["language"])
    record(actor=actor, verb="access.person.changed_own", thing=actor, before=before)
    return actor


def _send_invitation(actor: User, person: User) -> None:
    """Send a link that works once and for three days, in the person's language, when all is written."""
    with override(person.language):
        subject = gettext("Du er invitert til Styringshjulet")
        body = render_to_string("access/mail/invitation.txt", {"person": person, "link": _invitation_link(person)})
    until = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    post(Letter(person.email, subject, body, sender=actor, receiver=person, worth_until=until))


def _invitation_link(person: User) -> str:
    given = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return f"{settings.ADDRESS.rstrip('/')}{reverse('account_reset_password_from_key', kwargs=given)}"
