"""Investments: starting, changing, moving, telling how they go, and closing them with their final account."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.budget.models import (
    Authority,
    CommonFinancing,
    Investment,
    InvestmentYear,
    Phase,
    ProjectStatus,
)
from styring.budget.policies import CHANGE_FINANCE, CHANGE_INVESTMENT
from styring.budget.rules.financing import Financed
from styring.budget.rules.moves import month_moved, moved
from styring.kernel.amounts import kroner
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import functions
from styring.plans.models import Risk
from styring.thread.models import Element, State
from styring.thread.services import drop, link, place_element, revise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from styring.accounts.models import User
    from styring.organisation.models import ProgrammeArea
    from styring.plans.services import Placed

OVERPAID = gettext_noop(
    "I %(year)s betaler kildene %(kroner)s kroner mer enn prosjektet koster. Reduser en av dem, eller øk utgiften."
)
NO_FUNCTION = gettext_noop("«%(code)s» er ikke en KOSTRA-funksjon. Bruk en funksjon med tre sifre.")
CLOSED = gettext_noop("Prosjektet er avsluttet og kan ikke endres.")
PARTS = ("spending", "grants", "sales", "fund", "transfer")


@dataclass(frozen=True)
class YearOfInvestment:
    """What is spent in a year, and what pays for it besides VAT compensation and loans; øre."""

    spending: int = 0
    grants: int = 0
    sales: int = 0
    fund: int = 0
    transfer: int = 0

    def financed(self, vat: Fraction) -> Financed:
        """With the VAT that comes back and the loan that is left."""
        return Financed(vat_share=vat, **asdict(self))


@dataclass(frozen=True)
class InvestmentText:
    """What an investment says beyond its title; amounts in øre with VAT."""

    project: str
    function: str
    total_frame: int
    counted_from: int
    description: str = ""
    user_meaning: str = ""
    programme_area: ProgrammeArea | None = None
    phase: Phase = Phase.IDEA
    risk: Risk = Risk.MIDDLE
    authority: Authority = Authority.EXECUTIVE_COMMITTEE
    spent_before: int = 0
    vat_share: int = 0
    is_self_cost: bool = False
    useful_life: int = 30
    running_cost: int = 0
    ready_on: date | None = None
    years: Mapping[int, YearOfInvestment] = field(default_factory=dict)
    goals: Sequence[Element] = ()


@dataclass(frozen=True)
class Standing:
    """How an investment stands: progress in percent, expected final cost in øre, when it will be ready."""

    progress: int
    forecast: int
    ready_on: date | None = None
    comment: str = ""


@transaction.atomic
def start_investment(*, actor: User, placed: Placed, text: InvestmentText) -> Investment:
    """Put an investment in the plan; it is an element of the thread.

    Args:
        actor: who enters it.
        placed: the unit that carries it out, title, owner and years.
        text: what else it says: frame, spending and financing by year, and the goals it delivers to.

    Raises:
        NotAllowedError: the actor may not change the unit's investments.
        RuleBrokenError: the sources of a year pay more than is spent, or the function is unknown.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_INVESTMENT, placed.unit)
    element = Element(kind="investment", code=placed.code, unit=placed.unit, owner=placed.owner)
    element.title, element.source, element.state = placed.title, placed.source, State.ADOPTED
    element.valid_from, element.valid_to = placed.span.since, placed.span.until
    investment = Investment(element=place_element(actor=actor, element=element))
    _tell(investment, text)
    investment.full_clean()
    investment.save(force_insert=True)
    plan_years(investment, text.years)
    for goal in text.goals:
        link(actor=actor, link_type="delivers", citing=element, cited=goal, span=placed.span)
    record(actor=actor, verb="budget.investment.started", thing=investment)
    return investment


