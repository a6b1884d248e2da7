"""Reading investments: the portfolio with its money, and what pays for the plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from styring.access.policies import permitted_units
from styring.budget.models import (
    BudgetLine,
    CommonFinancing,
    Investment,
    InvestmentYear,
    Layer,
    Phase,
    ProjectStatus,
)
from styring.budget.policies import CHANGE_INVESTMENT, VIEW_INVESTMENT
from styring.budget.rules.financing import Financed, lent_for_each
from styring.budget.rules.loans import Purpose
from styring.budget.rules.projection import Project
from styring.kernel.asked import asked_once
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.queries import Extent, actuals
from styring.ledger.rules.codes import INVESTMENT
from styring.ledger.rules.statements import definition
from styring.thread.models import State
from styring.thread.queries import cited_by, cites

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.thread.models import ElementQuerySet

NO_SUCH = gettext_noop("Investeringen finnes ikke, eller du har ikke tilgang til den.")
_SPENDING_LINES = ("1", "2")
_LATEST = 9999


@cache
def spending_arts() -> frozenset[str]:
    """The arts of what an investment costs: § 5-5 lines 1 and 2.

    >>> "230" in spending_arts(), "729" in spending_arts(), "529" in spending_arts()
    (True, False, False)
    """
    lines = [line for line in definition("5-5-1", _LATEST).lines if line.post in _SPENDING_LINES]
    return frozenset[str]().union(*(line.arts for line in lines))


@dataclass(frozen=True)
class ProjectMoney:
    """An investment's money in øre: what it has cost, this year's budget and accounts, and what it is expected to cost.

    ``spent`` is by year of the accounts. Without a status the frame is what is expected. Deviation is frame less
    forecast: minus is more expensive than the frame.
    """

    investment: Investment
    years: Mapping[int, InvestmentYear]
    spent: Mapping[int, int]
    budget: int
    year: int
    status: ProjectStatus | None = None

    @property
    def spent_before(self) -> int:
        """What it cost before this year."""
        return self.investment.spent_before + sum(
            amount for year, amount in self.spent.items() if self.investment.counted_from <= year < self.year
        )

    @property
    def actual(self) -> int:
        """What it has cost so far this year."""
        return self.spent.get(self.year, 0)

    @property
    def forecast(self) -> int:
        """What it is expected to cost, all in all; what it cost, once that is known."""
        if self.investment.final_cost is not None:
            return self.investment.final_cost
        return self.status.forecast if self.status else self.investment.total_frame

    @property
    def deviation(self) -> int:
        """Frame less forecast."""
        return self.investment.total_frame - self.forecast

    @property
    def ready_on(self) -> date | None:
        """When it is expected to be ready."""
        return (self.status.ready_on if self.status else None) or self.investment.ready_on

    @property
    def progress(self) -> int | None:
        """How far the work has come, in percent."""
        return self.status.progress if self.status else None

    def planned(self, year: int) -> int:
        """What the plan has for a year."""
        return self.years[year].spending if year in self.years else 0


def investment_for(reader: User, key: UUID) -> Investment:
    """An investment with its unit, owner and programme area; one query.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    found = (
        investments_for(reader).select_related("element__unit", "element__owner__unit", "programme_area").filter(pk=key)
    )
    investment = found.first()
    if investment is None:
        raise NotFoundError(NO_SUCH)
    return investment


def portfolio(reader: User, day: date) -> list[ProjectMoney]:
    """The investments that a person may see, not those dropped, with their money as of a day; six queries."""
    seen = investments_for(reader).exclude(element__state=State.DROPPED)
    return money_of(list(seen.select_related("element__unit", "programme_area")), day)


def money_of(investments: Sequence[Investment], day: date) -> list[ProjectMoney]:
    """The money of some investments as of a day; four queries."""
    keys = [one.pk for one in investments]
    codes = {one.project for one in investments}
    years: dict[UUID, dict[int, InvestmentYear]] = defaultdict(dict)
    for planned in InvestmentYear.objects.filter(investment__in=keys):
        years[planned.investment_id][planned.year] = planned
    statuses = {one.investment_id: one for one in ProjectStatus.objects.filter(investment__in=keys, day__lte=day)}
    first = min((one.counted_from for one in investments), default=day.year)
    spent: dict[str, dict[int, int]] = defaultdict(dict)
    sums = actuals(
        None,
        range(first, day.year + 1),
        by=("project", "year"),
        extent=Extent.INVESTMENT,
        arts=spending_arts(),
    )
    for (code, year), amount in sums.items():
        if code in codes:
            spent[str(code)][int(str(year))] = amount
    budgets = project_budgets(day.year, day)
    return [
        ProjectMoney(
            one, years[one.pk], spent[one.project], budgets.get(one.project, 0), day.year, statuses.get(one.pk)
        )
        for one in investments
    ]


