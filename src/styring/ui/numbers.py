"""Numbers as people read them: spaces between thousands, a true minus, the language's own decimal mark.

>>> written(Decimal("-1234.5"), 1, "nb")
'−1\u202f234,5'
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language

SPACE = "\u202f"
MINUS = "\u2212"

Number = int | Decimal | Fraction | float


def language() -> str:
    """The language of the moment: ``nb``, ``nn`` or ``en``."""
    return get_language() or "nb"


def written(value: Number, decimals: int, tongue: str, *, sign: bool = False) -> str:
    """A number in words of digits, rounded half away from nought.

    Args:
        value: the exact number; a float only where the source is one.
        decimals: how many to show.
        tongue: ``nb``, ``nn`` or ``en``.
        sign: show + as well, where change is shown.

    >>> written(1234567, 0, "nb"), written(22, 0, "nb", sign=True), written(Decimal("0.05"), 1, "en")
    ('1\u202f234\u202f567', '+22', '0.1')
    >>> written(Decimal("-0.04"), 1, "nb")
    '0,0'
    """
    rounded = _exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,.{decimals}f}"
    if tongue != "en":
        digits = digits.replace(".", ";").replace(",", SPACE).replace(";", ",")
    if not rounded:
        return digits
    mark = MINUS if rounded < 0 else "+" if sign else ""
    return mark + digits


def _exact(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))
