"""What people and administrators fill in about people and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.access.models import Role
from styring.accounts.models import LANGUAGES, User
from styring.organisation.models import Party, Placement, Unit
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from datetime import date


class OwnAccountForm(Form):
    """One's own name and language."""

    first_name = forms.CharField(label=_("Fornavn"), max_length=150)
    last_name = forms.CharField(label=_("Etternavn"), max_length=150)
    language = forms.ChoiceField(label=_("Språk"), choices=LANGUAGES)


class InviteForm(Form):
    """A new person."""

    first_name = forms.CharField(label=_("Fornavn"), max_length=150)
    last_name = forms.CharField(label=_("Etternavn"), max_length=150)
    email = forms.EmailField(label=_("E-post"), help_text=_("Lenken til å velge passord sendes hit."))
    username = forms.CharField(
        label=_("Brukernavn"), max_length=150, help_text=_("For eksempel fornavn.etternavn."), required=True
    )
    language = forms.ChoiceField(label=_("Språk"), choices=LANGUAGES)

    def person(self) -> User:
        """The account, unsaved."""
        return User(**self.cleaned_data)


class GrantForm(Form):
    """A role in a unit for some days."""

    role = forms.ChoiceField(label=_("Rolle"), choices=[("", _("Velg rolle")), *Role.choices])
    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=Unit.objects.none(),
        empty_label=_("Velg enhet"),
        help_text=_("Rollen gjelder her og i alle enheter under."),
    )
    party = forms.ModelChoiceField(
        label=_("Parti"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("Ikke i noen partigruppe"),
        help_text=_("Bare for folkevalgte. Den som sitter i gruppen, ser det partiet ikke har offentliggjort."),
    )
    since = forms.DateField(label=_("Fra og med"), widget=DayInput())
    until = forms.DateField(label=_("Til, men ikke med"), widget=DayInput(), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django gives them
        super().__init__(*args, **kwargs)
        there = Placement.objects.valid_on(day).values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=there)  # type: ignore[attr-defined]
        parties = Party.objects.filter(valid_from__lte=day, valid_to__gt=day)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
        self.fields["since"].initial = day

    def clean(self) -> dict[str, Any]:
        """The days in order, and a party only for the elected."""
        cleaned = super().clean() or {}
        if cleaned.get("party") and cleaned.get("role") != Role.PARTY_GROUP:
            self.add_error("party", _("Bare folkevalgte sitter i en partigruppe."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error("until", _("Rollen må slutte etter at den begynner."))
        return cleaned


class EndForm(Form):
    """The first day on which a role does not count."""

    day = forms.DateField(label=_("Gjelder ikke fra og med"), widget=DayInput())
