"""Letting the plans of investments say the same as a budget that has been amended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from styring.audit.services import record, snapshot
from styring.budget.models import Authority
from styring.budget.queries.investments import project_budgets
from styring.budget.services.investments import PARTS, YearOfInvestment, plan_years, reach, require_open
from styring.kernel.amounts import kroner, round_half_away
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from styring.accounts.models import User
    from styring.budget.models import Amendment, Investment

NOT_PLANNED = gettext_noop("Planen for %(project)s i %(year)s mangler %(kroner)s kroner på det som skal flyttes.")
NO_FRAME_LEFT = gettext_noop("Totalrammen til %(project)s ville blitt under null.")
TOO_MUCH = gettext_noop("%(project)s har bare %(kroner)s kroner i budsjettet for %(year)s.")
FRAME_NEEDS = gettext_noop("Totalrammen til %(project)s kan bare endres av %(authority)s.")
_RANK = [Authority.LEADER, Authority.CHIEF_EXECUTIVE, Authority.EXECUTIVE_COMMITTEE, Authority.COUNCIL]
"""Who decides, the one with the longest reach last."""


@dataclass(frozen=True)
class PlanChange:
    """What a decided amendment changes in an investment's plan: spending of a year in øre, and what pays for it."""

    year: int
    amount: int
    source: str
    moves_frame: bool


def amend_plan(actor: User, investment: Investment, changes: Sequence[PlanChange], since: int) -> None:
    """Let an investment's plan follow a budget that has been amended; the caller has asked.

    The plan of the amended year itself follows only if there is one: a year's budget may be made without it.

    Args:
        actor: who entered the decision.
        investment: the investment.
        changes: what has been decided.
        since: the amended year.

    Raises:
        RuleBrokenError: it is closed, the plan has less than is taken from it, or its sources pay too much.
    """
    require_open(investment)
    before = snapshot(investment)
    years = {row.year: YearOfInvestment(**{part: getattr(row, part) for part in PARTS})
             for row in investment.years.all()}  # fmt: skip
    for change in changes:
        if change.year > since or change.year in years:
            years[change.year] = _amended(years.get(change.year, YearOfInvestment()), change, investment)
        if change.moves_frame:
            investment.total_frame += change.amount
    if investment.total_frame < 0:
        raise RuleBrokenError(NO_FRAME_LEFT, project=investment.element.name)
    plan_years(investment, years)
    investment.save(update_fields=["total_frame"])
    reach(actor, investment.element, max(years, default=since))
    record(actor=actor, verb="budget.investment.amended", thing=investment, before=before)


def _amended(year: YearOfInvestment, change: PlanChange, investment: Investment) -> YearOfInvestment:
    parts = asdict(year)
    parts["spending"] += change.amount
    if change.source in parts:
        parts[change.source] += change.amount - round_half_away(change.amount * investment.vat)
    lacking = min(parts.values())
    if lacking < 0:
        raise RuleBrokenError(
            NOT_PLANNED, project=investment.element.name, year=str(change.year), kroner=kroner(-lacking)
        )  # fmt: skip
    return YearOfInvestment(**parts)


def let_plans_follow(actor: User, amendment: Amendment, authority: Authority) -> None:
    """Let the plans of the projects of an amendment that is decided say the same as the budget.

    Raises:
        RuleBrokenError: a project has less than is taken from it, or its frame is for others to change.
    """
    rows = list(amendment.rows.filter(investment__isnull=False).select_related("investment__element"))
    if not rows:
        return
    projects = {row.investment_id: row.investment for row in rows if row.investment}
    changes: dict[UUID, list[PlanChange]] = defaultdict(list)
    for row in rows:
        one = projects[row.investment_id]
        if row.moves_frame and _RANK.index(authority) < _RANK.index(Authority(one.authority)):
            raise RuleBrokenError(FRAME_NEEDS, project=one.element.name, authority=one.get_authority_display())
        changes[one.pk].append(PlanChange(amendment.year + row.years_later, row.amount, row.source, row.moves_frame))
    left = project_budgets(amendment.year, amendment.decided_on or today())
    for key, of_project in changes.items():
        one = projects[key]
        if (now := left.get(one.project, 0)) < 0:
            before = now - sum(change.amount for change in of_project if change.year == amendment.year)
            raise RuleBrokenError(
                TOO_MUCH, project=one.element.name, kroner=kroner(before), year=str(amendment.year)
            )  # fmt: skip
        amend_plan(actor, one, of_project, since=amendment.year)
