"""Amounts of money in whole øre: read from text, written as text, rounded and shared out without losing any.

An amount is an `int` of øre from the moment it is read; a float never holds one.

    >>> ore("1 234,50"), ore("1.234,50-"), ore("(12)"), ore("-1234.5")
    (123450, -123450, -1200, -123450)
    >>> kroner(-123450)
    '-1234.50'
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

ORE_PER_KRONE = 100
_PLAIN = re.compile(r"(-?)(\d+)(?:[.,](\d\d?)0*)?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_UNSIGNED = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*)(?:(?P<mark>[.,])(?P<rest>\d*))?", re.ASCII
)
_SIGNED = re.compile(r"(?P<sign>[+-]?)(?P<size>[\d.,]+)|(?P<behind>[\d.,]+)-|\((?P<inside>[\d.,]+)\)", re.ASCII)
_DECIMALS = 2
_GROUP = 3
_MOST_DIGITS = 20
_ALL_WITH_DECIMALS = re.compile(r"(?:-?\d{1,14}[.,]\d\d\n)*", re.ASCII)
_ALL_WHOLE = re.compile(r"(?:-?\d{1,14}\n)*", re.ASCII)
LARGEST = 10**14
"""Øre; a thousand milliard kroner. What is larger is no amount of a municipality, but a slip of the hand."""

NOT_AN_AMOUNT = gettext_noop("«%(value)s» er ikke et beløp. Skriv for eksempel -1234,50.")
AMBIGUOUS = gettext_noop("«%(value)s» kan leses på to måter. Skriv beløpet med to desimaler.")
TOO_LARGE = gettext_noop("Beløpet er over 1000 milliarder kroner. Se etter om tegn er falt ut eller kommet til.")
FINER_THAN_ORE = gettext_noop("«%(value)s» har brøkdeler av øre. Skriv beløpet med to desimaler.")


def ore(text: str, decimal_mark: str = "") -> int:
    """Read an amount in kroner, exactly.

    Minus may stand first, last or as parentheses; thousands may be parted by space, dot or comma.

    Args:
        text: the amount as somebody wrote it.
        decimal_mark: "," or "." when it is known, so that ``1.234`` need not be refused as ambiguous.

    Raises:
        InvalidValueError: it is no amount, can be read in two ways, is finer than an øre, or beyond all reason.
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        sign, whole, rest = plain.groups("")
        size = _whole(whole) * ORE_PER_KRONE + int((rest + "00")[:_DECIMALS])
        return -size if sign else size
    return _written_for_people(text, decimal_mark)


def _whole(digits: str) -> int:
    """Whole kroner, unless there are more than anybody has."""
    whole = digits.lstrip("0") or "0"
    if len(whole) > _MOST_DIGITS or int(whole) * ORE_PER_KRONE >= LARGEST:
        raise InvalidValueError(TOO_LARGE)
    return int(whole)


def ores(texts: Sequence[str], decimal_mark: str = "") -> list[int]:
    """Read many amounts, as `ore` reads each; many times faster where all are written the same plain way.

    >>> ores(["1,50", "-2,00"]), ores(["3", "1 234,5"])
    ([150, -200], [300, 123450])

    Raises:
        InvalidValueError: one of them cannot be read.
    """
    lines = "\n".join(texts) + "\n"
    if _ALL_WITH_DECIMALS.fullmatch(lines):
        amounts = list(map(int, lines.replace(",", "").replace(".", "").split()))
    elif _ALL_WHOLE.fullmatch(lines):
        amounts = [whole * ORE_PER_KRONE for whole in map(int, lines.split())]
    else:
        return [ore(text, decimal_mark) for text in texts]
    if len(amounts) != len(texts) or max(amounts) >= LARGEST or min(amounts) <= -LARGEST:
        return [ore(text, decimal_mark) for text in texts]
    return amounts


def _written_for_people(text: str, decimal_mark: str) -> int:
    bare = _SPACES.sub("", text).replace("\u2212", "-").removesuffix("kr")
    match = _SIGNED.fullmatch(bare)
    if match is None:
        raise InvalidValueError(NOT_AN_AMOUNT, value=text)
    whole, rest = _parts(match["size"] or match["behind"] or match["inside"], text, decimal_mark)
    if rest[_DECIMALS:].strip("0"):
        raise InvalidValueError(FINER_THAN_ORE, value=text)
    size = _whole(whole) * ORE_PER_KRONE + int((rest + "00")[:_DECIMALS])
    return size if match["size"] and match["sign"] != "-" else -size


