"""Layers of the budget: adopted and amended."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import permitted_units
from styring.audit.services import record, snapshot
from styring.budget.models import Authority, BudgetLine, Layer, LayerKind, LayerState
from styring.budget.policies import AMEND_BUDGET, IMPORT_BUDGET
from styring.budget.queries import amounts_of
from styring.budget.rules.investment_accounts import line_of_investments
from styring.budget.rules.layers import difference, imbalances, together
from styring.budget.services.phasing import Phaser
from styring.kernel.amounts import kroner
from styring.kernel.authority import require
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.rules.layers import LineKey
    from styring.imports.models import Batch
    from styring.kernel.authority import Action

NOT_EVERYWHERE = gettext_noop("Budsjettet gjelder enheter som du ikke har rettighet til å endre budsjettet for.")
NEEDS_REASON = gettext_noop("Budsjettet for %(year)s er vedtatt. Skriv hvorfor det skal erstattes av en ny versjon.")
WRONG_YEAR = gettext_noop("Budsjettet gjelder %(first)s til %(last)s, men har linjer for %(year)s.")
CLASS_LEFT = {
    OPERATING: gettext_noop("Reguleringen går ikke i null i driften i %(year)s: %(kroner)s kroner er til overs."),
    INVESTMENT: gettext_noop(
        "Reguleringen går ikke i null i investeringene i %(year)s: %(kroner)s kroner er til overs."
    ),
}
FRAME_LEFT = gettext_noop("Rammen for %(name)s endres med %(kroner)s kroner. Det må kommunestyret vedta.")
NOTHING = gettext_noop("Budsjettet har ingen linjer.")
UNDATED = gettext_noop("En regulering må ha datoen den ble vedtatt.")
LINE_LEFT = gettext_noop(
    "Bevilgningsoversikten for investeringer endres med %(kroner)s kroner i %(year)s. Det må kommunestyret vedta."
)
OUTSIDE = gettext_noop("det som ligger utenfor rammene")
_LINES = "investment:"


@dataclass(frozen=True)
class Heading:
    """What a layer is called, for which years, and who decided it; ``decided_on`` None makes a draft."""

    title: str
    first_year: int
    last_year: int
    decided_on: date | None
    decision: str = ""
    authority: Authority = Authority.COUNCIL
    reason: str = ""
    batch: Batch | None = None

    def layer(self, kind: LayerKind) -> Layer:
        """The layer, not saved."""
        return Layer(
            kind=kind, title=self.title, first_year=self.first_year, last_year=self.last_year,
            name=free_name(self.first_year, kind), decided_on=self.decided_on, decision=self.decision,
            authority=self.authority, reason=self.reason, batch=self.batch,
        )  # fmt: skip


NAMES = {
    LayerKind.PROPOSAL: "forslag",
    LayerKind.SUPPLEMENT: "tillegg",
    LayerKind.PARTY: "alternativ",
    LayerKind.JOINT: "felles",
    LayerKind.RECOMMENDATION: "innstilling",
    LayerKind.ADOPTED: "vedtatt",
    LayerKind.AMENDMENT: "regulering",
}
"""What a layer of each kind is called in addresses and on the command line, after its first year."""


def free_name(first_year: int, kind: LayerKind, word: str = "") -> str:
    """A short name that no layer has yet: the year, the kind or another word, and a number when there are several."""
    start = f"{first_year}-{word or NAMES[kind]}"
    taken = set(Layer.objects.filter(name__startswith=start).values_list("name", flat=True))
    return next(name for n in count(1) if (name := start if n == 1 else f"{start}-{n}") not in taken)


@transaction.atomic
def enter_adopted_budget(*, actor: User, heading: Heading, amounts: Mapping[LineKey, int]) -> Layer:
    """Enter the budget of a year as the council adopted it.

    A draft is replaced as a whole. What is decided stays: the same amounts again change nothing, and other amounts
    become a new version, with the reason for it.

    Args:
        actor: who enters it.
        heading: the year and the decision; ``decided_on`` None makes a draft, that counts nowhere.
        amounts: the whole budget, in øre.

    Raises:
        NotAllowedError: the actor may not change the budget of each of the units.
        RuleBrokenError: it is empty or of another year, or replaces a decided budget without a reason.
    """
    require(actor, IMPORT_BUDGET)
    _require_units(actor, amounts, IMPORT_BUDGET)
    amounts = _checked(heading, amounts)
    year = heading.first_year
    for draft in Layer.objects.filter(kind=LayerKind.ADOPTED, first_year=year, state=LayerState.DRAFT):
        draft.lines.all().delete()
        draft.delete()
    now = Layer.objects.filter(kind=LayerKind.ADOPTED, first_year=year, state=LayerState.DECIDED).first()
    if now is not None and heading.decided_on is not None:
        if not difference(amounts, amounts_of(now)):
            return now
        _retire(actor, now, heading)
    layer = heading.layer(LayerKind.ADOPTED)
    layer.version, layer.replaces = (now.version + 1, now) if now else (1, None)
    lay(layer, amounts)
    record(actor=actor, verb=f"budget.layer.{'adopted' if heading.decided_on else 'drafted'}", thing=layer)
    return layer


@transaction.atomic
def amend_budget(*, actor: User, heading: Heading, amounts: Mapping[LineKey, int]) -> Layer:
    """Amend a year's budget by a decision; the budget that was adopted stays as it was.

    Args:
        actor: who enters the decision.
        heading: the year, the day and the decision.
        amounts: what is added to each line, in øre.

    Raises:
        NotAllowedError: the actor may not amend the budget of each of the units.
        RuleBrokenError: it doesn't come to nought within operating and investment; or within each frame, when it is
            not the council that decides.
    """
    require(actor, AMEND_BUDGET)
    _require_units(actor, amounts, AMEND_BUDGET)
    layer = lay_amendment(heading, amounts)
    record(actor=actor, verb="budget.layer.amended", thing=layer)
    return layer


def lay_amendment(heading: Heading, amounts: Mapping[LineKey, int]) -> Layer:
    """Put an amendment that is decided where it counts; the caller has asked, and writes it down.

    Raises:
        RuleBrokenError: it is empty or has no day, or doesn't come to nought where it must.
    """
    found = _checked(heading, amounts)
    if heading.decided_on is None:
        raise RuleBrokenError(UNDATED)
    require_nought(found, heading.decided_on, may_cross_frames=heading.authority == Authority.COUNCIL)
    return lay(heading.layer(LayerKind.AMENDMENT), found)


def lay(layer: Layer, amounts: Mapping[LineKey, int]) -> Layer:
    """Save a layer with its lines; it is a draft until they are there, for lines of what is decided never change."""
    layer.full_clean()
    phasers = [Phaser.of(year) for year in layer.years]
    lines = [line for phaser in phasers for line in phaser.lines(layer, amounts)]
    layer.save(force_insert=True)
    BudgetLine.objects.bulk_create(lines, batch_size=500)
    if layer.decided_on:
        layer.state = LayerState.DECIDED
        layer.save(update_fields=["state"])
    for phaser in phasers:
        phaser.spread_amendments()
    return layer


def _retire(actor: User, layer: Layer, heading: Heading) -> None:
    if not heading.reason.strip():
        raise RuleBrokenError(NEEDS_REASON, year=heading.first_year)
    before = snapshot(layer)
    layer.state = LayerState.REPLACED
    layer.save(update_fields=["state"])
    record(actor=actor, verb="budget.layer.replaced", thing=layer, before=before)


def _checked(heading: Heading, amounts: Mapping[LineKey, int]) -> dict[LineKey, int]:
    """The amounts without those of nought."""
    for key in amounts:
        if not heading.first_year <= key.year <= heading.last_year:
            raise RuleBrokenError(WRONG_YEAR, first=heading.first_year, last=heading.last_year, year=key.year)
    found = together([amounts])
    if not found:
        raise RuleBrokenError(NOTHING)
    return found


def _require_units(actor: User, amounts: Mapping[LineKey, int], action: Action) -> None:
    units = {key.unit for key in amounts}
    if units - set(permitted_units(actor, action).values_list("pk", flat=True)):
        raise NotAllowedError(NOT_EVERYWHERE)


def require_nought(amounts: Mapping[LineKey, int], day: date, *, may_cross_frames: bool) -> None:
    """Go on only if an amendment comes to nought in operating and in investment, and in each frame it may not leave.

    Raises:
        RuleBrokenError: it does not; the message says where, and by how much.
    """
    areas = dict(placements_on(day).values_list("unit_id", "programme_area__name"))
    for year in sorted({key.year for key in amounts}):
        of_year = {key: amount for key, amount in amounts.items() if key.year == year}
        found = imbalances(
            of_year,
            class_of={key: key.account_class for key in of_year},
            frame_of={key: _frame_of(key, areas) for key in of_year},
            may_cross_frames=may_cross_frames,
        )
        for kind, name, amount in found:
            raise RuleBrokenError(_message(kind, name), name=name, year=str(year), kroner=kroner(amount))


def _frame_of(key: LineKey, areas: Mapping[int, str | None]) -> str:
    """What the council has bound: the net frame of an area, or a line of the investment budget."""
    if key.account_class == INVESTMENT:
        return f"{_LINES}{line_of_investments(key.art)}"
    return areas.get(key.unit) or OUTSIDE


def _message(kind: str, name: str) -> str:
    if kind == "class":
        return CLASS_LEFT[name]
    return LINE_LEFT if name.startswith(_LINES) else FRAME_LEFT
