"""Reading what a layer comes to: debt, reserves, target figures and ROBEK for each of its years.

A layer's own lines say what is borrowed, paid back, set aside and used; loans and reserves say what there was before.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.db.models import Sum

from styring.budget.models import (
    AgeGroup,
    BookValues,
    BudgetLine,
    ChangeKind,
    FinancialTarget,
    Fund,
    FundKind,
    Loan,
    Population,
    Premises,
    TargetFigure,
)
from styring.budget.models.finance import share
from styring.budget.queries.investments import Plan, plan_of
from styring.budget.queries.programme import chain_of, sums_per_art
from styring.budget.rules.loans import Draw, Purpose, Terms, debt_over, taken_up
from styring.budget.rules.obligations import (
    Aim,
    Figure,
    Light,
    RobekFacts,
    financial_targets,
    least_instalment,
    robek,
)
from styring.budget.rules.projection import DRAWN_IN, Ground, PlanYear, Premise, Wish
from styring.kernel.asked import asked_once
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.ledger.rules.groups import ArtGroup, art_group
from styring.ledger.rules.statements import compute, definition
from styring.plans.models import Effect
from styring.thread.models import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from styring.budget.models import Layer
    from styring.budget.rules.loans import DebtYear

Sums: TypeAlias = "Mapping[tuple[str, str], int]"
TAX_ART = "870"
LATEST = 9999
NEW_LOANS, ON_LENDING_LOANS = ("910", "911"), ("912",)
INSTALMENTS, ON_LENDING_INSTALMENTS = ("510", "511"), ("512",)
INTEREST = ("500", "501")
_FUND_ARTS = {
    FundKind.DISPOSITION: (OPERATING, "540", "940"),
    FundKind.BOUND_OPERATING: (OPERATING, "550", "950"),
    FundKind.FREE_INVESTMENT: (INVESTMENT, "540", "940"),
    FundKind.BOUND_INVESTMENT: (INVESTMENT, "550", "950"),
}


def sums_of(layer: Layer) -> dict[int, Sums]:
    """What a layer's state has in each of its years, by account class and art; two queries."""
    sums = sums_per_art(layer)
    return {year: sums.get(year, {}) for year in layer.years}


def terms_of(loans: Sequence[Loan]) -> list[Terms]:
    """Loans as they are reckoned with."""
    return [
        Terms(
            one.balance, one.instalment, Purpose(one.purpose), share(one.rate), one.bound_until, share(one.margin),
            one.months, pays_from=one.pays_from,
        )
        for one in loans
    ]  # fmt: skip


@dataclass(frozen=True)
class FinanceYear:
    """A year of a layer in øre: results, debt and reserves at its end, and what must be paid in instalments.

    ``least_instalment`` is None when the book values are not known. ``shortfall`` is what the operating budget lacks.
    """

    year: int
    income: int
    net_result: int
    shortfall: int
    interest: int
    instalments: int
    depreciation: int
    new_loans: int
    self_cost_loans: int
    invested: int
    self_cost_invested: int
    vat: int
    debt: Mapping[Purpose, int]
    funds: Mapping[FundKind, int]
    least_instalment: int | None

    def debt_without(self, *left_out: Purpose) -> int:
        """What is owed but for some purposes."""
        return sum(owed for purpose, owed in self.debt.items() if purpose not in left_out)

    @property
    def lacking_instalment(self) -> int:
        """How much the instalments lack of the least that the law asks for (§ 14-18)."""
        return max(0, (self.least_instalment or 0) - self.instalments)

    @property
    def lent_beyond_law(self) -> int:
        """How much more is borrowed than investments cost when VAT has been compensated (§ 14-15)."""
        return max(0, self.new_loans - (self.invested - self.vat))

    def share_of(self, target: FinancialTarget) -> Fraction | None:
        """What a target measures, as a share; None without income or investments."""
        if target.figure == TargetFigure.SELF_FINANCING:
            left_out = target.without_self_cost
            spent = self.invested - (self.self_cost_invested if left_out else 0)
            lent = self.new_loans - (self.self_cost_loans if left_out else 0)
            return Fraction(spent - lent, spent) if spent else None
        if not self.income:
            return None
        without = [Purpose.SELF_COST] * target.without_self_cost + [Purpose.ON_LENDING] * target.without_on_lending
        reserve, debt = self.funds[FundKind.DISPOSITION], self.debt_without(*without)
        shares = financial_targets(self.net_result, self.income, reserve, debt)
        return shares[Figure(target.figure)]


