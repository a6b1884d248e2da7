"""Making layers: a new proposal, one on top of another, a new line, laying forward, throwing away, deciding."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import parties_of
from styring.budget.forms.programme import DecisionForm, LayerForm, LineForm, Offered, ProgrammeForm, VoteForm
from styring.budget.models import ChangeKind, Layer, LayerKind
from styring.budget.policies import RECORD_DECISION, WORK_ON_BUDGET, may_work_on, working_on
from styring.budget.queries import check_layer, layer_named
from styring.budget.rules.frames import Growth
from styring.budget.rules.layers import LineKey
from styring.budget.services import (
    ChangeText,
    Decision,
    adopt_layer,
    drop_layer,
    open_layer,
    open_programme,
    publish_layer,
    put_change,
    roll_budget,
)
from styring.budget.views.statements import to_adopt
from styring.budget.views.workspace import THOUSAND, balance_context
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.models import Body, BodyKind, Party, ProgrammeArea
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.ui.forms import Form
    from styring.ui.requests import SignedInRequest

ON_TOP = (LayerKind.SUPPLEMENT, LayerKind.PARTY, LayerKind.JOINT, LayerKind.RECOMMENDATION)
Made = TypeVar("Made")


@login_required
def new_programme(request: SignedInRequest) -> HttpResponse:
    """Begin a proposal, carried on from the budget of the year before."""
    require(request.user, WORK_ON_BUDGET)
    form = ProgrammeForm(request.POST or None, initial={"first_year": today().year + 1})
    if form.is_valid():
        made = _tried(form, lambda: _rolled(request.user, form))
        if made:
            messages.success(request, _("Forslaget er opprettet."))
            return redirect("budget:layer", made.name)
    return render(request, "budget/new_programme.html", {"form": form})


def _rolled(actor: User, form: ProgrammeForm) -> Layer:
    said = form.cleaned_data
    made = open_programme(actor=actor, first_year=said["first_year"], title=said["title"])
    if said["base"]:
        growth = Growth(*(Fraction(said[name]) / 100 for name in ("pay", "price")))
        roll_budget(actor=actor, layer=made, base=said["base"], growth=growth, codes=form.codes())
    return made


@login_required
def layer_on_top(request: SignedInRequest, name: str) -> HttpResponse:
    """Begin a layer on one that is laid forward."""
    base = layer_named(request.user, name)
    kinds = [kind for kind in ON_TOP if may(request.user, working_on(kind))]
    own = parties_of(request.user, today())
    if not own:
        kinds = [kind for kind in kinds if kind not in {LayerKind.PARTY, LayerKind.JOINT}]
    if not kinds:
        raise NotAllowedError(_("Du har ikke rettighet til å gjøre dette her."))
    form = LayerForm(request.POST or None, offered=Offered(kinds, own))
    if form.is_valid():
        made = _tried(form, lambda: _opened(request.user, base, form))
        if made:
            messages.success(request, _("Laget er opprettet."))
            return redirect("budget:layer", made.name)
    return render(request, "budget/layer_on_top.html", {"form": form, "base": base})


def _opened(actor: User, base: Layer, form: LayerForm) -> Layer:
    said = form.cleaned_data
    kind = LayerKind(said["kind"])
    parties = said["parties"] if kind in {LayerKind.PARTY, LayerKind.JOINT} else ()
    title = said["title"] or f"{kind.label} {base.first_year}–{base.last_year}"
    return open_layer(actor=actor, kind=kind, base=base, title=title, parties=parties)


@login_required
def new_line(request: SignedInRequest, name: str) -> HttpResponse:
    """A line more in a draft: why, on which account, and how much in each year."""
    layer = layer_named(request.user, name)
    if not may_work_on(request.user, layer):
        require(request.user, working_on(layer.kind))
    area = ProgrammeArea.objects.filter(code=request.GET.get("omrade", "")).first()
    form = LineForm(request.POST or None, layer=layer, area=area)
    if form.is_valid():
        made = _tried(form, lambda: _put(request.user, layer, area, form))
        if made:
            messages.success(request, _("Linjen er lagt inn."))
            return redirect(f"{layer_address(layer)}?omrade={area.code if area else 'felles'}")
    return render(request, "budget/new_line.html", {"form": form, "layer": layer, "area": area})


def layer_address(layer: Layer) -> str:
    """Where a layer is worked on."""
    return reverse("budget:layer", args=[layer.name])


def _put(actor: User, layer: Layer, area: ProgrammeArea | None, form: LineForm) -> object:
    said = form.cleaned_data
    kind, _dot, cause = said["kind"].partition(".")
    account = (said["account_class"], said["unit"].pk, said["function"], said["art"])
    amounts = {LineKey(year, *account): (said[f"y{year}"] or 0) * THOUSAND for year in layer.years}
    text = ChangeText(ChangeKind(kind), said["title"], said["reason"], cause, area, order=55)
    return put_change(actor=actor, layer=layer, text=text, amounts=amounts)


@login_required
@require_POST
def lay_forward(request: SignedInRequest, name: str) -> HttpResponse:
    """Lay a draft forward for all to see; what hinders it is said on its page."""
    layer = layer_named(request.user, name)
    try:
        publish_layer(actor=request.user, layer=layer)
        messages.success(request, _("Forslaget er lagt fram og kan ses av alle."))
    except RuleBrokenError as error:
        messages.error(request, sentence(error))
    return redirect("budget:layer", name)


@login_required
@require_POST
def drop_draft(request: SignedInRequest, name: str) -> HttpResponse:
    """Throw a draft away."""
    layer = layer_named(request.user, name)
    year = layer.first_year
    drop_layer(actor=request.user, layer=layer)
    messages.success(request, _("Utkastet er forkastet."))
    return redirect("budget:layers", year)


@login_required
def decision(request: SignedInRequest, name: str) -> HttpResponse:
    """Enter the council's decision about a layer, with how the parties voted."""
    require(request.user, RECORD_DECISION)
    layer = layer_named(request.user, name)
    form = DecisionForm(request.POST or None, initial={"day": today()})
    votes = [VoteForm(request.POST or None, prefix=f"p{party.pk}", party=party) for party in _parties()]
    if form.is_valid() and all(vote.is_valid() for vote in votes):
        made = _tried(form, lambda: _adopted(request.user, layer, form, votes))
        if made:
            messages.success(request, _("Vedtaket er ført inn. Rammer og tiltak følger vedtaket."))
            return redirect("budget:layer", made.name)
    context = {
        "layer": layer, "form": form, "votes": votes, "budget": to_adopt(layer),
        **balance_context(check_layer(layer)),
    }  # fmt: skip
    return render(request, "budget/decision.html", context)


def _parties() -> list[Party]:
    day = today()
    return list(Party.objects.filter(valid_from__lte=day, valid_to__gt=day))


def _adopted(actor: User, layer: Layer, form: DecisionForm, votes: list[VoteForm]) -> Layer:
    said = form.cleaned_data
    counted = {vote.party: vote.counted() for vote in votes if vote.counted() != (0, 0)}
    council = Body.objects.filter(kind=BodyKind.COUNCIL, valid_from__lte=said["day"], valid_to__gt=said["day"]).first()
    if council is None:
        raise RuleBrokenError(_("Kommunestyret finnes ikke den dagen."))
    loans = said["loan_frame"]
    frame = loans * THOUSAND if loans is not None else None
    decided = Decision(council, said["case"], said["day"], frame, counted)
    return adopt_layer(actor=actor, layer=layer, decision=decided)


def _tried(form: Form, change: Callable[[], Made]) -> Made | None:
    """What a change gives; None when a rule forbids it, which the form then says."""
    try:
        return change()
    except RuleBrokenError as error:
        form.add_error(None, sentence(error))
    except ValidationError as error:
        form.add_error(None, error)
    return None
