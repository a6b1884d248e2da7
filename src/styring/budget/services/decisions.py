"""The council's decision: the adopted programme made from the layer that it chose, and all that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot
from styring.budget.models import Authority, Change, ChangeKind, Frame, Layer, LayerKind, LayerState, Vote
from styring.budget.policies import RECORD_DECISION
from styring.budget.queries.checks import check_layer
from styring.budget.queries.frames import frames_of_programme
from styring.budget.queries.programme import changes_of, state_of
from styring.budget.services.frames import YearOfFrame, frames_from
from styring.budget.services.layers import free_name, lay
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.models import BodyKind
from styring.plans.models import Measure, Stage
from styring.plans.services import decide_measures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.queries import Item
    from styring.organisation.models import Body, Party

NOT_LAID = gettext_noop("Bare et forslag som er lagt fram, kan vedtas.")
NOT_THE_COUNCIL = gettext_noop("Økonomiplan og årsbudsjett vedtas av kommunestyret selv (kommuneloven § 14-2).")
IN_FUTURE = gettext_noop("Vedtaket kan ikke være etter dagen i dag.")
TWICE = gettext_noop("Budsjettet for %(year)s er vedtatt alt. Endre det med en budsjettregulering.")
NO_LOAN_FRAME = gettext_noop("%(year)s: Vedtaket må si hvor mye lån som kan tas opp (kommuneloven § 14-4).")


@dataclass(frozen=True)
class Decision:
    """What a political body decided: in which case, on which day, how much may be borrowed, and how parties voted.

    ``votes`` are for and against by party; it may be left out. ``loan_frame`` is øre, None when nothing is borrowed.
    """

    body: Body
    case: str
    day: date
    loan_frame: int | None = None
    votes: Mapping[Party, tuple[int, int]] = field(default_factory=dict)


@transaction.atomic
def adopt_layer(*, actor: User, layer: Layer, decision: Decision) -> Layer:
    """Make the adopted programme from the layer that the council chose; frames and measures follow. All or nothing.

    Args:
        actor: who enters the decision.
        layer: what the council chose, as it was laid forward.
        decision: what was decided.

    Returns:
        The adopted layer: the budget of its first year, and the economic plan of all four.

    Raises:
        NotAllowedError: the actor does not enter decisions.
        RuleBrokenError: it was not the council, the layer is not laid forward, not in balance or lacks a table that
            the law asks for, or the budget of its first year is adopted already.
    """
    require(actor, RECORD_DECISION)
    _refuse(layer, decision)
    adopted = lay(_adopted(layer, decision), state_of(layer))
    Vote.objects.bulk_create(
        Vote(layer=adopted, party=party, in_favour=in_favour, against=against)
        for party, (in_favour, against) in decision.votes.items()
    )
    items = changes_of(layer)
    _adopt_frames(actor, adopted, items)
    decide_measures(actor=actor, stages=_stages(layer, items))
    record(actor=actor, verb="budget.layer.decided", thing=adopted)
    return adopted


def _refuse(layer: Layer, decision: Decision) -> None:
    if layer.state != LayerState.PUBLISHED:
        raise RuleBrokenError(NOT_LAID)
    if decision.body.kind != BodyKind.COUNCIL:
        raise RuleBrokenError(NOT_THE_COUNCIL)
    if decision.day > today():
        raise RuleBrokenError(IN_FUTURE)
    decided = Layer.objects.filter(kind=LayerKind.ADOPTED, state=LayerState.DECIDED, first_year=layer.first_year)
    if decided.exists():
        raise RuleBrokenError(TWICE, year=layer.first_year)
    check = check_layer(layer, decision.loan_frame)
    for remark in check.remarks:
        raise RuleBrokenError(remark.sentence, **remark.parts)
    if decision.loan_frame is None and check.years[0].facts.loans:
        raise RuleBrokenError(NO_LOAN_FRAME, year=layer.first_year)


def _adopted(layer: Layer, decision: Decision) -> Layer:
    return Layer(
        kind=LayerKind.ADOPTED, name=free_name(layer.first_year, LayerKind.ADOPTED),
        title=f"Handlingsprogram {layer.first_year}–{layer.last_year}", first_year=layer.first_year,
        last_year=layer.last_year, authority=Authority.COUNCIL, body=decision.body, decision=decision.case,
        decided_on=decision.day, made_from=layer, loan_frame=decision.loan_frame,
    )  # fmt: skip


def _adopt_frames(actor: User, adopted: Layer, items: list[Item]) -> None:
    """Let the frames that were proposed be as adopted."""
    frames = frames_of_programme(adopted.first_year)
    for area, years in frames_from(adopted, state_of(adopted), items).items():
        if area.pk in frames:
            _set_years(actor, frames[area.pk], years)


def _set_years(actor: User, frame: Frame, years: Mapping[int, YearOfFrame]) -> None:
    for known in frame.years.filter(year__in=years):
        before = snapshot(known)
        known.before_measures, known.amount = years[known.year].before_measures, years[known.year].amount
        known.save(update_fields=["before_measures", "amount"])
        record(actor=actor, verb="budget.frame.adopted", thing=known, before=before)


def _stages(layer: Layer, items: list[Item]) -> dict[Measure, Stage]:
    """What became of each measure that was in any proposal for the programme."""
    chosen = {item.change.element_id for item in items if item.change.kind == ChangeKind.MEASURE and not item.is_off}
    proposed = Change.objects.filter(
        kind=ChangeKind.MEASURE, layer__first_year=layer.first_year, layer__state=LayerState.PUBLISHED
    )
    measures = Measure.objects.filter(element__in=proposed.values("element")).select_related("element")
    return {measure: Stage.ADOPTED if measure.pk in chosen else Stage.REJECTED for measure in measures}