@dataclass(frozen=True)
class Basis:
    """What was owed and held before the first year, and the premises of the years."""

    loans: Sequence[Loan]
    funds: Sequence[Fund]
    books: Mapping[int, BookValues]
    premises: Mapping[int, Premises]

    @property
    def owed(self) -> dict[Purpose, int]:
        """What is owed for each purpose."""
        found = dict.fromkeys(Purpose, 0)
        for loan in self.loans:
            found[Purpose(loan.purpose)] += loan.balance
        return found

    @property
    def held(self) -> dict[FundKind, int]:
        """What each kind of reserve holds."""
        found = dict.fromkeys(FundKind, 0)
        for fund in self.funds:
            found[FundKind(fund.kind)] += fund.balance
        return found

    def premise(self, year: int) -> Premise:
        """The premises of a year; nothing grows in a year that has none."""
        known = self.premises.get(year)
        if known is None:
            return Premise()
        return Premise(share(known.pay), share(known.price), share(known.tax), share(known.floating))


@asked_once
def basis() -> Basis:
    """Loans, reserves, book values and premises; four queries."""
    return Basis(
        list(Loan.objects.all()),
        list(Fund.objects.all()),
        {one.year: one for one in BookValues.objects.all()},
        {one.year: one for one in Premises.objects.all()},
    )


def debts_of(ground: Basis, plan: Plan) -> list[DebtYear]:
    """What the loans and those that the plan needs cost and leave to owe, by the rule of budgets."""
    draws = [
        Draw(
            year, one.useful_life, Purpose.SELF_COST if one.is_self_cost else Purpose.ORDINARY, plan.loans(year)[one.pk]
        )
        for year in plan.years
        for one in plan.investments
        if year in plan.planned.get(one.pk, {})
    ]
    loans = [*terms_of(ground.loans), *taken_up(draws, DRAWN_IN)]
    return debt_over(loans, plan.years, {year: ground.premise(year).floating for year in plan.years})


def development(layer: Layer) -> list[FinanceYear]:
    """Results, debt and reserves for each year of a layer; eight queries, and one for each layer below."""
    return developed(sums_of(layer), basis(), plan_of(layer.years))


def developed(years: Mapping[int, Sums], ground: Basis, plan: Plan) -> list[FinanceYear]:
    """Results, debt and reserves for each year of what a layer comes to."""
    owed, held, assets = ground.owed, ground.held, 0
    found = []
    for (year, sums), by_rule in zip(years.items(), debts_of(ground, plan), strict=True):
        assets = ground.books[year].depreciable_assets if year in ground.books else assets
        depreciation = sums.get((OPERATING, "590"), 0)
        bound = sum(owed.values()) - owed[Purpose.ON_LENDING]
        least = least_instalment(depreciation, bound, assets) if assets > 0 else None
        lent, spent = _of_self_cost(plan, year)
        owed = _owed_after(owed, sums, lent, by_rule)
        held = {
            kind: held[kind] + sums.get((where, aside), 0) + sums.get((where, used), 0)
            for kind, (where, aside, used) in _FUND_ARTS.items()
        }
        one = _finance_year(year, sums, (lent, spent), owed, held)
        found.append(replace(one, least_instalment=least))
        assets += (one.invested - depreciation) * (assets > 0)
    return found


def _of_self_cost(plan: Plan, year: int) -> tuple[int, int]:
    """What is borrowed and spent in a year on what the users pay."""
    lent = plan.loans(year)
    of_users = [one.pk for one in plan.investments if one.is_self_cost and one.pk in lent]
    return sum(lent[key] for key in of_users), sum(plan.planned[key][year].spending for key in of_users)


