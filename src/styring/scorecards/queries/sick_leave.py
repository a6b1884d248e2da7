"""Sick leave in figures: always lost man-days over agreed man-days, never a mean of percentages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.access.policies import require
from styring.kernel.periods import Length, Period
from styring.organisation.queries import units_below
from styring.scorecards.models import Observation, Part, PartKind
from styring.scorecards.policies import VIEW_SICK_LEAVE
from styring.scorecards.rules import SMALLEST_GROUP, quotient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.scorecards.models import Indicator

MONTHS = 12
PER_CENT = 100


@dataclass(frozen=True)
class Share:
    """Lost and agreed man-days in some months, and the parts of the lost ones by who certified them and how long."""

    lost: Fraction
    agreed: Fraction
    parts: dict[PartKind, Fraction]

    @property
    def per_cent(self) -> Fraction | None:
        """Lost in per cent of agreed, exact."""
        found = quotient(self.lost, self.agreed)
        return None if found is None else found * PER_CENT

    def part(self, kind: PartKind) -> Fraction | None:
        """A part of the lost man-days in per cent of the agreed, exact."""
        found = quotient(self.parts.get(kind, Fraction(0)), self.agreed)
        return None if found is None else found * PER_CENT


@dataclass(frozen=True)
class SickLeave:
    """The sick leave of a unit and all below it, month by month.

    ``is_hidden`` when it is about fewer than five persons; then there are no months.
    """

    months: dict[Period, Share]
    is_hidden: bool = False

    @property
    def latest(self) -> Period | None:
        """The last month there are figures for."""
        return max(self.months, default=None)

    def month(self, month: Period) -> Share | None:
        """One month, None when it is not known."""
        return self.months.get(month)

    def quarter(self, year: int, number: int) -> Share | None:
        """A quarter, as far as it is known."""
        first = 3 * number - 2
        return self._sum(lambda month: month.year == year and first <= month.number < first + 3)

    def so_far(self, until: Period) -> Share | None:
        """From New Year up to and with a month."""
        return self._sum(lambda month: month.year == until.year and month <= until)

    def last_year(self, until: Period) -> Share | None:
        """From New Year up to and with the same month, the year before."""
        return self.so_far(Period(until.year - 1, until.number, Length.MONTH))

    def last_twelve(self, until: Period) -> Share | None:
        """The twelve months up to and with a month."""
        end = until.year * MONTHS + until.number
        return self._sum(lambda month: end - MONTHS < month.year * MONTHS + month.number <= end)

    def _sum(self, wanted: Callable[[Period], bool]) -> Share | None:
        return _added([share for month, share in self.months.items() if wanted(month)])


def sick_leave_of(
    reader: User, indicator: Indicator, unit: Unit, until: Period, *, with_parts: bool = True
) -> SickLeave:
    """A unit's sick leave up to the end of a period, from the months of all units below it; four queries.

    Without ``with_parts`` it is not split in short and long leave and the like, which saves one query.

    Raises:
        NotAllowedError: the reader may not read the unit's sick leave.
    """
    require(reader, VIEW_SICK_LEAVE, unit)
    below = units_below(unit, until.last_day)
    seen = Observation.objects.current().filter(
        indicator=indicator, unit__in=below, period__contains="-M", last_day__lte=until.last_day
    )
    sums = seen.order_by().values_list("period").annotate(Sum("numerator"), Sum("denominator"), Sum("people"))
    rows = list(sums)
    people = [count or 0 for _period, _lost, _agreed, count in rows]
    if people and min(people) < SMALLEST_GROUP:
        return SickLeave({}, is_hidden=True)
    parts: dict[str, dict[PartKind, Fraction]] = defaultdict(dict)
    split = Part.objects.filter(observation__in=seen).order_by().values_list("observation__period", "kind")
    for period, kind, size in split.annotate(Sum("numerator")) if with_parts else ():
        parts[period][PartKind(kind)] = size
    found = {Period.parse(period): Share(lost, agreed, parts[period]) for period, lost, agreed, _people in rows}
    return SickLeave(dict(sorted(found.items())))


def _added(shares: Iterable[Share]) -> Share | None:
    shares = list(shares)
    if not shares:
        return None
    parts: dict[PartKind, Fraction] = defaultdict(Fraction)
    for share in shares:
        for kind, size in share.parts.items():
            parts[kind] += size
    lost = sum((share.lost for share in shares), Fraction(0))
    return Share(lost, sum((share.agreed for share in shares), Fraction(0)), dict(parts))
