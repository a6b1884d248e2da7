"""Reading amendments: those a person may know of, what they move, and what the accounts of a unit are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from styring.access.policies import permitted_units
from styring.budget.models import (
    Amendment,
    AmendmentPart,
    AmendmentState,
    BudgetLine,
    Forecast,
    ForecastKind,
    Layer,
    LayerKind,
    LayerState,
)
from styring.budget.policies import VIEW_TRANSFER, WRITE_TRANSFER
from styring.budget.queries.economy import own_figures
from styring.budget.queries.programme import lines_of_state
from styring.budget.queries.records import limits_on, summed_lines
from styring.budget.rules.accounts import Place
from styring.budget.rules.deviation import needs_explanation
from styring.budget.rules.layers import LineKey, together
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import OPERATING

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit

NO_AMENDMENT = gettext_noop("Reguleringen finnes ikke, eller du har ikke tilgang til den.")


def amendments_for(reader: User) -> QuerySet[Amendment]:
    """Those of the units that a person may see; a draft only where the person may write one; one query."""
    known = Q(unit__in=permitted_units(reader, VIEW_TRANSFER)) & ~Q(state=AmendmentState.DRAFT)
    own = Q(unit__in=permitted_units(reader, WRITE_TRANSFER))
    return Amendment.objects.filter(known | own).select_related("unit", "body", "written_by", "decided_by", "layer")


def amendment_for(reader: User, key: int) -> Amendment:
    """An amendment that a person may know of; one query.

    Raises:
        NotFoundError: there is none.
    """
    found = amendments_for(reader).filter(pk=key).first()
    if found is None:
        raise NotFoundError(NO_AMENDMENT)
    return found


def layers_amending(year: int) -> QuerySet[Layer]:
    """Amendments of a year that came in decided, such as those of tertial reports, with what they add; one query."""
    written = Amendment.objects.filter(year=year, layer__isnull=False).values("layer")
    decided = Layer.objects.filter(kind=LayerKind.AMENDMENT, state=LayerState.DECIDED, first_year=year)
    added = Sum("lines__amount", filter=Q(lines__amount__gt=0))
    return decided.exclude(pk__in=written).annotate(moved=added).order_by("-decided_on", "-pk")


def moved_by(amendment: Amendment) -> dict[LineKey, int]:
    """What an amendment adds to each line of the budget, in øre; one query."""
    parts = AmendmentPart.objects.filter(row__amendment=amendment).order_by()
    where = Coalesce("unit_id", "row__unit_id")
    found = parts.values_list("row__years_later", "account_class", where, "function", "art", "project", "amount")
    return together({LineKey(amendment.year + later, *key): amount} for later, *key, amount in found)


def told_by_year(budget: Layer) -> dict[LineKey, int]:
    """What amendments in a budget's state move in operating in the years that they say they apply, in øre; two queries.

    A budget that is carried on to later years has them as they say, not as they are in its own year.
    """
    told = Amendment.objects.filter(last_year__isnull=False, layer__isnull=False).values("layer")
    return summed_lines(lines_of_state(budget).filter(layer__in=told, account_class=OPERATING))


def accounts_of(unit: Unit, year: int, day: date) -> dict[Place, int]:
    """What a unit's revised operating budget is on; one query."""
    layers = Layer.objects.budget_of(year, day)
    lines = BudgetLine.objects.filter(layer__in=layers, year=year, unit=unit, account_class=OPERATING).order_by()
    found = lines.values_list("function", "art").annotate(total=Sum("amount"))
    return {Place(unit.pk, function, art): total for function, art, total in found}


@dataclass(frozen=True)
class Shortfall:
    """A unit whose forecast departs from its budget by so much that it must be explained, in øre, and its words for it.

    ``amount`` is what must be added to its budget for it to come to what is foreseen.
    """

    unit: int
    amount: int
    words: str


def shortfalls(period: Period) -> list[Shortfall]:
    """What units by themselves foresee beyond the limits, the largest first; four queries."""
    limits = limits_on(period.last_day)
    own = own_figures(period)
    kept = [
        (unit, -found.forecast_deviation)
        for unit, found in own.items()
        if found.forecasts and needs_explanation(found.forecast_deviation, found.revised, limits)
    ]
    said = _said([unit for unit, _amount in kept], period)
    return [Shortfall(unit, amount, said.get(unit, "")) for unit, amount in sorted(kept, key=lambda one: -abs(one[1]))]


def _said(units: list[int], period: Period) -> dict[int, str]:
    known = Forecast.objects.filter(
        year=period.year, month__lte=period.last_day.month, kind=ForecastKind.OWN, unit__in=units
    )
    return dict(known.order_by("month", "pk").values_list("unit_id", "reason"))
