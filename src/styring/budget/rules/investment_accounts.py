"""The accounts of an investment: what it costs, the VAT in it, and what pays for it.

A project that spends more is paid for by as much more, so the investment budget always comes to nought (Local
Government Act § 14-10). VAT that comes back pays for its part of the cost first:

>>> from fractions import Fraction
>>> parts = lines_of_spending(1000, vat_share=Fraction(19, 100), function="222", source="loan")
>>> {(one.function, one.art): amount for one, amount in parts.items()}
{('222', '230'): 810, ('222', '429'): 190, ('841', '729'): -190, ('870', '910'): -810}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.amounts import round_half_away
from styring.ledger.rules.codes import INVESTMENT, OPERATING

if TYPE_CHECKING:
    from fractions import Fraction

BUILDING, VAT, VAT_BACK, GRANTS, SALES, FUND = "230", "429", "729", "700", "670", "940"
LOANS, FROM_OPERATING, TO_INVESTMENT = "910", "970", "570"
VAT_FUNCTION, FINANCE_FUNCTION, FUND_FUNCTION = "841", "870", "880"
SPENDING = "spending"
_FINANCE = "5"
"""The first digit of arts of finance among costs; those before are of what is bought and built."""


class Spot(NamedTuple):
    """An account of a project; ``is_common`` when it is entered on the municipality as a whole, not on the project."""

    account_class: str
    function: str
    art: str
    is_common: bool = False


_PAID_BY = {
    "loan": Spot(INVESTMENT, FINANCE_FUNCTION, LOANS, is_common=True),
    "grants": Spot(INVESTMENT, "", GRANTS),
    "sales": Spot(INVESTMENT, "", SALES),
    "fund": Spot(INVESTMENT, FUND_FUNCTION, FUND),
    "transfer": Spot(INVESTMENT, FUND_FUNCTION, FROM_OPERATING, is_common=True),
}
_OF_OPERATING = Spot(OPERATING, FUND_FUNCTION, TO_INVESTMENT, is_common=True)


def lines_of_spending(amount: int, vat_share: Fraction, function: str, source: str) -> dict[Spot, int]:
    """What a project spends more (plus) or less, and what pays for it: nought within the investment budget.

    Paid by a transfer from operating, it is in both: operating gives up what investment gets.

    Args:
        amount: øre with VAT.
        vat_share: the part of it that comes back as VAT compensation.
        function: the project's.
        source: what pays for the rest: loan, grants, sales, fund or transfer.
    """
    vat = round_half_away(amount * vat_share)
    spot = _PAID_BY[source]
    paid_by = spot._replace(function=spot.function or function)
    found = {
        Spot(INVESTMENT, function, BUILDING): amount - vat,
        Spot(INVESTMENT, function, VAT): vat,
        Spot(INVESTMENT, VAT_FUNCTION, VAT_BACK): -vat,
        paid_by: vat - amount,
    }
    if source == "transfer":
        found[_OF_OPERATING] = amount - vat
    return {place: part for place, part in found.items() if part}


def line_of_investments(art: str) -> str:
    """The line of the council's investment budget that an art belongs to: what is bought, or the kind of financing.

    Only the council changes one of them (Local Government Act § 14-5, regulation § 5-5).

    >>> line_of_investments("230"), line_of_investments("910")
    ('spending', '910')
    """
    return SPENDING if art < _FINANCE else art
