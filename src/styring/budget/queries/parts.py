"""What a sum is made of: arts, then months, then lines of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum

from styring.budget.models import UNTIL, LayerKind
from styring.budget.queries.economy import Sums, appropriated
from styring.kernel.amounts import round_half_away
from styring.ledger.models import Balance, Posting
from styring.ledger.queries import actuals
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import ArtGroup, appropriation_arts, art_group
from styring.organisation.models import Lineage, Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from styring.kernel.periods import Period


@dataclass(frozen=True)
class Choice:
    """Some of a unit's economy: of a group of arts, an art, a function, a month; what is None is not chosen by."""

    group: ArtGroup | None = None
    art: str | None = None
    function: str | None = None
    month: int | None = None

    @property
    def arts(self) -> set[str]:
        """The chosen arts."""
        arts = {art for art in appropriation_arts() if self.group in {None, art_group(art)}}
        return arts & {self.art} if self.art else arts

    @property
    def of_budget(self) -> Q:
        """The chosen lines of the budget, by art and function."""
        chosen = Q(account_class=OPERATING, art__in=self.arts)
        return chosen & Q(function=self.function) if self.function is not None else chosen

    @property
    def of_ledger(self) -> Q:
        """The chosen lines and balances of the ledger, by art and function."""
        chosen = Q(combination__account_class=OPERATING, combination__art__in=self.arts)
        return chosen & Q(combination__function=self.function) if self.function is not None else chosen


def parts_by_art(unit: Unit, period: Period, choice: Choice) -> dict[str, Sums]:
    """What is chosen of the economy of a unit and all below it, by art; two queries."""
    budgeted = appropriated(period).filter(choice.of_budget, unit__in=_below(unit, period)).values_list("art")
    found: dict[str, Sums] = {
        art: Sums(adopted or 0, revised or 0, phased or 0)
        for art, adopted, revised, phased in budgeted.annotate(
            total_adopted=Sum("amount", filter=Q(layer__kind=LayerKind.ADOPTED)),
            total_revised=Sum("amount"),
            total_phased=Sum(UNTIL[period.last_day.month - 1]),
        )
    }
    spent = _balances(unit, period, choice).values_list("combination__art", "year").annotate(total=Sum("amount"))
    for art, year, amount in spent:
        known = found.get(art, Sums())
        found[art] = replace(known, actual=amount) if year == period.year else replace(known, last_year=amount)
    return dict(sorted(found.items()))


def parts_by_month(unit: Unit, period: Period, choice: Choice) -> dict[int, Sums]:
    """The budget and accounts of each month up to a period's end, of what is chosen; two queries."""
    last = period.last_day.month
    budgeted: dict[str, Any] = (
        appropriated(period)
        .filter(choice.of_budget, unit__in=_below(unit, period))
        .aggregate(**{f"total_{name}": Sum(name) for name in UNTIL[:last]})
    )
    until = [0, *(budgeted[f"total_{name}"] or 0 for name in UNTIL[:last])]
    rows = _balances(unit, period, choice).values_list("year", "delivery__month")
    spent = {(year, month): total for year, month, total in rows.annotate(total=Sum("amount"))}
    return {
        month: Sums(
            phased=until[month] - until[month - 1],
            actual=spent.get((period.year, month), 0),
            last_year=spent.get((period.year - 1, month), 0),
        )
        for month in range(1, last + 1)
    }


def lines_of(unit: Unit, period: Period, choice: Choice) -> QuerySet[Posting]:
    """The ledger lines of what is chosen, latest month first, with their units and the batches they came with."""
    months = (choice.month,) if choice.month else range(1, period.last_day.month + 1)
    live = Posting.objects.filter(
        delivery__is_live=True,
        delivery__year=period.year,
        delivery__month__in=months,
        combination__unit__in=_below(unit, period),
    )
    chosen = live.filter(choice.of_ledger).select_related("combination__unit", "delivery__batch")
    place = ("combination__unit__code", "combination__function", "combination__art")
    return chosen.order_by("-delivery__month", *place, "pk")


def _balances(unit: Unit, period: Period, choice: Choice) -> QuerySet[Balance]:
    """The accounts of what is chosen, in the months up to a period's end of its year and of the year before."""
    years = (period.year, period.year - 1)
    live = Balance.objects.live().filter(year__in=years, delivery__month__lte=period.last_day.month)
    return live.filter(choice.of_ledger, combination__unit__in=_below(unit, period)).order_by()


def _below(unit: Unit, period: Period) -> QuerySet[Unit]:
    lines = Lineage.objects.known_on(period.last_day).filter(ancestor=unit)
    return Unit.objects.filter(pk__in=lines.values("descendant"))


@dataclass(frozen=True)
class TwelveMonths:
    """A year month by month, as running totals in øre from January: the revised budget and last year for all twelve.

    ``actual`` ends with the period's last month. ``last_year`` is empty when that year has no accounts.
    """

    budget: tuple[int, ...]
    actual: tuple[int, ...]
    last_year: tuple[int, ...]

    def expected(self, forecast: int) -> tuple[int, ...]:
        """From the accounts so far to a forecast of the year, as the budget runs: the period's month and the rest."""
        done = len(self.actual)
        first, left = self.actual[-1], self.budget[-1] - self.budget[done - 1]
        shares = [
            Fraction(self.budget[month] - self.budget[done - 1], left)
            if left
            else Fraction(month - done + 1, 12 - done)
            for month in range(done, 12)
        ]
        return (first, *(first + round_half_away((forecast - first) * share) for share in shares))


def twelve_months(unit: Unit, period: Period) -> TwelveMonths:
    """The year of a unit and all below it, month by month; two queries."""
    below, last = _below(unit, period), period.last_day.month
    until = {f"total_{name}": Sum(name) for name in UNTIL}
    budgeted: dict[str, Any] = appropriated(period).filter(unit__in=below).aggregate(**until)
    sums = actuals(below, (period.year, period.year - 1), by=("year", "month"))
    this, before = (
        tuple(accumulate(sums.get((year, month), 0) for month in range(1, 13)))
        for year in (period.year, period.year - 1)
    )
    return TwelveMonths(
        budget=tuple(budgeted[name] or 0 for name in until), actual=this[:last], last_year=before if any(before) else ()
    )
