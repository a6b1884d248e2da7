"""Forms for values and for what stands on a unit's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.access.policies import permitted_units
from styring.kernel.errors import InvalidValueError
from styring.kernel.periods import Period
from styring.organisation.models import Unit
from styring.scorecards.models import ExactField, Indicator, Measured, Quality
from styring.scorecards.policies import right_to_record
from styring.scorecards.queries.cards import indicators_in_use
from styring.ui.forms import Form

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from styring.accounts.models import User
    from styring.scorecards.models import Scorecard


class ExactInput(forms.CharField):
    """A number kept exactly as it is written, with comma or point."""

    def to_python(self, value: Any) -> Fraction | None:  # type: ignore[override]  # noqa: ANN401 - Django's own
        """The number; None where nothing is written."""
        written = "".join(str(value or "").split()).replace("−", "-")
        number = ExactField().to_python(written)
        ExactField().get_prep_value(number)
        return number


class PeriodInput(forms.CharField):
    """A period as it is written in addresses and files."""

    def to_python(self, value: Any) -> Period | None:  # type: ignore[override]  # noqa: ANN401 - Django's own
        """The period; None where nothing is written."""
        written = str(value or "").strip().upper()
        try:
            return Period.parse(written) if written else None
        except InvalidValueError as error:
            raise forms.ValidationError(_("Skriv 2026, 2026-T2 eller 2026-M10.")) from error


class ValueForm(Form):
    """A value of one indicator: as it is, or as a numerator and a denominator."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"))
    period = PeriodInput(label=_("Periode"), help_text=_("Skriv 2026, 2026-T2 eller 2026-M10."))
    value = ExactInput(label=_("Verdi"))
    numerator = ExactInput(label=_("Teller"))
    denominator = ExactInput(label=_("Nevner"))
    people = forms.IntegerField(
        label=_("Antall personer"), min_value=0, help_text=_("Færre enn fem personer vises ikke.")
    )
    quality = forms.ChoiceField(
        label=_("Status på tallet"), choices=[(one.value, one.label) for one in (Quality.PRELIMINARY, Quality.FINAL)]
    )
    source = forms.CharField(label=_("Kilde"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Begrunnelse for retting"),
        max_length=500,
        required=False,
        help_text=_(
            "Må fylles ut når det finnes et tall for perioden fra før. Det gamle tallet blir stående i historikken."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, actor: User, indicator: Indicator, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the units the person may write values for, and only the numbers that the indicator needs."""
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = permitted_units(actor, right_to_record(indicator))
        unneeded = {"value"} if indicator.is_quotient else {"numerator", "denominator"}
        if not indicator.is_about_people:
            unneeded.add("people")
        for name in unneeded:
            del self.fields[name]

    @property
    def measured(self) -> Measured:
        """What was measured."""
        said = self.cleaned_data
        numbers = {name: said.get(name) for name in ("value", "numerator", "denominator", "people")}
        return Measured(**numbers, quality=Quality(said["quality"]), source=said["source"])


class IndicatorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """An indicator by code and name."""

    def label_from_instance(self, obj: Indicator) -> str:
        """What people call the indicator."""
        return obj.element.name


class OwnRowForm(Form):
    """An indicator to put on a unit's card."""

    indicator = IndicatorField(
        Indicator.objects.none(),
        label=_("Indikator"),
        help_text=_("Den må måle et mål. De gjennomgående står på kortet fra før."),
    )

    def __init__(self, card: Scorecard | None, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer what is in use and not on the card."""
        super().__init__(*args, **kwargs)
        found = indicators_in_use(day).order_by("element__code")
        if card:
            found = found.exclude(pk__in=card.rows.filter(valid_to__gt=day).values("indicator"))
        choice: Any = self.fields["indicator"]
        choice.queryset = found
