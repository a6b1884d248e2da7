"""Forms for carrying over: the rule, other amounts than it gives, and what was adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from styring.budget.forms.amendments import ResolutionForm
from styring.budget.forms.fields import KronerField, PercentField
from styring.budget.models import CarryRule
from styring.budget.queries.carry_over import open_units
from styring.budget.services.carry_over import Said
from styring.organisation.models import Body, Unit
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from styring.budget.models import CarryRow

HUNDRED = 100
SPELT = [(1, _("ett år")), (2, _("to år")), (3, _("tre år")), (4, _("fire år"))]
MOST_REASON = 300


class CarryRuleForm(Form):
    """A rule that a body has adopted."""

    first_year = forms.IntegerField(
        label=_("Gjelder fra og med regnskapet for"), min_value=2000, max_value=2100,
        help_text=_("Det første året som avsluttes etter regelen."),
    )  # fmt: skip
    keep_part = PercentField(label=_("Av mindreforbruket beholder enheten, prosent"), min_value=0, max_value=HUNDRED)
    keep_share = PercentField(label=_("Høyst så mange prosent av netto budsjett"), min_value=0, max_value=HUNDRED)
    repay_above = PercentField(
        label=_("Merforbruk opp til så mange prosent av netto budsjett dekkes ikke inn"), min_value=0, max_value=HUNDRED
    )
    repay_years = forms.TypedChoiceField(label=_("Resten dekkes inn over"), coerce=int, choices=SPELT)
    left_out = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Enheter som holdes utenfor"), required=False,
        help_text=_("For eksempel selvkostområder, som har egne fond, og sentrale avsetninger."),
    )  # fmt: skip
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Vedtatt av"))
    decision = forms.CharField(label=_("Sak"), max_length=80)
    decided_on = forms.DateField(label=_("Dato"), widget=DayInput())

    def __init__(self, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the bodies and units there are."""
        super().__init__(*args, **kwargs)
        self.latest = day
        self.fields["left_out"].queryset = open_units(day)  # type: ignore[attr-defined]  # a choice
        self.fields["body"].queryset = Body.objects.filter(valid_from__lte=day, valid_to__gt=day)  # type: ignore[attr-defined]  # a choice

    def clean_decided_on(self) -> date:
        """What is decided has been decided."""
        day: date = self.cleaned_data["decided_on"]
        if day > self.latest:
            raise forms.ValidationError(_("Vedtaket kan ikke være fattet i framtiden."))
        return day

    @property
    def rule(self) -> CarryRule:
        """The rule, not saved."""
        return CarryRule(**{name: value for name, value in self.cleaned_data.items() if name != "left_out"})


class _PerRow(Form):
    """A field or two for each row of a carrying over."""

    def __init__(self, rows: Sequence[CarryRow], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """An amount for each row, as it is proposed."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            label = _t("Beløp for %(unit)s") % {"unit": row.unit.name}
            self.fields[f"amount_{row.pk}"] = KronerField(label=label, initial=row.proposed)


class OverrideForm(_PerRow):
    """Other amounts than the rule gives, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """A reason for each row too."""
        super().__init__(*args, **kwargs)
        for row in self.rows:
            label = _t("Begrunnelse for %(unit)s") % {"unit": row.unit.name}
            self.fields[f"reason_{row.pk}"] = forms.CharField(
                label=label, required=False, max_length=MOST_REASON, initial=row.reason
            )

    @property
    def cells(self) -> list[tuple[CarryRow, forms.BoundField, forms.BoundField]]:
        """Each row with its fields."""
        return [(row, self[f"amount_{row.pk}"], self[f"reason_{row.pk}"]) for row in self.rows]

    @property
    def said(self) -> dict[int, Said]:
        """What is changed, by the row's key."""
        typed = self.cleaned_data
        said = {row: Said(typed[f"amount_{row.pk}"], typed[f"reason_{row.pk}"]) for row in self.rows}
        return {row.pk: one for row, one in said.items() if one != Said(row.proposed, row.reason)}


class AdoptForm(_PerRow, ResolutionForm):
    """What was decided, and the amounts that were adopted."""

    def __init__(self, rows: Sequence[CarryRow], day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """The council decides; what it refuses is taken back as a draft."""
        super().__init__(rows, day, *args, **kwargs)
        for name in ("outcome", "authority", "answer"):
            del self.fields[name]

    @property
    def cells(self) -> list[tuple[CarryRow, forms.BoundField]]:
        """Each row with its field."""
        return [(row, self[f"amount_{row.pk}"]) for row in self.rows]

    @property
    def adopted(self) -> dict[int, int]:
        """Amounts that were adopted otherwise than they were proposed, by the row's key."""
        typed = {row: self.cleaned_data[f"amount_{row.pk}"] for row in self.rows}
        return {row.pk: amount for row, amount in typed.items() if amount != row.proposed}
