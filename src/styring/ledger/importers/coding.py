"""What the cells of a ledger file mean: months and account combinations, each text judged once and remembered.

A file has a line for each voucher but few combinations, so what a line costs is to look its combination up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from styring.kernel.errors import InvalidValueError
from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.ledger.rules.chart import FORMULA, PASTE_VALUE, Account, Combination, Fault
from styring.ledger.rules.codes import BALANCE
from styring.ledger.rules.periods import WRONG_YEAR, month_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from styring.ledger.importers.layouts import Layout
    from styring.ledger.rules.chart import Chart

CLOSED_UNIT = gettext_noop("Enheten var lagt ned da: %(day)s.")
USE_HEIR = gettext_noop("Bruk enheten som tok over.")
BAD_ACCOUNT = gettext_noop("Kontoen må begynne med kontoklasse og art, for eksempel 1010.")
TOO_MANY = gettext_noop(
    "Filen har over %(limit)s ulike konteringer. Se etter om bilag eller en fri dimensjon er lest som prosjekt."
)

ADVICE = {
    WRONG_YEAR: gettext_noop("Velg riktig år, eller ta ut linjene som gjelder et annet år."),
    FORMULA: PASTE_VALUE,
}
"""What to do about each, where it is not plain from the reason; the chart of accounts gives its own advice."""

LEFT_OUT = -1
"""The number of a combination that is no part of the accounts we keep, such as one of the balance sheet."""
MOST_COMBINATIONS = 300_000
_ACCOUNT_LENGTH = 4

Pattern: TypeAlias = "tuple[str | None, ...]"
"""The cells that a combination is told by, where some are the same for many lines; None for those that vary."""
ANY: Pattern = (None,) * 5

Text = TypeVar("Text")
Meaning = TypeVar("Meaning")


class WrongCombinationError(InvalidValueError):
    """A combination that may not be used, with everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].reason, **faults[0].parts)
        self.faults = faults


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
        layout: how the file is laid out.
    """

    def __init__(self, chart: Chart, layout: Layout) -> None:
        self.year, self.chart, self.layout = chart.year, chart, layout
        self.has_accounts = False
        self.keys: list[Account] = []
        self._numbers: dict[Account, int] = {}
        self._known: dict[Pattern, Known[tuple[str, ...], int]] = {}
        self.months: Known[tuple[str, str], int] = Known(self._month)
        known = (chart.units or {}).values()
        self._closed = {unit.key: unit.closed_on for unit in known if unit.closed_on != FOREVER}
        self.closed: dict[int, date] = {}
        """The numbers of combinations whose unit is closed, and since when."""

    def _month(self, texts: tuple[str, str]) -> int:
        year, month = texts
        return month_of(month, year, self.year, closing_is_december=self.layout.has_closing_periods)

    def numbers_beside(self, fixed: Pattern) -> Known[tuple[str, ...], int]:
        """The numbers of combinations by the cells that vary; ``fixed`` has the others, and None for those."""

        def judge(varying: tuple[str, ...]) -> int:
            rest = iter(varying)
            return self._number(tuple(next(rest) if text is None else text for text in fixed))

        return self._known.setdefault(fixed, Known(judge))

    def number(self, cells: tuple[str, ...]) -> int:
        """The number of one combination.

        Raises:
            WrongCombinationError: it may not be used.
            InvalidValueError: there are far too many.
        """
        return self.numbers_beside(ANY)[cells]

    def _number(self, cells: tuple[str, ...]) -> int:
        """The number of the combination that some cells tell: account or class, art, unit, function and project.

        Raises:
            WrongCombinationError: it may not be used.
            InvalidValueError: there are far too many.
        """
        first, art, unit, function, project = (cell.strip() for cell in cells)
        if self.has_accounts and self.layout.leaves_balance_out and first.startswith(BALANCE):
            return LEFT_OUT
        try:
            account_class, art = split_account(first) if self.has_accounts else (first, art)
        except InvalidValueError as error:
            others = self.chart.faults(Combination("", "", function, unit, project))
            rest = [fault for fault in others if fault.place != "account_class"]
            raise WrongCombinationError([Fault("account", first, error.message), *rest]) from error
        combination = Combination(account_class, art, function, unit, project)
        found = self.chart.check(combination)
        if isinstance(found, Fault):
            raise WrongCombinationError(self.chart.faults(combination))
        return self._numbered(found)

    def _numbered(self, key: Account) -> int:
        number = self._numbers.setdefault(key, len(self.keys))
        if number == len(self.keys):
            if number >= MOST_COMBINATIONS:
                raise InvalidValueError(TOO_MANY, limit=MOST_COMBINATIONS)
            self.keys.append(key)
            if key.unit in self._closed:
                self.closed[number] = self._closed[key.unit]
        return number

    def refuse_closed(self, number: int, month: int) -> None:
        """A unit takes nothing from the month in which it was closed.

        Raises:
            WrongCombinationError: it was closed by then.
        """
        closed_on = self.closed.get(number, FOREVER)
        if (closed_on.year, closed_on.month, closed_on.day) <= (self.year, month, 1):
            raise WrongCombinationError([Fault("unit", "", CLOSED_UNIT, USE_HEIR, {"day": closed_on.isoformat()})])


def split_account(account: str) -> tuple[str, str]:
    """Account class and art of an account such as ``1010`` or ``101000``; the art is the municipality's own.

    >>> split_account("1010"), split_account("023000")
    (('1', '010'), ('0', '23000'))

    Raises:
        InvalidValueError: it is too short, or no number.
    """
    if len(account) < _ACCOUNT_LENGTH or not account.isdecimal():
        raise InvalidValueError(BAD_ACCOUNT)
    return account[0], account[1:]
