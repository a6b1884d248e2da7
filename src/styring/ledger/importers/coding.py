"""What the cells of a ledger file mean: months, accounts, functions, units; each text is judged once and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import looks_like_formula
from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import ACCOUNT_CLASSES, OPERATING, arts, functions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

UNKNOWN_UNIT = gettext_noop("Enheten finnes ikke.")
UNIT_MISSING = gettext_noop("Linjen mangler enhet.")
CLOSED_UNIT = gettext_noop("Enheten var lagt ned da: %(day)s.")
UNKNOWN_ART = gettext_noop("Arten finnes ikke i KOSTRA for %(year)s.")
NOT_IN_OPERATING = gettext_noop("Arten kan ikke brukes i driftsregnskapet.")
NOT_IN_INVESTMENT = gettext_noop("Arten kan ikke brukes i investeringsregnskapet.")
UNKNOWN_FUNCTION = gettext_noop("Funksjonen finnes ikke i KOSTRA for %(year)s.")
UNKNOWN_CLASS = gettext_noop("Kontoklassen må være 0 (investering) eller 1 (drift).")
WRONG_YEAR = gettext_noop("Linjen gjelder %(found)s, men du leser inn %(year)s.")
BAD_MONTH = gettext_noop("Måneden må være et tall fra 1 til 12.")
BAD_ACCOUNT = gettext_noop("Kontoen må begynne med kontoklasse og art, for eksempel 1010.")
FORMULA = gettext_noop("Cellen ligner en formel og leses ikke.")
TOO_LONG = gettext_noop("Teksten er for lang. Grensen er %(limit)s tegn.")

ADVICE = {
    UNKNOWN_UNIT: gettext_noop("Rett koden, eller opprett enheten i organisasjonen først."),
    CLOSED_UNIT: gettext_noop("Bruk enheten som tok over."),
    UNKNOWN_ART: gettext_noop("Bruk arten som gjelder i regnskapsåret."),
    NOT_IN_OPERATING: gettext_noop("Rett arten eller kontoklassen."),
    NOT_IN_INVESTMENT: gettext_noop("Rett arten eller kontoklassen."),
    UNKNOWN_FUNCTION: gettext_noop("Bruk funksjonen som gjelder i regnskapsåret."),
    WRONG_YEAR: gettext_noop("Velg riktig år, eller ta ut linjene som gjelder et annet år."),
    FORMULA: gettext_noop("Lim inn verdien i stedet for formelen."),
}
"""What to do about each, where it is not plain from the reason."""

_CODE_LENGTH = 3
_LONGEST_PROJECT = 20
_MONTHS = 12
_ACCOUNT_LENGTH = 4


Text = TypeVar("Text")
Meaning = TypeVar("Meaning")


class KnownUnit(NamedTuple):
    """A unit's key, and the day from which it is no more."""

    key: int
    closed_on: date = FOREVER


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
        year: the accounting year.
        units: the units that may be used, by code; None takes every line as the whole municipality's.
        default_unit: of a file without units.
    """

    def __init__(self, year: int, units: Mapping[str, KnownUnit] | None, default_unit: KnownUnit | None) -> None:
        self.year, self.default_unit = year, default_unit
        self.all_units = units
        self.months: Known[tuple[str, str], int] = Known(self._month)
        self.accounts: Known[tuple[str, str], tuple[str, str]] = Known(self._account)
        self.units: Known[str, int] = Known(self._unit)
        self.functions: Known[str, str] = Known(self._function)
        self.projects: Known[str, str] = Known(self._project)
        self.closed = {unit.key: unit.closed_on for unit in (units or {}).values() if unit.closed_on != FOREVER}

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

    def _account(self, texts: tuple[str, str]) -> tuple[str, str]:
        """Account class and art, from both or from an account of four digits or more."""
        account_class, art = (text.strip() for text in texts)
        if account_class not in ACCOUNT_CLASSES:
            raise InvalidValueError(UNKNOWN_CLASS)
        art = art.zfill(_CODE_LENGTH)
        known = arts().get(art)
        if known is None or not known.is_valid_in(self.year):
            raise InvalidValueError(UNKNOWN_ART, year=str(self.year))
        if account_class not in known.account_classes:
            raise InvalidValueError(NOT_IN_OPERATING if account_class == OPERATING else NOT_IN_INVESTMENT)
        return account_class, art

    def _function(self, text: str) -> str:
        code = text.strip().zfill(_CODE_LENGTH)
        known = functions().get(code)
        if known is None or not known.is_valid_in(self.year):
            raise InvalidValueError(UNKNOWN_FUNCTION, year=str(self.year))
        return code

    def _unit(self, text: str) -> int:
        if self.default_unit:
            return self.default_unit.key
        code = text.strip()
        if not code:
            raise InvalidValueError(UNIT_MISSING)
        if self.all_units is not None and code not in self.all_units:
            raise InvalidValueError(UNKNOWN_UNIT)
        return self.all_units[code].key if self.all_units is not None else 0

    def _project(self, text: str) -> str:
        code = text.strip()
        if looks_like_formula(code):
            raise InvalidValueError(FORMULA)
        if len(code) > _LONGEST_PROJECT:
            raise InvalidValueError(TOO_LONG, limit=str(_LONGEST_PROJECT))
        return code


def split_account(account: str) -> tuple[str, str]:
    """Account class and art of an account such as ``1010`` or ``101000``.

    >>> split_account("1010"), split_account("023000")
    (('1', '010'), ('0', '230'))
    """
    bare = account.strip()
    if len(bare) < _ACCOUNT_LENGTH or not bare.isdecimal():
        raise InvalidValueError(BAD_ACCOUNT)
    return bare[0], bare[1:_ACCOUNT_LENGTH]