def project_budgets(year: int, day: date) -> dict[str, int]:
    """What each project may spend in a year by the budget as revised on a day, in øre with VAT; one query."""
    layers = Layer.objects.budget_of(year, day)
    lines = BudgetLine.objects.filter(layer__in=layers, year=year, account_class=INVESTMENT, art__in=spending_arts())
    return dict(lines.order_by().values_list("project").annotate(total=Sum("amount")))


def investments_for(reader: User) -> QuerySet[Investment]:
    """The investments that a person may know of; drafts only where the person may change them."""
    drafts = Q(element__state=State.DRAFT) & ~Q(element__unit__in=permitted_units(reader, CHANGE_INVESTMENT))
    return Investment.objects.filter(Q(element__unit__in=permitted_units(reader, VIEW_INVESTMENT)) & ~drafts)


@dataclass(frozen=True)
class PlannedYear:
    """A year of an investment with what pays for it, in øre; ``common`` is its part of the common money."""

    year: int
    financed: Financed
    loan: int

    @property
    def common(self) -> int:
        """What the common money pays for."""
        return self.financed.loan - self.loan


@dataclass(frozen=True)
class Plan:
    """All that is to be invested in some years, by investment, and the common money that pays for a part of it."""

    investments: Sequence[Investment]
    years: Sequence[int]
    planned: Mapping[UUID, Mapping[int, Financed]]
    common: Mapping[int, CommonFinancing] = field(default_factory=dict)

    def common_money(self, year: int) -> int:
        """What pays for the year's projects together."""
        return self.common[year].left_for_projects if year in self.common else 0

    def of(self, investment: Investment) -> list[PlannedYear]:
        """The years of one investment."""
        mine = self.planned.get(investment.pk, {})
        return [PlannedYear(year, mine[year], self.loans(year)[investment.pk]) for year in sorted(mine)]

    def loans(self, year: int) -> dict[UUID, int]:
        """What is borrowed in a year for each investment."""
        needs = {
            one.pk: self.planned[one.pk][year].loan for one in self.investments if year in self.planned.get(one.pk, {})
        }
        ordinary = [one.pk for one in self.investments if one.pk in needs and not one.is_self_cost]
        lent = lent_for_each([needs[key] for key in ordinary], self.common_money(year))
        return needs | dict(zip(ordinary, lent, strict=True))

    @property
    def projects(self) -> list[Project]:
        """The investments as what-if reckons with them."""
        return [
            Project(
                str(one.pk),
                self.planned.get(one.pk, {}),
                one.useful_life,
                ready=one.ready_on.year if one.ready_on else 0,
                running_cost=one.running_cost,
                purpose=Purpose.SELF_COST if one.is_self_cost else Purpose.ORDINARY,
            )
            for one in self.investments
        ]


@asked_once
def plan_of(years: Sequence[int]) -> Plan:
    """What is to be invested in some years, whoever may see it; three queries, and `years` must be hashable."""
    ongoing = Investment.objects.exclude(phase=Phase.CLOSED).exclude(element__state=State.DROPPED)
    investments = list(ongoing.select_related("element__unit", "programme_area"))
    shares = {one.pk: one.vat for one in investments}
    planned: dict[UUID, dict[int, Financed]] = defaultdict(dict)
    for row in InvestmentYear.objects.filter(investment__in=shares, year__in=years):
        planned[row.investment_id][row.year] = Financed(
            row.spending, shares[row.investment_id], row.grants, row.sales, row.fund, row.transfer
        )
    common = {row.year: row for row in CommonFinancing.objects.filter(year__in=years)}
    return Plan(investments, list(years), dict(planned), common)


def is_in_no_frame(investments: ElementQuerySet, day: date) -> ElementQuerySet:
    """Investments that no frame funds and that are part of nothing (I2)."""
    return investments.exclude(
        Q(cited_by(day, ("funds",), ("frame",))) | Q(cites(day, ("part_of",), ("measure", "investment")))
    )
