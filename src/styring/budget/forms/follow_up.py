"""Forms for what following up builds on: limits, growth of prices, unusual years, profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.access.policies import permitted_units
from styring.budget.forms.fields import KronerField, PercentField
from styring.budget.policies import PHASE_BUDGET, SET_LIMIT
from styring.organisation.models import Unit
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User

MONTHS = 12


class LimitForm(Form):
    """From which deviation a unit must explain itself, and from which day."""

    since = forms.DateField(label=_("Gjelder fra"), widget=DayInput())
    thousandths = PercentField(
        label=_("Prosent av enhetens budsjett"), min_value=0, max_value=100, help_text=_("For eksempel 1,0.")
    )
    amount = KronerField(label=_("Eller kroner"), help_text=_("Det som nås først, gjelder."))

    def clean_amount(self) -> int:
        """A limit is no saving."""
        amount: int = self.cleaned_data["amount"]
        if amount < 0:
            raise forms.ValidationError(_("Grensen kan ikke være under null."))
        return amount


class GrowthForm(Form):
    """How much prices and wages rise to a year."""

    year = forms.IntegerField(label=_("Til år"), min_value=2000, max_value=2100)
    thousandths = PercentField(label=_("Vekst fra året før, i prosent"), min_value=-50, max_value=100)


class UnusualForm(Form):
    """A year that says nothing of what a year is like."""

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"), required=False, empty_label=_("Hele kommunen"))
    reason = forms.CharField(label=_("Hvorfor er året uvanlig?"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, actor: User, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the units that the person may set this for."""
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.queryset = permitted_units(actor, SET_LIMIT).filter(closed_on__gt=day)  # type: ignore[attr-defined]  # a choice of units


class ProfileForm(Form):
    """Twelve weights, and which lines they are for."""

    name = forms.CharField(label=_("Navn"), max_length=120)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"), required=False, empty_label=_("Alle enheter"))
    arts = forms.CharField(
        label=_("Arter"),
        required=False,
        help_text=_("Første siffer i artene, med komma mellom: 0 er lønn, 010 er fast lønn. Tomt er alle arter."),
    )

    def __init__(self, actor: User, day: date, months: list[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the units that the person may phase, and a field a month."""
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.queryset = permitted_units(actor, PHASE_BUDGET).filter(closed_on__gt=day)  # type: ignore[attr-defined]  # a choice of units
        for number, name in enumerate(months, 1):
            self.fields[f"month_{number}"] = forms.DecimalField(label=name, decimal_places=2, localize=True)

    @property
    def month_fields(self) -> list[forms.BoundField]:
        """The twelve fields."""
        return [self[f"month_{number}"] for number in range(1, MONTHS + 1)]

    def clean_arts(self) -> list[str]:
        """The first digits, in order; one empty when it is for all arts."""
        written = [part.strip() for part in self.cleaned_data["arts"].split(",") if part.strip()]
        if any(not part.isdecimal() or len(part) > 3 for part in written):  # noqa: PLR2004 - an art has three digits
            raise forms.ValidationError(_("Skriv sifre med komma mellom, for eksempel 010, 020."))
        return sorted(set(written)) or [""]

    def clean(self) -> dict[str, Any]:
        """The twelve as whole weights, when they are all there and don't come to nought."""
        cleaned: dict[str, Any] = super().clean() or {}
        months = [cleaned.get(f"month_{number}") for number in range(1, MONTHS + 1)]
        if None not in months:
            cleaned["weights"] = [int(month * 100) for month in months if month is not None]
            if not sum(cleaned["weights"]):
                raise forms.ValidationError(_("Månedene kan ikke summere til null."))
        return cleaned
