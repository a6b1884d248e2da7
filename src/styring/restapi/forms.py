"""The form that a key is made with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.restapi.rules import LONGEST_LIFE
from styring.restapi.services import BAD_END
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

_USUAL_LIFE = timedelta(days=180)


class TokenForm(Form):
    """What a key is for, and how long it is to open anything."""

    name = forms.CharField(
        label=_("Hva skal nøkkelen brukes til?"),
        max_length=100,
        help_text=_("For eksempel: Nattlig innlesing fra regnskapet."),
    )
    expires_on = forms.DateField(label=_("Gjelder til"), widget=DayInput(), help_text=_("Høyst et år fram."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, day: date) -> None:
        super().__init__(data, initial={"expires_on": day + _USUAL_LIFE})
        self.day = day

    def clean_expires_on(self) -> date:
        """At least a day ahead, at most a year."""
        chosen: date = self.cleaned_data["expires_on"]
        if not self.day < chosen <= self.day + LONGEST_LIFE:
            raise ValidationError(gettext(BAD_END))
        return chosen
