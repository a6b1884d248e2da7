"""The files 0A (appropriation accounts) and 0B (balance) of a municipality: a record of 48 characters for each sum.

Layout: Statistics Norway, file description of the accounts 2025. Amounts are whole thousands of kroner; expense and
asset plus, income, debt and equity minus.

>>> print(written(Heading("0A", 2025, "1127"), [Entry("1", "120", "010", 36_328_449_00)]), end="")
0A2025 112700                  1120 010    36328
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.amounts import round_half_away
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import BALANCE, INVESTMENT, OPERATING

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 48
APPROPRIATIONS, BALANCES = "0A", "0B"
FORMS = {APPROPRIATIONS: (INVESTMENT, OPERATING), BALANCES: (BALANCE,)}
"""The account classes that each form may hold."""
ORE_IN_A_UNIT = 1000_00
LARGEST = 99_999_999
TOO_LARGE = gettext_noop("Beløpet på %(account)s er for stort for KOSTRA-filen: %(amount)s tusen kroner.")
_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)


class Account(NamedTuple):
    """What a record is about: account class, function (or chapter of the balance), art (or sector)."""

    account_class: str
    code: str
    detail: str

    def __str__(self) -> str:
        """As people write it."""
        return f"{self.account_class}.{self.code}.{self.detail}"


@dataclass(frozen=True)
class Record:
    """A line of a file, field by field as it stands there; ``line`` counts from 1."""

    line: int
    form: str
    year: str
    quarter: str
    region: str
    organisation: str
    enterprise: str
    account_class: str
    code: str
    detail: str
    amount_text: str

    @property
    def amount(self) -> int:
        """Thousands of kroner; nought where it is no number."""
        return whole(self.amount_text)

    @property
    def account(self) -> Account:
        """What it is about."""
        return Account(self.account_class, self.code.strip(), self.detail.strip())

    @property
    def is_appropriation(self) -> bool:
        """Does it belong to the appropriation accounts?"""
        return self.form == APPROPRIATIONS

    @property
    def is_balance(self) -> bool:
        """Does it belong to the balance?"""
        return self.form == BALANCES

    @property
    def is_district(self) -> bool:
        """Is it of a district of Oslo?"""
        return self.region.startswith("0301") and not self.region.endswith("00")

    def is_in(self, account_class: str) -> bool:
        """Does it belong to operating (1) or investment (0) accounts?"""
        return self.is_appropriation and self.account_class == account_class

    @property
    def is_expense(self) -> bool:
        """Is its art an expense, from 010 to 599?"""
        return _FIRST_EXPENSE <= whole(self.detail) <= _LAST_EXPENSE

    @property
    def is_income(self) -> bool:
        """Is its art an income, from 600 to 999?"""
        return _LAST_EXPENSE < whole(self.detail) <= _LAST_INCOME


_FIRST_EXPENSE, _LAST_EXPENSE, _LAST_INCOME = 10, 599, 999
_FIELDS = ((0, 2), (2, 6), (6, 7), (7, 13), (13, 22), (22, 31), (31, 32), (32, 36), (36, 39), (39, 48))


def whole(text: str) -> int:
    """A whole number, nought where it is none.

    >>> whole("   -12"), whole("1 2"), whole("x")
    (-12, 0, 0)
    """
    bare = text.strip()
    return int(bare) if _WHOLE.fullmatch(bare) else 0


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines of a file that have anything in them, with their numbers."""
    lines = (line.strip("\r") for line in text.split("\n"))
    return [(number, line) for number, line in enumerate(lines, start=1) if line]


def record(number: int, line: str) -> Record:
    """A line of 48 characters, field by field."""
    return Record(number, *(line[start:end] for start, end in _FIELDS))


class Heading(NamedTuple):
    """What stands first in every record of a file."""

    form: str
    year: int
    municipality: str
    quarter: str = " "


class Entry(NamedTuple):
    """A sum to be reported, in øre."""

    account_class: str
    code: str
    detail: str
    amount: int


def written(heading: Heading, entries: Iterable[Entry]) -> str:
    """The content of a file, ordered by account; sums that round to nought are left out.

    Raises:
        RuleBrokenError: a sum is too large for its nine characters.
    """
    start = f"{heading.form}{heading.year}{heading.quarter}{heading.municipality:<4}00".ljust(31)
    found = []
    for entry in sorted(entries):
        amount = round_half_away(Fraction(entry.amount, ORE_IN_A_UNIT))
        if abs(amount) > LARGEST:
            account = Account(entry.account_class, entry.code, entry.detail)
            raise RuleBrokenError(TOO_LARGE, account=str(account), amount=amount)
        if amount:
            found.append(f"{start}{entry.account_class}{entry.code:<4}{entry.detail:<3}{amount:>9}\n")
    return "".join(found)
