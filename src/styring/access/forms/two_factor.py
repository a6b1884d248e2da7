"""The forms of two-factor sign-in and passkeys, as django-allauth has them, in our words and look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.utils.translation import gettext_lazy as _

from styring.access.forms.sign_in import speak
from styring.access.services import record_failed_sign_in
from styring.ui.forms import DesignedField

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

CODE_HELP = _("Seks siffer fra appen, eller en av reservekodene dine.")


class AuthenticateForm(code.AuthenticateForm):
    """A code, after the password."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"code": _("Engangskode")}, {"code": CODE_HELP})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        record_failed_sign_in(actor=None, person=self.user)


class ReauthenticateForm(code.ReauthenticateForm):
    """A code once more, before something that matters."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"code": _("Engangskode")}, {"code": CODE_HELP})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ActivateAppForm(app.ActivateTOTPForm):
    """The first code of a new app."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"code": _("Kode fra appen")}, {"code": _("Seks siffer som appen viser nå.")})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(passkey.AddWebAuthnForm):
    """A new passkey; always one that is enough alone, since that is what a passkey is."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        helps = {"name": _("Så du kjenner den igjen, for eksempel «Telefonen» eller «Nøkkelen på kjeden».")}
        speak(self, {"name": _("Navn på passnøkkelen")}, helps)
        self.fields["passwordless"].widget = forms.CheckboxInput(attrs={"hidden": True})
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(passkey.EditWebAuthnForm):
    """Another name for a passkey."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"name": _("Navn på passnøkkelen")})
