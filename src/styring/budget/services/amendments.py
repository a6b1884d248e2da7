"""Writing amendments, deciding them within a leader's own frame, and recording what a political body decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction

from styring.access.policies import permitted_units
from styring.audit.services import record, snapshot, take_turn
from styring.budget.models import Amendment, AmendmentPart, AmendmentRow, AmendmentState, Authority
from styring.budget.policies import AMEND_BUDGET, DECIDE_TRANSFER, RECORD_DECISION, WRITE_TRANSFER
from styring.budget.queries.amendments import accounts_of, moved_by, shortfalls
from styring.budget.rules.accounts import home_of, of_group, shared_out
from styring.budget.services.layers import Heading, lay_amendment, require_nought
from styring.budget.services.plan_changes import let_plans_follow
from styring.kernel.amounts import kroner
from styring.kernel.authority import may, require
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import OPERATING, arts, functions
from styring.ledger.rules.groups import ArtGroup, appropriation_arts
from styring.organisation.models import Unit
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.audit.services import Snapshot
    from styring.budget.models import Layer
    from styring.budget.rules.accounts import Place
    from styring.budget.rules.layers import LineKey
    from styring.kernel.authority import Action
    from styring.kernel.periods import Period
    from styring.organisation.models import Body

NOT_A_DRAFT = gettext_noop("«%(title)s» er sendt til vedtak eller avgjort og kan ikke endres.")
NOT_WAITING = gettext_noop("«%(title)s» venter ikke på noe vedtak.")
NO_ROWS = gettext_noop("Reguleringen flytter ingenting ennå.")
NO_WORDS = gettext_noop("Skriv en begrunnelse.")
NO_AMOUNT = gettext_noop("Beløpet kan ikke være null.")
NOT_THE_SUM = gettext_noop("Kontoene summerer til %(sum)s kroner, men raden er på %(amount)s kroner.")
UNKNOWN_ACCOUNT = gettext_noop("Funksjon %(function)s og art %(art)s kan ikke brukes i drift i %(year)s.")
NO_ACCOUNT = gettext_noop("Enheten har ikke noe budsjett av denne typen. Skriv funksjon og art selv.")
NOT_IN_YEARS = gettext_noop("Reguleringen gjelder ikke %(year)s.")
IS_PROJECT = gettext_noop("Konteringen av et prosjekt følger av beløpet og finansieringen.")
NOT_YOURS = gettext_noop("Reguleringen gjelder enheter som du ikke leder. Send den til vedtak.")
NOT_A_FRAME = gettext_noop("Skatt, finans, avskrivninger og fond hører ikke til rammene. Send reguleringen til vedtak.")
ONLY_COUNCIL_OR_CE = gettext_noop("Velg hvem som har vedtatt reguleringen.")
NOTHING_TO_GATHER = gettext_noop("Ingen enheter har avvik over grensen i %(period)s.")
NO_TOP = gettext_noop("Legg inn organisasjonen først.")
_FALLBACK = {
    ArtGroup.PAY: "010", ArtGroup.SOCIAL: "099", ArtGroup.GOODS: "120", ArtGroup.TRANSFERS: "470",
    ArtGroup.FEES: "600", ArtGroup.SALES: "650", ArtGroup.REFUNDS: "700",
}  # fmt: skip
"""The art of a kind of cost or income that a unit has no budget of yet."""
KINDS = tuple(_FALLBACK)
"""The kinds of cost and income that can be moved between units; the others are the municipality's own."""
MOST_ARTS = 3
"""A proposal of more lines than this is no help to anybody."""
Account: TypeAlias = "tuple[str, str]"
"""A function and an art."""


@dataclass(frozen=True)
class AmendmentText:
    """Which year's budget an amendment is of, what it is called, and why.

    ``last_year`` is the last year that the decision speaks of; None when operating goes on as amended.
    """

    year: int
    title: str
    reason: str
    last_year: int | None = None


@dataclass(frozen=True)
class RowText:
    """What a row says: which unit gets (plus) or gives up (minus) how many øre of what, and for what.

    ``years_later`` is in which years, counted from the amendment's; each has a row of its own.
    """

    unit: Unit
    purpose: str
    group: ArtGroup
    amount: int
    years_later: tuple[int, ...] = (0,)


