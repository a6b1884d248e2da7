"""What an investment is paid with: VAT compensation, grants, own money, and a loan for the rest (algorithms §6.6).

Amounts are øre and not negative.

>>> vat_compensation(62_500_000_00), loan_need(62_500_000_00, 12_500_000_00, 8_000_000_00, 0, 5_000_000_00)
(1250000000, 3700000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.kernel.amounts import round_half_away, spread_exactly

if TYPE_CHECKING:
    from collections.abc import Sequence

VAT = Fraction(25, 100)


def vat_compensation(cost_with_vat: int, rate: Fraction = VAT, eligible: Fraction = Fraction(1)) -> int:
    """The VAT in a cost that includes it: cost x rate / (1 + rate) x eligible share."""
    return round_half_away(cost_with_vat * rate / (1 + rate) * eligible)


def loan_need(cost_with_vat: int, compensation: int, grants: int, sales: int, own: int) -> int:
    """What is left to borrow; never under 0."""
    return max(0, cost_with_vat - compensation - grants - sales - own)


@dataclass(frozen=True)
class Financed:
    """A year of an investment and what pays for it; the loan is what is left.

    ``vat_share`` is the part of the cost that comes back as VAT compensation.
    """

    spending: int
    vat_share: Fraction = Fraction(0)
    grants: int = 0
    sales: int = 0
    fund: int = 0
    transfer: int = 0

    @property
    def vat(self) -> int:
        """The VAT that is compensated; income of the investment accounts, never of the operating ones (§ 14-10)."""
        return round_half_away(self.spending * self.vat_share)

    @property
    def own(self) -> int:
        """Paid with what is neither lent nor given."""
        return self.fund + self.transfer

    @property
    def loan(self) -> int:
        """What is left to borrow.

        >>> Financed(1000, Fraction(19, 100), grants=200, transfer=110).loan
        500
        """
        return loan_need(self.spending, self.vat, self.grants, self.sales, self.own)

    @property
    def surplus(self) -> int:
        """What the sources bring more than is spent; 0 when the year is financed exactly."""
        return max(0, self.vat + self.grants + self.sales + self.own - self.spending)

    @property
    def most_lent(self) -> int:
        """The most that may be borrowed: the cost less the VAT that is compensated (§ 14-15)."""
        return self.spending - self.vat


def lent_for_each(needs: Sequence[int], common: int) -> list[int]:
    """What is borrowed for each of some investments when common money pays for a part of them all.

    Args:
        needs: what each lacks before the common money.
        common: what pays for them together; what is more than they need is left unused.

    >>> lent_for_each([600, 300, 0], 300), lent_for_each([600], 700)
    ([400, 200, 0], [0])
    """
    whole = sum(needs)
    if not whole or common <= 0:
        return list(needs)
    paid = spread_exactly(min(common, whole), list(needs))
    return [need - part for need, part in zip(needs, paid, strict=True)]
