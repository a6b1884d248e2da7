"""Forms of the first run, one a step."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.accounts.models import User
from styring.audit.queries import Wanted
from styring.home.queries import is_setup_code, parts_of_the_system
from styring.home.rules import PARTS
from styring.ui.forms import DayInput, Form

LEVELS = 5
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


class CodeForm(Form):
    """The code that proves that one may start this installation."""

    code = forms.CharField(
        label=_("Engangskode"),
        max_length=40,
        help_text=_("Står i terminalvinduet der Styringshjulet ble startet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Only the right one."""
        code: str = self.cleaned_data["code"]
        if not is_setup_code(code):
            raise ValidationError(gettext("Koden stemmer ikke. Se etter linja som begynner med «Engangskode»."))
        return code


class MunicipalityForm(Form):
    """Who the municipality is."""

    name = forms.CharField(label=_("Kommunens navn"), max_length=200, help_text=_("For eksempel Lindvik kommune."))
    number = forms.RegexField(
        r"^\d{4}$",
        label=_("Kommunenummer"),
        help_text=_("Fire siffer, som i Statistisk sentralbyrås liste."),
        error_messages={"invalid": _("Kommunenummeret har fire siffer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    organisation_number = forms.CharField(
        label=_("Organisasjonsnummer"),
        required=False,
        help_text=_("Ni siffer, fra Enhetsregisteret."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    contact = forms.EmailField(
        label=_("Kontaktadresse"),
        required=False,
        max_length=150,
        help_text=_("E-post for spørsmål om personvern og tilgjengelighet. Vises for alle."),
    )

    def clean_organisation_number(self) -> str:
        """Nine digits whose last one fits the others."""
        number = re.sub(r"\s", "", self.cleaned_data["organisation_number"])
        if number and not is_organisation_number(number):
            raise ValidationError(
                gettext("Dette er ikke et gyldig organisasjonsnummer. Se etter om to siffer er byttet.")
            )
        return number


def is_organisation_number(number: str) -> bool:
    """Does a number have nine digits, of which the last is the check digit of the others (modulus 11)?

    >>> is_organisation_number("974760673"), is_organisation_number("974760637"), is_organisation_number("97476067")
    (True, False, False)
    """
    if not re.fullmatch(r"[89]\d{8}", number):
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return (11 - rest) % 11 == int(number[-1])


class LanguageForm(Form):
    """What the system speaks to those who have not chosen themselves."""

    language = forms.ChoiceField(
        label=_("Målform"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Hver person kan velge sitt eget språk etterpå."),
    )


class LevelsForm(Form):
    """What the levels of the line and their leaders are called here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what every form takes
        super().__init__(*args, **kwargs)
        for number in range(1, LEVELS + 1):
            words = {"number": number}
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext("Nivå %(number)s") % words, max_length=80, required=number == 1
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label=gettext("Lederen på nivå %(number)s") % words, max_length=80, required=number == 1
            )

    def clean(self) -> dict[str, Any]:
        """A level has a title for its leader, and there is none below one that is left out."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = [bool(cleaned.get(f"name_{number}")) for number in range(1, LEVELS + 1)]
        for number in range(1, LEVELS + 1):
            if bool(cleaned.get(f"name_{number}")) != bool(cleaned.get(f"title_{number}")):
                self.add_error(
                    f"title_{number}", gettext("Gi både navn på nivået og tittel på lederen, eller ingen av delene.")
                )
            elif named[number - 1] and not all(named[:number]):
                self.add_error(f"name_{number}", gettext("Fyll ut nivåene ovenfra uten hull."))
        return cleaned

    def levels(self) -> list[tuple[int, str, str]]:
        """Number, name and leader's title of each level."""
        filled = self.cleaned_data
        return [
            (number, filled[f"name_{number}"], filled[f"title_{number}"])
            for number in range(1, LEVELS + 1)
            if filled[f"name_{number}"]
        ]


class AdministratorForm(Form):
    """The first person, who lets the others in."""

    first_name = forms.CharField(
        label=_("Fornavn"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Etternavn"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label=_("E-post"),
        max_length=150,
        help_text=_("Brukes når du logger inn."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Passord"),
        strip=False,
        help_text=_("Minst 12 tegn. En setning er lettere å huske enn en kode."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Passordet en gang til"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> User:
        """The person as filled in, unsaved and without a password."""
        filled = self.cleaned_data
        return User(
            username=filled.get("email", ""),
            email=filled.get("email", ""),
            first_name=filled.get("first_name", ""),
            last_name=filled.get("last_name", ""),
        )

    def clean(self) -> dict[str, Any]:
        """The passwords are alike and not easy to guess."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", gettext("De to passordene er ikke like."))
        if password:
            try:
                validate_password(password, self.person())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class TrailForm(Form):
    """What a reader of the audit trail looks for."""

    person = forms.CharField(label=_("Hvem"), required=False, max_length=200)
    thing = forms.CharField(label=_("Hva"), required=False, max_length=200)
    part = forms.ChoiceField(label=_("Del"), required=False)
    since = forms.DateField(label=_("Fra og med"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Til og med"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django gives them
        super().__init__(*args, **kwargs)
        parts = [(part, gettext(PARTS.get(part, part))) for part in parts_of_the_system()]
        self.fields["part"].choices = [("", gettext("Alle")), *parts]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is wanted; a field that is filled in wrong does not narrow."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return Wanted(**{name: said[name] for name in self.fields if said.get(name)})
