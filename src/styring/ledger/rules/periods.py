"""The month that a cell of a ledger file tells, in the ways that accounting systems write it."""

from __future__ import annotations

import re

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

WRONG_YEAR = gettext_noop("Linjen gjelder %(found)s, men du leser inn %(year)s.")
BAD_MONTH = gettext_noop("Måneden må være et tall fra 1 til 12.")
_MONTHS = 12
_CLOSING = range(13, 17)
_WAYS = tuple(
    re.compile(way, re.ASCII | re.IGNORECASE)
    for way in (
        r"(?P<month>\d{1,2})",
        r"M(?P<month>\d{1,2})",
        r"(?P<year>\d{4})[-/. ]?M?(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
        r"(?P<year>\d{4})-?(?P<month>\d{2})-?\d{2}(?:[T ].*)?",
        r"\d{1,2}[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?: .*)?",
    )
)


def month_of(text: str, year_text: str, year: int, *, closing_is_december: bool = False) -> int:
    """The month of a year, from a period or a day, and the year where that stands by itself.

    >>> [month_of(text, "", 2026) for text in ("10", "202610", "2026-M10", "10/2026", "2026-10-31", "31.10.2026")]
    [10, 10, 10, 10, 10, 10]
    >>> month_of("202613", "", 2026, closing_is_december=True)
    12

    Args:
        text: the period or day.
        year_text: the year, where it has a column of its own.
        year: the year that is taken in.
        closing_is_december: do the periods 13 to 16, in which a year is closed, belong to December?

    Raises:
        InvalidValueError: it is no month, or one of another year.
    """
    found = next((match for way in _WAYS if (match := way.fullmatch(text.strip()))), None)
    if found is None:
        raise InvalidValueError(BAD_MONTH)
    told = found.groupdict().get("year") or year_text.strip()
    if told and told != str(year):
        raise InvalidValueError(WRONG_YEAR, found=told, year=str(year))
    month = int(found["month"])
    if closing_is_december and month in _CLOSING:
        return _MONTHS
    if not 1 <= month <= _MONTHS:
        raise InvalidValueError(BAD_MONTH)
    return month
