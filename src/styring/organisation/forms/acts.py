"""Changing the organisation in two steps: what is wanted and from which day, then what will happen, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from styring.accounts.models import User
from styring.kernel.clock import today
from styring.kernel.spans import FOREVER, Span
from styring.organisation.models import Level, Placement, Position, ProgrammeArea, Unit
from styring.organisation.queries import leader_of, line_above, placements_on, units_below
from styring.organisation.services import (
    Appointment,
    NewUnit,
    appoint,
    close_unit,
    create_position,
    describe_unit,
    end_holding,
    merge_units,
    move_unit,
    open_unit,
    rename_unit,
    retitle_level,
    retitle_position,
)
from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import Promise

    from styring.organisation.models import Holding

Choices: TypeAlias = "list[tuple[str, str]]"


class Act(Form):
    """A change; ``will`` says in sentences what is going to happen, as things are before; ``act`` lets it happen."""

    title: ClassVar[str | Promise]
    button: ClassVar[str | Promise]
    help: ClassVar[str | Promise] = ""

    def __init__(self, *args: Any, subject: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.subject = subject
        super().__init__(*args, **kwargs)

    def will(self) -> list[str]:
        """What will happen, in sentences."""
        raise NotImplementedError

    def act(self, actor: User) -> None:
        """Let it happen."""
        raise NotImplementedError


class DatedAct(Act):
    """A change that holds from a day on."""

    on = forms.DateField(label=_("Gjelder fra"), widget=DayInput(), help_text=_("Første dag endringen gjelder."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today()
        self.order_fields([*(name for name in self.fields if name not in {"on", "until"}), "on", "until"])

    @property
    def day(self) -> date:
        """The day from which it holds."""
        day: date = self.cleaned_data["on"]
        return day

    def said(self, sentence: str, **parts: object) -> str:
        """A translated sentence with the day and what else varies put in."""
        return sentence % {"day": date_format(self.day, "DATE_FORMAT"), **parts}


def _unit_choices() -> Choices:
    """Every open unit, indented by level, as it is today."""
    found = placements_on(today()).order_by("unit__code")
    under: dict[int | None, list[Placement]] = {}
    for placement in found:
        under.setdefault(placement.parent_id, []).append(placement)
    choices: Choices = []

    def add(key: int | None, depth: int) -> None:
        for placement in under.get(key, []):
            choices.append((placement.unit.code, f"{' ' * 3 * depth}{placement.name} ({placement.unit.code})"))
            add(placement.unit_id, depth + 1)

    add(None, 0)
    coming = Unit.objects.filter(opened_on__gt=today()).order_by("code")
    return [*choices, *((unit.code, f"{unit.name} ({unit.code})") for unit in coming)]


class UnitField(forms.ChoiceField):
    """A unit, chosen by its place in the tree."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(choices=_unit_choices, **kwargs)

    def clean(self, value: Any) -> Unit | None:  # noqa: ANN401 - Django's own
        """The unit with the chosen code."""
        code = super().clean(value)
        return Unit.objects.get(code=code) if code else None


def _level_field() -> forms.ModelChoiceField[Level]:
    return forms.ModelChoiceField(
        label=_("Nivå"), queryset=Level.objects.all(), help_text=_("Under nivået til den over.")
    )


def _area_field() -> forms.ModelChoiceField[ProgrammeArea]:
    areas = ProgrammeArea.objects.order_by("number")
    return forms.ModelChoiceField(label=_("Programområde"), queryset=areas, required=False, empty_label=_("Ingen"))


class OpenUnit(DatedAct):
    """Opening a unit under another."""

    title = _("Ny enhet")
    button = _("Opprett enheten")

    code = forms.CharField(label=_("Kode"), max_length=20, help_text=_("Kort og fast, som E215. Kan ikke endres."))
    name = forms.CharField(label=_("Navn"), max_length=200)
    parent = UnitField(label=_("Ligger under"))
    level = _level_field()
    leader_title = forms.CharField(label=_("Lederens tittel"), max_length=200)
    type = forms.CharField(label=_("Type"), max_length=60, required=False, help_text=_("For eksempel barneskole."))
    area = _area_field()

    def will(self) -> list[str]:
        """Where the unit will be, and that it gets a leader's position."""
        said = self.cleaned_data
        parts = {"name": said["name"], "parent": said["parent"].name, "title": said["leader_title"]}
        return [
            self.said(gettext("Fra %(day)s finnes %(name)s under %(parent)s."), **parts),
            self.said(gettext("Enheten får lederstillingen %(title)s, som er ledig til noen settes inn."), **parts),
        ]

    def act(self, actor: User) -> None:
        """Open it."""
        said = self.cleaned_data
        new = NewUnit(
            code=said["code"],
            name=said["name"],
            parent=said["parent"],
            level=said["level"],
            leader_title=said["leader_title"],
            type=said["type"],
            programme_area=said["area"],
        )
        self.subject = open_unit(actor=actor, new=new, on=self.day)


