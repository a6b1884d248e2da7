"""Settings of sign-in, from django-allauth: who may come in, and how well they must prove who they are.

Accounts are made by an administrator, or at the first sign-in through the municipality's own (OpenID Connect); nobody
signs up. What OpenID Connect says about groups gives no role: roles are given here, by a person.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ACCOUNT_ADAPTER = "styring.project.sign_in_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address that is changed must be confirmed all the same
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "styring.access.forms.sign_in.LoginForm",
    "change_password": "styring.access.forms.sign_in.ChangePasswordForm",
    "set_password": "styring.access.forms.sign_in.SetPasswordForm",
    "reset_password": "styring.access.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "styring.access.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "styring.access.forms.sign_in.ReauthenticateForm",
    "add_email": "styring.access.forms.sign_in.ChangeAddressForm",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

MFA_ADAPTER = "styring.project.sign_in_adapters.TwoFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Styringshjulet"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the administrator has vouched for it
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not os.environ.get("STYRING_URL", "http://localhost").startswith("https://")
"""Only on one's own machine: with any other address that is not https, the system refuses to start."""
MFA_FORMS = {
    "authenticate": "styring.access.forms.two_factor.AuthenticateForm",
    "reauthenticate": "styring.access.forms.two_factor.ReauthenticateForm",
    "activate_totp": "styring.access.forms.two_factor.ActivateAppForm",
    "add_webauthn": "styring.access.forms.two_factor.AddPasskeyForm",
    "edit_webauthn": "styring.access.forms.two_factor.RenamePasskeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False

OIDC_ISSUER = os.environ.get("STYRING_OIDC_ISSUER", "")
"""The address of the municipality's own sign-in; empty when there is none."""
SIGN_IN_ORIGINS = [
    f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
    for address in [OIDC_ISSUER, *os.environ.get("STYRING_OIDC_ORIGINS", "").split()]
    if address
]
"""Where the form that begins the municipality's own sign-in may lead; the pages' security policy names them."""
OIDC_LETS_NEW_PEOPLE_IN = os.environ.get("STYRING_OIDC_NEW_PEOPLE", "refuse") == "create"
"""Whether one who is not known here gets an account, without any role, at the first sign-in."""


def _municipal_sign_in() -> dict[str, Any]:
    """The one provider, from the environment (``docs/drift.md``)."""
    if not OIDC_ISSUER:
        return {"APPS": []}
    if not OIDC_ISSUER.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        msg = f"STYRING_OIDC_ISSUER er {OIDC_ISSUER}: innloggingen ville gått ubeskyttet. Gi en adresse med https://."
        raise ImproperlyConfigured(msg)
    if not os.environ.get("STYRING_OIDC_CLIENT_ID"):
        msg = "STYRING_OIDC_ISSUER er satt, men ikke STYRING_OIDC_CLIENT_ID."
        raise ImproperlyConfigured(msg)
    return {
        "APPS": [
            {
                "provider_id": "kommune",
                "name": os.environ.get("STYRING_OIDC_NAME", "kommunekonto"),
                "client_id": os.environ["STYRING_OIDC_CLIENT_ID"],
                "secret": os.environ.get("STYRING_OIDC_CLIENT_SECRET", ""),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    "verified_email": os.environ.get("STYRING_OIDC_EMAIL_IS_VERIFIED", "") == "1",
                },
            }
        ]
    }


SOCIALACCOUNT_ADAPTER = "styring.project.sign_in_adapters.MunicipalAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "styring.project.openid_connect.MunicipalProvider",
        "OAUTH_PKCE_ENABLED": True,
        **_municipal_sign_in(),
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
