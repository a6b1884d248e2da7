"""Forms for amendments: what one is called, its rows and their accounts, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from styring.access.policies import permitted_units
from styring.budget.forms.fields import KronerField
from styring.budget.models import Authority
from styring.budget.policies import WRITE_TRANSFER
from styring.budget.services.amendments import KINDS, Resolution, RowText
from styring.ledger.rules.groups import ART_GROUP_NAMES, ArtGroup
from styring.organisation.models import Body, Unit
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.models import AmendmentRow
    from styring.budget.services.amendments import Account

INCOMES = {ArtGroup.FEES, ArtGroup.SALES, ArtGroup.REFUNDS}
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

    def __init__(self, actor: User, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the units that the person may write for."""
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.queryset = permitted_units(actor, WRITE_TRANSFER).filter(closed_on__gt=day)  # type: ignore[attr-defined]  # a choice of units


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

    def __init__(self, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer every unit there is, and the kinds that can be moved."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(opened_on__lte=day, closed_on__gt=day)  # type: ignore[attr-defined]  # a choice of units
        self.fields["group"].choices = [(kind.value, _t(ART_GROUP_NAMES[kind])) for kind in KINDS]  # type: ignore[attr-defined]  # a choice

    def clean_amount(self) -> int:
        """Which way it goes is said by its own field."""
        amount: int = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Skriv et beløp over null. Velg om det øker eller reduseres."))
        return amount

    @property
    def text(self) -> RowText:
        """What the row says; more cost and less income are plus."""
        said = self.cleaned_data
        group = ArtGroup(said["group"])
        is_plus = (said["direction"] == "more") != (group in INCOMES)
        return RowText(said["unit"], said["purpose"], group, said["amount"] if is_plus else -said["amount"])


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