class RenameUnit(DatedAct):
    """Giving a unit another name."""

    title = _("Nytt navn")
    button = _("Gi nytt navn")
    help = _("Navnet enheten hadde før, står ved lag for dagene før.")

    name = forms.CharField(label=_("Nytt navn"), max_length=200)

    def will(self) -> list[str]:
        """What the unit will be called, and until when it keeps its name."""
        parts = {"old": self.subject.name, "new": self.cleaned_data["name"]}
        return [
            self.said(gettext("Fra %(day)s heter %(old)s «%(new)s»."), **parts),
            self.said(gettext("Rapporter og tall for dagene før står fortsatt med navnet %(old)s."), **parts),
        ]

    def act(self, actor: User) -> None:
        """Rename it."""
        rename_unit(actor=actor, unit=self.subject, name=self.cleaned_data["name"], on=self.day)


class DescribeUnit(DatedAct):
    """Giving a unit another type or programme area."""

    title = _("Type og programområde")
    button = _("Endre")

    type = forms.CharField(label=_("Type"), max_length=60, required=False)
    area = _area_field()

    def will(self) -> list[str]:
        """What the unit will be and belong to."""
        said = self.cleaned_data
        parts = {"name": self.subject.name, "type": said["type"], "area": said["area"]}
        sentences = []
        if said["type"]:
            sentences.append(self.said(gettext("Fra %(day)s er %(name)s av typen %(type)s."), **parts))
        if said["area"]:
            sentences.append(self.said(gettext("Fra %(day)s hører %(name)s til programområdet %(area)s."), **parts))
        else:
            sentences.append(self.said(gettext("Fra %(day)s hører %(name)s ikke til noe programområde."), **parts))
        return sentences

    def act(self, actor: User) -> None:
        """Describe it."""
        said = self.cleaned_data
        describe_unit(actor=actor, unit=self.subject, type=said["type"], programme_area=said["area"], on=self.day)


class MoveUnit(DatedAct):
    """Hanging a unit under another."""

    title = _("Flytt")
    button = _("Flytt enheten")
    help = _("Alt som ligger under enheten, følger med. Tall og rapporter for dagene før blir der de var.")

    parent = UnitField(label=_("Skal ligge under"))
    level = _level_field()

    def will(self) -> list[str]:
        """Under which unit it will be, and how many follow."""
        above = line_above(self.subject, self.day)
        parts = {
            "name": self.subject.name,
            "old": above[0].name if above else "",
            "new": self.cleaned_data["parent"].name,
            "level": self.cleaned_data["level"].name,
        }
        following = units_below(self.subject, self.day).count() - 1
        sentences = [self.said(gettext("Fra %(day)s ligger %(name)s under %(new)s, på nivået %(level)s."), **parts)]
        if above:
            sentences.append(self.said(gettext("Til og med dagen før ligger den under %(old)s."), **parts))
        if following > 0:
            follow = ngettext("%(count)s enhet følger med.", "%(count)s enheter følger med.", following)
            sentences.append(self.said(follow, count=following))
        return sentences

    def act(self, actor: User) -> None:
        """Move it."""
        said = self.cleaned_data
        move_unit(actor=actor, unit=self.subject, parent=said["parent"], level=said["level"], on=self.day)


class MergeUnit(DatedAct):
    """Letting a unit go up in another."""

    title = _("Slå sammen")
    button = _("Slå sammen enhetene")
    help = _("Enheten legges ned, og en annen tar over oppgavene og det som ligger under den.")

    into = UnitField(label=_("Skal gå inn i"))

    def will(self) -> list[str]:
        """Which unit goes on, and what it takes over."""
        parts = {"name": self.subject.name, "into": self.cleaned_data["into"].name}
        sentences = [
            self.said(gettext("Fra %(day)s går %(name)s inn i %(into)s og finnes ikke lenger som egen enhet."), **parts)
        ]
        following = units_below(self.subject, self.day).count() - 1
        if following > 0:
            follow = ngettext(
                "%(count)s enhet under %(name)s blir liggende under %(into)s.",
                "%(count)s enheter under %(name)s blir liggende under %(into)s.",
                following,
            )
            sentences.append(self.said(follow, count=following, **parts))
        return sentences + _leaving(self.subject, self.day)

    def act(self, actor: User) -> None:
        """Merge them."""
        merge_units(actor=actor, units=[self.subject], into=self.cleaned_data["into"], on=self.day)


class CloseUnit(DatedAct):
    """Closing a unit."""

    title = _("Legg ned")
    button = _("Legg ned enheten")
    help = _("Siden til enheten kan fortsatt åpnes, og historien står.")

    def will(self) -> list[str]:
        """That it will be no more, and who leaves."""
        gone = self.said(gettext("Fra %(day)s finnes %(name)s ikke lenger."), name=self.subject.name)
        return [gone, *_leaving(self.subject, self.day)]

    def act(self, actor: User) -> None:
        """Close it."""
        close_unit(actor=actor, unit=self.subject, on=self.day)


