"""Interest, instalments and debt of loans by the rule of budgets: 30/360 by month (algorithms §6.5).

>>> loan_year(Loan(100_000_000_00, Fraction(45, 1000), 2_000_000_00, (6, 12)))
LoanYear(interest=445500000, instalments=400000000, closing_debt=9600000000)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.amounts import round_half_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MONTHS = 12
TWICE_A_YEAR = (6, 12)


class Purpose(Enum):
    """What a loan is for; target figures of debt leave some of them out."""

    ORDINARY = "ordinary"
    SELF_COST = "self_cost"
    ON_LENDING = "on_lending"


@dataclass(frozen=True)
class Loan:
    """A loan in one year: what is owed when it begins to count, the rate, and an instalment for each due month."""

    principal: int
    rate: Fraction
    instalment: int
    due_months: tuple[int, ...]
    first_month: int = 1


class LoanYear(NamedTuple):
    """What a loan costs in a year, and what is owed when it is over; øre."""

    interest: int = 0
    instalments: int = 0
    closing_debt: int = 0

    def plus(self, other: LoanYear) -> LoanYear:
        """Two loans together."""
        return LoanYear(*(mine + others for mine, others in zip(self, other, strict=True)))


def loan_year(loan: Loan) -> LoanYear:
    """Interest, instalments and closing debt of one year.

    A month's interest is the debt at its start x rate / 12; instalments fall on the last day of their month. Interest
    is rounded once a year, so a bank that counts days will bill a little more or less.
    """
    debt, months, paid = loan.principal, 0, 0
    for month in range(loan.first_month, MONTHS + 1):
        months += debt
        if month in loan.due_months:
            instalment = min(loan.instalment, debt)
            debt -= instalment
            paid += instalment
    return LoanYear(round_half_away(months * loan.rate / MONTHS), paid, debt)


@dataclass(frozen=True)
class Terms:
    """What a loan costs from year to year.

    ``rate`` is fixed through ``bound_until``; from then on, and always when that is None, the loan follows the floating
    rate plus ``margin``. The first instalment falls in ``pays_from``.
    """

    principal: int
    instalment: int
    purpose: Purpose = Purpose.ORDINARY
    rate: Fraction = Fraction(0)
    bound_until: int | None = None
    margin: Fraction = Fraction(0)
    due_months: tuple[int, ...] = TWICE_A_YEAR
    first_year: int = 0
    first_month: int = 1
    pays_from: int = 0

    def rate_in(self, year: int, floating: Fraction) -> Fraction:
        """The yearly rate that the loan bears in a year.

        >>> loan = Terms(0, 0, rate=Fraction(2, 100), bound_until=2027, margin=Fraction(1, 1000))
        >>> loan.rate_in(2027, Fraction(4, 100)), loan.rate_in(2028, Fraction(4, 100))
        (Fraction(1, 50), Fraction(41, 1000))
        """
        bound = self.bound_until is not None and year <= self.bound_until
        return self.rate if bound else floating + self.margin


@dataclass(frozen=True)
class DebtYear:
    """All loans in a year: interest in øre, and for each purpose what is paid back and what is owed at its end."""

    year: int
    interest: int = 0
    paid: Mapping[Purpose, int] = field(default_factory=dict)
    owed: Mapping[Purpose, int] = field(default_factory=dict)

    @property
    def instalments(self) -> int:
        """What the operating accounts pay back; what is lent on is paid back by those who borrowed it."""
        return sum(amount for purpose, amount in self.paid.items() if purpose is not Purpose.ON_LENDING)

    @property
    def debt(self) -> int:
        """All that is owed at the end of the year."""
        return sum(self.owed.values())


class Draw(NamedTuple):
    """What is to be borrowed in a year for what lasts so many years."""

    year: int
    life: int
    purpose: Purpose
    amount: int


def taken_up(draws: Iterable[Draw], month: int) -> list[Terms]:
    """Loans that are to be taken up: one a year for each useful life and purpose, on the floating rate.

    Instalments are equal over the useful life; the first falls in the year after.

    >>> [loan] = taken_up([Draw(2027, 30, Purpose.ORDINARY, 60), Draw(2027, 30, Purpose.ORDINARY, 40)], 7)
    >>> loan.principal, loan.instalment, loan.pays_from
    (100, 2, 2028)
    """
    sums: dict[tuple[int, int, Purpose], int] = defaultdict(int)
    for year, life, purpose, amount in draws:
        sums[year, life, purpose] += amount
    return [
        Terms(
            amount,
            -(-amount // (life * len(TWICE_A_YEAR))),
            purpose,
            first_year=year,
            first_month=month,
            pays_from=year + 1,
        )
        for (year, life, purpose), amount in sums.items()
        if amount > 0
    ]


def debt_over(
    loans: Sequence[Terms], years: Sequence[int], floating: Mapping[int, Fraction], fallback: Fraction = Fraction(0)
) -> list[DebtYear]:
    """What loans cost and what is owed, year by year.

    Args:
        loans: what is owed on each at the start of the first year, and those to be taken up.
        years: the years, one after another.
        floating: the floating rate of each year.
        fallback: the floating rate of years that have none.
    """
    debts = [loan.principal for loan in loans]
    found = []
    for year in years:
        totals: dict[Purpose, LoanYear] = defaultdict(LoanYear)
        for place, loan in enumerate(loans):
            if loan.first_year > year or not debts[place]:
                continue
            one = loan_year(_in_year(loan, debts[place], year, floating.get(year, fallback)))
            debts[place] = one.closing_debt
            totals[loan.purpose] = totals[loan.purpose].plus(one)
        found.append(_summed(year, totals))
    return found


def _in_year(loan: Terms, debt: int, year: int, floating: Fraction) -> Loan:
    due = loan.due_months if year >= loan.pays_from else ()
    first = loan.first_month if year == loan.first_year else 1
    return Loan(debt, loan.rate_in(year, floating), loan.instalment, due, first)


def _summed(year: int, totals: Mapping[Purpose, LoanYear]) -> DebtYear:
    return DebtYear(
        year,
        interest=sum(one.interest for one in totals.values()),
        paid={purpose: one.instalments for purpose, one in totals.items()},
        owed={purpose: one.closing_debt for purpose, one in totals.items()},
    )
