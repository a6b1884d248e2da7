"""What came of earlier suggestions: in all units, and in one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from styring.budget.models import KeptSuggestion, Learnt
from styring.budget.rules.calibration import FEWEST_UNITS, MonthLearnt, Outcome, widths_from
from styring.budget.rules.forecast import WIDTHS, node_half_width_kr
from styring.kernel.asked import asked_once
from styring.ledger.queries import actuals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from styring.kernel.periods import Period

Key = TypeVar("Key")


@dataclass(frozen=True)
class Calibration:
    """Whose figures the width of an interval is from: the installation's own of ``year``, or the shipped (None).

    ``last`` says how often the intervals of the same month held in that year, when suggestions were kept then.
    """

    widths: Sequence[float] = WIDTHS
    year: int | None = None
    last: MonthLearnt | None = None


@asked_once
def learnt_before(year: int) -> tuple[int, dict[int, MonthLearnt]] | None:
    """The last year before a year that suggestions were learnt from, with what each month taught; one query."""
    rows = list(Learnt.objects.filter(year__lt=year).order_by("-year"))
    if not rows:
        return None
    last = rows[0].year
    return last, {row.month: MonthLearnt(row.month, row.units, row.held, row.width) for row in rows if row.year == last}


def widths_of(year: int) -> Sequence[float]:
    """q(1) … q(11) for suggestions of a year: the installation's own once a closed year has taught them; one query."""
    found = learnt_before(year)
    return widths_from(found[1]) if found else WIDTHS


def calibration_of(period: Period) -> Calibration:
    """Whose figures the intervals of a month are from, and how often they held the year before; one query."""
    found = learnt_before(period.year)
    if found is None:
        return Calibration()
    year, months = found
    is_own = any(month.units >= FEWEST_UNITS for month in months.values())
    return Calibration(widths_from(months), year if is_own else None, months.get(period.last_day.month))


@dataclass(frozen=True)
class Past:
    """What was suggested as of a month of a closed year, and what came of it."""

    year: int
    outcome: Outcome


def record_of(units: Collection[int], period: Period) -> list[Past]:
    """What was suggested for some units together in the same month of closed years, the last first; two queries."""
    return records_of({0: units}, period)[0]


def records_of(groups: Mapping[Key, Collection[int]], period: Period) -> dict[Key, list[Past]]:
    """What `record_of` says of each of some groups of units, by the group's key; two queries for them all."""
    units = {unit for group in groups.values() for unit in group}
    given = _given(units, period)
    closed = closed_sums(list(given), units) if given else {}
    years = [year for year in sorted(given, reverse=True) if year in closed]
    return {
        key: [
            Past(year, _outcome(known, closed[year]))
            for year in years
            if (known := [one for one in given[year] if one.unit in group])
        ]
        for key, group in groups.items()
    }


def _given(units: Collection[int], period: Period) -> dict[int, list[Given]]:
    """What was suggested for units in the same month of earlier years, by year; one query."""
    month = period.last_day.month
    rows = KeptSuggestion.objects.filter(unit__in=units, kept__month=month, kept__year__lt=period.year)
    given: dict[int, list[Given]] = defaultdict(list)
    for row in rows.order_by().values_list("kept__year", "unit_id", "amount", "half_width_kr", "scale"):
        given[row[0]].append(Given(*row[1:]))
    return given


class Given(NamedTuple):
    """What was suggested for a unit."""

    unit: int
    amount: int
    half_width_kr: int
    scale: float


def _outcome(given: Sequence[Given], closed: Mapping[int, int]) -> Outcome:
    """What was suggested for units together, and what they came to."""
    return Outcome(
        suggested=sum(one.amount for one in given),
        half_width_kr=node_half_width_kr([one.half_width_kr for one in given]),
        scale=sum(one.scale**2 for one in given) ** 0.5,
        actual=sum(closed.get(one.unit, 0) for one in given),
    )


def closed_sums(years: Sequence[int], units: Collection[int] | None = None) -> dict[int, dict[int, int]]:
    """What each unit by itself came to in each of the years that are closed, that is have accounts for December.

    One query.
    """
    found: dict[int, dict[int, int]] = {}
    closed: set[int] = set()
    for (year, unit, month), amount in actuals(units, years, by=("year", "unit", "month")).items():
        sums = found.setdefault(int(str(year)), {})
        sums[int(str(unit))] = sums.get(int(str(unit)), 0) + amount
        if month == 12:  # noqa: PLR2004 - December
            closed.add(int(str(year)))
    return {year: sums for year, sums in found.items() if year in closed}
