"""Carrying over from a closed year: adopting the rule, working out the proposal, and adopting it as an amendment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from styring.audit.services import record, snapshot, take_turn
from styring.budget.models import Amendment, AmendmentState, CarryOver, CarryRow, CarryState
from styring.budget.policies import AMEND_BUDGET
from styring.budget.queries.accounts import spending_on
from styring.budget.queries.carry_over import carry_rule_of, disposition_fund, is_closed, years_of_units
from styring.budget.rules.accounts import Basis, chosen, of_group, shared_out
from styring.budget.rules.investment_accounts import FUND, FUND_FUNCTION
from styring.budget.services.amendments import (
    MOST_ARTS,
    NO_ACCOUNT,
    RowText,
    decide_amendment,
    put_rows,
    recording,
    the_top,
)
from styring.kernel.amounts import kroner
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.groups import ArtGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.audit.services import Snapshot
    from styring.budget.models import CarryRule
    from styring.budget.queries.accounts import Spending
    from styring.budget.services.amendments import Account, Resolution
    from styring.organisation.models import Unit

NO_RULE = gettext_noop("Ingen har vedtatt en regel for overføring fra %(year)s. Uten regel overføres ingenting.")
NOT_CLOSED = gettext_noop("Regnskapet for %(year)s har ikke desember ennå.")
NOT_A_DRAFT = gettext_noop("Overføringen fra %(year)s er sendt til vedtak eller vedtatt, og kan ikke endres.")
NOT_WAITING = gettext_noop("Overføringen fra %(year)s venter ikke på noe vedtak.")
NEEDS_REASON = gettext_noop("Skriv hvorfor %(unit)s skal ha et annet beløp enn regelen gir.")
NOTHING = gettext_noop("Det er ingenting å overføre fra %(year)s.")
NOT_COVERED = gettext_noop("Overføringen er på %(amount)s kroner, men disposisjonsfondet har bare %(fund)s kroner.")
UNKNOWN_ROW = gettext_noop("Beløpene gjelder en enhet som ikke er med i overføringen.")
TO_FUND = "540"


@transaction.atomic
def adopt_carry_rule(*, actor: User, rule: CarryRule, left_out: Iterable[Unit] = ()) -> CarryRule:
    """Record a rule of carrying over that a body has adopted; earlier ones stay as they are.

    Args:
        actor: who records the decision.
        rule: the rule, not saved.
        left_out: units that it isn't for.

    Raises:
        NotAllowedError: the actor may neither amend the whole budget nor record decisions.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, *recording(actor, rule.decided_on))
    rule.recorded_by = actor
    rule.full_clean()
    rule.save(force_insert=True)
    rule.left_out.set(left_out)
    record(actor=actor, verb="budget.carryrule.adopted", thing=rule)
    return rule


@transaction.atomic
def prepare_carry_over(*, actor: User, year: int, day: date) -> CarryOver:
    """Work out what each unit takes with it from a closed year; a draft is worked out anew, with what was said in it.

    Raises:
        NotAllowedError: the actor may not amend the whole budget.
        RuleBrokenError: no rule is adopted, the year is not closed, or it is no draft any more.
    """
    require(actor, AMEND_BUDGET, the_top(day))
    rule = carry_rule_of(year, day)
    if rule is None:
        raise RuleBrokenError(NO_RULE, year=str(year))
    if not is_closed(year):
        raise RuleBrokenError(NOT_CLOSED, year=str(year))
    carry_over = CarryOver.objects.filter(year=year).first() or CarryOver(year=year)
    if carry_over.pk:
        _hold(carry_over, CarryState.DRAFT)
    carry_over.rule, carry_over.made_by, carry_over.made_on = rule, actor, day
    carry_over.save()
    said = {row.unit_id: (row.override, row.reason) for row in carry_over.rows.exclude(override=None)}
    carry_over.rows.all().delete()
    rows = []
    for one in years_of_units(rule, year, day):
        figures = asdict(one)
        unit = figures.pop("unit")
        override, reason = said.get(unit, (None, ""))
        rows.append(CarryRow(carry_over=carry_over, unit_id=unit, override=override, reason=reason, **figures))
    CarryRow.objects.bulk_create(rows)
    record(actor=actor, verb="budget.carryover.prepared", thing=carry_over)
    return carry_over


