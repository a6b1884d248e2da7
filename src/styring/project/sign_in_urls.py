"""Addresses of sign-in, in Norwegian, for the views of django-allauth; under their own names, which it counts on.

Left out is what nobody is to reach: making an account oneself (only its closed door), phone, and codes by e-mail.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as two_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as joined
from django.urls import include, path, re_path

from styring.access.views import own
from styring.project import openid_connect

_password = [
    path("", account.password_change, name="account_change_password"),
    path("nytt/", account.password_set, name="account_set_password"),
    path("glemt/", account.password_reset, name="account_reset_password"),
    path("glemt/sendt/", account.password_reset_done, name="account_reset_password_done"),
    path("velg/ferdig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^velg/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
_two_factor = [
    path("", two_factor.index, name="mfa_index"),
    path("kode/", two_factor.authenticate, name="mfa_authenticate"),
    path("bekreft/", two_factor.reauthenticate, name="mfa_reauthenticate"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("reservekoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("reservekoder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("reservekoder/last-ned/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
_passkeys = [
    path("", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("ny/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("bekreft/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("logg-inn/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("<int:pk>/fjern/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("<int:pk>/navn/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
_joined = [
    path("", joined.connections, name="socialaccount_connections"),
    path("avbrutt/", joined.login_cancelled, name="socialaccount_login_cancelled"),
    path("feil/", joined.login_error, name="socialaccount_login_error"),
    path("ny/", joined.signup, name="socialaccount_signup"),
    path("<slug:provider_id>/logg-inn/", openid_connect.login, name="openid_connect_login"),
    path("<slug:provider_id>/retur/", openid_connect.callback, name="openid_connect_callback"),
]
urlpatterns = [
    path("logg-inn/", account.login, name="account_login"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("stengt/", account.account_inactive, name="account_inactive"),
    path("ny/", account.signup, name="account_signup"),
    path("bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("e-post/", account.email, name="account_email"),
    path("e-post/sendt/", account.email_verification_sent, name="account_email_verification_sent"),
    path("e-post/bekreft/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("passord/", include(_password)),
    path("totrinn/", include(_two_factor)),
    path("passnokler/", include(_passkeys)),
    path("okter/", own.own_sessions, name="usersessions_list"),
    path("tilknytning/", include(_joined)),
]
