"""Whether an account may be used in the operating budget of a year.

>>> require_account(2027, "202", "010")
>>> require_account(2027, "999", "010")
Traceback (most recent call last):
...
styring.kernel.errors.InvalidValueError: Funksjonen «999» finnes ikke i 2027.
"""

from __future__ import annotations

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import OPERATING, arts, functions

NO_FUNCTION = gettext_noop("Funksjonen «%(code)s» finnes ikke i %(year)s.")
NO_ART = gettext_noop("Arten «%(code)s» finnes ikke i driftsregnskapet i %(year)s.")


def require_account(year: int, function: str, art: str) -> None:
    """Go on only if a function and an art are in use in the operating accounts of a year.

    Raises:
        InvalidValueError: one of them is not.
    """
    known = functions().get(function)
    if known is None or not known.is_valid_in(year):
        raise InvalidValueError(NO_FUNCTION, code=function, year=year)
    kind = arts().get(art)
    if kind is None or not kind.is_valid_in(year) or OPERATING not in kind.account_classes:
        raise InvalidValueError(NO_ART, code=art, year=year)
