"""Changing the organisation: say what and from when, read what will happen, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError, NotAllowedError
from styring.organisation.forms.acts import (
    AppointPerson,
    CloseUnit,
    CreatePosition,
    DescribeUnit,
    EndHolding,
    MergeUnit,
    MoveUnit,
    OpenUnit,
    RenameUnit,
    RetitleLevel,
    RetitlePosition,
)
from styring.organisation.forms.politics import (
    AreaForm,
    BodyForm,
    DissolveBody,
    EndParty,
    LevelForm,
    MunicipalityForm,
    PartyForm,
    SectorForm,
)
from styring.organisation.models import Body, Holding, Level, Municipality, Party, Placement, Position
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.organisation.queries import unit_by_code, whole_municipality
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.organisation.forms.acts import Act
    from styring.organisation.forms.politics import Keeping
    from styring.organisation.models import Unit
    from styring.ui.requests import SignedInRequest

Value = TypeVar("Value")

UNIT_ACTS: dict[str, type[Act]] = {
    "navn": RenameUnit,
    "beskrivelse": DescribeUnit,
    "flytt": MoveUnit,
    "slaa-sammen": MergeUnit,
    "legg-ned": CloseUnit,
    "ny-stilling": CreatePosition,
}
POSITION_ACTS: dict[str, type[Act]] = {"tittel": RetitlePosition, "sett-inn": AppointPerson}
KEEPINGS: dict[str, type[Keeping]] = {
    "organ": BodyForm,
    "parti": PartyForm,
    "sektor": SectorForm,
    "programomrade": AreaForm,
}
ENDINGS: dict[str, tuple[type[Body | Party], type[Act]]] = {"organ": (Body, DissolveBody), "parti": (Party, EndParty)}


@login_required
def change_unit(request: SignedInRequest, code: str, act: str) -> HttpResponse:
    """One of the acts on a unit."""
    unit = unit_by_code(code)
    require(request.user, CHANGE_ORGANISATION, unit)
    form = _chosen(UNIT_ACTS, act)(request.POST or None, subject=unit, initial=_as_it_is(unit))
    return _acted(request, form, unit.name, reverse("organisation:unit", args=[code]))


@login_required
def open_new_unit(request: SignedInRequest) -> HttpResponse:
    """Opening a unit, under the one that the address names."""
    require(request.user, CHANGE_ORGANISATION)
    form = OpenUnit(request.POST or None, subject=None, initial={"parent": request.GET.get("under", "")})
    return _acted(request, form, "", reverse("organisation:tree"))


@login_required
def change_position(request: SignedInRequest, position: int, act: str) -> HttpResponse:
    """One of the acts on a position."""
    found = get_object_or_404(Position.objects.select_related("unit"), pk=position)
    require(request.user, CHANGE_ORGANISATION, found.unit)
    form = _chosen(POSITION_ACTS, act)(request.POST or None, subject=found, initial={"name": found.title})
    about = f"{found.title}, {found.unit.name}"
    return _acted(request, form, about, reverse("organisation:unit", args=[found.unit.code]))


@login_required
def end_tenure(request: SignedInRequest, holding: int) -> HttpResponse:
    """Letting a person leave a position."""
    found = get_object_or_404(Holding.objects.select_related("position__unit", "holder"), pk=holding)
    unit = found.position.unit
    require(request.user, CHANGE_ORGANISATION, unit)
    form = EndHolding(request.POST or None, subject=found)
    about = f"{found.holder}, {found.position.title}"
    return _acted(request, form, about, reverse("organisation:unit", args=[unit.code]))


@login_required
def change_level(request: SignedInRequest, number: int) -> HttpResponse:
    """Giving a level other words."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    level = get_object_or_404(Level, pk=number)
    initial = {"name": level.name, "leader_title": level.leader_title}
    form = RetitleLevel(request.POST or None, subject=level, initial=initial)
    return _acted(request, form, level.name, reverse("organisation:tree"))


@login_required
def new_level(request: SignedInRequest) -> HttpResponse:
    """Creating a level."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    return _kept(request, LevelForm(request.POST or None), reverse("organisation:tree"))


@login_required
def change_municipality(request: SignedInRequest) -> HttpResponse:
    """What the municipality is called and says of itself."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    form = MunicipalityForm(request.POST or None, instance=get_object_or_404(Municipality))
    return _kept(request, form, reverse("organisation:tree"))


@login_required
def new_political(request: SignedInRequest, kind: str) -> HttpResponse:
    """A new body, party, sector or programme area."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    return _kept(request, _chosen(KEEPINGS, kind)(request.POST or None), reverse("organisation:politics"))


@login_required
def change_political(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Changing a body, party, sector or programme area."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    form = _chosen(KEEPINGS, kind)
    thing = get_object_or_404(form._meta.model, pk=pk)  # noqa: SLF001 - Django's documented API
    return _kept(request, form(request.POST or None, instance=thing), reverse("organisation:politics"))


@login_required
def end_political(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Letting a body or a party be no more."""
    require(request.user, CHANGE_ORGANISATION, whole_municipality())
    model, form = _chosen(ENDINGS, kind)
    thing = get_object_or_404(model, pk=pk)
    return _acted(request, form(request.POST or None, subject=thing), str(thing), reverse("organisation:politics"))


def _chosen(choices: dict[str, Value], word: str) -> Value:
    if word not in choices:
        raise Http404
    return choices[word]


def _as_it_is(unit: Unit) -> dict[str, object]:
    """What a unit's forms begin with: what is so today, or on its first day when that is still to come."""
    here = Placement.objects.filter(unit=unit, valid_to__gt=today()).select_related("parent", "level")
    now = here.order_by("valid_from").first()
    if now is None:
        return {}
    parent = now.parent.code if now.parent else ""
    return {
        "name": now.name,
        "type": now.type,
        "area": now.programme_area_id,
        "parent": parent,
        "level": now.level_id,
    }


def _acted(request: SignedInRequest, form: Act, about: str, back: str) -> HttpResponse:
    """The form, then what will happen in words, then the page that the act was about."""
    will: list[str] = []
    confirmed = "bekreft" in request.POST
    if request.method == "POST" and "endre" not in request.POST and form.is_valid():
        will = form.will()
        if _tried(request, form, keep=confirmed) and confirmed:
            messages.success(request, " ".join(will))
            return redirect(back)
    context = {"form": form, "about": about, "back": back, "will": [] if form.errors else will}
    return render(request, "organisation/act.html", context)


def _tried(request: SignedInRequest, form: Act, *, keep: bool) -> bool:
    """Let it happen, for good or to see whether the rules allow it; what they say against it stands in the form."""
    try:
        with transaction.atomic():
            form.act(request.user)
            if not keep:
                transaction.set_rollback(True)
    except NotAllowedError:
        raise
    except GovernanceError as error:
        form.add_error(None, sentence(error))
    except ValidationError as error:
        for name, said in error.message_dict.items():
            form.add_error(name if name in form.fields else None, said)
    return not form.errors


def _kept(request: SignedInRequest, form: Keeping, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        form.keep(request.user)
        messages.success(request, gettext("%(name)s er lagret.") % {"name": form.instance})
        return redirect(back)
    return render(request, "organisation/keep.html", {"form": form, "back": back})
