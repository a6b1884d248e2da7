"""Forms for amendments: what one is called, its rows and their accounts, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from styring.access.policies import permitted_units
from styring.budget.forms.fields import KronerField
from styring.budget.models import Authority, Investment, MoneySource, Phase
from styring.budget.policies import WRITE_TRANSFER
from styring.budget.queries.investments import investments_for
from styring.budget.services.amendments import KINDS, AmendmentText, Resolution, RowText
from styring.budget.services.project_amendments import ProjectMove
from styring.ledger.rules.groups import ART_GROUP_NAMES, ArtGroup
from styring.organisation.models import Body, Unit
from styring.thread.models import State
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.models import Amendment, AmendmentRow
    from styring.budget.services.amendments import Account

INCOMES = {ArtGroup.FEES, ArtGroup.SALES, ArtGroup.REFUNDS}
YEARS = 4
"""The years of a programme, the amended one first."""
EACH_YEAR = "each"
EXTRA_ACCOUNTS = 3
"""Empty lines for more accounts."""


class AmendmentForm(Form):
    """What an amendment is called, whose it is, and why."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enhet"), help_text=_("Enheten eller sektoren som leder pengene det gjelder.")
    )
    title = forms.CharField(label=_("Tittel"), max_length=200)
    reason = forms.CharField(
        label=_("Hvorfor må budsjettet endres?"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Begrunnelsen følger reguleringen til vedtaket."),
    )  # fmt: skip
    last_year = forms.TypedChoiceField(
        label=_("Hvor lenge gjelder det i driften?"), choices=(), coerce=int, empty_value=None, required=False,
        help_text=_("Gjelder det flere år, legger du inn beløpet for hvert av dem."),
    )  # fmt: skip

    def __init__(self, actor: User, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the units that the person may write for, and the years of the programme."""
        super().__init__(*args, **kwargs)
        self.year = day.year
        unit = self.fields["unit"]
        unit.queryset = permitted_units(actor, WRITE_TRANSFER).filter(closed_on__gt=day)  # type: ignore[attr-defined]  # a choice of units
        later = [(year, _t("Til og med %(year)s") % {"year": year}) for year in range(day.year + 1, day.year + YEARS)]
        once = (day.year, _t("Bare i %(year)s") % {"year": day.year})
        open_ended = ("", _t("Videre framover, til neste budsjett sier noe annet"))
        self.fields["last_year"].choices = [open_ended, once, *later]  # type: ignore[attr-defined]  # a choice

    @property
    def text(self) -> AmendmentText:
        """What the amendment says."""
        said = self.cleaned_data
        return AmendmentText(self.year, said["title"], said["reason"], said["last_year"])


class RowForm(Form):
    """What a unit gets or gives up."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"))
    purpose = forms.CharField(label=_("Hva det gjelder"), max_length=300)
    group = forms.ChoiceField(label=_("Type"), choices=())
    direction = forms.ChoiceField(
        label=_("Endring"), choices=(("more", _("Øker")), ("less", _("Reduseres"))),
        help_text=_("Økt inntekt og redusert utgift gir penger fra seg."),
    )  # fmt: skip
    amount = KronerField(label=_("Kroner"))
    year = forms.ChoiceField(label=_("År"), choices=())

    def __init__(self, day: date, years: range, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer every unit there is, the kinds that can be moved, and the amendment's years when it has several."""
        super().__init__(*args, **kwargs)
        self.years = years
        if len(years) == 1:
            del self.fields["year"]
        else:
            words = {"first": years[0], "last": years[-1]}
            each = (EACH_YEAR, _t("Hvert år fra %(first)s til %(last)s") % words)
            self.fields["year"].choices = [each, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice
        self.fields["unit"].queryset = Unit.objects.filter(opened_on__lte=day, closed_on__gt=day)  # type: ignore[attr-defined]  # a choice of units
        self.fields["group"].choices = [(kind.value, _t(ART_GROUP_NAMES[kind])) for kind in KINDS]  # type: ignore[attr-defined]  # a choice

    def clean_amount(self) -> int:
        """Which way it goes is said by its own field."""
        return over_nought(self.cleaned_data["amount"])

    @property
    def text(self) -> RowText:
        """What the row says; more cost and less income are plus."""
        said = self.cleaned_data
        group = ArtGroup(said["group"])
        is_plus = (said["direction"] == "more") != (group in INCOMES)
        amount = said["amount"] if is_plus else -said["amount"]
        chosen = said.get("year", EACH_YEAR)
        years = self.years if chosen == EACH_YEAR else [int(chosen)]
        return RowText(said["unit"], said["purpose"], group, amount, tuple(year - self.years[0] for year in years))


class ProjectForm(Form):
    """What a project is to spend more or less, in which year, and what pays for it."""

    investment = forms.ModelChoiceField(Investment.objects.none(), label=_("Prosjekt"))
    purpose = forms.CharField(label=_("Hva det gjelder"), max_length=300)
    direction = forms.ChoiceField(label=_("Endring"), choices=(("less", _("Bruker mindre")), ("more", _("Bruker mer"))))
    amount = KronerField(label=_("Kroner med merverdiavgift"))
    year = forms.TypedChoiceField(label=_("I året"), choices=(), coerce=int)
    to_year = forms.TypedChoiceField(
        label=_("Flyttes til eller fra"), choices=(), coerce=int, empty_value=None, required=False,
        help_text=_("Året som får like mye motsatt vei, når prosjektet bare blir senere eller tidligere."),
    )  # fmt: skip
    source = forms.ChoiceField(
        label=_("Finansieringen som endres"), choices=MoneySource.choices,
        help_text=_("Kompensasjonen for merverdiavgift følger med av seg selv."),
    )  # fmt: skip
    moves_frame = forms.BooleanField(
        label=_("Totalrammen til prosjektet endres like mye"), required=False,
        help_text=_("Velg dette når penger flyttes mellom prosjekter, eller prosjektet blir dyrere eller billigere."),
    )  # fmt: skip

    def __init__(self, reader: User, amendment: Amendment, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the projects that the person may see and that aren't finished, and the years of a programme."""
        super().__init__(*args, **kwargs)
        known = investments_for(reader).exclude(phase=Phase.CLOSED).exclude(element__state=State.DROPPED)
        self.fields["investment"].queryset = known.select_related("element__unit")  # type: ignore[attr-defined]  # a choice
        years = [(year, str(year)) for year in range(amendment.year, amendment.year + YEARS)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a choice
        self.fields["to_year"].choices = [("", _t("Ikke noe annet år")), *years]  # type: ignore[attr-defined]  # a choice

    def clean_amount(self) -> int:
        """Which way it goes is said by its own field."""
        return over_nought(self.cleaned_data["amount"])

    @property
    def move(self) -> ProjectMove:
        """What the form says."""
        said = self.cleaned_data
        amount = said["amount"] if said["direction"] == "more" else -said["amount"]
        return ProjectMove(
            said["investment"], said["purpose"], amount, said["year"], MoneySource(said["source"]), said["to_year"],
            moves_frame=said["moves_frame"],
        )  # fmt: skip


def over_nought(amount: int) -> int:
    """An amount that a person has written, when another field says which way it goes.

    Raises:
        ValidationError: it is nought or less.
    """
    if amount <= 0:
        raise forms.ValidationError(_("Skriv et beløp over null. Velg om det øker eller reduseres."))
    return amount


class AccountsForm(Form):
    """The accounts that a row is for: function, art and kroner, line by line."""

    def __init__(self, row: AmendmentRow, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """A line for each account that the row has, and some more."""
        super().__init__(*args, **kwargs)
        known: Sequence[Any] = [*row.parts.all(), *[None] * EXTRA_ACCOUNTS]
        self.count = len(known)
        for place, part in enumerate(known):
            words = {"number": place + 1}
            self.fields[f"function_{place}"] = forms.CharField(
                label=_("Funksjon, linje %(number)s") % words, required=False, max_length=3,
                initial=part.function if part else "",
            )  # fmt: skip
            self.fields[f"art_{place}"] = forms.CharField(
                label=_("Art, linje %(number)s") % words, required=False, max_length=3,
                initial=part.art if part else "",
            )  # fmt: skip
            self.fields[f"amount_{place}"] = KronerField(
                label=_("Kroner, linje %(number)s") % words, required=False, initial=part.amount if part else None
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, ...]]:
        """The fields of each line."""
        return [tuple(self[f"{name}_{place}"] for name in ("function", "art", "amount")) for place in range(self.count)]

    @property
    def parts(self) -> dict[Account, int]:
        """What is filled in; the same account twice is added up."""
        found: dict[Account, int] = {}
        for place in range(self.count):
            function, art, amount = (self.cleaned_data[f"{name}_{place}"] for name in ("function", "art", "amount"))
            if function or art or amount:
                account = (function.zfill(3), art.zfill(3))
                found[account] = found.get(account, 0) + (amount or 0)
        return found


class ResolutionForm(Form):
    """What was decided, by whom and when."""

    outcome = forms.ChoiceField(
        label=_("Utfall"), choices=(("decided", _("Vedtatt som foreslått")), ("rejected", _("Avslått")))
    )
    authority = forms.ChoiceField(
        label=_("Vedtatt av"), choices=[choice for choice in Authority.choices if choice[0] != Authority.LEADER]
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Organ"), required=False, empty_label=_("Ikke politisk behandlet")
    )
    decision = forms.CharField(label=_("Sak"), max_length=80, help_text=_("Saksnummeret, for eksempel KST 92/26."))
    day = forms.DateField(label=_("Dato"), widget=DayInput())
    answer = forms.CharField(
        label=_("Begrunnelse for avslaget"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Må fylles ut når reguleringen er avslått."),
    )  # fmt: skip

    def __init__(self, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the bodies there are."""
        super().__init__(*args, **kwargs)
        self.latest = day
        self.fields["body"].queryset = Body.objects.filter(valid_from__lte=day, valid_to__gt=day)  # type: ignore[attr-defined]  # a choice

    def clean_day(self) -> date:
        """What is decided has been decided."""
        day: date = self.cleaned_data["day"]
        if day > self.latest:
            raise forms.ValidationError(_("Vedtaket kan ikke være fattet i framtiden."))
        return day

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == "rejected" and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Skriv hvorfor reguleringen er avslått."))
        return cleaned

    @property
    def resolution(self) -> Resolution:
        """What was decided."""
        said = self.cleaned_data
        return Resolution(Authority(said["authority"]), said["decision"], said["day"], said["body"])
