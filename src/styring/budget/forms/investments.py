"""Forms for investments; amounts are written in 1000 kr."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.access.policies import permitted_units
from styring.budget.models import Authority, Phase
from styring.budget.policies import CHANGE_INVESTMENT
from styring.budget.services.investments import PARTS, InvestmentText, Standing, YearOfInvestment
from styring.kernel.spans import Span
from styring.organisation.models import Position, ProgrammeArea, Unit
from styring.plans.models import Risk
from styring.plans.services import Placed
from styring.thread.models import Element
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.models import Investment
    from styring.budget.queries.investments import ProjectMoney

THOUSAND = 100_000
"""Øre in 1000 kroner, which amounts are written in."""
HUNDREDTHS = 2
TEN_THOUSANDTHS_IN_A_PERCENT = 100
MOST_MONTHS = 120
PART_NAMES = {
    "spending": _("Utgift"),
    "grants": _("Tilskudd"),
    "sales": _("Salg"),
    "fund": _("Bruk av fond"),
    "transfer": _("Overføring fra drift"),
}


def amount(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:  # noqa: ANN401 - text, translated later
    """A field for an amount in 1000 kr, not negative."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        decimal_places=HUNDREDTHS,
        max_digits=14,
        required=required,
        localize=True,
    )


def ore_of(written: Decimal | None) -> int:
    """Øre of what is written in 1000 kr; nothing is nought."""
    return int((written or Decimal(0)) * THOUSAND)


def written(ore: int) -> Decimal:
    """Øre as it is written in 1000 kr."""
    return Decimal(ore) / THOUSAND


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """A position, told apart by its unit."""

    def label_from_instance(self, obj: Position) -> str:
        """The position and its unit."""
        return f"{obj.title} – {obj.unit.name}"


class GoalsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """Goals by code and title."""

    def label_from_instance(self, obj: Element) -> str:
        """What people call the goal."""
        return obj.name


class InvestmentForm(Form):
    """An investment with its spending and financing by year."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enhet"), help_text=_("Enheten som gjennomfører prosjektet.")
    )
    code = forms.CharField(
        label=_("Kode"), max_length=20, help_text=_("Kort navn som også er prosjektnummeret i regnskapet, som I17.")
    )
    title = forms.CharField(label=_("Tittel"), max_length=200)
    owner = OwnerField(Position.objects.none(), label=_("Eier"), required=False)
    description = forms.CharField(
        label=_("Hva vi vil bygge eller kjøpe"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    user_meaning = forms.CharField(
        label=_("Hva betyr dette for brukeren?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    goals = GoalsField(
        Element.objects.none(),
        label=_("Arbeider for"),
        required=False,
        help_text=_("Målene investeringen skal bidra til."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    programme_area = forms.ModelChoiceField(ProgrammeArea.objects.all(), label=_("Programområde"), required=False)
    function = forms.CharField(
        label=_("KOSTRA-funksjon"), max_length=3, help_text=_("Tre sifre, som 222 for skolebygg.")
    )
    phase = forms.ChoiceField(label=_("Fase"), choices=[pair for pair in Phase.choices if pair[0] != Phase.CLOSED])
    risk = forms.ChoiceField(label=_("Risiko"), choices=Risk.choices, initial=Risk.MIDDLE)
    authority = forms.ChoiceField(
        label=_("Hvem kan endre rammen?"), choices=Authority.choices, initial=Authority.EXECUTIVE_COMMITTEE
    )
    total_frame = amount(_("Totalramme"), required=True, help_text=_("1000 kr med merverdiavgift."))
    spent_before = amount(_("Brukt tidligere"), help_text=_("1000 kr før det første året som regnes med."))
    counted_from = forms.IntegerField(
        label=_("Regnskap regnes med fra"), min_value=2000, max_value=2100, help_text=_("Årstall.")
    )
    vat_percent = forms.DecimalField(
        label=_("Momskompensasjon, prosent av utgiften"),
        min_value=0,
        max_value=20,
        decimal_places=HUNDREDTHS,
        initial=20,
        localize=True,
        help_text=_("20 når alt gir full kompensasjon. 0 i selvkostområder, som trekker fra merverdiavgiften selv."),
    )
    is_self_cost = forms.BooleanField(label=_("Betales av brukerne (selvkost)"), required=False)
    useful_life = forms.IntegerField(
        label=_("Levetid i år"),
        min_value=1,
        max_value=60,
        initial=40,
        help_text=_("Avdragene fordeles over levetiden."),
    )
    running_cost = amount(_("Driftskostnad i året"), help_text=_("1000 kr fra året etter at det er ferdig."))
    ready_on = forms.DateField(label=_("Ferdig"), required=False, widget=DayInput())

    def __init__(
        self,
        actor: User,
        day: date,
        years: Sequence[int],
        *args: Any,  # noqa: ANN401 - Django's own
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        """Offer the units that the person may change, the goals in force, and fields for each year of the plan."""
        super().__init__(*args, **kwargs)
        _choice(self, "unit").queryset = permitted_units(actor, CHANGE_INVESTMENT).filter(closed_on__gt=day)
        _choice(self, "owner").queryset = Position.objects.filter(is_leader=True).select_related("unit")
        _choice(self, "goals").queryset = Element.objects.in_force(day).filter(kind="goal").order_by("code", "title")
        self.years = years
        for year in years:
            for name in PARTS:
                label = f"{PART_NAMES[name]} {year}"
                self.fields[f"{name}_{year}"] = amount(label)

    def settle(self) -> None:
        """Let the unit, the code and the goals stay as they are."""
        self.fields["unit"].disabled = self.fields["code"].disabled = True
        del self.fields["goals"]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are not of a year."""
        of_years = {f"{name}_{year}" for name in PARTS for year in self.years}
        return [field for field in self if field.name not in of_years]

    @property
    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """What is written for each year: a heading and its fields."""
        return [(PART_NAMES[name], [self[f"{name}_{year}"] for year in self.years]) for name in PARTS]

    @property
    def placed(self) -> Placed:
        """Whose it is, what it is called, and the years it applies."""
        said = self.cleaned_data
        spent = [year for year in self.years if said[f"spending_{year}"]] or [self.years[0]]
        last = max(*spent, said["ready_on"].year if said["ready_on"] else 0)
        span = Span.of_years(min(said["counted_from"], spent[0]), last)
        return Placed(said["unit"], said["title"], span, said["owner"], said["code"])

    @property
    def text(self) -> InvestmentText:
        """What the investment says beyond its title."""
        said = self.cleaned_data
        same = ("function", "description", "user_meaning", "programme_area", "is_self_cost", "useful_life", "ready_on")
        return InvestmentText(
            project=said["code"],
            total_frame=ore_of(said["total_frame"]),
            spent_before=ore_of(said["spent_before"]),
            counted_from=said["counted_from"],
            phase=Phase(said["phase"]),
            risk=Risk(said["risk"]),
            authority=Authority(said["authority"]),
            vat_share=int(said["vat_percent"] * TEN_THOUSANDTHS_IN_A_PERCENT),
            running_cost=ore_of(said["running_cost"]),
            years={
                year: YearOfInvestment(**{name: ore_of(said[f"{name}_{year}"]) for name in PARTS})
                for year in self.years
            },
            goals=list(said.get("goals", ())),
            **{name: said[name] for name in same},
        )

    @classmethod
    def initial_of(cls, investment: Investment) -> dict[str, Any]:
        """What the form says when an investment is changed."""
        same = (
            "function", "description", "user_meaning", "programme_area", "is_self_cost", "useful_life", "ready_on",
            "phase", "risk", "authority", "counted_from",
        )  # fmt: skip
        element = investment.element
        said: dict[str, Any] = {name: getattr(investment, name) for name in same}
        said |= {"unit": element.unit, "code": element.code, "title": element.title, "owner": element.owner}
        said |= {name: written(getattr(investment, name)) for name in ("total_frame", "spent_before", "running_cost")}
        said["vat_percent"] = Decimal(investment.vat_share) / TEN_THOUSANDTHS_IN_A_PERCENT
        for row in investment.years.all():
            said |= {f"{name}_{row.year}": written(getattr(row, name)) for name in PARTS}
        return said


