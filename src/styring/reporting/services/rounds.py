"""Opening a round for every unit at every level, and closing it with its figures as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.budget.queries import limits_on
from styring.budget.services import keep_suggestions
from styring.kernel.clock import now
from styring.kernel.errors import RuleBrokenError
from styring.kernel.periods import Length
from styring.kernel.words import gettext_noop
from styring.kernel.workdays import workdays_after
from styring.organisation.queries import top_unit, tree_on
from styring.reporting.models import ClosedRound, Contribution, Round, RoundKind
from styring.reporting.policies import CLOSE_ROUND, OPEN_ROUND
from styring.reporting.queries.whole import consolidated
from styring.reporting.rules.line import days_to_deliver
from styring.reporting.rules.sealing import sealed
from styring.thread.models import Element, State
from styring.thread.services import place_elements

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit
    from styring.organisation.queries import Node

_KINDS = {Length.MONTH: RoundKind.MONTH, Length.TERTIAL: RoundKind.TERTIAL, Length.YEAR: RoundKind.YEAR}


@transaction.atomic
def open_round(*, actor: User, period: Period, day: date) -> Round:
    """Open a round: a report not yet begun for every unit at every level of the period's last day.

    The line and the limits are those of the cut-off day and stay with the round, whatever changes later.

    Args:
        actor: who opens it.
        period: what is reported on.
        day: the day it is opened.

    Raises:
        NotAllowedError: the actor may not write reports for the whole municipality.
        RuleBrokenError: the period is not over, there is no organisation, or the round is there already.
    """
    top = _top(period.last_day)
    require(actor, OPEN_ROUND, top)
    if period.last_day >= day:
        raise RuleBrokenError(gettext_noop("Perioden er ikke over, så det er ingenting å rapportere ennå."))
    opened = Opening(actor, period, day).make()
    record(actor=actor, verb="reporting.round.opened", thing=opened)
    return opened


class Opening(NamedTuple):
    """A round about to be opened, and the state that its reports begin in as elements of the thread."""

    actor: User
    period: Period
    day: date
    state: State = State.DRAFT

    def make(self) -> Round:
        """Open it.

        Raises:
            RuleBrokenError: it is there already.
        """
        if Round.objects.filter(period=str(self.period)).exists():
            raise RuleBrokenError(gettext_noop("Runden for %(period)s er allerede åpnet."), period=str(self.period))
        limits = limits_on(self.period.last_day)
        opened = Round.objects.create(
            period=str(self.period),
            kind=_KINDS[self.period.length],
            cut_off=self.period.last_day,
            opened_on=self.day,
            settings={"thousandths": int(limits.share * 1000), "amount": limits.amount},
        )
        self._call_for_reports(opened)
        return opened

    def _call_for_reports(self, opened: Round) -> None:
        root = tree_on(opened.cut_off)
        made: dict[int, Contribution] = {}
        for node in root.walk() if root else ():
            above = made.get(node.placement.parent_id) if node.placement.parent_id else None
            made[node.unit.pk] = _contribution(opened, node, above, self.state)
        place_elements(actor=self.actor, elements=[contribution.element for contribution in made.values()])
        Contribution.objects.bulk_create(made.values())


def _top(day: date) -> Unit:
    top = top_unit(day)
    if top is None:
        raise RuleBrokenError(gettext_noop("Legg inn organisasjonen før du åpner en runde."))
    return top


def _called(opened: Round) -> str:
    """What a round is called in what is kept: in the language of the product, whoever opens it."""
    with override(settings.LANGUAGE_CODE):
        return str(opened)


def _contribution(opened: Round, node: Node, above: Contribution | None, state: State) -> Contribution:
    level, is_level = node.placement.level_id, bool(node.children)
    element = Element(
        kind="report",
        title=f"{_called(opened)}: {node.name}"[:200],
        unit=node.unit,
        owner=node.position,
        valid_from=opened.span.first_day,
        state=state,
    )
    return Contribution(
        element=element,
        round=opened,
        unit=node.unit,
        unit_name=node.name,
        above=above,
        level=level,
        is_level=is_level,
        due=workdays_after(opened.cut_off, days_to_deliver(level, has_units_below=is_level)),
    )


@transaction.atomic
def close_round(*, actor: User, closing: Round, day: date) -> ClosedRound:
    """Close a round: its consolidated figures are kept as they stand, sealed, and nobody writes in it any more.

    What the system suggested as of its last month is kept too, so that one can see what came of it.

    Raises:
        NotAllowedError: the actor may not approve reports for the whole municipality.
        RuleBrokenError: it is closed, or the municipality's own report is not delivered.
    """
    top = _top(closing.cut_off)
    require(actor, CLOSE_ROUND, top)
    if not closing.is_open:
        raise RuleBrokenError(gettext_noop("Runden er allerede lukket."))
    if not Contribution.objects.get(round=closing, above=None).is_delivered:
        raise RuleBrokenError(gettext_noop("Kommunens samlede rapport må leveres før runden kan lukkes."))
    before = snapshot(closing)
    closing.closed_on = day
    content, checksum = sealed(consolidated(actor, closing))
    closing.save(update_fields=["closed_on"])
    frozen = ClosedRound.objects.create(
        round=closing, closed_at=now(), closed_by=str(actor), content=content, checksum=checksum
    )
    record(actor=actor, verb="reporting.round.closed", thing=closing, before=before)
    keep_suggestions(actor=actor, year=closing.span.year, months=[closing.cut_off.month])
    return frozen
