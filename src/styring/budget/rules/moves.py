"""Moving what is to be spent: an investment or a measure that comes later, or earlier, than planned.

>>> moved({2027: 120, 2028: 60}, 12), moved({2027: 120}, 6)
({2028: 120, 2029: 60}, {2027: 60, 2028: 60})
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.kernel.amounts import round_half_away

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS = 12


def moved(amounts: Mapping[int, int], months: int, not_before: int = 0) -> dict[int, int]:
    """Amounts of years moved by months; their sum is kept to the øre.

    Of a year's amount the part of it that falls over the turn of the year goes with it: six months later is half now
    and half the year after.

    Args:
        amounts: øre by year.
        months: how far; minus is earlier.
        not_before: what would fall before this year falls in it, for what is past is past.
    """
    years, rest = divmod(months, MONTHS)
    found: dict[int, int] = defaultdict(int)
    for year, amount in amounts.items():
        later = round_half_away(Fraction(amount * rest, MONTHS))
        for target, part in ((year + years, amount - later), (year + years + 1, later)):
            if part:
                found[max(target, not_before)] += part
    return dict(sorted(found.items()))


def month_moved(day: date, months: int) -> date:
    """The first of the month that lies so many months after a day's.

    >>> month_moved(date(2028, 8, 1), 6)
    datetime.date(2029, 2, 1)
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, 1)


def lasting(effects: Mapping[int, int], year: int) -> int:
    """The effect of a measure in a year: nothing before its first, and after its last known year as in that.

    >>> [lasting({2027: 5, 2028: 8}, year) for year in (2026, 2027, 2035)]
    [0, 5, 8]
    """
    known = [known for known in effects if known <= year]
    return effects[max(known)] if known else 0
