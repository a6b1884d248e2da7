"""What finance tells the check of a layer: least instalments, reserves, the council's targets, and ROBEK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.budget.queries.checks import Remark, TargetCheck
from styring.budget.queries.finance import FinanceYear, basis, developed, robek_letters, targets_for
from styring.budget.queries.investments import plan_of
from styring.budget.rules.balance import Bounds
from styring.budget.rules.obligations import Light
from styring.kernel.asked import asked_once
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.budget.models import Layer
    from styring.budget.queries.checks import Sums

WARNED = gettext_noop("Blir budsjettet vedtatt slik, meldes kommunen til ROBEK etter bokstav %(letter)s.")


@asked_once
def _is_known(year: int) -> bool:
    """Do loans or reserves say what there was before a year?"""
    ground = basis()
    return any(one.balance_on.year == year - 1 for one in ground.loans) or any(
        one.balance_on.year == year - 1 for one in ground.funds
    )


def _years(layer: Layer, sums: Sums) -> list[FinanceYear]:
    """The layer's years; none when nothing is known of what there was before them."""
    if not _is_known(layer.first_year):
        return []
    return developed({year: sums.get(year, {}) for year in layer.years}, basis(), plan_of(layer.years))


def bounds_of(layer: Layer, sums: Sums) -> dict[int, Bounds]:
    """The least instalment of each year (§ 14-18), and what each kind of reserve holds at its end (§ 14-10)."""
    return {
        one.year: Bounds(
            instalment_floor=one.least_instalment,
            funds={str(kind.label): holding for kind, holding in one.funds.items()},
        )
        for one in _years(layer, sums)
    }


def target_checks(layer: Layer, sums: Sums) -> list[TargetCheck]:
    """The council's targets in each of the layer's years."""
    return [
        TargetCheck(seen.target.name, year, share, seen.limit, light.value)
        for seen in targets_for(_years(layer, sums))
        for year, share, light in zip(seen.years, seen.shares, seen.lights, strict=True)
        if share is not None and light is not Light.UNKNOWN
    ]


def robek_warnings(layer: Layer, sums: Sums) -> list[Remark]:
    """The letters of § 28-1 that the layer would meet if it were adopted."""
    return [Remark(WARNED, "kommuneloven § 28-1", {"letter": letter}) for letter in robek_letters(_years(layer, sums))]
