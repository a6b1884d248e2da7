"""What-if: the years of a layer computed anew in one pass from loans, investments and premises (algorithms §6.7).

What a layer says is kept, and what a choice changes is added to it; so a choice that changes nothing gives the layer's
own figures to the øre. Years after the layer's last are simplified: the last year goes on in fixed prices, with loans
that run down, new ones for the yearly investments to come, and the population as it is projected.

All amounts are øre. Incomes, costs, results and debts are plus; a result with minus lacks something.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.budget.rules.financing import Financed, lent_for_each
from styring.budget.rules.loans import DebtYear, Draw, Purpose, Terms, debt_over, taken_up
from styring.budget.rules.moves import lasting, moved
from styring.budget.rules.obligations import least_instalment
from styring.kernel.amounts import round_half_away

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DRAWN_IN = 7
"""The month in which a year's loans are taken up: on average half the year's interest falls in it."""
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Premise:
    """What a year's budget rests on: growth from the year before, and the floating rate."""

    pay: Fraction = NOTHING
    price: Fraction = NOTHING
    tax: Fraction = NOTHING
    floating: Fraction = NOTHING

    def plus(self, other: Premise) -> Premise:
        """The premise with something added to it."""
        return Premise(
            self.pay + other.pay, self.price + other.price, self.tax + other.tax, self.floating + other.floating
        )


