"""The forms of the chart of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.ledger.models import AccountClass, CodeKind, CombinationRule
from styring.ledger.rules.chart import LONGEST_CODE, Coupling
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Kind
from styring.ledger.rules.couplings import FIRST_SENSIBLE_YEAR, LAST_SENSIBLE_YEAR, LONGEST_NAME
from styring.ui.forms import Form

NOWHERE = "nowhere"


def _year(label: Any, *, required: bool, help_text: Any = "") -> forms.IntegerField:  # noqa: ANN401 - lazy text
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=FIRST_SENSIBLE_YEAR,
        max_value=LAST_SENSIBLE_YEAR,
        help_text=help_text,
    )


class CodeForm(Form):
    """What a code is, and from when."""

    kind = forms.ChoiceField(label=_("Hva slags kode?"), choices=CodeKind.choices)
    code = forms.CharField(label=_("Koden i regnskapet"), max_length=LONGEST_CODE)
    is_prefix = forms.BooleanField(
        label=_("Gjelder alle koder som begynner slik"),
        required=False,
        help_text=_("En kobling for hele koden går foran, og flere sifre går foran færre."),
    )
    name = forms.CharField(label=_("Navn"), max_length=LONGEST_NAME, required=False)
    target = forms.CharField(
        label=_("Koblet til"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("KOSTRA-art, KOSTRA-funksjon eller enhetens kode. Et prosjekt kobles ikke."),
    )
    first_year = _year(_("Gjelder fra og med år"), required=False, help_text=_("Tomt felt betyr alle år før også."))
    last_year = _year(_("Gjelder til og med år"), required=False, help_text=_("Tomt felt betyr inntil videre."))

    def coupling(self) -> Coupling:
        """As the rules know it."""
        said = self.cleaned_data
        return Coupling(
            Kind(said["kind"]),
            said["code"].strip(),
            said["target"].strip(),
            said["first_year"] or FIRST_YEAR,
            said["last_year"] or LAST_YEAR,
            is_prefix=said["is_prefix"],
            name=said["name"].strip(),
        )


class EndForm(Form):
    """The last year of something."""

    last_year = _year(_("Siste år den gjelder"), required=True)


class CodeRuleForm(Form):
    """Where KOSTRA's code stands in longer codes."""

    kind = forms.ChoiceField(
        label=_("Hva slags kode?"), choices=[(kind.value, kind.label) for kind in (CodeKind.ART, CodeKind.FUNCTION)]
    )
    place = forms.ChoiceField(
        label=_("Hvor står KOSTRA-koden?"),
        help_text=_("For koder på mer enn tre tegn som ikke er koblet for seg."),
    )
    first_year = _year(_("Gjelder fra og med år"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        places = [(str(skip), PLACES[skip]) for skip in PLACES]
        self.fields["place"] = forms.ChoiceField(
            label=self.fields["place"].label,
            help_text=self.fields["place"].help_text,
            choices=[*places, (NOWHERE, _("Ikke i koden: hver kode må kobles"))],
        )

    @property
    def skip(self) -> int | None:
        """The characters before KOSTRA's code; None when it is not in there."""
        place = self.cleaned_data["place"]
        return None if place == NOWHERE else int(place)


PLACES = {
    0: _("Først: de tre første tegnene"),
    1: _("Etter ett tegn"),
    2: _("Etter to tegn"),
    3: _("Etter tre tegn"),
}


class CombinationRuleForm(Form):
    """Which codes may stand together."""

    name = forms.CharField(
        label=_("Regelen i ord"),
        max_length=LONGEST_NAME,
        help_text=_("Vises til den som bryter den. For eksempel: Husleie hører til kommunale boliger"),
    )
    account_class = forms.ChoiceField(
        label=_("Regnskap"),
        required=False,
        choices=[("", _("Drift og investering")), *AccountClass.choices],
    )
    kind = forms.ChoiceField(label=_("Hva slags kode regelen gjelder"), choices=CodeKind.choices)
    begins = forms.CharField(
        label=_("Koden begynner på"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("Tomt felt betyr alle konteringer."),
    )
    other = forms.ChoiceField(
        label=_("Hva slags kode som må passe"), choices=CodeKind.choices, initial=CodeKind.FUNCTION
    )
    allowed = forms.CharField(
        label=_("Den må begynne på en av"),
        max_length=400,
        required=False,
        help_text=_("Koder med mellomrom mellom. Tomt felt betyr at det må stå noe der."),
    )
    first_year = _year(_("Gjelder fra og med år"), required=True)

    def clean(self) -> dict[str, Any]:
        """A rule is about two kinds of codes."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") == said.get("other"):
            self.add_error("other", _("Velg en annen slags kode enn den regelen begynner med."))
        return said

    def rule(self) -> CombinationRule:
        """The rule, not saved."""
        said = dict(self.cleaned_data)
        said["allowed"] = " ".join(said["allowed"].replace(",", " ").split())
        return CombinationRule(**said)


def prefilled(asked: Any, year: int) -> dict[str, object]:  # noqa: ANN401 - a dict of Django's own
    """What a link to the form of a code has filled in."""
    first_year = asked.get("fra", "")
    kind = asked.get("type", "")
    return {
        "kind": kind if kind in CodeKind.values else CodeKind.ART.value,
        "code": asked.get("kode", "")[:LONGEST_CODE],
        "name": asked.get("navn", "")[:LONGEST_NAME],
        "target": asked.get("koblet", "")[:LONGEST_CODE],
        "is_prefix": asked.get("begynner") == "1",
        "first_year": first_year if first_year.isdecimal() else year,
    }