@transaction.atomic
def write_amendment(*, actor: User, unit: Unit, text: AmendmentText, day: date) -> Amendment:
    """Begin an amendment, with nothing in it.

    Args:
        actor: who writes it.
        unit: the one whose leader answers for it.
        text: what it says.
        day: today.

    Raises:
        NotAllowedError: the actor may not write amendments for the unit.
        ValidationError: title or reason is missing, or it ends before it begins.
    """
    require(actor, WRITE_TRANSFER, unit)
    made = Amendment(
        unit=unit, year=text.year, last_year=text.last_year, title=text.title.strip(), reason=text.reason.strip(),
        written_by=actor, written_on=day,
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    record(actor=actor, verb="budget.amendment.written", thing=made)
    return made


@transaction.atomic
def add_row(*, actor: User, amendment: Amendment, text: RowText, day: date) -> list[AmendmentRow]:
    """Let a draft move an amount, in each year said; the accounts are proposed from what the unit has a budget on.

    Raises:
        NotAllowedError: the actor may not write amendments for the unit that the amendment is of.
        RuleBrokenError: it is no draft, or moves nothing.
        ValidationError: the purpose is missing or too long.
    """
    require(actor, WRITE_TRANSFER, amendment.unit)
    hold(amendment, AmendmentState.DRAFT)
    if not text.amount:
        raise RuleBrokenError(NO_AMOUNT)
    rows = put_rows(amendment, text, _accounts_for(text, accounts_of(text.unit, amendment.year, day)))
    record(actor=actor, verb="budget.amendment.changed", thing=amendment)
    return rows


def put_rows(amendment: Amendment, text: RowText, parts: Mapping[Account, int]) -> list[AmendmentRow]:
    """Save a row for each year with the accounts that it is for; the caller has asked, and writes it down.

    Raises:
        RuleBrokenError: the amendment says nothing of the row's year.
        ValidationError: the purpose is missing or too long.
    """
    rows = []
    for later in text.years_later:
        if amendment.year + later not in amendment.years:
            raise RuleBrokenError(NOT_IN_YEARS, year=str(amendment.year + later))
        row = AmendmentRow(amendment=amendment, unit=text.unit, purpose=text.purpose.strip(), amount=text.amount)
        row.group, row.years_later = text.group.value, later
        row.full_clean()
        row.save(force_insert=True)
        _put_parts(row, parts)
        rows.append(row)
    return rows


def _accounts_for(text: RowText, budget: Mapping[Place, int]) -> dict[Account, int]:
    """What the unit's budget of the kind is on; else the usual art of the kind, where most of its budget is."""
    weights = of_group(budget, text.group, MOST_ARTS)
    if weights:
        return {(place.function, place.art): part for place, part in shared_out(text.amount, weights).items()}
    home = home_of(budget)
    if home is None or text.group not in _FALLBACK:
        raise RuleBrokenError(NO_ACCOUNT)
    return {(home, _FALLBACK[text.group]): text.amount}


def _put_parts(row: AmendmentRow, parts: Mapping[Account, int]) -> None:
    row.parts.all().delete()
    AmendmentPart.objects.bulk_create(
        AmendmentPart(row=row, account_class=OPERATING, function=function, art=art, amount=amount)
        for (function, art), amount in parts.items()
    )


@transaction.atomic
def set_accounts(*, actor: User, row: AmendmentRow, parts: Mapping[Account, int]) -> None:
    """Say which accounts a row of a draft is for, instead of the proposed ones.

    Raises:
        NotAllowedError: the actor may not write the amendment.
        RuleBrokenError: it is no draft, an account cannot be used, they don't sum to the row, or it is of a project.
    """
    require(actor, WRITE_TRANSFER, row.amendment.unit)
    hold(row.amendment, AmendmentState.DRAFT)
    if row.investment_id is not None:
        raise RuleBrokenError(IS_PROJECT)
    year = row.year
    for function, art in parts:
        used, kind = functions().get(function), arts().get(art)
        known = used and kind and used.is_valid_in(year) and kind.is_valid_in(year)
        if not known or (kind and OPERATING not in kind.account_classes):
            raise RuleBrokenError(UNKNOWN_ACCOUNT, function=function, art=art, year=year)
    if sum(parts.values()) != row.amount:
        raise RuleBrokenError(NOT_THE_SUM, sum=kroner(sum(parts.values())), amount=kroner(row.amount))
    _put_parts(row, {account: amount for account, amount in parts.items() if amount})
    record(actor=actor, verb="budget.amendment.changed", thing=row.amendment)


@transaction.atomic
def remove_row(*, actor: User, row: AmendmentRow) -> None:
    """Take a row out of a draft.

    Raises:
        NotAllowedError: the actor may not write the amendment.
        RuleBrokenError: it is no draft.
    """
    require(actor, WRITE_TRANSFER, row.amendment.unit)
    hold(row.amendment, AmendmentState.DRAFT)
    row.delete()
    record(actor=actor, verb="budget.amendment.changed", thing=row.amendment)


@transaction.atomic
def drop_amendment(*, actor: User, amendment: Amendment) -> None:
    """Throw a draft away.

    Raises:
        NotAllowedError: the actor may not write the amendment.
        RuleBrokenError: it is no draft.
    """
    require(actor, WRITE_TRANSFER, amendment.unit)
    hold(amendment, AmendmentState.DRAFT)
    record(actor=actor, verb="budget.amendment.dropped", thing=amendment, before=snapshot(amendment))
    amendment.delete()


@transaction.atomic
def propose_amendment(*, actor: User, amendment: Amendment, day: date) -> Amendment:
    """Send a draft to those who decide.

    Raises:
        NotAllowedError: the actor may not write the amendment.
        RuleBrokenError: it is no draft, has no rows, or doesn't come to nought.
    """
    require(actor, WRITE_TRANSFER, amendment.unit)
    hold(amendment, AmendmentState.DRAFT)
    amounts = _amounts(amendment)
    require_nought(amounts, day, may_cross_frames=True)
    before = _move(amendment, AmendmentState.PROPOSED, proposed_on=day)
    record(actor=actor, verb="budget.amendment.proposed", thing=amendment, before=before)
    return amendment


@transaction.atomic
def take_back_amendment(*, actor: User, amendment: Amendment) -> Amendment:
    """Make a proposal a draft again.

    Raises:
        NotAllowedError: the actor may not write the amendment.
        RuleBrokenError: it waits for no decision.
    """
    require(actor, WRITE_TRANSFER, amendment.unit)
    hold(amendment, AmendmentState.PROPOSED)
    before = _move(amendment, AmendmentState.DRAFT, proposed_on=None)
    record(actor=actor, verb="budget.amendment.taken_back", thing=amendment, before=before)
    return amendment


@transaction.atomic
def decide_within_frame(*, actor: User, amendment: Amendment, day: date) -> Amendment:
    """Decide a draft there and then, within the units and the frame that the actor leads.

    Raises:
        NotAllowedError: the actor leads not all of the units.
        RuleBrokenError: it is no draft, has no rows, doesn't come to nought in each frame, or moves what is the
            municipality's own: taxes, finance and funds.
    """
    require(actor, DECIDE_TRANSFER, amendment.unit)
    hold(amendment, AmendmentState.DRAFT)
    amounts = _amounts(amendment)
    led = set(permitted_units(actor, DECIDE_TRANSFER).values_list("pk", flat=True))
    if {key.unit for key in amounts} - led:
        raise NotAllowedError(NOT_YOURS)
    if any(key.account_class != OPERATING or key.art not in appropriation_arts() for key in amounts):
        raise RuleBrokenError(NOT_A_FRAME)
    layer = lay_amendment(_heading(amendment, amounts, Resolution(Authority.LEADER, "", day)), amounts)
    before = _decide(actor, amendment, layer)
    record(actor=actor, verb="budget.amendment.decided_within", thing=amendment, before=before)
    return amendment


@dataclass(frozen=True)
class Resolution:
    """What was decided: by whom, in which case and on which day."""

    authority: Authority
    decision: str
    day: date
    body: Body | None = None


@transaction.atomic
def decide_amendment(*, actor: User, amendment: Amendment, resolution: Resolution) -> Amendment:
    """Record that an amendment has been decided as it was proposed; it counts from the day of the decision.

    Raises:
        NotAllowedError: the actor may neither amend the whole budget nor record decisions.
        RuleBrokenError: it waits for no decision, leaves a frame that only the council may change, or takes more from
            a project than it has.
    """
    require(actor, *recording(actor, resolution.day))
    hold(amendment, AmendmentState.PROPOSED)
    if resolution.authority == Authority.LEADER:
        raise RuleBrokenError(ONLY_COUNCIL_OR_CE)
    amendment.body = resolution.body
    amounts = _amounts(amendment)
    layer = lay_amendment(_heading(amendment, amounts, resolution), amounts)
    before = _decide(actor, amendment, layer)
    let_plans_follow(actor, amendment, resolution.authority)
    record(actor=actor, verb="budget.amendment.decided", thing=amendment, before=before)
    return amendment


@transaction.atomic
def reject_amendment(*, actor: User, amendment: Amendment, answer: str, resolution: Resolution) -> Amendment:
    """Record that an amendment was not adopted, and why.

    Raises:
        NotAllowedError: the actor may neither amend the whole budget nor record decisions.
        RuleBrokenError: it waits for no decision, or no reason is given.
    """
    require(actor, *recording(actor, resolution.day))
    hold(amendment, AmendmentState.PROPOSED)
    if not answer.strip():
        raise RuleBrokenError(NO_WORDS)
    before = _move(
        amendment, AmendmentState.REJECTED, answer=answer.strip(), decided_on=resolution.day, decided_by=actor,
        decision=resolution.decision, body=resolution.body, authority=resolution.authority,
    )  # fmt: skip
    record(actor=actor, verb="budget.amendment.rejected", thing=amendment, before=before)
    return amendment


@transaction.atomic
def gather_amendment(*, actor: User, period: Period, title: str, reason: str, day: date) -> Amendment:
    """Begin one amendment for the whole municipality from what the units foresee beyond the limits in a report.

    Each unit that must explain itself gets a row with its own words; what pays for it is for the writer to add.

    Raises:
        NotAllowedError: the actor may not write amendments for the whole municipality.
        RuleBrokenError: no unit departs from its budget by so much.
    """
    top = the_top(day)
    require(actor, WRITE_TRANSFER, top)
    found = shortfalls(period)
    if not found:
        raise RuleBrokenError(NOTHING_TO_GATHER, period=period)
    made = write_amendment(actor=actor, unit=top, text=AmendmentText(period.year, title, reason), day=day)
    made.period = str(period)
    made.save(update_fields=["period"])
    units = Unit.objects.in_bulk([one.unit for one in found])
    for one in found:
        text = RowText(units[one.unit], (one.words or units[one.unit].name)[:300], ArtGroup.GOODS, one.amount)
        add_row(actor=actor, amendment=made, text=text, day=day)
    record(actor=actor, verb="budget.amendment.gathered", thing=made)
    return made


def recording(actor: User, day: date) -> tuple[Action, Unit | None]:
    """By which of two rights a person records decisions: amending the whole budget, or keeping the minutes."""
    return (RECORD_DECISION, None) if may(actor, RECORD_DECISION) else (AMEND_BUDGET, the_top(day))


def the_top(day: date) -> Unit:
    """The municipality as a whole.

    Raises:
        RuleBrokenError: there is none.
    """
    top = top_unit(day)
    if top is None:
        raise RuleBrokenError(NO_TOP)
    return top


def _amounts(amendment: Amendment) -> dict[LineKey, int]:
    amounts = moved_by(amendment)
    if not amounts:
        raise RuleBrokenError(NO_ROWS)
    return amounts


def _heading(amendment: Amendment, amounts: Mapping[LineKey, int], decided: Resolution) -> Heading:
    last = max(key.year for key in amounts)
    return Heading(
        amendment.title, amendment.year, last, decided.day, decided.decision, authority=decided.authority,
        reason=amendment.reason,
    )  # fmt: skip


def hold(amendment: Amendment, state: AmendmentState) -> None:
    """Hold an amendment until the transaction ends, and go on only if it is still in a state.

    Raises:
        RuleBrokenError: it is not.
    """
    take_turn()
    amendment.refresh_from_db(fields=["state"])
    if amendment.state != state:
        message = NOT_A_DRAFT if state == AmendmentState.DRAFT else NOT_WAITING
        raise RuleBrokenError(message, title=amendment.title)


def _move(amendment: Amendment, state: AmendmentState, **said: object) -> Snapshot:
    """Let it come further, with what is said of it; what it said before, for the trail."""
    before = snapshot(amendment)
    amendment.state = state
    for name, value in said.items():
        setattr(amendment, name, value)
    amendment.save(update_fields=["state", *said])
    return before


def _decide(actor: User, amendment: Amendment, layer: Layer) -> Snapshot:
    return _move(
        amendment, AmendmentState.DECIDED, layer=layer, decided_on=layer.decided_on, decided_by=actor,
        decision=layer.decision, authority=layer.authority, body=amendment.body,
    )  # fmt: skip
