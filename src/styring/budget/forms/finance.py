"""Forms for what a programme rests on: loans, reserves, book values, premises, targets, population, financing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.budget.models import (
    AgeGroup,
    BookValues,
    CommonFinancing,
    FinancialTarget,
    Fund,
    FundKind,
    Loan,
    LoanPurpose,
    Premises,
    TargetFigure,
)
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model
    from django.utils.functional import Promise

ORE = 100
THOUSANDTHS = 1000
"""Stored units (1/100 000) in a percent."""
PERCENT, MONEY = "percent", "money"


def percent(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DecimalField:  # noqa: ANN401 - text, translated later
    """A field for a percentage."""
    made = forms.DecimalField(
        label=label, help_text=help_text, decimal_places=3, max_digits=8, localize=True, required=required
    )
    made.widget.attrs["data-kind"] = PERCENT
    return made


def money(label: Any, help_text: Any = "") -> forms.DecimalField:  # noqa: ANN401 - text, translated later
    """A field for kroner, not negative."""
    made = forms.DecimalField(
        label=label, help_text=help_text, min_value=0, decimal_places=2, max_digits=17, localize=True
    )
    made.widget.attrs["data-kind"] = MONEY
    return made


class BasisForm(Form):
    """A form whose percentages and kroner are kept as whole numbers."""

    def kept(self) -> dict[str, Any]:
        """What is written, as it is kept."""
        scale = {PERCENT: THOUSANDTHS, MONEY: ORE}
        found = {}
        for name, value in self.cleaned_data.items():
            kind = self.fields[name].widget.attrs.get("data-kind")
            found[name] = int((value or Decimal(0)) * scale[kind]) if kind else value
        return found

    @classmethod
    def initial_of(cls, thing: Model) -> dict[str, Any]:
        """What is kept, as it is written."""
        scale = {PERCENT: THOUSANDTHS, MONEY: ORE}
        found = {}
        for name, one in cls.base_fields.items():
            kind = one.widget.attrs.get("data-kind")
            value = getattr(thing, name)
            found[name] = Decimal(value) / scale[kind] if kind else value
        return found


class LoanForm(BasisForm):
    """A loan and its terms."""

    name = forms.CharField(label=_("Lån"), max_length=120)
    lender = forms.CharField(label=_("Långiver"), max_length=120, required=False)
    purpose = forms.ChoiceField(label=_("Formål"), choices=LoanPurpose.choices)
    balance = money(_("Restgjeld, kroner"))
    balance_on = forms.DateField(label=_("Restgjeld per"), widget=DayInput())
    rate = percent(_("Fast rente, prosent"), _("0 når renten er flytende."))
    bound_until = forms.IntegerField(
        label=_("Bundet ut året"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=_("Tomt når renten flyter."),
    )
    margin = percent(_("Påslag på flytende rente, prosent"))
    instalment = money(_("Avdrag per termin, kroner"))
    due_months = forms.RegexField(
        r"^(1[0-2]|[1-9])(,(1[0-2]|[1-9]))*$", label=_("Terminmåneder"), initial="6,12", help_text=_("Som 6,12.")
    )
    pays_from = forms.IntegerField(label=_("Første år med avdrag"), min_value=0, max_value=2100, initial=0)


class FundForm(BasisForm):
    """What a reserve holds."""

    kind = forms.ChoiceField(label=_("Type"), choices=FundKind.choices)
    name = forms.CharField(label=_("Navn"), max_length=120)
    balance = money(_("Beholdning, kroner"))
    balance_on = forms.DateField(label=_("Beholdning per"), widget=DayInput())


class BookValuesForm(BasisForm):
    """Book values of a year."""

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    depreciable_assets = money(
        _("Avskrivbare anleggsmidler 1. januar, kroner"),
        _("Bokført verdi. Tomter og annet som ikke avskrives, er ikke med."),
    )
    deposits = money(_("Bankinnskudd og utlån med flytende rente, kroner"))


class PremisesForm(BasisForm):
    """What a year's budget rests on."""

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    pay = percent(_("Lønnsvekst, prosent"))
    price = percent(_("Prisvekst, prosent"))
    tax = percent(_("Skattevekst, prosent"))
    floating = percent(_("Flytende rente, prosent"))


