"""The forms of signing in, as django-allauth has them, in our words and look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

from styring.ui.forms import DesignedField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.utils.functional import _StrPromise as Words

NEW_PASSWORD_HELP = _("Minst 12 tegn. Fire vilkårlige ord er lettere å huske enn ett vanskelig.")


def speak(form: forms.Form, labels: Mapping[str, Words], helps: Mapping[str, Words] | None = None) -> None:
    """Give a form's fields our labels and help; what django-allauth writes inside the controls goes away."""
    for name, label in labels.items():
        if name in form.fields:
            field = form.fields[name]
            field.label, field.help_text = label, (helps or {}).get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth.LoginForm):
    """Username or e-mail, and password."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"login": _("E-post eller brukernavn"), "password": _("Passord")})
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ChangePasswordForm(allauth.ChangePasswordForm):
    """The password now, and a new one twice."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Passordet du har nå"),
            "password1": _("Nytt passord"),
            "password2": _("Nytt passord en gang til"),
        }
        speak(self, labels, {"password1": NEW_PASSWORD_HELP})


class SetPasswordForm(allauth.SetPasswordForm):
    """A first password, twice."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        labels = {"password1": _("Passord"), "password2": _("Passord en gang til")}
        speak(self, labels, {"password1": NEW_PASSWORD_HELP})


class ResetPasswordForm(allauth.ResetPasswordForm):
    """The address that a link is sent to."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"email": _("E-post")})


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    """A new password, twice, behind a link from a mail."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        labels = {"password1": _("Nytt passord"), "password2": _("Nytt passord en gang til")}
        speak(self, labels, {"password1": NEW_PASSWORD_HELP})


class ReauthenticateForm(allauth.ReauthenticateForm):
    """The password once more."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"password": _("Passord")})


class ChangeAddressForm(allauth.AddEmailForm):
    """A new e-mail address."""

    bound_field_class = DesignedField

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth gives them
        super().__init__(*args, **kwargs)
        speak(self, {"email": _("Ny e-postadresse")}, {"email": _("Vi sender en lenke dit som du bekrefter med.")})