class MoveForm(Form):
    """How far an investment is moved, and why."""

    months = forms.IntegerField(
        label=_("Måneder"),
        min_value=-MOST_MONTHS,
        max_value=MOST_MONTHS,
        help_text=_("12 er ett år senere. Minus er tidligere. Utgifter, tilskudd og ferdigdato flyttes sammen."),
    )
    reason = forms.CharField(label=_("Begrunnelse"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class StatusForm(Form):
    """How an investment stands."""

    day = forms.DateField(label=_("Dato"), widget=DayInput())
    progress = forms.IntegerField(label=_("Framdrift i prosent"), min_value=0, max_value=100)
    forecast = amount(_("Ventet sluttkostnad"), required=True, help_text=_("1000 kr med merverdiavgift."))
    ready_on = forms.DateField(label=_("Ventes ferdig"), required=False, widget=DayInput())
    comment = forms.CharField(
        label=_("Kommentar"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def standing(self) -> Standing:
        """How it stands."""
        said = self.cleaned_data
        return Standing(said["progress"], ore_of(said["forecast"]), said["ready_on"], said["comment"])

    @classmethod
    def initial_of(cls, money: ProjectMoney, day: date) -> dict[str, Any]:
        """What was told last."""
        return {
            "day": day,
            "progress": money.progress,
            "forecast": written(money.forecast),
            "ready_on": money.ready_on,
        }


class CloseForm(Form):
    """The final account of an investment."""

    final_cost = amount(_("Sluttkostnad"), required=True, help_text=_("1000 kr med merverdiavgift."))
    day = forms.DateField(label=_("Sluttregnskapet vedtatt"), widget=DayInput())
    note = forms.CharField(
        label=_("Hva lærte vi?"),
        required=False,
        max_length=2000,
        help_text=_("Forklar avvik fra rammen, og hva som bør gjøres likt eller annerledes neste gang."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DropForm(Form):
    """Why an investment is taken out."""

    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=500,
        help_text=_("Blir stående i historikken."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _choice(form: Form, name: str) -> Any:  # noqa: ANN401 - a field of a model's rows, which Django types loosely
    return form.fields[name]