def _total(sums: Sums, account_class: str, arts: Iterable[str]) -> int:
    return sum(sums.get((account_class, art), 0) for art in arts)


def _owed_after(owed: Mapping[Purpose, int], sums: Sums, self_cost: int, by_rule: DebtYear) -> dict[Purpose, int]:
    """Debt at a year's end, from the layer's lines; instalments are parted by purpose as those of the loans are."""
    new = -_total(sums, INVESTMENT, NEW_LOANS)
    paid = _total(sums, OPERATING, INSTALMENTS) + _total(sums, INVESTMENT, INSTALMENTS)
    of_users = by_rule.paid.get(Purpose.SELF_COST, 0) * paid // by_rule.instalments if by_rule.instalments else 0
    lent_on = -_total(sums, INVESTMENT, ON_LENDING_LOANS) - _total(sums, INVESTMENT, ON_LENDING_INSTALMENTS)
    return {
        Purpose.ORDINARY: owed[Purpose.ORDINARY] + new - self_cost - (paid - of_users),
        Purpose.SELF_COST: owed[Purpose.SELF_COST] + self_cost - of_users,
        Purpose.ON_LENDING: owed[Purpose.ON_LENDING] + lent_on,
    }


def _finance_year(
    year: int,
    sums: Sums,
    of_self_cost: tuple[int, int],
    owed: Mapping[Purpose, int],
    held: Mapping[FundKind, int],
) -> FinanceYear:
    operating = {line.post: line.amount for line in compute(definition("5-6", year), sums)}
    investing = {line.post: line.amount for line in compute(definition("5-5-1", year), sums)}
    return FinanceYear(
        year=year,
        income=operating["9"],
        net_result=operating["24"],
        shortfall=max(0, sum(amount for (where, _art), amount in sums.items() if where == OPERATING)),
        interest=_total(sums, OPERATING, INTEREST),
        instalments=_total(sums, OPERATING, INSTALMENTS),
        depreciation=sums.get((OPERATING, "590"), 0),
        new_loans=investing["13"],
        self_cost_loans=of_self_cost[0],
        invested=investing["1"] + investing["2"] + investing["3"],
        self_cost_invested=of_self_cost[1],
        vat=investing["7"],
        debt=owed,
        funds=held,
        least_instalment=None,
    )


class YearShare(NamedTuple):
    """A share in a year, in percent; None when it is of nothing."""

    year: int
    value: Fraction | None


@dataclass(frozen=True)
class TargetSeen:
    """A target with what a layer comes to in each of its years, and how that stands to it."""

    target: FinancialTarget
    years: tuple[int, ...]
    shares: tuple[Fraction | None, ...]
    lights: tuple[Light, ...]

    @property
    def limit(self) -> Fraction:
        """The limit as a share."""
        return share(self.target.limit)

    @property
    def limit_percent(self) -> Fraction:
        """The limit in percent."""
        return self.limit * 100

    @property
    def percents(self) -> list[YearShare]:
        """Each year's share in percent."""
        shown = zip(self.years, self.shares, strict=True)
        return [YearShare(year, None if one is None else one * 100) for year, one in shown]

    @property
    def worst(self) -> Light:
        """How the year that stands worst stands."""
        order = (Light.MISSED, Light.CLOSE, Light.UNKNOWN, Light.REACHED)
        return next((light for light in order if light in self.lights), Light.UNKNOWN)


def targets_known(layer: Layer) -> dict[str, FinancialTarget]:
    """The targets that apply in a layer's years, one for each figure; one query."""
    known = FinancialTarget.objects.filter(first_year__lte=layer.last_year).exclude(last_year__lt=layer.first_year)
    return {one.figure: one for one in known}


def targets_for(years: Sequence[FinanceYear]) -> list[TargetSeen]:
    """The council's targets held against the years of a layer; one query."""
    if not years:
        return []
    first, last = years[0].year, years[-1].year
    known = FinancialTarget.objects.filter(first_year__lte=last).exclude(last_year__lt=first)
    return [_seen(target, years) for target in known]