def _parts(bare: str, text: str, decimal_mark: str) -> tuple[str, str]:
    marks = [sign for sign in bare if sign in ".,"]
    if len(marks) == 1:
        return _parts_at(marks[0], bare, text, decimal_mark)
    match = _UNSIGNED.fullmatch(bare)
    if match is None or (match["mark"] and match["mark"] == match["group"]):
        raise InvalidValueError(NOT_AN_AMOUNT, value=text)
    return re.sub(r"[.,]", "", match["whole"]), match["rest"] or ""


def _parts_at(mark: str, bare: str, text: str, decimal_mark: str) -> tuple[str, str]:
    """Whole and rest at the only mark there is; before three digits it may as well part thousands."""
    head, _mark, tail = bare.partition(mark)
    may_be_thousands = mark != decimal_mark and len(tail) == _GROUP and 0 < len(head) <= _GROUP
    if not may_be_thousands:
        return _digits(head, text), _digits(tail, text)
    if not decimal_mark:
        raise InvalidValueError(AMBIGUOUS, value=text)
    return _digits(head + tail, text), ""


def _digits(part: str, text: str) -> str:
    if not part.isdecimal():
        raise InvalidValueError(NOT_AN_AMOUNT, value=text)
    return part


def kroner(amount: int) -> str:
    """An amount of øre as kroner with two decimals and a dot, for machines.

    >>> kroner(2575327197), kroner(-5)
    ('25753271.97', '-0.05')
    """
    whole, rest = divmod(abs(amount), ORE_PER_KRONE)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:02}"


def round_half_away(value: Fraction) -> int:
    """Round to a whole number; a half goes away from zero, as people expect of 2.5 and of -2.5.

    >>> round_half_away(Fraction(5, 2)), round_half_away(Fraction(-5, 2))
    (3, -3)
    """
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def round_keeping_sum(parts: Sequence[Fraction], total: int | None = None) -> list[int]:
    """Round parts so that they add up to the rounded total (largest remainder).

    A whole part is never changed, and no part moves by one or more. On a tie the part largest in size is raised, then
    the first.

    >>> round_keeping_sum([Fraction(1499, 1000), Fraction(2499, 1000), Fraction(-3333, 1000), Fraction(1, 2)])
    [1, 2, -3, 1]

    Args:
        parts: the exact parts.
        total: the rounded total above; left out at the top of a table, where it is the rounded sum of the parts.

    Raises:
        InvalidValueError: the total is no rounding of the parts' sum.
    """
    floors = [part.numerator // part.denominator for part in parts]
    wanted = round_half_away(sum(parts, Fraction(0))) if total is None else total
    missing = wanted - sum(floors)
    fractional = [i for i, part in enumerate(parts) if part != floors[i]]
    if not 0 <= missing <= len(fractional):
        msg = f"{wanted} is not a rounding of parts that sum to {sum(parts, Fraction(0))}"
        raise InvalidValueError(msg)
    order = sorted(fractional, key=lambda i: (floors[i] - parts[i], -abs(parts[i]), i))
    for i in order[:missing]:
        floors[i] += 1
    return floors


def spread_exactly(amount: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Share an amount in whole øre by weights, the shares adding up to it to the last øre.

    >>> spread_exactly(10000, [1, 1, 1])
    [3334, 3333, 3333]

    Raises:
        InvalidValueError: the weights sum to nothing.
    """
    whole = sum(weights, Fraction(0))
    if not whole:
        msg = "the weights sum to nothing"
        raise InvalidValueError(msg)
    if all(isinstance(weight, int) for weight in weights):
        return _spread_by_whole(amount, [int(weight) for weight in weights])
    return round_keeping_sum([Fraction(amount * weight) / whole for weight in weights], amount)


def _spread_by_whole(amount: int, weights: Sequence[int]) -> list[int]:
    """The same for whole weights, without a fraction a part: many times faster."""
    whole = sum(weights)
    sign = 1 if whole > 0 else -1
    parts = [divmod(sign * amount * weight, sign * whole) for weight in weights]
    shares = [share for share, _rest in parts]
    order = sorted((-rest, -abs(amount * weights[i]), i) for i, (_share, rest) in enumerate(parts) if rest)
    for _rest, _size, i in order[: amount - sum(shares)]:
        shares[i] += 1
    return shares
