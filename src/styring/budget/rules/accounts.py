"""Which accounts an amount is put on when nobody has said it: the unit's own mix, exactly.

Measures, amendments and distributions all propose accounts by these.

Somebody has an idea and knows what it costs, not what an account is. With man-years it is pay; without, what the unit
buys. It lies on the function that the unit spends most on, and is shared out as the unit spends its money:

>>> mix = {Place(7, "202", "010"): 800, Place(7, "202", "099"): 200, Place(7, "215", "010"): 90}
>>> {(key.function, key.art): amount for key, amount in proposed({2027: 100_000_00}, mix, Basis.PAY).items()}
{('202', '010'): 8000000, ('202', '099'): 2000000}
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from styring.budget.rules.layers import LineKey, together
from styring.kernel.amounts import spread_exactly
from styring.ledger.rules.codes import OPERATING, arts
from styring.ledger.rules.groups import ArtGroup, art_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Place(NamedTuple):
    """An account of the operating budget, of any year; ``unit`` is the unit's key."""

    unit: int
    function: str
    art: str


class Basis(Enum):
    """What an amount is for: pay, what is bought, or all that the unit spends when it has neither."""

    PAY = "pay"
    GOODS = "goods"
    ALL = "all"


_GROUPS = {
    Basis.PAY: {ArtGroup.PAY, ArtGroup.SOCIAL},
    Basis.GOODS: {ArtGroup.GOODS, ArtGroup.TRANSFERS},
    Basis.ALL: set(ArtGroup),
}
_GRAINS = (100_000, 100, 1)
"""Øre in a thousand, a krone and an øre: an amount in whole thousands is shared out in whole thousands."""


def basis_of(man_years: object) -> Basis:
    """What a measure is for: pay when it changes the number of man-years.

    >>> basis_of(2), basis_of(0)
    (<Basis.PAY: 'pay'>, <Basis.GOODS: 'goods'>)
    """
    return Basis.PAY if man_years else Basis.GOODS


def chosen(mix: Mapping[Place, int], basis: Basis) -> dict[Place, int]:
    """The accounts that an amount is put on, with what each weighs; none when the unit spends nothing.

    Args:
        mix: what the unit spends (+) and earns (−) on each account.
        basis: what the amount is for. A unit that spends nothing on it gets the amount on all that it spends.
    """
    spent = {place: amount for place, amount in mix.items() if amount > 0}
    wanted = {place: amount for place, amount in spent.items() if art_group(place.art) in _GROUPS[basis]}
    return on_one_function(wanted or spent)


def of_group(mix: Mapping[Place, int], group: ArtGroup, most_arts: int) -> dict[Place, int]:
    """The largest accounts of one kind of cost or income, with what each weighs; none when the unit has none of it.

    They are on the function that the unit has the most of its money on, when it has any of the kind there.

    >>> mix = {Place(7, "202", "010"): 900, Place(7, "202", "600"): -20, Place(7, "215", "600"): -50}
    >>> of_group(mix, ArtGroup.FEES, most_arts=3)
    {Place(unit=7, function='202', art='600'): 20}
    """
    kind = {place: amount for place, amount in mix.items() if art_group(place.art) == group}
    return on_one_function(kind, home_of(mix), most_arts)


def on_one_function(
    mix: Mapping[Place, int], home: str | None = None, most_arts: int | None = None
) -> dict[Place, int]:
    """What each account of one function weighs, whichever its sign; none when there is no amount.

    Args:
        mix: amounts on accounts.
        home: the function to choose when it has any of them; else the one that has the most.
        most_arts: how many arts to choose, the largest; all when left out.
    """
    sizes = {place: abs(amount) for place, amount in sorted(mix.items()) if amount}
    at_home = {place: size for place, size in sizes.items() if place.function == home}
    function = home if at_home else home_of(mix)
    found = {place: size for place, size in sizes.items() if place.function == function}
    largest = sorted(found, key=lambda place: (-found[place], place))[:most_arts]
    return {place: size for place, size in found.items() if place in largest}


def home_of(mix: Mapping[Place, int]) -> str | None:
    """The function that most of a unit's money is on, costs and income alike; None when it has none."""
    sizes: dict[str, int] = defaultdict(int)
    for place, amount in mix.items():
        sizes[place.function] += abs(amount)
    return min(sizes, key=lambda function: (-sizes[function], function), default=None)


def shared_out(amount: int, weights: Mapping[Place, int]) -> dict[Place, int]:
    """An amount shared out by weights, to the last øre; in whole thousands or kroner when it is so itself.

    >>> shared_out(100_000_00, {Place(1, "202", "010"): 2, Place(1, "202", "099"): 1})
    {Place(unit=1, function='202', art='010'): 6700000, Place(unit=1, function='202', art='099'): 3300000}
    """
    grain = next(grain for grain in _GRAINS if amount % grain == 0)
    parts = spread_exactly(amount // grain, list(weights.values()))
    return {place: part * grain for place, part in zip(weights, parts, strict=True) if part}


def proposed(effects: Mapping[int, int], mix: Mapping[Place, int], basis: Basis) -> dict[LineKey, int]:
    """The lines of a measure: each year's sum to its effect, exactly; none when there is nothing to go by."""
    weights = chosen(mix, basis)
    if not weights:
        return {}
    return keyed((year, shared_out(amount, weights)) for year, amount in effects.items() if amount)


def completed(
    effects: Mapping[int, int], refined: Mapping[LineKey, int], mix: Mapping[Place, int], basis: Basis
) -> dict[LineKey, int]:
    """Lines that somebody has refined, with what they lack of the effect proposed on top; other years as proposed.

    So what a person has said stays when the effect changes, and each year still sums to its effect.
    """
    left = dict(effects)
    for key, amount in refined.items():
        left[key.year] = left.get(key.year, 0) - amount
    return together([refined, proposed(left, mix, basis)])


def in_own_mix(change: int, mix: Mapping[Place, int]) -> dict[Place, int]:
    """A change of a unit's net shared out over all its accounts of expense, exactly; on any it has when it has none.

    >>> in_own_mix(-3_00, {Place(1, "202", "010"): 200, Place(1, "222", "120"): 100, Place(1, "202", "600"): -50})
    {Place(unit=1, function='202', art='010'): -200, Place(unit=1, function='222', art='120'): -100}
    """
    spent = {place: amount for place, amount in sorted(mix.items()) if amount > 0}
    weights = spent or {place: -amount for place, amount in sorted(mix.items()) if amount}
    return shared_out(change, weights) if weights and change else {}


def keyed(of_years: Iterable[tuple[int, Mapping[Place, int]]]) -> dict[LineKey, int]:
    """Amounts on accounts as lines of their years, on the arts that are in use then."""
    return together(
        {LineKey(year, OPERATING, place.unit, place.function, art_in(place.art, year)): amount}
        for year, parts in of_years
        for place, amount in parts.items()
    )


def art_in(art: str, year: int) -> str:
    """The art that a year uses for what an art stood for: the first that took over when it is no more.

    >>> art_in("270", 2025), art_in("270", 2027), art_in("010", 2027)
    ('270', '271', '010')
    """
    known = arts().get(art)
    while known is not None and known.last_year < year and known.successors:
        art = known.successors[0]
        known = arts().get(art)
    return art
