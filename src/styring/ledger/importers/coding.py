"""What the cells of a ledger file mean: months, accounts, functions, units; each text is judged once and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from styring.kernel.errors import InvalidValueError
from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.ledger.rules.chart import FORMULA, PASTE_VALUE, KnownUnit

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.ledger.rules.chart import Chart

CLOSED_UNIT = gettext_noop("Enheten var lagt ned da: %(day)s.")
WRONG_YEAR = gettext_noop("Linjen gjelder %(found)s, men du leser inn %(year)s.")
BAD_MONTH = gettext_noop("Måneden må være et tall fra 1 til 12.")
BAD_ACCOUNT = gettext_noop("Kontoen må begynne med kontoklasse og art, for eksempel 1010.")

ADVICE = {
    CLOSED_UNIT: gettext_noop("Bruk enheten som tok over."),
    WRONG_YEAR: gettext_noop("Velg riktig år, eller ta ut linjene som gjelder et annet år."),
    FORMULA: PASTE_VALUE,
}
"""What to do about each, where it is not plain from the reason; the chart of accounts gives its own advice."""

_MONTHS = 12
_ACCOUNT_LENGTH = 4

__all__ = ["ADVICE", "BAD_ACCOUNT", "CLOSED_UNIT", "FORMULA", "Coding", "KnownUnit", "split_account"]

Text = TypeVar("Text")
Meaning = TypeVar("Meaning")


class Known(dict[Text, Meaning]):
    """A memory of what texts mean; one not met before is judged, and what is wrong is raised, not remembered."""

    def __init__(self, judge: Callable[[Text], Meaning]) -> None:
        super().__init__()
        self.judge = judge

    def __missing__(self, text: Text) -> Meaning:
        found = self[text] = self.judge(text)
        return found


class Coding:
    """How the cells of one year's file are read.

    Args:
        chart: the chart of accounts of the year.
    """

    def __init__(self, chart: Chart) -> None:
        self.year, self.chart = chart.year, chart
        self.months: Known[tuple[str, str], int] = Known(self._month)
        self.accounts: Known[tuple[str, str], tuple[str, str]] = Known(lambda texts: chart.account(*texts))
        self.units: Known[str, int] = Known(chart.unit)
        self.functions: Known[str, str] = Known(chart.function)
        self.projects: Known[str, str] = Known(chart.project)
        known = (chart.units or {}).values()
        self.closed = {unit.key: unit.closed_on for unit in known if unit.closed_on != FOREVER}

    def _month(self, texts: tuple[str, str]) -> int:
        """A month from (year, month) or (period,) as in the file: 10, 202610, 2026-10 or 2026-M10."""
        year, month = texts
        digits = month.strip().upper().replace("M", "").replace("-", "")
        if len(digits) > _MONTHS // 6 and digits.isdecimal():
            year, digits = digits[:4], digits[4:]
        if year.strip() and year.strip() != str(self.year):
            raise InvalidValueError(WRONG_YEAR, found=year.strip(), year=str(self.year))
        if not digits.isdecimal() or not 1 <= int(digits) <= _MONTHS:
            raise InvalidValueError(BAD_MONTH)
        return int(digits)


def split_account(account: str) -> tuple[str, str]:
    """Account class and art of an account such as ``1010`` or ``101000``; the art is the municipality's own.

    >>> split_account("1010"), split_account("023000")
    (('1', '010'), ('0', '23000'))
    """
    bare = account.strip()
    if len(bare) < _ACCOUNT_LENGTH or not bare.isdecimal():
        raise InvalidValueError(BAD_ACCOUNT)
    return bare[0], bare[1:]
