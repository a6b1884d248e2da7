"""The least instalment by law, debt and reserves carried forward, target figures and ROBEK (algorithms §6.4, 6.7–6.9).

>>> least_instalment(77_509_000_00, 1_450_000_000_00, 1_890_000_000_00)
5946457672
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_ASSETS = gettext_noop("Det er gjeld og avskrivninger, men ingen avskrivbare anleggsmidler. Kontroller tallene.")
LONGEST_COVER = 2
ROBEK_PERCENT = 3


def least_instalment(depreciation: int, loans: int, depreciable_assets: int) -> int:
    """What must be paid in instalments: depreciation x debt / depreciable fixed assets (Local Government Act § 14-18).

    Rounded up to a whole øre, since it is a least amount; never above the debt.

    Args:
        depreciation: of the year.
        loans: debt 1 January, without loans for on-lending (§ 14-17).
        depreciable_assets: book values 1 January of what is depreciated; land is not.

    Raises:
        InvalidValueError: there is debt and depreciation but nothing to depreciate.
    """
    if loans <= 0 or depreciation <= 0:
        return 0
    if depreciable_assets <= 0:
        raise InvalidValueError(NO_ASSETS)
    return min(loans, -(-depreciation * loans // depreciable_assets))


class Movement(NamedTuple):
    """What a year adds to and takes from debt and a reserve; øre, none of them negative."""

    new_loans: int
    instalments: int
    set_aside: int
    used: int


class Carried(NamedTuple):
    """Debt and a reserve at the end of a year."""

    debt: int
    reserve: int


def carried_forward(opening: Carried, years: Sequence[Movement]) -> list[Carried]:
    """Debt and a reserve at the end of each year: + new loans - instalments; + set aside - used.

    >>> carried_forward(Carried(12_000, 1_150), [Movement(900, 395, 82, 0)])
    [Carried(debt=12505, reserve=1232)]
    """
    found = []
    for year in years:
        opening = Carried(
            opening.debt + year.new_loans - year.instalments, opening.reserve + year.set_aside - year.used
        )
        found.append(opening)
    return found


@dataclass(frozen=True)
class RobekFacts:
    """What decides whether a municipality is put in the register, as adopted or as closed; amounts are øre."""

    budget_shortfall: int = 0
    plan_shortfalls: Sequence[int] = ()
    years_to_cover: int = 0
    accumulated_shortfall: int = 0
    operating_income: int = 0
    plan_late: bool = False
    budget_late: bool = False
    accounts_late: bool = False
    ministry_decision_16a: bool = False


def robek(facts: RobekFacts) -> list[str]:
    """The letters of the Local Government Act § 28-1 first paragraph that are met; exactly 3 % is not.

    >>> robek(RobekFacts(accumulated_shortfall=3, operating_income=100)), robek(RobekFacts(plan_shortfalls=(0, 1)))
    ([], ['b'])
    """
    met = {
        "a": facts.budget_shortfall > 0,
        "b": any(shortfall > 0 for shortfall in facts.plan_shortfalls),
        "c": facts.years_to_cover > LONGEST_COVER,
        "d": facts.accumulated_shortfall * 100 > ROBEK_PERCENT * facts.operating_income,
        "e": facts.plan_late or facts.budget_late,
        "f": facts.accounts_late,
        "g": facts.ministry_decision_16a,
    }
    return [letter for letter, is_met in met.items() if is_met]


class Figure(Enum):
    """What a financial target is about."""

    NET_RESULT = "net_result"
    RESERVE = "reserve"
    NET_DEBT = "net_debt"
    SELF_FINANCING = "self_financing"


def financial_targets(net_result: int, income: int, reserve: int, debt_at_risk: int) -> dict[Figure, Fraction]:
    """Net operating result (surplus plus), disposition reserve and net loan debt as shares of operating income.

    >>> financial_targets(25_753_271_97, 1_351_343_312_41, 0, 0)[Figure.NET_RESULT]
    Fraction(2575327197, 135134331241)
    """
    return {
        Figure.NET_RESULT: Fraction(net_result, income),
        Figure.RESERVE: Fraction(reserve, income),
        Figure.NET_DEBT: Fraction(debt_at_risk, income),
    }


class Light(Enum):
    """How a figure stands to its target; the value is the status that pages show it with."""

    REACHED = "ok"
    CLOSE = "warn"
    MISSED = "bad"
    UNKNOWN = "none"


@dataclass(frozen=True)
class Aim:
    """A target that the council has adopted: at least or at most a share, and how near its limit a warning begins."""

    limit: Fraction
    is_least: bool
    margin: Fraction = Fraction(0)

    def light(self, share: Fraction | None) -> Light:
        """How a share stands to the target; on the limit it is reached, and close to it within the margin.

        >>> least = Aim(Fraction(8, 100), is_least=True, margin=Fraction(1, 200))
        >>> [least.light(Fraction(n, 1000)).name for n in (79, 80, 85)]
        ['MISSED', 'CLOSE', 'REACHED']
        """
        if share is None:
            return Light.UNKNOWN
        room = share - self.limit if self.is_least else self.limit - share
        if room < 0:
            return Light.MISSED
        return Light.CLOSE if room < self.margin else Light.REACHED
