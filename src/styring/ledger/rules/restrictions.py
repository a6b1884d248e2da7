"""Which codes may stand together: the municipality's own rules, each for some years.

>>> rule = Restriction("1", Kind.ART, "630", Kind.FUNCTION, ("265",), "Husleie hører til kommunale boliger")
>>> account = {Kind.ART: "630", Kind.FUNCTION: "202", Kind.UNIT: "E101", Kind.PROJECT: ""}
>>> rule.allows("1", account), rule.allows("0", account)
(False, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_ALLOWED = gettext_noop("Koden kan ikke stå her. Regel: %(rule)s. Tillatt: %(allowed)s.")
NOTHING_THERE = gettext_noop("Her må det stå en kode. Regel: %(rule)s.")
MEND_IT = gettext_noop("Rett posteringen, eller endre regelen i kontoplanen.")
ANY_CLASS = ""


@dataclass(frozen=True)
class Restriction:
    """Where one part of a combination begins with ``begins``, another must begin with one of ``allowed``.

    An empty ``begins`` is every combination of the account class; an empty ``allowed`` means that something, no matter
    what, must stand there.
    """

    account_class: str
    place: Kind
    begins: str
    other: Kind
    allowed: tuple[str, ...]
    name: str
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR

    def is_valid_in(self, year: int) -> bool:
        """Does it count in the accounts of a year?"""
        return self.first_year <= year <= self.last_year

    def allows(self, account_class: str, codes: Mapping[Kind, str]) -> bool:
        """May these codes stand together?"""
        if self.account_class not in {ANY_CLASS, account_class} or not codes[self.place].startswith(self.begins):
            return True
        found = codes[self.other]
        return any(map(found.startswith, self.allowed)) if self.allowed else bool(found)
