"""Working days in Norway: public holidays, moving a deadline, counting days, what comes every k-th year.

The public holidays are those of the act on public holidays (helligdagsfredloven § 2) and the first and the seventeenth
of May. 24 and 31 December are ordinary working days unless the municipality lists them among its ``closed`` days.

    >>> workdays_after(date(2026, 4, 1), 1)
    datetime.date(2026, 4, 7)
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Collection

FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Day: Thursday, Friday, Easter Day and Monday, Ascension Day, Whit Sunday and Monday."""

_SATURDAY = 5
_DAY = timedelta(days=1)


class Shift(Enum):
    """Where a day goes that is no working day."""

    BEFORE = "before"
    AFTER = "after"
    NEAREST = "nearest"
    NONE = "none"


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Day in the Gregorian calendar, by the anonymous algorithm of 1876.

    >>> easter(2027)
    datetime.date(2027, 3, 28)
    """
    golden, century, in_century = year % 19, year // 100, year % 100
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    fours, ones = divmod(in_century, 4)
    weekday = (32 + 2 * rest + 2 * fours - epact - ones) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year; two may fall on one day, as 17 May and Whit Monday do in 2027."""
    sunday = easter(year)
    return frozenset([*(date(year, month, day) for month, day in FIXED), *(sunday + n * _DAY for n in FROM_EASTER)])


def is_workday(day: date, closed: Collection[date] = ()) -> bool:
    """Is a day Monday to Friday, no public holiday, and not among the municipality's own closed days?"""
    return day.weekday() < _SATURDAY and day not in holidays(day.year) and day not in closed


def shifted(day: date, shift: Shift, closed: Collection[date] = ()) -> date:
    """The working day that stands in for a day; the day itself when it is one. Of two equally near, the one before.

    >>> shifted(date(2026, 2, 22), Shift.BEFORE)
    datetime.date(2026, 2, 20)
    """
    if shift is Shift.NONE or is_workday(day, closed):
        return day
    before, after = workdays_after(day, -1, closed), workdays_after(day, 1, closed)
    if shift is Shift.NEAREST:
        return before if day - before <= after - day else after
    return before if shift is Shift.BEFORE else after


def workdays_after(day: date, n: int, closed: Collection[date] = ()) -> date:
    """The n-th working day after a day, itself not counted; negative n counts back; 0 is the day itself.

    >>> workdays_after(date(2026, 12, 23), 3), workdays_after(date(2026, 11, 22), 0)
    (datetime.date(2026, 12, 29), datetime.date(2026, 11, 22))
    """
    step = _DAY if n > 0 else -_DAY
    for _step in range(abs(n)):
        day += step
        while not is_workday(day, closed):
            day += step
    return day


def workdays_between(start: date, end: date, closed: Collection[date] = ()) -> int:
    """Working days after start up to and with end; negative when end is before start."""
    if end < start:
        return -workdays_between(end, start, closed)
    return sum(is_workday(start + n * _DAY, closed) for n in range(1, (end - start).days + 1))


def workdays_in_year(year: int, closed: Collection[date] = ()) -> int:
    """How many working days a year has."""
    return workdays_between(date(year - 1, 12, 31), date(year, 12, 31), closed)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th of a weekday (Monday is 0) in a month, counted from 1; -1 is the last.

    >>> nth_weekday(2027, 9, 2, 4)
    datetime.date(2027, 9, 22)

    Raises:
        InvalidValueError: the month has no such day, as a fifth Wednesday.
    """
    if n > 0:
        first = date(year, month, 1)
        found = first + ((weekday - first.weekday()) % 7 + 7 * (n - 1)) * _DAY
    else:
        last = date(year + month // 12, month % 12 + 1, 1) - _DAY
        found = last - ((last.weekday() - weekday) % 7 + 7 * (-n - 1)) * _DAY
    if n == 0 or (found.year, found.month) != (year, month):
        raise InvalidValueError(
            gettext_noop("Måned %(month)s i %(year)s har ikke ukedag nummer %(n)s."), year=year, month=month, n=n
        )
    return found


def occurs(year: int, every: int, first: int) -> bool:
    """Does what comes every k-th year, first in a given one, come this year?

    >>> occurs(2026, every=2, first=2027), occurs(2029, every=2, first=2027)
    (False, True)
    """
    return year >= first and (year - first) % every == 0


def next_year(year: int, every: int, first: int) -> int:
    """The first year, from the given one on, in which it comes.

    >>> next_year(2028, every=2, first=2027)
    2029
    """
    return max(first, year + (first - year) % every)


def earliest_meeting(published: date, full_days: int) -> date:
    """The first day on which a body may treat what must lie out for some full days: neither end day is counted.

    >>> earliest_meeting(date(2026, 11, 25), 14)
    datetime.date(2026, 12, 10)
    """
    return published + (full_days + 1) * _DAY


def last_day_to_publish(meeting: date, full_days: int) -> date:
    """The latest day of publishing that leaves the full days before a meeting."""
    return meeting - (full_days + 1) * _DAY