def _seen(target: FinancialTarget, years: Sequence[FinanceYear]) -> TargetSeen:
    aim = Aim(share(target.limit), is_least=target.is_least, margin=share(target.margin))
    shares = tuple(year.share_of(target) for year in years)
    return TargetSeen(target, tuple(year.year for year in years), shares, tuple(aim.light(one) for one in shares))


def robek_letters(years: Sequence[FinanceYear]) -> list[str]:
    """The letters of § 28-1 that a layer would meet if it were adopted."""
    if not years:
        return []
    shortfalls = [year.shortfall for year in years]
    letters = robek(RobekFacts(budget_shortfall=shortfalls[0], plan_shortfalls=shortfalls))
    accumulated = 0
    for year in years:
        accumulated += year.shortfall
        facts = RobekFacts(accumulated_shortfall=accumulated, operating_income=year.income)
        letters += [letter for letter in robek(facts) if letter not in letters]
    return sorted(letters)


def ground_of(layer: Layer) -> Ground:
    """What a layer's years rest on, for what-if; thirteen queries, and one for each layer below."""
    span = layer.years
    sums, rest, plan = sums_of(layer), basis(), plan_of(span)
    years = [_plan_year(one, sums[one.year], plan) for one in developed(sums, rest, plan)]
    heads: dict[int, dict[str, int]] = defaultdict(dict)
    for group, year, many in Population.objects.values_list("group__code", "year", "heads"):
        heads[year][group] = many
    first = rest.books.get(layer.first_year)
    last = years[-1]
    return Ground(
        years,
        loans=terms_of(rest.loans),
        projects=plan.projects,
        wishes=_wishes(layer),
        premises={year: rest.premise(year) for year in span},
        heads=dict(heads),
        income_per_head=_general_income(sums[layer.last_year]) // (sum(heads[layer.last_year].values()) or 1),
        cost_per_head=dict(AgeGroup.objects.values_list("code", "cost_per_head")),
        reserve=rest.held[FundKind.DISPOSITION],
        deposits=first.deposits if first else 0,
        assets=first.depreciable_assets if first else 0,
        later_investment=last.investment,
        later_loans=last.new_loans,
    )


def _general_income(sums: Sums) -> int:
    """Taxes and general grants: § 5-6 lines 1 to 5."""
    lines = {line.post: line.amount for line in compute(definition("5-6", LATEST), sums)}
    return sum(lines[post] for post in ("1", "2", "3", "4", "5"))


def _plan_year(one: FinanceYear, sums: Sums, plan: Plan) -> PlanYear:
    operating = [(art, amount) for (where, art), amount in sums.items() if where == OPERATING]
    pay = sum(amount for art, amount in operating if art_group(art) in {ArtGroup.PAY, ArtGroup.SOCIAL})
    return PlanYear(
        one.year,
        income=one.income,
        pay=pay,
        goods=sum(amount for art, amount in operating if art_group(art) is ArtGroup.GOODS),
        tax=-sums.get((OPERATING, TAX_ART), 0),
        net_result=one.net_result,
        interest=one.interest,
        instalments=one.instalments,
        new_loans=one.new_loans,
        set_aside=sums.get((OPERATING, "540"), 0) + sums.get((OPERATING, "940"), 0),
        depreciation=one.depreciation,
        investment=one.invested,
        common=plan.common_money(one.year),
        loan_debt=one.debt,
    )


def _wishes(layer: Layer) -> list[Wish]:
    """Measures with effects in the layer's years; those it has as changes, not taken away again, are in it."""
    effects: dict[UUID, dict[int, int]] = defaultdict(dict)
    for key, year, amount in Effect.objects.filter(
        year__range=(layer.first_year, layer.last_year), measure__element__state=State.ADOPTED
    ).values_list("measure", "year", "amount"):
        effects[key][year] = amount
    lines = BudgetLine.objects.filter(change__layer__in=chain_of(layer), change__kind=ChangeKind.MEASURE).order_by()
    sums = lines.values_list("change__element", "year").annotate(total=Sum("amount"))
    are_in = {element for element, _year, total in sums if total}
    return [Wish(str(key), amounts, is_in=key in are_in) for key, amounts in effects.items()]
