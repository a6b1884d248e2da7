"""What is filled in when layers are made, laid forward and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.budget.models import Cause, ChangeKind, Layer, LayerKind, LayerState
from styring.ledger.rules.codes import ACCOUNT_CLASSES, CODE_LENGTH, arts, functions
from styring.organisation.models import Party, Unit
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.utils.functional import Promise

    from styring.ledger.rules.codes import Code
    from styring.organisation.models import ProgrammeArea

MOST = 10**9
"""Thousands of kroner that an amount may be; a thousand milliards is more than any municipality has."""


class ProgrammeForm(Form):
    """A proposal for four years, and the budget that it is carried on from."""

    first_year = forms.IntegerField(label=_("Første år"), min_value=2020, max_value=2100)
    title = forms.CharField(label=_("Tittel"), max_length=200, required=False)
    base = forms.ModelChoiceField(
        label=_("Før videre fra"),
        queryset=Layer.objects.none(),
        required=False,
        empty_label=_("Ingen, begynn tomt"),
        help_text=_("Vedtatt budsjett, eller reguleringen som budsjettet skal tas med til og med."),
    )
    pay = forms.DecimalField(
        label=_("Lønnsvekst i prosent"), min_value=-20, max_value=50, decimal_places=3, initial=0, localize=True
    )
    price = forms.DecimalField(
        label=_("Prisvekst i prosent"), min_value=-20, max_value=50, decimal_places=3, initial=0, localize=True
    )
    replacements = forms.CharField(
        label=_("Nye koder for koder som utgår"),
        required=False,
        help_text=_("Skriv gammel=ny, skilt med komma. For eksempel 270=271."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django gives them
        super().__init__(*args, **kwargs)
        decided = Layer.objects.filter(state=LayerState.DECIDED)
        self.fields["base"].queryset = decided.order_by("-first_year", "-decided_on")  # type: ignore[attr-defined]

    def clean_replacements(self) -> str:
        """Pairs of codes."""
        text: str = self.cleaned_data["replacements"]
        for pair in filter(None, (part.strip() for part in text.split(","))):
            old, is_, new = (word.strip() for word in pair.partition("="))
            if not is_ or len(old) != CODE_LENGTH or len(new) != CODE_LENGTH:
                raise forms.ValidationError(_("Skriv gammel=ny med tre sifre hver, skilt med komma."))
        return text

    def codes(self) -> dict[str, str]:
        """Which code stands for which."""
        pairs = (part.partition("=") for part in self.cleaned_data["replacements"].split(",") if part.strip())
        return {old.strip(): new.strip() for old, _is, new in pairs}


class Offered(NamedTuple):
    """What a person may make on top of a layer: kinds of layers, and the parties whose groups the person sits in."""

    kinds: Sequence[LayerKind]
    own: Collection[int]


class LayerForm(Form):
    """A layer on top of another."""

    kind = forms.ChoiceField(label=_("Hva slags lag"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Tittel"), max_length=200, required=False)
    parties = forms.ModelMultipleChoiceField(
        label=_("Partier"),
        queryset=Party.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bare medlemmer av disse gruppene ser utkastet."),
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:  # noqa: ANN401 - Django gives them
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in offered.kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = offered.kinds[0].value
        parties = self.fields["parties"]
        if offered.own:
            parties.queryset = Party.objects.all()  # type: ignore[attr-defined]
            parties.initial = list(offered.own)
        else:
            del self.fields["parties"]

    def clean(self) -> dict[str, Any]:
        """Those without a party make layers without one."""
        return {"parties": [], **(super().clean() or {})}


KINDS = [
    *((f"{ChangeKind.CONSEQUENCE}.{cause}", cause.label) for cause in Cause),
    (ChangeKind.FINANCE.value, ChangeKind.FINANCE.label),
    (ChangeKind.MANUAL.value, ChangeKind.MANUAL.label),
]


class LineForm(Form):
    """A line of a draft: why, on which account, and how much in each year."""

    kind = forms.ChoiceField(label=_("Hva slags endring"), choices=KINDS)
    title = forms.CharField(label=_("Tittel"), max_length=200)
    reason = forms.CharField(label=_("Begrunnelse"), widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.ModelChoiceField(label=_("Enhet"), queryset=Unit.objects.none())
    account_class = forms.ChoiceField(label=_("Del"), choices=[("1", _("Drift")), ("0", _("Investering"))], initial="1")
    function = forms.CharField(label=_("Funksjon"), max_length=CODE_LENGTH, help_text=_("Tre sifre, for eksempel 202."))
    art = forms.CharField(label=_("Art"), max_length=CODE_LENGTH, help_text=_("Tre sifre, for eksempel 010."))

    def __init__(self, *args: Any, layer: Layer, area: ProgrammeArea | None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.layer = layer
        units = Unit.objects.filter(placements__programme_area=area) if area else Unit.objects.all()
        self.fields["unit"].queryset = units.distinct()  # type: ignore[attr-defined]
        for year in layer.years:
            label = _("%(year)s, 1000 kr") % {"year": year}
            self.fields[f"y{year}"] = forms.IntegerField(label=label, required=False, min_value=-MOST, max_value=MOST)

    def clean_function(self) -> str:
        """A function that is valid in the layer's years."""
        return self._valid(self.cleaned_data["function"], functions(), _("Funksjonen gjelder ikke i %(year)s."))

    def clean_art(self) -> str:
        """An art that is valid in the layer's years."""
        return self._valid(self.cleaned_data["art"], arts(), _("Arten gjelder ikke i %(year)s."))

    def clean(self) -> dict[str, Any]:
        """The art is one of its account class."""
        said = super().clean() or {}
        art, account_class = arts().get(said.get("art", "")), said.get("account_class")
        if art and account_class in ACCOUNT_CLASSES and account_class not in art.account_classes:
            self.add_error("art", _("Arten kan ikke brukes i denne delen."))
        return said

    def _valid(self, code: str, known: Mapping[str, Code], fault: Promise) -> str:
        found = known.get(code)
        for year in self.layer.years:
            if found is None or not found.is_valid_in(year):
                raise forms.ValidationError(str(fault) % {"year": year})
        return code


class DecisionForm(Form):
    """What the council decided."""

    case = forms.CharField(label=_("Saksnummer"), max_length=80, help_text=_("For eksempel KST 120/26."))
    day = forms.DateField(label=_("Vedtatt"), widget=DayInput())
    loan_frame = forms.IntegerField(
        label=_("Låneramme første år, 1000 kr"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("Kommuneloven § 14-4: vedtaket må si hvor mye lån som kan tas opp."),
    )


class VoteForm(Form):
    """How a party voted."""

    in_favour = forms.IntegerField(label=_("For"), required=False, min_value=0, max_value=999)
    against = forms.IntegerField(label=_("Mot"), required=False, min_value=0, max_value=999)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:  # noqa: ANN401 - Django gives them
        super().__init__(*args, **kwargs)
        self.party = party

    def counted(self) -> tuple[int, int]:
        """For and against."""
        return self.cleaned_data["in_favour"] or 0, self.cleaned_data["against"] or 0
