"""Reading what is carried over from closed years: the rule in force, each unit's row, and what is owed from before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.access.policies import permitted_units
from styring.budget.models import CarryOver, CarryRow, CarryRule, CarryState, Fund, FundKind
from styring.budget.policies import VIEW_TRANSFER, may_record
from styring.budget.queries.economy import own_figures
from styring.budget.queries.learning import closed_sums
from styring.budget.rules.carry_over import carried
from styring.kernel.periods import Period
from styring.organisation.models import Unit
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User


def carry_rule_of(year: int, day: date) -> CarryRule | None:
    """The rule that applies to a closed year, as adopted by a day; one query."""
    known = CarryRule.objects.filter(first_year__lte=year, decided_on__lte=day)
    return known.select_related("body").first()


def carry_over_for(reader: User, year: int, day: date) -> CarryOver | None:
    """What is carried over from a year, a draft only for those who work on it; at most four queries."""
    found = CarryOver.objects.filter(year=year).select_related("rule__body", "made_by", "amendment__body").first()
    if found is not None and found.is_draft and not may_record(reader, top_unit(day)):
        return None
    return found


def carry_rows_for(reader: User, carry_over: CarryOver) -> list[CarryRow]:
    """The rows of the units that a person may see; two queries."""
    seen = permitted_units(reader, VIEW_TRANSFER)
    return list(carry_over.rows.filter(unit__in=seen).select_related("unit"))


def is_closed(year: int) -> bool:
    """Has a year accounts for December? One query."""
    return year in closed_sums([year])


@dataclass(frozen=True)
class UnitYear:
    """A unit's closed year and what a rule lets it take with it, in øre."""

    unit: int
    budget: int
    actual: int
    kept: int
    owed: int
    paid: int
    earlier: int


def years_of_units(rule: CarryRule, year: int, day: date) -> list[UnitYear]:
    """Each unit's own year under a rule, those without budget and accounts or left out by it not; seven queries."""
    own = own_figures(Period.parse(str(year)))
    out = set(rule.left_out.values_list("pk", flat=True))
    earlier = owed_from_before(year)
    found = []
    for unit in open_units(day).values_list("pk", flat=True):
        figures = own.get(unit)
        if unit in out or figures is None or not (figures.revised or figures.actual):
            continue
        by_rule = carried(figures.revised, figures.revised - figures.actual, rule.terms)
        paid = by_rule.repaid[0] if by_rule.repaid else 0
        found.append(
            UnitYear(unit, figures.revised, figures.actual, by_rule.kept, sum(by_rule.repaid), paid, earlier[unit])
        )
    return found


def open_units(day: date) -> QuerySet[Unit]:
    """The units there are on a day."""
    return Unit.objects.filter(opened_on__lte=day, closed_on__gt=day)


def owed_from_before(year: int) -> dict[int, int]:
    """What each unit is to pay back in the year after a year of deficits in years before it; one query."""
    found: dict[int, int] = defaultdict(int)
    rows = CarryRow.objects.filter(carry_over__state=CarryState.ADOPTED, carry_over__year__lt=year, owed__gt=0)
    for row in rows.select_related("carry_over__rule"):
        left = row.owed_later(row.carry_over.rule.repay_years)
        place = year - row.carry_over.year - 1
        if place < len(left):
            found[row.unit_id] += left[place]
    return found


def disposition_fund() -> int | None:
    """What the disposition fund holds by its last known balance, in øre; None when it isn't known; one query."""
    held: int | None = Fund.objects.filter(kind=FundKind.DISPOSITION).aggregate(total=Sum("balance"))["total"]
    return held