def _leaving(unit: Unit, day: date) -> list[str]:
    leader = leader_of(unit, day)
    if leader is None:
        return []
    return [gettext("%(leader)s går ut av lederstillingen samme dag.") % {"leader": leader}]


class CreatePosition(Act):
    """Creating a position in a unit."""

    title = _("Ny stilling")
    button = _("Opprett stillingen")

    name = forms.CharField(label=_("Stillingens tittel"), max_length=200)
    is_leader = forms.BooleanField(label=_("Stillingen leder enheten"), required=False)

    def will(self) -> list[str]:
        """Which position there will be."""
        parts = {"unit": self.subject.name, "title": self.cleaned_data["name"]}
        return [gettext("%(unit)s får stillingen %(title)s, som er ledig til noen settes inn.") % parts]

    def act(self, actor: User) -> None:
        """Create it."""
        said = self.cleaned_data
        create_position(actor=actor, unit=self.subject, title=said["name"], is_leader=said["is_leader"])


class RetitlePosition(Act):
    """Giving a position another title."""

    title = _("Ny tittel på stillingen")
    button = _("Endre tittelen")

    name = forms.CharField(label=_("Ny tittel"), max_length=200)

    def will(self) -> list[str]:
        """What the position will be called."""
        parts = {"old": self.subject.title, "new": self.cleaned_data["name"]}
        return [gettext("Stillingen %(old)s heter fra nå av %(new)s, også bakover i tid.") % parts]

    def act(self, actor: User) -> None:
        """Retitle it."""
        retitle_position(actor=actor, position=self.subject, title=self.cleaned_data["name"])


class AppointPerson(DatedAct):
    """Letting a person hold a position."""

    title = _("Sett inn en person")
    button = _("Sett inn")

    holder = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")
    )
    is_acting = forms.BooleanField(
        label=_("Konstituert"), required=False, help_text=_("Dekker opp mens den som har stillingen, er borte.")
    )
    until = forms.DateField(
        label=_("Til"),
        widget=DayInput(),
        required=False,
        help_text=_("Første dag personen ikke har stillingen lenger."),
    )

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("until") and said.get("on") and said["until"] <= said["on"]:
            self.add_error("until", gettext("Dagen må være etter den dagen det gjelder fra."))
        return said

    def will(self) -> list[str]:
        """Who takes over from whom, for how long."""
        said = self.cleaned_data
        position: Position = self.subject
        parts: dict[str, object] = {"holder": said["holder"], "title": position.title}
        acting = gettext("Fra %(day)s er %(holder)s konstituert som %(title)s.")
        sentences = [
            self.said(acting if said["is_acting"] else gettext("Fra %(day)s er %(holder)s %(title)s."), **parts)
        ]
        held = position.holdings.valid_on(self.day).filter(is_acting=said["is_acting"]).select_related("holder").first()
        if held:
            sentences.append(self.said(gettext("%(old)s fratrer samme dag."), old=held.holder))
        if said["until"]:
            until = date_format(said["until"], "DATE_FORMAT")
            sentences.append(self.said(gettext("%(holder)s fratrer %(until)s."), until=until, **parts))
        return sentences

    def act(self, actor: User) -> None:
        """Appoint the person."""
        said = self.cleaned_data
        span = Span(self.day, said["until"] or FOREVER)
        appoint(actor=actor, appointment=Appointment(self.subject, said["holder"], span, said["is_acting"]))


class EndHolding(DatedAct):
    """Letting a person leave a position."""

    title = _("Fratredelse")
    button = _("Avslutt")

    def will(self) -> list[str]:
        """Who leaves, and that the position becomes vacant."""
        held: Holding = self.subject
        parts = {"holder": held.holder, "title": held.position.title, "unit": held.position.unit.name}
        return [
            self.said(gettext("Fra %(day)s er %(holder)s ikke lenger %(title)s i %(unit)s."), **parts),
            gettext("Oppgavene følger stillingen og venter på den neste."),
        ]

    def act(self, actor: User) -> None:
        """End it."""
        end_holding(actor=actor, holding=self.subject, on=self.day)


class RetitleLevel(DatedAct):
    """Giving a level and its leaders other words."""

    title = _("Kommunens ord for nivået")
    button = _("Endre ordene")
    help = _("Det nivået het før, står ved lag for dagene før.")

    name = forms.CharField(label=_("Nivået heter"), max_length=80)
    leader_title = forms.CharField(label=_("Lederne heter"), max_length=80)

    def will(self) -> list[str]:
        """What the level and its leaders will be called."""
        said = self.cleaned_data
        parts = {"number": self.subject.number, "name": said["name"], "title": said["leader_title"]}
        return [
            self.said(gettext("Fra %(day)s heter nivå %(number)s «%(name)s», og lederne «%(title)s»."), **parts),
            gettext("Titlene på stillingene endres ikke."),
        ]

    def act(self, actor: User) -> None:
        """Retitle it."""
        said = self.cleaned_data
        words = {"name": said["name"], "leader_title": said["leader_title"]}
        retitle_level(actor=actor, level=self.subject, on=self.day, **words)
