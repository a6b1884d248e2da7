"""Forms for goals and measures; what they hold goes to the services, which do the writing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.access.policies import permitted_units
from styring.kernel.spans import Span
from styring.organisation.models import Position, ProgrammeArea, Unit
from styring.plans.models import Category, Goal, Level, Measure, Risk
from styring.plans.policies import CHANGE_GOAL, CHANGE_MEASURE
from styring.plans.services import GoalText, MeasureText, Placed
from styring.thread.models import Element
from styring.ui.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from styring.access.policies import Action
    from styring.accounts.models import User

ORE = 100_000
"""Øre in 1000 kroner, which effects are written in."""
HUNDREDTHS = 2


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """A position, told apart by its unit."""

    def label_from_instance(self, obj: Position) -> str:
        """The position and its unit."""
        return f"{obj.title} – {obj.unit.name}"


class ElementsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """Elements by code and title."""

    def label_from_instance(self, obj: Element) -> str:
        """What people call the element."""
        return obj.name


class _PlacedForm(Form):
    """What goals and measures share: unit, title, owner, code and years."""

    action: Action

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"))
    code = forms.CharField(
        label=_("Kode"), max_length=20, required=False, help_text=_("Kort navn, for eksempel RM28 eller T33.")
    )
    title = forms.CharField(label=_("Tittel"), max_length=200)
    owner = OwnerField(
        Position.objects.none(),
        label=_("Eier"),
        required=False,
        help_text=_("Stillingen som svarer for dette. Eierskapet følger stillingen, ikke personen."),
    )
    first_year = forms.IntegerField(label=_("Første år"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Siste år"), min_value=2000, max_value=2100)

    def __init__(self, actor: User, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the units that the person may change, and every leader position."""
        super().__init__(*args, **kwargs)
        _choice(self, "unit").queryset = permitted_units(actor, self.action).filter(closed_on__gt=day)
        _choice(self, "owner").queryset = Position.objects.filter(is_leader=True).select_related("unit")
        self.day = day

    def clean(self) -> dict[str, Any]:
        """See that the years come in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("Siste år kan ikke komme før første år."))
        return cleaned

    def settle(self, *links: str) -> None:
        """Let the unit, the code and what it is linked to stay as they are."""
        for name in ("unit", "code"):
            self.fields[name].disabled = True
        for name in links:
            del self.fields[name]

    @property
    def placed(self) -> Placed:
        """Whose it is, what it is called and the years it applies."""
        said = self.cleaned_data
        span = Span.of_years(said["first_year"], said["last_year"])
        return Placed(said["unit"], said["title"], span, said["owner"], said["code"])


class GoalForm(_PlacedForm):
    """A goal and what it sharpens."""

    action = CHANGE_GOAL

    level = forms.ChoiceField(label=_("Nivå"), choices=Level.choices, initial=Level.RESULT)
    above = ElementsField(
        Element.objects.none(),
        label=_("Bygger på"),
        required=False,
        help_text=_("Overordnede mål eller fokusområder som dette målet gjør mer konkret."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    user_meaning = forms.CharField(
        label=_("Hva betyr dette for brukeren?"),
        help_text=_("Én eller to setninger i klart språk. Teksten står først når målet vises for innbyggerne."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    baseline = forms.CharField(
        label=_("Utgangspunkt"),
        max_length=200,
        required=False,
        help_text=_("For eksempel 47,0 prosent i 2025, eller ny måling."),
    )

    def __init__(self, actor: User, day: date, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Offer the overarching goals and focus areas in force."""
        super().__init__(actor, day, *args, **kwargs)
        tops = Q(kind="focus_area") | Q(pk__in=Goal.objects.filter(level=Level.OVERARCHING).values("pk"))
        _choice(self, "above").queryset = Element.objects.in_force(day).filter(tops).order_by("kind", "code")

    @property
    def text(self) -> GoalText:
        """What the goal says beyond its title."""
        said = self.cleaned_data
        return GoalText(Level(said["level"]), said["user_meaning"], said["baseline"], list(said.get("above", ())))

    @classmethod
    def initial_of(cls, goal: Goal) -> dict[str, Any]:
        """What the form says when a goal is changed."""
        return {
            **_initial(goal.element),
            "level": goal.level,
            "user_meaning": goal.user_meaning,
            "baseline": goal.baseline,
        }