@dataclass(frozen=True)
class Said:
    """What is proposed for a unit instead of what the rule gives, and why; None goes back to the rule."""

    amount: int | None
    reason: str = ""


@transaction.atomic
def override_carry_over(*, actor: User, carry_over: CarryOver, said: Mapping[int, Said]) -> CarryOver:
    """Propose other amounts than the rule gives, each with its reason.

    Args:
        actor: who works on the proposal.
        carry_over: a draft.
        said: by the row's key; rows left out stay as they are.

    Raises:
        NotAllowedError: the actor may not amend the whole budget.
        RuleBrokenError: it is no draft, or an amount has no reason.
    """
    require(actor, AMEND_BUDGET, the_top(carry_over.made_on))
    _hold(carry_over, CarryState.DRAFT)
    for row in carry_over.rows.filter(pk__in=said).select_related("unit"):
        one = said[row.pk]
        before = snapshot(row)
        row.override = None if one.amount == row.by_rule else one.amount
        row.reason = "" if row.override is None else one.reason.strip()
        if row.override is not None and not row.reason:
            raise RuleBrokenError(NEEDS_REASON, unit=row.unit.name)
        row.save(update_fields=["override", "reason"])
        record(actor=actor, verb="budget.carryrow.said", thing=row, before=before)
    return carry_over


@transaction.atomic
def propose_carry_over(*, actor: User, carry_over: CarryOver, day: date) -> CarryOver:
    """Send the proposal to the council with the accounts.

    Raises:
        NotAllowedError: the actor may not amend the whole budget.
        RuleBrokenError: it is no draft, or carries nothing over.
    """
    require(actor, AMEND_BUDGET, the_top(day))
    _hold(carry_over, CarryState.DRAFT)
    if not any(row.proposed for row in carry_over.rows.all()):
        raise RuleBrokenError(NOTHING, year=str(carry_over.year))
    before = _move(carry_over, CarryState.PROPOSED, day)
    record(actor=actor, verb="budget.carryover.proposed", thing=carry_over, before=before)
    return carry_over


@transaction.atomic
def take_back_carry_over(*, actor: User, carry_over: CarryOver) -> CarryOver:
    """Make the proposal a draft again.

    Raises:
        NotAllowedError: the actor may not amend the whole budget.
        RuleBrokenError: it waits for no decision.
    """
    require(actor, AMEND_BUDGET, the_top(carry_over.made_on))
    _hold(carry_over, CarryState.PROPOSED)
    before = _move(carry_over, CarryState.DRAFT, None)
    record(actor=actor, verb="budget.carryover.taken_back", thing=carry_over, before=before)
    return carry_over


@transaction.atomic
def adopt_carry_over(
    *, actor: User, carry_over: CarryOver, resolution: Resolution, adopted: Mapping[int, int] | None = None
) -> CarryOver:
    """Record what the council adopted; it becomes an amendment of the new year, paid for by the disposition fund.

    Args:
        actor: who records the decision.
        carry_over: a proposal.
        resolution: the decision.
        adopted: øre by the row's key where the council adopted something else than was proposed.

    Raises:
        NotAllowedError: the actor may neither amend the whole budget nor record decisions.
        RuleBrokenError: it waits for no decision, carries nothing over, is more than the fund holds, or is decided by
            another than the council.
    """
    require(actor, *recording(actor, resolution.day))
    _hold(carry_over, CarryState.PROPOSED)
    rows = list(carry_over.rows.select_related("unit"))
    changed = adopted or {}
    if set(changed) - {row.pk for row in rows}:
        raise RuleBrokenError(UNKNOWN_ROW)
    for row in rows:
        row.adopted = changed.get(row.pk, row.proposed)
    CarryRow.objects.bulk_update(rows, ["adopted"])
    amendment = _amendment(actor, carry_over, rows, resolution)
    decide_amendment(actor=actor, amendment=amendment, resolution=resolution)
    before = snapshot(carry_over)
    carry_over.amendment, carry_over.state = amendment, CarryState.ADOPTED
    carry_over.save(update_fields=["amendment", "state"])
    record(actor=actor, verb="budget.carryover.adopted", thing=carry_over, before=before)
    return carry_over