@transaction.atomic
def edit_investment(*, actor: User, investment: Investment, placed: Placed, text: InvestmentText) -> Investment:
    """Give an investment other words, another frame or other years; its unit stays, and so do its links.

    Raises:
        NotAllowedError: the actor may not change the unit's investments.
        RuleBrokenError: it is closed, the sources of a year pay more than is spent, or the function is unknown.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_INVESTMENT, investment.element.unit)
    require_open(investment)
    element, then = investment.element, snapshot(investment.element)
    element.title, element.owner = placed.title, placed.owner
    element.valid_from, element.valid_to = placed.span.since, placed.span.until
    revise(actor=actor, element=element, before=then)
    before = snapshot(investment)
    _tell(investment, text)
    investment.full_clean()
    investment.save()
    plan_years(investment, text.years)
    record(actor=actor, verb="budget.investment.edited", thing=investment, before=before)
    return investment


@transaction.atomic
def move_investment(*, actor: User, investment: Investment, months: int, reason: str) -> Investment:
    """Put an investment off, or bring it forward: all it spends and all that pays for it moves together.

    What is planned for years before this one stays. `carry_investments` lets a draft of a programme follow.

    Args:
        actor: who moves it.
        investment: the investment.
        months: how far; minus is earlier.
        reason: why; it is shown with the investment.

    Raises:
        NotAllowedError: the actor may not change the unit's investments.
        RuleBrokenError: it is closed.
    """
    require(actor, CHANGE_INVESTMENT, investment.element.unit)
    require_open(investment)
    now = today().year
    coming = list(investment.years.filter(year__gte=now))
    parts = {name: moved({row.year: getattr(row, name) for row in coming}, months, now) for name in PARTS}
    years = {year for amounts in parts.values() for year in amounts}
    before = snapshot(investment)
    plan_years(
        investment,
        {year: YearOfInvestment(**{name: parts[name].get(year, 0) for name in PARTS}) for year in years},
        since=now,
    )
    if investment.ready_on:
        investment.ready_on = month_moved(investment.ready_on, months)
    investment.moved_because = reason.strip()
    investment.save(update_fields=["ready_on", "moved_because"])
    reach(actor, investment.element, max(years, default=now))
    record(actor=actor, verb="budget.investment.moved", thing=investment, before=before)
    return investment


def reach(actor: User, element: Element, year: int) -> None:
    """Let an element apply to the end of a year at least."""
    if element.last_year < year:
        before = snapshot(element)
        element.valid_to = Span.of_years(year, year).until
        revise(actor=actor, element=element, before=before)


@transaction.atomic
def tell_status(*, actor: User, investment: Investment, standing: Standing, day: date) -> ProjectStatus:
    """Tell how an investment goes; what was told before stays.

    Raises:
        NotAllowedError: the actor may not change the unit's investments.
        RuleBrokenError: it is closed.
        ValidationError: the progress is more than 100 percent, or the forecast is negative.
    """
    require(actor, CHANGE_INVESTMENT, investment.element.unit)
    require_open(investment)
    status = ProjectStatus(investment=investment, day=day, author=actor, **asdict(standing))
    status.full_clean()
    status.save(force_insert=True)
    record(actor=actor, verb="budget.investment.told", thing=investment)
    return status


@transaction.atomic
def close_investment(*, actor: User, investment: Investment, final_cost: int, day: date, note: str) -> Investment:
    """Close an investment with its final account; from then on nothing in it changes.

    Raises:
        NotAllowedError: the actor may not change the unit's investments.
        RuleBrokenError: it is closed already.
    """
    require(actor, CHANGE_INVESTMENT, investment.element.unit)
    require_open(investment)
    before = snapshot(investment)
    investment.phase, investment.final_cost, investment.closed_on = Phase.CLOSED, final_cost, day
    investment.closing_note = note.strip()
    investment.full_clean()
    investment.save()
    then = snapshot(investment.element)
    investment.element.state = State.DONE
    revise(actor=actor, element=investment.element, before=then)
    record(actor=actor, verb="budget.investment.closed", thing=investment, before=before)
    return investment


@transaction.atomic
def drop_investment(*, actor: User, investment: Investment, reason: str) -> Investment:
    """Take an investment out of the plan; it stays in the history with the reason.

    Raises:
        NotAllowedError: the actor may not change the unit's investments.
        RuleBrokenError: it is closed, or no reason is given.
    """
    require(actor, CHANGE_INVESTMENT, investment.element.unit)
    require_open(investment)
    drop(actor=actor, element=investment.element, reason=reason)
    record(actor=actor, verb="budget.investment.dropped", thing=investment)
    return investment


@transaction.atomic
def set_common_financing(*, actor: User, financing: CommonFinancing) -> CommonFinancing:
    """Say what pays for a year's investments together; what was said of the year before is replaced.

    Raises:
        NotAllowedError: the actor may not change the municipality's finance.
        ValidationError: an amount is negative.
    """
    require(actor, CHANGE_FINANCE)
    known = CommonFinancing.objects.filter(year=financing.year).first()
    before = snapshot(known) if known else None
    kept = known or financing
    kept.transfer, kept.sales, kept.fund = financing.transfer, financing.sales, financing.fund
    kept.equity_deposit = financing.equity_deposit
    kept.full_clean()
    kept.save()
    record(actor=actor, verb="budget.financing.set", thing=kept, before=before)
    return kept


def require_open(investment: Investment) -> None:
    """Go on only if an investment may still change.

    Raises:
        RuleBrokenError: it is closed, or taken out of the plan.
    """
    if investment.phase == Phase.CLOSED or investment.element.state == State.DROPPED:
        raise RuleBrokenError(CLOSED)


def _tell(investment: Investment, text: InvestmentText) -> None:
    if text.function not in functions():
        raise RuleBrokenError(NO_FUNCTION, code=text.function)
    for name, value in vars(text).items():
        if name not in {"years", "goals"}:
            setattr(investment, name, value)


def plan_years(investment: Investment, years: Mapping[int, YearOfInvestment], since: int = 0) -> None:
    """Replace what is planned from a year on.

    Raises:
        RuleBrokenError: the sources of a year pay more than is spent.
    """
    for year, one in years.items():
        surplus = one.financed(investment.vat).surplus
        if surplus:
            raise RuleBrokenError(OVERPAID, year=str(year), kroner=kroner(surplus))
    investment.years.filter(year__gte=since).delete()
    InvestmentYear.objects.bulk_create(
        InvestmentYear(investment=investment, year=year, **asdict(one))
        for year, one in sorted(years.items())
        if one != YearOfInvestment()
    )