class MeasureForm(_PlacedForm):
    """A measure, its effects by year and the goals it delivers to."""

    action = CHANGE_MEASURE

    goals = ElementsField(
        Element.objects.none(),
        label=_("Arbeider for"),
        required=False,
        help_text=_("Målene tiltaket skal bidra til."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    description = forms.CharField(
        label=_("Hva vil dere gjøre, og hvorfor?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    user_meaning = forms.CharField(
        label=_("Hva betyr dette for brukeren?"),
        help_text=_("Si også fra når noe blir dårligere."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    programme_area = forms.ModelChoiceField(ProgrammeArea.objects.all(), label=_("Programområde"), required=False)
    category = forms.ChoiceField(label=_("Kategori"), choices=Category.choices)
    risk = forms.ChoiceField(label=_("Risiko"), choices=Risk.choices)
    man_years = forms.DecimalField(
        label=_("Årsverk"), decimal_places=HUNDREDTHS, max_digits=8, initial=0, localize=True
    )
    is_in_proposal = forms.BooleanField(label=_("Med i rådmannens forslag"), required=False)
    is_free = forms.BooleanField(label=_("Trenger ikke egne penger"), required=False)

    def __init__(  # the years come in addition to what every form gets
        self,
        actor: User,
        day: date,
        years: Sequence[int],
        *args: Any,  # noqa: ANN401 - Django's own
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        """Offer the goals in force, and a field for each year of the plan."""
        super().__init__(actor, day, *args, **kwargs)
        goals = Element.objects.in_force(day).filter(kind="goal")
        _choice(self, "goals").queryset = goals.order_by("code", "title")
        self.years = years
        for year in years:
            self.fields[f"effect_{year}"] = forms.DecimalField(
                label=str(year), decimal_places=HUNDREDTHS, max_digits=14, required=False, localize=True
            )

    @property
    def asked_first(self) -> list[forms.BoundField]:
        """What everybody with an idea can say."""
        return [self[name] for name in ("title", "unit", "description", "user_meaning")]

    @property
    def details(self) -> list[forms.BoundField]:
        """What those who make the plan add."""
        said = {*(field.name for field in (*self.asked_first, *self.effects)), "man_years"}
        return [field for field in self if field.name not in said]

    @property
    def has_wrong_details(self) -> bool:
        """Is something wrong in what is folded away?"""
        return any(field.errors for field in self.details)

    @property
    def effects(self) -> list[forms.BoundField]:
        """The fields of the years."""
        return [self[f"effect_{year}"] for year in self.years]

    @property
    def text(self) -> MeasureText:
        """What the measure says beyond its title."""
        said = self.cleaned_data
        return MeasureText(
            description=said["description"],
            user_meaning=said["user_meaning"],
            category=Category(said["category"]),
            risk=Risk(said["risk"]),
            man_years=said["man_years"],
            programme_area=said["programme_area"],
            is_in_proposal=said["is_in_proposal"],
            is_free=said["is_free"],
            effects={
                year: int(said[f"effect_{year}"] * ORE) for year in self.years if said[f"effect_{year}"] is not None
            },
            goals=list(said.get("goals", ())),
        )

    @classmethod
    def initial_of(cls, measure: Measure) -> dict[str, Any]:
        """What the form says when a measure is changed."""
        told = ("description", "user_meaning", "category", "risk", "man_years", "is_in_proposal", "is_free")
        effects = {f"effect_{effect.year}": Decimal(effect.amount) / ORE for effect in measure.effects.all()}
        said = {name: getattr(measure, name) for name in told}
        return {**_initial(measure.element), **said, **effects, "programme_area": measure.programme_area}


class DropForm(Form):
    """Why something is taken out."""

    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=500,
        help_text=_("Blir stående i historikken."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _initial(element: Element) -> dict[str, Any]:
    return {
        "unit": element.unit,
        "code": element.code,
        "title": element.title,
        "owner": element.owner,
        "first_year": element.first_year,
        "last_year": element.last_year,
    }


def _choice(form: Form, name: str) -> Any:  # noqa: ANN401 - a field of a model's rows, which Django types loosely
    return form.fields[name]
