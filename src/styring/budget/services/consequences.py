"""Letting a draft of a programme follow its investments and its loans: spending, financing, interest, instalments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from styring.access.policies import require
from styring.audit.services import record
from styring.budget.models import BudgetLine, Change, ChangeKind
from styring.budget.policies import known_to, working_on
from styring.budget.queries.finance import basis, debts_of
from styring.budget.queries.investments import Plan, plan_of
from styring.budget.queries.programme import chain_of, state_of
from styring.budget.queries.records import KEY
from styring.budget.rules.investment_accounts import (
    BUILDING,
    FINANCE_FUNCTION,
    FROM_OPERATING,
    FUND,
    FUND_FUNCTION,
    GRANTS,
    LOANS,
    SALES,
    TO_INVESTMENT,
    VAT,
    VAT_BACK,
    VAT_FUNCTION,
)
from styring.budget.rules.layers import LineKey, difference, together
from styring.budget.rules.loans import DebtYear, Purpose
from styring.budget.services.programme import ChangeText, hold_draft, put_change
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from styring.accounts.models import User
    from styring.budget.models import CommonFinancing, Investment, Layer
    from styring.budget.queries.investments import PlannedYear

NO_TOP = gettext_noop("Kommunen har ingen øverste enhet å føre lån og renter på.")
SALE_FUNCTION, DEPOSIT_FUNCTION, LENDING_FUNCTION, OWNERSHIP_FUNCTION = "315", "172", "283", "130"
INVESTMENTS_FIRST, FINANCE_LAST = 500, 900
"""Where the changes stand in a layer: after the measures, finance last."""


@transaction.atomic
def carry_investments(*, actor: User, layer: Layer) -> list[Change]:
    """Let a draft have what the investments and the loans come to now, and nothing else of theirs.

    Each investment is a change; what pays for them together is one, and interest and instalments are one. A change
    holds only what the rest of the budget does not have already, so carrying again changes nothing.

    Args:
        actor: who works on the draft.
        layer: the draft.

    Returns:
        The changes that were made or changed.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        NotFoundError: the actor may not know of the layer.
        RuleBrokenError: the layer is no draft, or the municipality has no top unit.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    top = top_unit(today())
    if top is None:
        raise RuleBrokenError(NO_TOP)
    plan, carrier = plan_of(layer.years), _Carrier(actor, layer)
    for place, one in enumerate(plan.investments):
        text = ChangeText(
            ChangeKind.INVESTMENT, one.element.name, element=one.element, area=one.programme_area,
            order=INVESTMENTS_FIRST + place, reason=_("Følger investeringsplanen."),
        )  # fmt: skip
        carrier.put(text, lines_of_investment(one, plan.of(one)), project=one.project)
    paid = together(_paid_together(top.pk, year, plan) for year in plan.years)
    title = _("Felles finansiering av investeringene")
    reason = _("Lån, overføring fra drift, salg og egenkapitalinnskudd etter investeringsplanen.")
    carrier.put(ChangeText(ChangeKind.FINANCE, title, reason, order=FINANCE_LAST), paid)
    debts = together(_cost_of_debt(top.pk, year) for year in debts_of(basis(), plan))
    title, reason = _("Renter og avdrag"), _("Regnet ut fra lånene, investeringsplanen og forutsetningene om renten.")
    carrier.put(ChangeText(ChangeKind.FINANCE, title, reason, order=FINANCE_LAST + 1), debts)
    running = together(_running_cost(one, layer.years) for one in plan.investments)
    title, reason = _("Drift av nye bygg og anlegg"), _("Driftskostnaden fra året etter at investeringen er ferdig.")
    carrier.put(ChangeText(ChangeKind.INVESTMENT, title, reason, order=FINANCE_LAST - 1), running, shared=True)
    if carrier.made:
        record(actor=actor, verb="budget.layer.followed", thing=layer)
    return carrier.made


Name: TypeAlias = "tuple[str, object]"
"""What a change is known by from layer to layer: its kind, and its element or title."""


