"""The whole budget, not only what changes: by programme area, unit and what the money buys, with years of accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from styring.access.policies import permitted_units
from styring.budget.models import BudgetLine, Layer, LayerKind
from styring.budget.policies import VIEW_ECONOMY
from styring.budget.queries.programme import layers_visible_to, lines_of_state
from styring.ledger.queries import actuals
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.organisation.models import Placement, ProgrammeArea

YEARS_OF_ACCOUNTS = 3


class Bought(NamedTuple):
    """What money is spent on: the key of a unit, a function and an art."""

    unit: int
    function: str
    art: str


@dataclass(frozen=True)
class WholeBudget:
    """What units spend, in øre, column by column: years of accounts, this year's budget, the budget to come.

    ``proposal`` is the layer of the last column, None when the reader may see none.
    """

    year: int
    columns: tuple[dict[Bought, int], ...]
    placed: dict[int, Placement]
    proposal: Layer | None

    def sums(self, key_of: Callable[[Bought], Hashable | None]) -> dict[Hashable, list[int]]:
        """Each column's sums by a key; what has the key None is left out."""
        found: dict[Hashable, list[int]] = defaultdict(lambda: [0] * len(self.columns))
        for place, column in enumerate(self.columns):
            for bought, amount in column.items():
                key = key_of(bought)
                if key is not None:
                    found[key][place] += amount
        return {key: amounts for key, amounts in found.items() if any(amounts)}

    def area_of(self, bought: Bought) -> ProgrammeArea | None:
        """The programme area that a unit belongs to."""
        placed = self.placed.get(bought.unit)
        return placed.programme_area if placed else None


def whole_budget(reader: User, day: date) -> WholeBudget:
    """What the units that a person may see have spent and may spend; six queries, and the reader's roles."""
    permitted = permitted_units(reader, VIEW_ECONOMY)
    placed = {one.unit_id: one for one in placements_on(day).filter(unit__in=permitted)}
    years = range(day.year - YEARS_OF_ACCOUNTS, day.year)
    accounts: dict[int, dict[Bought, int]] = {year: {} for year in years}
    for (year, *key), total in actuals(list(placed), list(years), by=("year", "unit", "function", "art")).items():
        accounts[int(str(year))][Bought(int(str(key[0])), str(key[1]), str(key[2]))] = total
    now = BudgetLine.objects.filter(layer__in=Layer.objects.budget_of(day.year, day), year=day.year)
    proposal = _to_come(reader, day.year + 1)
    coming = lines_of_state(proposal).filter(year=day.year + 1) if proposal else BudgetLine.objects.none()
    columns = (*accounts.values(), _bought(now, placed), _bought(coming, placed))
    return WholeBudget(day.year, columns, placed, proposal)


def _to_come(reader: User, first_year: int) -> Layer | None:
    """The budget of the year to come as far as it has come: adopted, else the administration's last proposal."""
    seen = layers_visible_to(reader, first_year).select_related("base")
    kinds = (LayerKind.ADOPTED, LayerKind.SUPPLEMENT, LayerKind.PROPOSAL)
    return next((one for kind in kinds if (one := seen.filter(kind=kind).order_by("-pk").first())), None)


def _bought(lines: QuerySet[BudgetLine], placed: dict[int, Placement]) -> dict[Bought, int]:
    wanted = lines.filter(account_class=OPERATING, art__in=appropriation_arts(), unit__in=list(placed))
    sums = wanted.order_by().values_list("unit_id", "function", "art").annotate(total=Sum("amount"))
    return {Bought(unit, function, art): total for unit, function, art, total in sums if total}
