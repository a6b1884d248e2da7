"""Making a programme of four years: its layers, the changes they are made of, and laying them forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction

from styring.access.policies import parties_of
from styring.audit.services import record, snapshot, take_turn
from styring.budget.models import Authority, BudgetLine, Change, ChangeKind, Layer, LayerKind, LayerState
from styring.budget.policies import WORK_ON_BUDGET, known_to, laying_forward, sits_in, working_on
from styring.budget.queries.checks import check_layer
from styring.budget.queries.frames import frames_of_programme
from styring.budget.queries.programme import changes_of, state_of
from styring.budget.rules.layers import together
from styring.budget.services.frames import FrameText, frames_from, propose_frame
from styring.budget.services.layers import free_name
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.queries import whole_municipality
from styring.plans.rules import years_of_action_programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import Model

    from styring.accounts.models import User
    from styring.audit.services import Snapshot
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Party, ProgrammeArea
    from styring.thread.models import Element

FROZEN = gettext_noop("«%(layer)s» er lagt fram og kan ikke endres. Lag et nytt lag oppå.")
NOT_OPEN = gettext_noop("Et forslag må bygge på et som er lagt fram.")
WRONG_YEAR = gettext_noop("Budsjettet gjelder %(first)s til %(last)s, men har linjer for %(year)s.")
NO_PARTY = gettext_noop("Velg minst ett parti som du sitter i gruppen til.")
TWO_PARTIES = gettext_noop("Et felles forslag må ha minst to partier.")
NOTHING_CHANGED = gettext_noop("Forslaget har ingen endringer ennå.")
ELSEWHERE = gettext_noop("Endringen hører til et annet budsjett.")


@dataclass(frozen=True)
class ChangeText:
    """What a change says: why, in which area, and the measure or investment that it is for.

    ``amends`` is a change of a layer below that it adds to or takes from.
    """

    kind: ChangeKind
    title: str
    reason: str = ""
    cause: str = ""
    area: ProgrammeArea | None = None
    element: Element | None = None
    amends: Change | None = None
    order: int = 0


@transaction.atomic
def open_programme(*, actor: User, first_year: int, title: str = "") -> Layer:
    """Begin the chief executive's proposal for four years, with nothing in it.

    Raises:
        NotAllowedError: the actor may not work on it.
    """
    require(actor, WORK_ON_BUDGET)
    years = years_of_action_programme(first_year - 1)
    layer = Layer(kind=LayerKind.PROPOSAL, title=title or f"Rådmannens forslag {years[0]}–{years[-1]}")
    layer.first_year, layer.last_year, layer.authority = years[0], years[-1], Authority.CHIEF_EXECUTIVE
    layer.name = free_name(first_year, LayerKind.PROPOSAL)
    record(actor=actor, verb="budget.layer.opened", thing=_opened(layer))
    return layer


@transaction.atomic
def open_layer(*, actor: User, kind: LayerKind, base: Layer, title: str, parties: Iterable[Party] = ()) -> Layer:
    """Begin a layer on top of one that is laid forward: a supplement, a party's own, a joint one, a recommendation.

    Args:
        actor: who works on it.
        kind: what it is.
        base: what it starts from.
        title: what it is called.
        parties: whose it is, the actor's own among them; none but for those of parties.

    Raises:
        NotAllowedError: the actor may not make such a layer, or sits in none of the parties.
        RuleBrokenError: the base is not laid forward, or the parties are too few.
    """
    layer = Layer(kind=kind, title=title, base=base, first_year=base.first_year, last_year=base.last_year)
    require(actor, working_on(kind))
    if base.state != LayerState.PUBLISHED:
        raise RuleBrokenError(NOT_OPEN)
    chosen = list(parties)
    layer.authority = Authority.CHIEF_EXECUTIVE if kind == LayerKind.SUPPLEMENT else Authority.COUNCIL
    if kind in {LayerKind.PARTY, LayerKind.JOINT}:
        _require_parties(actor, kind, chosen)
    layer.name = free_name(base.first_year, kind, chosen[0].code.lower() if kind == LayerKind.PARTY else "")
    record(actor=actor, verb="budget.layer.opened", thing=_opened(layer, chosen))
    return layer


@transaction.atomic
def put_change(
    *, actor: User, layer: Layer, text: ChangeText, amounts: Mapping[LineKey, int], change: Change | None = None
) -> Change:
    """Let a draft have a change with these amounts and no others; what it had before under that change is gone.

    Args:
        actor: who works on the layer.
        layer: a draft.
        text: what the change says.
        amounts: its lines, in øre; those of nought are left out.
        change: the change to replace. Left out, it is the layer's own of the same kind for the same element, or
            that amends the same, or else of the same cause, area and title; when there is none, one is made.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        NotFoundError: the actor may not know of the layer.
        RuleBrokenError: the layer is no draft, or a line is of another year.
        ValidationError: the change lacks a title or a reason.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    kept, before = lay_change(layer, text, amounts, change)
    record(actor=actor, **noted("put", kept, before))
    return kept


