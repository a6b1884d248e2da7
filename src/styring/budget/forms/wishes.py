"""Forms for what units wish for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.budget.forms.grids import THOUSANDS, ore_of, typed
from styring.budget.services import WishText
from styring.organisation.models import Unit
from styring.plans.rules import years_of_action_programme
from styring.thread.models import Element
from styring.ui.forms import Form

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.budget.models import Wish


class GoalsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """Goals by code and title."""

    def label_from_instance(self, obj: Element) -> str:
        """What people call the goal."""
        return obj.name


class ThousandsField(forms.CharField):
    """An amount in 1000 kroner; øre when it is read, None when nothing is said."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """Read it."""
        text = super().clean(value)
        amount = ore_of(text)
        if amount is None:
            raise forms.ValidationError(_("Skriv et beløp i 1000 kroner, for eksempel 1200 eller −350."))
        return amount if text else None


class WishForm(Form):
    """A wish, as anybody with an idea can say it: what, why, what it means for users, what it costs."""

    title = forms.CharField(label=_("Hva vil dere gjøre?"), max_length=200)
    why = forms.CharField(label=_("Hvorfor?"), widget=forms.Textarea(attrs={"rows": 3}))
    user_meaning = forms.CharField(
        label=_("Hva betyr det for brukerne?"),
        help_text=_("Si også fra når noe blir dårligere."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    man_years = forms.DecimalField(
        label=_("Årsverk"), decimal_places=2, max_digits=8, initial=0, localize=True, required=False
    )
    goals = GoalsField(
        Element.objects.none(),
        label=_("Mål det hjelper fram"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, first_year: int, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer a field for each year of the programme, and the goals in force."""
        super().__init__(*args, **kwargs)
        self.years = years_of_action_programme(first_year - 1)
        goals: Any = self.fields["goals"]
        goals.queryset = Element.objects.in_force(day).filter(kind="goal").order_by("code", "title")
        for year in self.years:
            self.fields[f"effect_{year}"] = ThousandsField(label=str(year), required=False, max_length=20)

    @property
    def effects(self) -> list[forms.BoundField]:
        """The fields of the years."""
        return [self[f"effect_{year}"] for year in self.years]

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields that are words."""
        return [self[name] for name in ("title", "why", "user_meaning")]

    @property
    def text(self) -> WishText:
        """What the wish says."""
        said = self.cleaned_data
        amounts = {year: said[f"effect_{year}"] for year in self.years if said[f"effect_{year}"] is not None}
        return WishText(
            said["title"], said["why"], said["user_meaning"], amounts, said["man_years"] or 0, list(said["goals"])
        )

    @staticmethod
    def initial_of(*wishes: Wish) -> dict[str, Any]:
        """What the form says when a wish is changed, or when several are made one."""
        sums: dict[int, int] = {}
        for wish in wishes:
            for one in wish.years.all():
                sums[one.year] = sums.get(one.year, 0) + one.amount
        return {
            "title": " + ".join(wish.title for wish in wishes)[:200],
            "why": "\n\n".join(wish.why for wish in wishes),
            "user_meaning": "\n\n".join(wish.user_meaning for wish in wishes),
            "man_years": sum((wish.man_years for wish in wishes), Decimal(0)),
            "goals": [goal for wish in wishes for goal in wish.goals.all()],
            **{f"effect_{year}": typed(amount, THOUSANDS) for year, amount in sums.items()},
        }


class NewWishForm(WishForm):
    """A wish for one of the units that the person may wish for."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"))

    def __init__(self, units: QuerySet[Unit], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the units."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields that are words, with the unit first."""
        return [self["unit"], *super().told]


class AnswerForm(Form):
    """Why a wish is chosen or not."""

    reason = forms.CharField(
        label=_("Begrunnelse"),
        help_text=_("Enheten ser begrunnelsen. Den blir stående."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
