"""What is typed into reports: amounts in 1000 kr as people write them, causes from a list, text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from styring.kernel.amounts import ore
from styring.kernel.errors import InvalidValueError
from styring.organisation.models import Position
from styring.reporting.models import Effect, MeasureStatus
from styring.reporting.rules.answers import CAUSES
from styring.ui.forms import DayInput, Form
from styring.ui.messages import sentence
from styring.ui.templatetags.ui import kr1000

if TYPE_CHECKING:
    from django.db.models import QuerySet

_THOUSAND = 1000


class ThousandsField(forms.CharField):
    """An amount that is typed in 1000 kr and is øre inside; an amount that is not touched keeps its kroner."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field takes
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> str:  # noqa: ANN401 - typed text, or øre
        """Øre as the field shows it; what has been typed stays as it was typed."""
        if isinstance(value, int):
            return kr1000(value)
        return value or ""

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - typed text
        """The amount in øre; None when nothing is typed.

        Raises:
            ValidationError: it is no amount.
        """
        typed = super().clean(value).strip()
        if not typed:
            return None
        try:
            amount = ore(typed) * _THOUSAND
        except InvalidValueError as error:
            raise ValidationError(sentence(error)) from error
        is_as_shown = isinstance(self.initial, int) and kr1000(amount) == kr1000(self.initial)
        return self.initial if is_as_shown else amount


class ReportForm(Form):
    """A unit's report."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    forecast = ThousandsField(label=_("Din årsprognose"), required=False)
    causes = forms.MultipleChoiceField(
        label=_("Årsak"), choices=[(key, _(text)) for key, text in CAUSES.items()], required=False
    )
    explanation = forms.CharField(
        label=_("Forklaring"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, kept: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - as a form takes
        super().__init__(*args, **kwargs)
        self.fields["forecast"].initial = kept


class LevelForm(Form):
    """What a level adds to the reports below it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    adjustment = ThousandsField(label=_("Din justering"), required=False)
    adjustment_reason = forms.CharField(
        label=_("Hvorfor justerer du?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    assessment = forms.CharField(
        label=_("Din vurdering"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, kept: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - as a form takes
        super().__init__(*args, **kwargs)
        self.fields["adjustment"].initial = kept


class MeasureForm(Form):
    """A corrective measure."""

    title = forms.CharField(label=_("Hva skal gjøres?"), max_length=200)
    owner = forms.ModelChoiceField(label=_("Hvem eier det?"), queryset=Position.objects.none())
    deadline = forms.DateField(
        label=_("Når skal det virke?"), widget=DayInput, help_text=_("Da blir du spurt om det virket.")
    )
    effect = ThousandsField(
        label=_("Ventet virkning i år"), help_text=_("1000 kr. Minus er innsparing, for eksempel −600.")
    )
    status = forms.ChoiceField(label=_("Status"), choices=MeasureStatus.choices, required=False)

    def __init__(self, *args: Any, owners: QuerySet[Position], **kwargs: Any) -> None:  # noqa: ANN401 - as a form takes
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if not self.initial:
            del self.fields["status"]


class AnswerForm(Form):
    """Whether a measure worked."""

    worked = forms.ChoiceField(label=_("Virket det?"), choices=Effect.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Merknad"), required=False, max_length=1000)


class CommentForm(Form):
    """What is said when a report is returned, approved or reopened."""

    comment = forms.CharField(
        label=_("Merknad til den som rapporterer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