class _Carrier:
    """Puts in a layer what is lacking of each change: what is wanted less what the rest of its state has."""

    def __init__(self, actor: User, layer: Layer) -> None:
        self.actor, self.layer = actor, layer
        self.state = state_of(layer)
        self.made: list[Change] = []
        chain = chain_of(layer)
        changes = {one.pk: one for one in Change.objects.filter(layer__in=chain).order_by("pk")}
        self.below = {_name_of(one): one for one in changes.values() if one.layer_id != layer.pk}
        self.own: dict[Name, dict[LineKey, int]] = defaultdict(dict)
        self.beneath: dict[Name, dict[LineKey, int]] = defaultdict(dict)
        lines = BudgetLine.objects.filter(change__in=changes).order_by()
        for change, *key, amount in lines.values_list("change", *KEY, "amount"):
            kept = self.own if changes[change].layer_id == layer.pk else self.beneath
            of_change, at = kept[_name_of(changes[change])], LineKey(*key)
            of_change[at] = of_change.get(at, 0) + amount

    def put(self, text: ChangeText, wanted: Mapping[LineKey, int], *, project: str = "", shared: bool = False) -> None:
        """Put a change in, unless it would change nothing.

        Args:
            text: what it says.
            wanted: what the state is to have where the change rules: on its own keys, and on all of its project's.
            project: the project.
            shared: other changes may have lines on the same keys, and keep them.
        """
        name: Name = (str(text.kind), text.element.pk if text.element else text.title)
        own = self.own[name]
        ruled = {*wanted, *own}
        if project:
            ruled |= {key for key in self.state if key.account_class == INVESTMENT and key.project == project}
        rest = self.beneath[name] if shared else difference({key: self.state.get(key, 0) for key in ruled}, own)
        amounts = difference(wanted, rest)
        if amounts != together([own]):
            said = replace(text, amends=self.below.get(name))
            self.made.append(put_change(actor=self.actor, layer=self.layer, text=said, amounts=amounts))


def _name_of(change: Change) -> Name:
    return change.kind, change.element_id or change.title


def lines_of_investment(one: Investment, years: Sequence[PlannedYear]) -> dict[LineKey, int]:
    """What an investment costs and what pays for it but loans and the common money, on the accounts of a budget."""
    unit, found = one.element.unit_id, []
    for year in years:
        money = year.financed
        parts = {
            (one.function, BUILDING): money.spending - money.vat,
            (one.function, VAT): money.vat,
            (VAT_FUNCTION, VAT_BACK): -money.vat,
            (one.function, GRANTS): -money.grants,
            (one.function, SALES): -money.sales,
            (FUND_FUNCTION, FUND): -money.fund,
        }
        found.append({
            LineKey(year.year, INVESTMENT, unit, function, art, one.project): amount
            for (function, art), amount in parts.items()
        })  # fmt: skip
    return together(found)


def _paid_together(top: int, year: int, plan: Plan) -> dict[LineKey, int]:
    """The loans of a year, and what pays for its investments together; the transfer is in both account classes."""
    common: CommonFinancing | None = plan.common.get(year)
    of_projects = sum(one[year].transfer for one in plan.planned.values() if year in one)
    transfer = of_projects + (common.transfer if common else 0)
    unused = _unused(plan, year)
    parts = {
        (INVESTMENT, FINANCE_FUNCTION, LOANS): -sum(plan.loans(year).values()),
        (INVESTMENT, FUND_FUNCTION, FROM_OPERATING): -transfer,
        (OPERATING, FUND_FUNCTION, TO_INVESTMENT): transfer,
        (INVESTMENT, SALE_FUNCTION, SALES): -common.sales if common else 0,
        (INVESTMENT, FUND_FUNCTION, FUND): -common.fund if common else 0,
        (INVESTMENT, DEPOSIT_FUNCTION, "529"): common.equity_deposit if common else 0,
        (INVESTMENT, FUND_FUNCTION, "540"): unused,
    }
    return {LineKey(year, where, top, function, art): amount for (where, function, art), amount in parts.items()}


def _unused(plan: Plan, year: int) -> int:
    """What common money no investment needs; it is set aside for later ones, never used for operating (§ 14-10)."""
    used = sum(planned.common for one in plan.investments for planned in plan.of(one) if planned.year == year)
    return max(0, plan.common_money(year) - used)


def _cost_of_debt(top: int, year: DebtYear) -> dict[LineKey, int]:
    lent_on = year.paid.get(Purpose.ON_LENDING, 0)
    parts = {
        (OPERATING, FINANCE_FUNCTION, "500"): year.interest,
        (OPERATING, FINANCE_FUNCTION, "510"): year.instalments,
        (INVESTMENT, LENDING_FUNCTION, "512"): lent_on,
        (INVESTMENT, LENDING_FUNCTION, "922"): -lent_on,
    }
    return {LineKey(year.year, where, top, function, art): amount for (where, function, art), amount in parts.items()}


def _running_cost(one: Investment, years: range) -> dict[LineKey, int]:
    ready = one.ready_on.year if one.ready_on else 0
    if not ready or not one.running_cost:
        return {}
    key = (one.element.unit_id, one.function)
    return {LineKey(year, OPERATING, *key, "240"): one.running_cost for year in years if year > ready}