class FinancingForm(BasisForm):
    """What pays for a year's investments together."""

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    transfer = money(_("Overføring fra drift, kroner"))
    sales = money(_("Salg av eiendom, kroner"))
    fund = money(_("Bruk av ubundet investeringsfond, kroner"))
    equity_deposit = money(_("Egenkapitalinnskudd i pensjonskasse, kroner"), _("Kan ikke lånefinansieres."))


class TargetForm(BasisForm):
    """A target that the council has adopted."""

    code = forms.CharField(label=_("Kode"), max_length=20)
    name = forms.CharField(label=_("Navn"), max_length=200)
    figure = forms.ChoiceField(label=_("Måler"), choices=TargetFigure.choices)
    is_least = forms.BooleanField(label=_("Er et minstekrav"), required=False, initial=True)
    limit = percent(_("Grense, prosent"))
    margin = percent(_("Varsle når det er mindre igjen enn, prosentpoeng"))
    without_self_cost = forms.BooleanField(label=_("Uten selvkostområder"), required=False)
    without_on_lending = forms.BooleanField(label=_("Uten lån til videreutlån"), required=False, initial=True)
    first_year = forms.IntegerField(label=_("Gjelder fra år"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Gjelder til og med år"), required=False, min_value=2000, max_value=2100)
    decision = forms.CharField(label=_("Vedtatt i sak"), max_length=80, required=False)


@dataclass(frozen=True)
class BasisKind:
    """A part of what a programme rests on: its model, its form, and what people call it."""

    model: type[Model]
    form: type[BasisForm]
    title: str | Promise


KINDS: Mapping[str, BasisKind] = {
    "laan": BasisKind(Loan, LoanForm, _("Lån")),
    "fond": BasisKind(Fund, FundForm, _("Fond")),
    "balanse": BasisKind(BookValues, BookValuesForm, _("Balanseverdier")),
    "forutsetninger": BasisKind(Premises, PremisesForm, _("Forutsetninger")),
    "finansiering": BasisKind(CommonFinancing, FinancingForm, _("Felles finansiering")),
    "maaltall": BasisKind(FinancialTarget, TargetForm, _("Finansielt måltall")),
}
"""By the word in the address."""


class PopulationForm(BasisForm):
    """An age group, what a head costs, and how many there are each year."""

    cost_per_head = money(_("Netto utgift per innbygger, kroner"))
    heads = forms.CharField(
        label=_("Innbyggere per år"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Ett år per linje, som 2027: 6800."),
    )

    def clean_heads(self) -> dict[int, int]:
        """How many there are each year."""
        found = {}
        for line in self.cleaned_data["heads"].splitlines():
            if line.strip():
                year, _colon, many = line.replace("\u00a0", " ").partition(":")
                many = many.replace(" ", "")
                if not (year.strip().isdecimal() and many.isdecimal()):
                    raise forms.ValidationError(_("«%(line)s» er ikke et år og et antall.") % {"line": line})
                found[int(year)] = int(many)
        return found

    @classmethod
    def of_group(cls, group: AgeGroup) -> dict[str, Any]:
        """What is kept, as it is written."""
        lines = "\n".join(f"{one.year}: {one.heads}" for one in group.years.all())
        return {"cost_per_head": Decimal(group.cost_per_head) / ORE, "heads": lines}


class InstalmentForm(BasisForm):
    """Figures to try the least instalment with."""

    depreciation = money(_("Avskrivninger i året, kroner"))
    loans = money(_("Lånegjeld 1. januar, kroner"), _("Uten lån til videreutlån."))
    depreciable_assets = money(
        _("Avskrivbare anleggsmidler 1. januar, kroner"),
        _("Bokført verdi. Tomter og annet som ikke avskrives, er ikke med."),
    )
