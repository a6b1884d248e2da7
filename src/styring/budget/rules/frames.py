"""Changing what a part of a frame comes to, rolling a budget on, and what it costs to go on as before.

>>> from styring.budget.rules.layers import LineKey
>>> lines = {LineKey(2027, "1", 1, "202", "010"): 60, LineKey(2027, "1", 1, "202", "120"): 30}
>>> sorted(moved(lines, 2027, 9).values())
[3, 6]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.kernel.amounts import round_half_away, spread_exactly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction

    from styring.budget.rules.layers import LineKey
    from styring.ledger.rules.codes import Code


def moved(lines: Mapping[LineKey, int], year: int, amount: int) -> dict[LineKey, int]:
    """An amount spread over the lines of a year by their size: over what costs, or over all when nothing does.

    A year without lines takes those of the nearest year that has some. Nothing to spread over gives nothing.
    """
    weights = _weights(lines, year) if amount else {}
    if not weights:
        return {}
    parts = spread_exactly(amount, list(weights.values()))
    return {key._replace(year=year): part for key, part in zip(weights, parts, strict=True) if part}


def _weights(lines: Mapping[LineKey, int], year: int) -> dict[LineKey, int]:
    """How much each line of the nearest year with any counts when an amount is spread over them."""
    known = {key: value for key, value in lines.items() if value}
    years = sorted({key.year for key in known}, key=lambda other: (abs(other - year), other))
    of_year = {key: value for key, value in known.items() if key.year in years[:1]}
    costs = {key: value for key, value in of_year.items() if value > 0}
    return costs or {key: -value for key, value in of_year.items()}


def spread_over_years(lines: Mapping[LineKey, int], amounts: Mapping[int, int]) -> dict[LineKey, int]:
    """Amounts of some years, each spread over the same lines by their size; the lines' own year does not matter."""
    found: dict[LineKey, int] = {}
    for year, amount in amounts.items():
        found |= moved(lines, year, amount)
    return found


@dataclass(frozen=True)
class Rolled:
    """A budget as it stands in the years to come, and the keys that no valid code is known for."""

    amounts: dict[LineKey, int]
    unknown: frozenset[tuple[str, str, int]]


def rolled(
    lines: Mapping[LineKey, int],
    years: Iterable[int],
    codes: Mapping[str, Mapping[str, Code]],
    chosen: Mapping[str, str],
) -> Rolled:
    """A year's budget carried on unchanged to other years, with codes that are valid there.

    Args:
        lines: the budget of one year.
        years: the years to come.
        codes: the code lists by what they are of, ``function`` and ``art``.
        chosen: for codes that end, which to use instead; a code with one successor needs none. Never guessed.
    """
    amounts: dict[LineKey, int] = {}
    unknown: set[tuple[str, str, int]] = set()
    for year in years:
        valid = {kind: _valid(known, year, chosen) for kind, known in codes.items()}
        for key, amount in lines.items():
            function, art = valid["function"](key.function), valid["art"](key.art)
            unknown |= {("function", key.function, year)} if function is None else set()
            unknown |= {("art", key.art, year)} if art is None else set()
            new = key._replace(year=year, function=function or key.function, art=art or key.art)
            amounts[new] = amounts.get(new, 0) + amount
    return Rolled(amounts, frozenset(unknown))


def _valid(codes: Mapping[str, Code], year: int, chosen: Mapping[str, str]) -> Callable[[str], str | None]:
    """Which code stands for a code in a year, None when nobody has said."""

    def found(code: str) -> str | None:
        known = codes.get(code)
        if known is None or known.is_valid_in(year):
            return code
        if code in chosen:
            return chosen[code]
        return known.successors[0] if len(known.successors) == 1 else None

    return found


@dataclass(frozen=True)
class Growth:
    """How much pay and prices rise from the year before the programme to its first year, as shares of 1."""

    pay: Fraction
    price: Fraction


def grown(lines: Mapping[LineKey, int], share: Fraction, arts: frozenset[str]) -> dict[LineKey, int]:
    """What lines of some arts cost more when prices have risen by a share, each rounded to whole øre.

    >>> from fractions import Fraction
    >>> from styring.budget.rules.layers import LineKey
    >>> grown({LineKey(2027, "1", 1, "202", "010"): 1000}, Fraction(41, 1000), frozenset({"010"}))
    {LineKey(year=2027, account_class='1', unit=1, function='202', art='010', project=''): 41}
    """
    return {key: round_half_away(amount * share) for key, amount in lines.items() if key.art in arts}


def more_than_in(year: int, years: Iterable[int], effects: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """What some effects by year come to in years to come beyond what they do in a year; unknown years count for none.

    >>> more_than_in(2026, [2027, 2028], [{2026: 4, 2027: 9}])
    {2027: 5, 2028: 0}
    """
    known = list(effects)
    return {later: sum(effect[later] - effect.get(year, 0) for effect in known if later in effect) for later in years}
