"""Keeping political bodies, parties, sectors and programme areas, and the municipality's own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from styring.organisation.forms.acts import DatedAct
from styring.organisation.models import Body, Level, Municipality, Party, ProgrammeArea, Sector
from styring.organisation.services import (
    change_municipality,
    create_level,
    dissolve_body,
    end_party,
    keep_body,
    keep_party,
    keep_programme_area,
    keep_sector,
)
from styring.ui.forms import DayInput, ModelForm

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from styring.accounts.models import User


class Keeping(ModelForm):
    """A thing of the political side, new or changed; ``keep`` lets the service write it."""

    new_title: ClassVar[str | Promise]

    def keep(self, actor: User) -> None:
        """Have the service write it."""
        raise NotImplementedError


class BodyForm(Keeping):
    """A political body."""

    new_title = _("Nytt politisk organ")

    class Meta:
        model = Body
        fields = ("code", "name", "kind", "members", "chair_title", "valid_from")
        widgets: ClassVar = {"valid_from": DayInput()}

    def keep(self, actor: User) -> None:
        """Keep the body."""
        keep_body(actor=actor, body=self.instance)


class PartyForm(Keeping):
    """A party in the council."""

    new_title = _("Nytt parti")

    class Meta:
        model = Party
        fields = ("code", "name", "seats", "valid_from")
        widgets: ClassVar = {"valid_from": DayInput()}

    def keep(self, actor: User) -> None:
        """Keep the party."""
        keep_party(actor=actor, party=self.instance)


class SectorForm(Keeping):
    """A sector and the body that answers for it."""

    new_title = _("Ny sektor")

    class Meta:
        model = Sector
        fields = ("code", "name", "body")
        labels: ClassVar = {"body": _("Politisk ansvar")}

    def keep(self, actor: User) -> None:
        """Keep the sector."""
        keep_sector(actor=actor, sector=self.instance)


class AreaForm(Keeping):
    """A programme area."""

    new_title = _("Nytt programområde")

    class Meta:
        model = ProgrammeArea
        fields = ("code", "number", "name", "sector")
        labels: ClassVar = {"sector": _("Sektor")}

    def keep(self, actor: User) -> None:
        """Keep the programme area."""
        keep_programme_area(actor=actor, area=self.instance)


class LevelForm(Keeping):
    """A new level of the line."""

    new_title = _("Nytt nivå")

    class Meta:
        model = Level
        fields = ("number", "name", "leader_title")
        help_texts: ClassVar = {"number": gettext_lazy("1 er øverst.")}

    def keep(self, actor: User) -> None:
        """Create the level."""
        create_level(actor=actor, level=self.instance)


class MunicipalityForm(Keeping):
    """What the municipality is called and says of itself."""

    new_title = _("Kommunen")
    accessibility_statement = forms.URLField(
        label=_("Tilgjengelighetserklæring"),
        required=False,
        assume_scheme="https",
        help_text=_("Lenken til kommunens erklæring hos uustatus.no."),
    )

    class Meta:
        model = Municipality
        fields = ("name", "number", "organisation_number", "language", "vision", "contact", "accessibility_statement")
        widgets: ClassVar = {"language": forms.Select(choices=[("nb", "Bokmål"), ("nn", "Nynorsk")])}

    def keep(self, actor: User) -> None:
        """Keep what is new."""
        change_municipality(actor=actor, municipality=self.instance)


class DissolveBody(DatedAct):
    """Letting a body be no more."""

    title = _("Legg ned organet")
    button = _("Legg ned organet")

    def will(self) -> list[str]:
        """That it will be no more."""
        return [self.said(gettext("Fra %(day)s finnes ikke %(name)s lenger."), name=self.subject.name)]

    def act(self, actor: User) -> None:
        """Dissolve it."""
        dissolve_body(actor=actor, body=self.subject, on=self.day)


class EndParty(DatedAct):
    """Letting a party be without seats."""

    title = _("Ikke lenger i kommunestyret")
    button = _("Avslutt")

    def will(self) -> list[str]:
        """That it has no seats."""
        return [self.said(gettext("Fra %(day)s har ikke %(name)s plass i kommunestyret."), name=self.subject.name)]

    def act(self, actor: User) -> None:
        """End it."""
        end_party(actor=actor, party=self.subject, on=self.day)