@dataclass(frozen=True)
class PlanYear:
    """A year as a layer has it.

    ``set_aside`` is what goes to the disposition reserve, net; ``common`` pays for investments together (transfer from
    operating and sales, less what may not be borrowed for); ``loan_debt`` is what is owed when the year is over.
    """

    year: int
    income: int = 0
    pay: int = 0
    goods: int = 0
    tax: int = 0
    net_result: int = 0
    interest: int = 0
    instalments: int = 0
    new_loans: int = 0
    set_aside: int = 0
    depreciation: int = 0
    investment: int = 0
    common: int = 0
    loan_debt: Mapping[Purpose, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """An investment: what it costs and what pays for it each year, and what it costs to own."""

    key: str
    years: Mapping[int, Financed]
    life: int
    ready: int = 0
    running_cost: int = 0
    purpose: Purpose = Purpose.ORDINARY

    def spending_in(self, years: Sequence[int]) -> tuple[int, ...]:
        """What it spends in each of some years."""
        return tuple(self.years[year].spending if year in self.years else 0 for year in years)

    def moved(self, months: int, not_before: int) -> Project:
        """The project so many months later, with all that pays for it."""
        if not months:
            return self
        share = next(iter(self.years.values())).vat_share if self.years else NOTHING
        parts = {
            name: moved({year: getattr(one, name) for year, one in self.years.items()}, months, not_before)
            for name in ("spending", "grants", "sales", "fund", "transfer")
        }
        years = sorted({year for amounts in parts.values() for year in amounts})
        again = {
            year: Financed(vat_share=share, **{name: amounts.get(year, 0) for name, amounts in parts.items()})
            for year in years
        }
        return replace(self, years=again, ready=self.ready + round(months / 12) if self.ready else 0)


@dataclass(frozen=True)
class Wish:
    """A measure with its effects by year, and whether the layer has it."""

    key: str
    effects: Mapping[int, int]
    is_in: bool = True


@dataclass(frozen=True)
class Ground:
    """All that a projection is computed from. Taxes and grants follow the inhabitants, by ``income_per_head``."""

    years: Sequence[PlanYear]
    loans: Sequence[Terms] = ()
    projects: Sequence[Project] = ()
    wishes: Sequence[Wish] = ()
    premises: Mapping[int, Premise] = field(default_factory=dict)
    heads: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    cost_per_head: Mapping[str, int] = field(default_factory=dict)
    income_per_head: int = 0
    reserve: int = 0
    deposits: int = 0
    assets: int = 0
    later_investment: int = 0
    later_loans: int = 0
    later_life: int = 30

    def net_cost(self, age: str) -> int:
        """What one more of an age group costs when taxes and grants have followed."""
        return self.cost_per_head.get(age, 0) - self.income_per_head


@dataclass(frozen=True)
class Choice:
    """What a scenario changes; one that changes nothing is the layer.

    ``premises`` are added to those of each year; those of the last year hold on. ``heads`` is how much more of an age
    group there is in the layer's last year, as a share. ``moves`` is months by key; ``switched`` are the keys of what
    is taken out of the layer, or in.
    """

    premises: Mapping[int, Premise] = field(default_factory=dict)
    heads: Mapping[str, Fraction] = field(default_factory=dict)
    moves: Mapping[str, int] = field(default_factory=dict)
    switched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """A year as it comes out."""

    year: int
    income: int
    net_result: int
    interest: int
    instalments: int
    new_loans: int
    investment: int
    reserve: int
    least_instalment: int
    loan_debt: Mapping[Purpose, int]

    def debt_without(self, *left_out: Purpose) -> int:
        """What is owed but for some purposes."""
        return sum(owed for purpose, owed in self.loan_debt.items() if purpose not in left_out)

    def share(self, amount: int) -> Fraction | None:
        """An amount as a share of the operating income."""
        return Fraction(amount, self.income) if self.income else None


@dataclass(frozen=True)
class _Side:
    """What follows in a year from premises, investments and measures, whatever a layer says; costs plus."""

    debt: DebtYear
    lent: int
    spent: int
    services: int
    """Measures, and what finished investments cost to run."""


def project(ground: Ground, choice: Choice, until: int = 0) -> list[Outcome]:
    """Each year as it comes out with a choice.

    Args:
        ground: the layer's years and what they rest on.
        choice: what is changed.
        until: the last year; left out, the layer's last.
    """
    span = range(ground.years[0].year, max(until, ground.years[-1].year) + 1)
    plain, changed = (_sides(ground, which, span) for which in (Choice(), choice))
    years = _extended(ground, plain, span)
    reserve, assets = ground.reserve, ground.assets
    owed: Mapping[Purpose, int] = _opening(ground)
    found = []
    for one in years:
        before, after = plain[one.year], changed[one.year]
        gain = _gain(ground, choice, one, before, after)
        reserve += one.set_aside + gain
        outcome = Outcome(
            year=one.year,
            income=one.income + _more_tax(ground, choice, one),
            net_result=one.net_result + gain,
            interest=one.interest + after.debt.interest - before.debt.interest,
            instalments=one.instalments + after.debt.instalments - before.debt.instalments,
            new_loans=one.new_loans + after.lent - before.lent,
            investment=one.investment + after.spent - before.spent,
            reserve=reserve,
            least_instalment=_least(one.depreciation, owed, assets),
            loan_debt=_moved_debt(one.loan_debt, before.debt, after.debt),
        )
        assets += outcome.investment - one.depreciation
        owed = outcome.loan_debt
        found.append(outcome)
    return found


def _opening(ground: Ground) -> dict[Purpose, int]:
    owed: dict[Purpose, int] = defaultdict(int)
    for loan in ground.loans:
        owed[loan.purpose] += loan.principal
    return dict(owed)


def _least(depreciation: int, owed: Mapping[Purpose, int], assets: int) -> int:
    loans = sum(amount for purpose, amount in owed.items() if purpose is not Purpose.ON_LENDING)
    return least_instalment(depreciation, loans, assets) if assets > 0 else 0


def _moved_debt(owed: Mapping[Purpose, int], before: DebtYear, after: DebtYear) -> dict[Purpose, int]:
    return {
        purpose: owed.get(purpose, 0) + after.owed.get(purpose, 0) - before.owed.get(purpose, 0) for purpose in Purpose
    }


def draws_of(ground: Ground, projects: Sequence[Project], span: range) -> list[Draw]:
    """What is borrowed for investments, each year: what they need less the common money, which the users' do not get.

    After the layer's last year its yearly loans go on.
    """
    common = {one.year: one.common for one in ground.years}
    last = ground.years[-1].year
    draws = [Draw(year, ground.later_life, Purpose.ORDINARY, ground.later_loans) for year in span if year > last]
    for year in span:
        draws += _drawn_in(year, [one for one in projects if year in one.years], common.get(year, 0))
    return draws


def _drawn_in(year: int, projects: Sequence[Project], common: int) -> list[Draw]:
    ordinary = [one for one in projects if one.purpose is Purpose.ORDINARY]
    needs = lent_for_each([one.years[year].loan for one in ordinary], common)
    draws = [Draw(year, one.life, one.purpose, need) for one, need in zip(ordinary, needs, strict=True)]
    others = (one for one in projects if one.purpose is not Purpose.ORDINARY)
    return draws + [Draw(year, one.life, one.purpose, one.years[year].loan) for one in others]


def _sides(ground: Ground, choice: Choice, span: range) -> dict[int, _Side]:
    projects = [
        one.moved(choice.moves.get(one.key, 0), span[0]) for one in ground.projects if one.key not in choice.switched
    ]
    draws = draws_of(ground, projects, span)
    floating = {year: _premise(ground, choice, year).floating for year in span}
    debts = debt_over([*ground.loans, *taken_up(draws, DRAWN_IN)], span, floating)
    lent: dict[int, int] = defaultdict(int)
    for draw in draws:
        lent[draw.year] += draw.amount
    return {
        debt.year: _Side(
            debt,
            lent[debt.year],
            sum(one.years[debt.year].spending for one in projects if debt.year in one.years),
            _services(ground, choice, projects, debt.year),
        )
        for debt in debts
    }


def _services(ground: Ground, choice: Choice, projects: Sequence[Project], year: int) -> int:
    """What measures that are in cost, and what finished investments cost to run from the year after."""
    running = sum(one.running_cost for one in projects if one.ready and year > one.ready)
    measures = 0
    for wish in ground.wishes:
        if wish.is_in != (wish.key in choice.switched):
            months = choice.moves.get(wish.key, 0)
            measures += lasting(moved(wish.effects, months), year) if months else lasting(wish.effects, year)
    return running + measures


def _premise(ground: Ground, choice: Choice, year: int) -> Premise:
    plain = ground.premises.get(min(year, ground.years[-1].year), Premise())
    return plain.plus(_change_of(ground, choice, year))


def _change_of(ground: Ground, choice: Choice, year: int) -> Premise:
    """What a choice adds to a year's premises: a rate lasts beyond the layer, a growth has then had its effect."""
    last = ground.years[-1].year
    if year <= last:
        return choice.premises.get(year, Premise())
    return Premise(floating=choice.premises.get(last, Premise()).floating)


def _gain(ground: Ground, choice: Choice, one: PlanYear, before: _Side, after: _Side) -> int:
    """How much better the net operating result of a year is with a choice."""
    rate = _change_of(ground, choice, one.year).floating
    pay, price = (_raised(ground, choice, one.year, name) for name in ("pay", "price"))
    costs = round_half_away(one.pay * pay) + round_half_away(one.goods * price) + _more_people(ground, choice, one.year)
    costs += after.services - before.services
    costs += after.debt.interest - before.debt.interest + after.debt.instalments - before.debt.instalments
    return _more_tax(ground, choice, one) + round_half_away(ground.deposits * rate) - costs


def _more_tax(ground: Ground, choice: Choice, one: PlanYear) -> int:
    return round_half_away(one.tax * _raised(ground, choice, one.year, "tax"))


def _raised(ground: Ground, choice: Choice, year: int, name: str) -> Fraction:
    """By which share a level has been raised when a choice has changed the growth of the years up to now."""
    plain, changed = Fraction(1), Fraction(1)
    for known in ground.years:
        if known.year <= year:
            growth = getattr(ground.premises.get(known.year, Premise()), name)
            plain *= 1 + growth
            changed *= 1 + growth + getattr(choice.premises.get(known.year, Premise()), name)
    return changed / plain - 1


def _more_people(ground: Ground, choice: Choice, year: int) -> int:
    """What other age groups cost: the share of more people grows evenly to the layer's last year, and lasts."""
    first, last = ground.years[0].year, ground.years[-1].year
    part = Fraction(min(year, last) - first + 1, last - first + 1)
    heads = ground.heads.get(year) or ground.heads.get(last, {})
    return sum(
        round_half_away(heads.get(age, 0) * share * part * ground.net_cost(age)) for age, share in choice.heads.items()
    )


def _extended(ground: Ground, plain: Mapping[int, _Side], span: range) -> list[PlanYear]:
    """The layer's years, and after them the last one carried on in fixed prices with its debt and its people."""
    last = ground.years[-1]
    then = plain[last.year]
    found = list(ground.years)
    for year in span:
        if year > last.year:
            now = plain[year]
            interest, instalments = (
                now.debt.interest - then.debt.interest,
                now.debt.instalments - then.debt.instalments,
            )
            worse = interest + instalments + now.services - then.services + _aged(ground, last.year, year)
            found.append(
                replace(
                    last, year=year, net_result=last.net_result - worse, interest=last.interest + interest,
                    instalments=last.instalments + instalments, new_loans=now.lent, investment=ground.later_investment,
                    set_aside=last.set_aside - worse, loan_debt=_moved_debt(last.loan_debt, then.debt, now.debt),
                )
            )  # fmt: skip
    return found


def _aged(ground: Ground, then: int, now: int) -> int:
    """What the projected change of the population costs from one year to another."""
    heads_then, heads_now = ground.heads.get(then, {}), ground.heads.get(now, {})
    return sum(
        (heads_now.get(age, 0) - heads_then.get(age, 0)) * ground.net_cost(age)
        for age in ground.cost_per_head
        if heads_now and heads_then
    )