@transaction.atomic
def remove_change(*, actor: User, change: Change) -> None:
    """Take a change out of a draft, with its lines.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        NotFoundError: the actor may not know of the layer.
        RuleBrokenError: the layer is no draft.
    """
    require(actor, working_on(known_to(actor, change.layer).kind))
    hold_draft(actor, change.layer)
    record(actor=actor, **noted("removed", change))
    change.lines.all().delete()
    change.delete()


@transaction.atomic
def publish_layer(*, actor: User, layer: Layer, on: date | None = None) -> Layer:
    """Lay a draft forward, for all to see and nobody to change.

    Args:
        actor: who lays it forward.
        layer: the draft.
        on: the day it was laid forward, today when left out.

    Raises:
        NotAllowedError: the actor may not lay it forward.
        NotFoundError: the actor may not know of the layer.
        RuleBrokenError: it is laid forward already, is not in balance, or has no change; the executive committee alone
            may recommend a proposal as it is.
    """
    require(actor, laying_forward(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    if layer.kind != LayerKind.RECOMMENDATION and not layer.changes.exists():
        raise RuleBrokenError(NOTHING_CHANGED)
    require_balance(layer)
    before = snapshot(layer)
    layer.state, layer.published_on = LayerState.PUBLISHED, on or today()
    layer.full_clean()
    layer.save(update_fields=["state", "published_on"])
    record(actor=actor, verb="budget.layer.published", thing=layer, before=before)
    if layer.kind == LayerKind.PROPOSAL:
        _propose_frames(actor, layer)
    return layer


@transaction.atomic
def drop_layer(*, actor: User, layer: Layer) -> None:
    """Throw a draft away, with all that is in it.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        NotFoundError: the actor may not know of the layer.
        RuleBrokenError: it is no draft.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    record(actor=actor, verb="budget.layer.dropped", thing=layer)
    layer.lines.all().delete()
    layer.changes.filter(amends__layer=layer).delete()
    layer.changes.all().delete()
    layer.delete()


def lay_change(
    layer: Layer, text: ChangeText, amounts: Mapping[LineKey, int], change: Change | None = None
) -> tuple[Change, Snapshot | None]:
    """What `put_change` does to the draft, and what the change was before; its caller has asked, and records.

    Raises:
        RuleBrokenError: a line is of another year, or the change of another layer.
        ValidationError: the change lacks a title or a reason.
    """
    for key in amounts:
        if key.year not in layer.years:
            raise RuleBrokenError(WRONG_YEAR, first=layer.first_year, last=layer.last_year, year=key.year)
    kept = change or _same(layer, text) or Change(layer=layer)
    if kept.layer_id != layer.pk:
        raise RuleBrokenError(ELSEWHERE)
    before = snapshot(kept) if kept.pk else None
    return put_lines(written(kept, text), amounts), before


def hold_draft(actor: User, layer: Layer) -> None:
    """Hold a draft that a person is about to change until the transaction ends.

    Raises:
        NotAllowedError: it is the work of other parties.
        RuleBrokenError: it is no draft.
    """
    if layer.is_political and not sits_in(actor, layer):
        raise NotAllowedError(gettext_noop("Du kan bare endre forslag fra partiet ditt."))
    take_turn()
    state = Layer.objects.filter(pk=layer.pk).values_list("state", flat=True).first()
    if state != LayerState.DRAFT:
        raise RuleBrokenError(FROZEN, layer=layer.title)


def _propose_frames(actor: User, layer: Layer) -> None:
    """Propose a frame for each programme area that has none for the programme yet."""
    top, known = whole_municipality(), frames_of_programme(layer.first_year)
    for area, years in frames_from(layer, state_of(layer), changes_of(layer)).items():
        if top is not None and area.pk not in known:
            funds_more = any(net.amount != net.before_measures for net in years.values())
            since = layer.published_on or today()
            text = FrameText(area, years, since, layer.title, is_ordinary=not funds_more)
            propose_frame(actor=actor, unit=top, text=text)


def require_balance(layer: Layer) -> None:
    """Go on only if each year of a layer is in balance.

    Raises:
        RuleBrokenError: a year is not; the message says which, and by how much.
    """
    for year in check_layer(layer).years:
        for remark in year.remarks:
            raise RuleBrokenError(remark.sentence, **remark.parts)


def _require_parties(actor: User, kind: LayerKind, parties: list[Party]) -> None:
    own = parties_of(actor, today())
    if not any(party.pk in own for party in parties):
        raise NotAllowedError(NO_PARTY)
    if kind == LayerKind.JOINT and len(parties) < 2:  # noqa: PLR2004 - two is what joint means
        raise RuleBrokenError(TWO_PARTIES)
    if kind == LayerKind.PARTY and len(parties) != 1:
        raise RuleBrokenError(NO_PARTY)


def _opened(layer: Layer, parties: Iterable[Party] = ()) -> Layer:
    layer.full_clean()
    layer.save(force_insert=True)
    layer.parties.set(parties)
    return layer


def _same(layer: Layer, text: ChangeText) -> Change | None:
    """The layer's own change that a text is about, None when it has none."""
    of_kind = layer.changes.filter(kind=text.kind)
    if text.amends is not None:
        return of_kind.filter(amends=text.amends).first()
    if text.element is not None:
        return of_kind.filter(element=text.element).first()
    return of_kind.filter(
        element=None, amends=None, cause=text.cause, programme_area=text.area, title=text.title
    ).first()


def written(change: Change, text: ChangeText) -> Change:
    """A change with the words of a text, saved."""
    change.kind, change.cause, change.title, change.reason = text.kind, text.cause, text.title, text.reason
    change.programme_area, change.element, change.amends = text.area, text.element, text.amends
    change.order = text.order
    change.full_clean()
    change.save()
    return change


def put_lines(change: Change, amounts: Mapping[LineKey, int]) -> Change:
    """Let a change have some lines and no others; those of nought are left out."""
    change.lines.all().delete()
    BudgetLine.objects.bulk_create(_lines(change, together([amounts])), batch_size=500)
    return change


def _lines(change: Change, amounts: Mapping[LineKey, int]) -> list[BudgetLine]:
    return [
        BudgetLine(
            layer_id=change.layer_id, change=change, year=key.year, account_class=key.account_class,
            unit_id=key.unit, function=key.function, art=key.art, project=key.project, amount=amount,
        )
        for key, amount in amounts.items()
    ]  # fmt: skip


class Noted(TypedDict):
    """What `record` takes beside who did it."""

    verb: str
    thing: Model
    before: Snapshot | None


def noted(what: str, change: Change, before: Snapshot | None = None, layer: Layer | None = None) -> Noted:
    """What is kept on record; of what parties do among themselves only that they did, for others read the trail."""
    worked_on = layer or change.layer
    if worked_on.is_political or change.pk is None:
        return {"verb": "budget.layer.worked_on", "thing": worked_on, "before": None}
    return {"verb": f"budget.change.{what}", "thing": change, "before": before}