def _amendment(actor: User, carry_over: CarryOver, rows: list[CarryRow], resolution: Resolution) -> Amendment:
    """The amendment of the new year alone, waiting for its decision: a row for each unit, and one for the fund."""
    top, total = the_top(resolution.day), sum(row.adopted or 0 for row in rows)
    held = disposition_fund()
    if held is not None and total > held:
        raise RuleBrokenError(NOT_COVERED, amount=kroner(total), fund=kroner(held))
    if not any(row.adopted for row in rows):
        raise RuleBrokenError(NOTHING, year=str(carry_over.year))
    words = {"year": carry_over.year, "new": carry_over.new_year}
    amendment = Amendment(
        unit=top, year=carry_over.new_year, last_year=carry_over.new_year, written_by=actor,
        written_on=carry_over.made_on, proposed_on=carry_over.proposed_on, state=AmendmentState.PROPOSED,
        title=_("Overføring fra %(year)s til %(new)s") % words,
        reason=_("Enhetenes mer- og mindreforbruk i %(year)s, overført etter regelen i %(case)s.")
        % {"year": carry_over.year, "case": carry_over.rule.decision},
    )  # fmt: skip
    amendment.full_clean()
    amendment.save(force_insert=True)
    spending = spending_on(resolution.day)
    for row in rows:
        if row.adopted:
            text = RowText(row.unit, _purpose(row), ArtGroup.GOODS, row.adopted)
            put_rows(amendment, text, _accounts(row, spending))
    if total:
        art, purpose = (
            (FUND, _("Bruk av disposisjonsfond")) if total > 0 else (TO_FUND, _("Avsetning til disposisjonsfond"))
        )
        put_rows(amendment, RowText(top, purpose, ArtGroup.FUNDS, -total), {(FUND_FUNCTION, art): -total})
    return amendment


def _purpose(row: CarryRow) -> str:
    words = {"year": row.carry_over.year}
    return (
        _("Mindreforbruk i %(year)s") if (row.adopted or 0) > 0 else _("Inndekning av merforbruk i %(year)s")
    ) % words


def _accounts(row: CarryRow, spending: Spending) -> dict[Account, int]:
    mix, amount = spending.units.get(row.unit_id, {}), row.adopted or 0
    weights = of_group(mix, ArtGroup.GOODS, MOST_ARTS) or chosen(mix, Basis.ALL)
    if not weights:
        raise RuleBrokenError(NO_ACCOUNT)
    return {(place.function, place.art): part for place, part in shared_out(amount, weights).items()}


def _hold(carry_over: CarryOver, state: CarryState) -> None:
    """Hold it until the transaction ends, and go on only if it is still in a state."""
    take_turn()
    carry_over.refresh_from_db(fields=["state"])
    if carry_over.state != state:
        raise RuleBrokenError(NOT_A_DRAFT if state == CarryState.DRAFT else NOT_WAITING, year=str(carry_over.year))


def _move(carry_over: CarryOver, state: CarryState, day: date | None) -> Snapshot:
    """Let it come further; what it said before, for the trail."""
    before = snapshot(carry_over)
    carry_over.state, carry_over.proposed_on = state, day
    carry_over.save(update_fields=["state", "proposed_on"])
    return before
