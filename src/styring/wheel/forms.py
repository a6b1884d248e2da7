"""The forms of an activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.ui.forms import DayInput, Form, ModelForm
from styring.wheel.models import Activity
from styring.wheel.queries.words import role_name
from styring.wheel.rules.roles import ROLES

if TYPE_CHECKING:
    from datetime import date


def _roles() -> list[tuple[str, str]]:
    return [(code, role_name(code)) for code in ROLES]


class ActivityForm(ModelForm):
    """What may be changed of an activity in one year."""

    responsible = forms.MultipleChoiceField(label=_("Ansvarlig"), choices=_roles, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Activity
        fields = ("starts_on", "due_on", "responsible", "note")
        labels: ClassVar = {"starts_on": _("Starter"), "due_on": _("Frist"), "note": _("Merknad")}
        widgets: ClassVar = {"starts_on": DayInput, "due_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """Say it beside the field when the deadline comes before the start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts: date | None = cleaned.get("starts_on")
        due: date | None = cleaned.get("due_on")
        if starts and due and due < starts:
            self.add_error("due_on", _("Fristen kan ikke komme før starten. Flytt starten først."))
        return cleaned


class CancelForm(Form):
    """Why an activity is called off."""

    reason = forms.CharField(
        label=_("Hvorfor avlyses den?"),
        help_text=_("Alle som ser hjulet, kan lese begrunnelsen."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
