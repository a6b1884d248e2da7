"""Groups that arts and amounts are read in: pay, goods and services, income, and what an appropriation covers.

>>> art_group("010"), art_group("272"), art_group("710"), art_group("870")
(<ArtGroup.PAY: 'pay'>, <ArtGroup.GOODS: 'goods'>, <ArtGroup.REFUNDS: 'refunds'>, <ArtGroup.GENERAL: 'general'>)
"""

from __future__ import annotations

from enum import Enum
from functools import cache

from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.statements import definition


class ArtGroup(Enum):
    """A group of arts, as the lines of § 5-6 part them; in the order in which a table shows them."""

    PAY = "pay"
    SOCIAL = "social"
    GOODS = "goods"
    TRANSFERS = "transfers"
    DEPRECIATION = "depreciation"
    FEES = "fees"
    SALES = "sales"
    REFUNDS = "refunds"
    GENERAL = "general"
    FINANCE = "finance"
    FUNDS = "funds"


ART_GROUP_NAMES = {
    ArtGroup.PAY: gettext_noop("Lønn"),
    ArtGroup.SOCIAL: gettext_noop("Sosiale utgifter"),
    ArtGroup.GOODS: gettext_noop("Kjøp av varer og tjenester"),
    ArtGroup.TRANSFERS: gettext_noop("Overføringer og tilskudd til andre"),
    ArtGroup.DEPRECIATION: gettext_noop("Avskrivninger"),
    ArtGroup.FEES: gettext_noop("Brukerbetalinger"),
    ArtGroup.SALES: gettext_noop("Salgs- og leieinntekter"),
    ArtGroup.REFUNDS: gettext_noop("Refusjoner og tilskudd fra andre"),
    ArtGroup.GENERAL: gettext_noop("Generelle driftsinntekter"),
    ArtGroup.FINANCE: gettext_noop("Finansposter"),
    ArtGroup.FUNDS: gettext_noop("Overføring til investering og fond"),
}
"""What each group is called, in Bokmål, to be translated where it is shown."""

_LINES_OF_5_6 = {
    ArtGroup.PAY: ("10",),
    ArtGroup.SOCIAL: ("11",),
    ArtGroup.GOODS: ("12",),
    ArtGroup.TRANSFERS: ("13",),
    ArtGroup.DEPRECIATION: ("14", "23"),
    ArtGroup.FEES: ("7",),
    ArtGroup.SALES: ("8",),
    ArtGroup.REFUNDS: ("6",),
    ArtGroup.GENERAL: ("1", "2", "3", "4", "5"),
    ArtGroup.FINANCE: ("17", "18", "19", "20", "21"),
}
_APPROPRIATIONS = "6"
_LATEST = 9999


@cache
def _group_of_line() -> dict[str, ArtGroup]:
    return {post: group for group, posts in _LINES_OF_5_6.items() for post in posts}


@cache
def art_group(art: str) -> ArtGroup:
    """The group that an art belongs to, in the operating accounts; an art of no line belongs to the funds."""
    for line in definition("5-6", _LATEST).lines:
        if art in line.arts:
            return _group_of_line().get(line.post, ArtGroup.FUNDS)
    return ArtGroup.FUNDS


@cache
def appropriation_arts() -> frozenset[str]:
    """The arts of the operating accounts that the council's net appropriations cover (§ 5-4, line 6).

    What a unit's economy is about: not taxes and grants, finance, depreciation or funds, which are the municipality's.

    >>> "010" in appropriation_arts(), "870" in appropriation_arts()
    (True, False)
    """
    return next(line.arts for line in definition("5-4-1", _LATEST).lines if line.post == _APPROPRIATIONS)


def is_appropriation(account_class: str, art: str) -> bool:
    """Does an amount count in the economy of the unit, against its net frame?"""
    return account_class == OPERATING and art in appropriation_arts()
