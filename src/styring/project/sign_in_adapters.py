"""Where django-allauth asks the house: what to say, whom to let in, and what to write down."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.access.queries import person_signing_in
from styring.access.services import (
    KeyChange,
    record_failed_sign_in,
    record_key_change,
    record_sign_in,
    record_sign_out,
    register_person,
)
from styring.kernel.letters import Letter, post

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialLogin
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from styring.accounts.models import User

log = logging.getLogger(__name__)

_WRONG_PAIR = _("Brukernavn eller e-post og passord passer ikke sammen.")
_ACCOUNT_WORDS = {
    **DefaultAccountAdapter.error_messages,
    "account_inactive": _("Kontoen er stengt. Be systemansvarlig om hjelp."),
    "duplicate_email": _("Kontoen har denne adressen alt."),
    "email_password_mismatch": _WRONG_PAIR,
    "username_password_mismatch": _WRONG_PAIR,
    "email_taken": _("En annen konto har denne adressen."),
    "enter_current_password": _("Det er ikke passordet du har nå."),
    "incorrect_code": _("Koden er feil eller for gammel. Skriv den som vises nå."),
    "incorrect_password": _("Passordet er feil."),
    "invalid_login": _("Innloggingen gikk ikke."),
    "invalid_password_reset": _("Lenken er brukt eller for gammel. Be om en ny."),
    "too_many_login_attempts": _("For mange forsøk. Vent fem minutter og prøv igjen."),
    "rate_limited": _("For mange forsøk. Vent litt og prøv igjen."),
    "same_as_current": _("Det er den adressen kontoen har nå."),
    "max_email_addresses": _("En konto har bare én adresse."),
}
_TWO_FACTOR_WORDS = {
    **DefaultMFAAdapter.error_messages,
    "cannot_generate_recovery_codes": _("Reservekoder kan du lage når du har en app eller en passnøkkel."),
    "incorrect_code": _("Koden er feil eller for gammel. Skriv den som vises nå."),
    "unverified_email": _("Bekreft e-postadressen din først."),
    "add_email_blocked": _("Kontoen er vernet med totrinn. Ta det bort før du bytter e-post."),
}
_MUNICIPAL_WORDS = {
    **DefaultSocialAccountAdapter.error_messages,
    "no_password": _("Lag et passord først, ellers kommer du ikke inn igjen."),
    "connected_other": _("Kommunekontoen hører til en annen person her."),
}
KEY_CHANGES = {
    "account/email/password_changed": KeyChange.PASSWORD,
    "account/email/password_set": KeyChange.PASSWORD,
    "account/email/password_reset": KeyChange.PASSWORD,
    "account/email/email_changed": KeyChange.EMAIL,
    "mfa/email/totp_activated": KeyChange.APP_ADDED,
    "mfa/email/totp_deactivated": KeyChange.APP_REMOVED,
    "mfa/email/webauthn_added": KeyChange.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": KeyChange.PASSKEY_REMOVED,
    "mfa/email/recovery_codes_generated": KeyChange.RECOVERY_CODES,
    "socialaccount/email/account_connected": KeyChange.ACCOUNT_JOINED,
    "socialaccount/email/account_disconnected": KeyChange.ACCOUNT_LEFT,
}
"""What each notice that django-allauth sends about an account means."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: nobody signs up; who comes, fails and leaves is on record."""

    error_messages = _ACCOUNT_WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature is allauth's
        """Nobody makes an account oneself."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session, and write down that the person has come."""
        super().login(request, user)
        record_sign_in(actor=cast("User", user))

    def logout(self, request: HttpRequest) -> None:
        """Write down that the person leaves, and end the session."""
        if request.user.is_authenticated:
            record_sign_out(actor=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401, ARG002 - allauth's
        """Write down a failed attempt; a name that nobody has is not kept, since it may be a password."""
        person = person_signing_in(str(credentials.get("email") or credentials.get("username") or ""))
        if person:
            record_failed_sign_in(actor=None, person=person)
        log.warning("A sign-in failed (%s).", "known person" if person else "unknown person")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message through the queue, so that the page does not wait for the mail server."""
        message = self.render_mail(template_prefix, email, context)
        person = context.get("user")
        known = person if getattr(person, "pk", None) else None
        post(Letter(email, str(message.subject), str(message.body), receiver=known))

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **said: Any) -> None:  # noqa: ANN401
        """Write down a change of keys, and tell the person by mail."""
        change = KEY_CHANGES.get(template_prefix)
        if change:
            record_key_change(actor=cast("User", user), change=change)
        super().send_notification_mail(template_prefix, user, *args, **said)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, str]]:
        """The ways to prove again who one is, in words."""
        words = {
            "reauthenticate": gettext("Bruk passordet"),
            "mfa_reauthenticate": gettext("Bruk kode fra appen"),
            "mfa_reauthenticate:webauthn": gettext("Bruk passnøkkel"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": words.get(way["id"], way["description"])} for way in ways]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the signature is allauth's
        """After a new password, back to one's own page."""
        return reverse("access:own_account")


class TwoFactorAdapter(DefaultMFAAdapter):
    """Two-factor: our words."""

    error_messages = _TWO_FACTOR_WORDS

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's
        """A name for a new passkey that the person may change."""
        known = self.is_mfa_enabled(user, [type])
        return gettext("Reservenøkkel") if known else gettext("Min passnøkkel")


class MunicipalAccountAdapter(DefaultSocialAccountAdapter):
    """The municipality's own sign-in: joined by e-mail it vouches for; strangers only by setting, without any role."""

    error_messages = _MUNICIPAL_WORDS

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:  # noqa: ARG002 - allauth's
        """Go on only with the token that this very attempt asked for, about the person it is about.

        Raises:
            OAuth2Error: the nonce is not the one that was sent, or the profile is of another person than the token.
        """
        token = sociallogin.account.extra_data.get("id_token")
        profile = sociallogin.account.extra_data.get("userinfo") or token
        if not token or token.get("nonce") != sociallogin.state.get("nonce"):
            msg = "the token answers another question than ours"
            raise OAuth2Error(msg)
        if profile.get("sub") != token.get("sub"):
            msg = "the profile is of another person than the token"
            raise OAuth2Error(msg)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's
        """Whether one who is not known here gets an account, which takes an e-mail that is vouched for."""
        return settings.OIDC_LETS_NEW_PEOPLE_IN and any(mail.verified for mail in sociallogin.email_addresses)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> User:
        """Make the account, without any role."""
        user: User = super().save_user(request, sociallogin, form)
        register_person(actor=None, person=user)
        return user
