"""Sharing one known figure out to many units, so that the units' figures add up to it exactly.

Chance is seeded with words, so the demo is the same every time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from styring.kernel.amounts import round_half_away, round_keeping_sum, spread_exactly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_OFF = Fraction(18, 100)
"""How far a unit may lie from the whole, as a share of the room there is."""


def chance(*words: object) -> Fraction:
    """A number from −1 to 1, the same each time for the same words."""
    return Fraction(Random(" ".join(str(word) for word in words)).randint(-1000, 1000), 1000)  # noqa: S311 - a demo


@dataclass(frozen=True)
class Whole:
    """A figure for all units together: ``value`` times volume over ``factor`` is what the units share.

    ``off`` is how much single units lie above or below, in the figure's own unit.
    """

    name: str
    value: Fraction
    factor: int
    most: Fraction | None = None
    off: Mapping[str, Fraction] = field(default_factory=dict)


def volumes(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """A volume shared by weights in whole numbers.

    >>> volumes(10, {"a": 1, "b": 1, "c": 1})
    {'a': 4, 'b': 3, 'c': 3}
    """
    return dict(zip(weights, spread_exactly(total, list(weights.values())), strict=True))


def numerators(whole: Whole, of: Mapping[str, int], grain: int = 1) -> dict[str, Fraction]:
    """What each unit has above the line, in steps of 1/grain, so that the units together show the whole's value.

    >>> found = numerators(Whole("x", Fraction(20), 100), {"a": 500, "b": 500})
    >>> sum(found.values())
    Fraction(200, 1)
    """
    total = round_half_away(whole.value * sum(of.values()) / whole.factor * grain)
    room = abs(whole.value) if whole.most is None else min(abs(whole.value), whole.most - whole.value)
    wanted = []
    for unit, volume in of.items():
        off = whole.off.get(unit, chance(whole.name, unit) * room * MOST_OFF)
        wanted.append((whole.value + off) * volume / whole.factor * grain)
    return dict(zip(of, (Fraction(part, grain) for part in _meeting(wanted, list(of.values()), total)), strict=True))


def _meeting(wanted: Sequence[Fraction], volume: Sequence[int], total: int) -> list[int]:
    """Parts that add up to a total, moved from what is wanted by volume."""
    short = total - sum(wanted, Fraction(0))
    moved = [part + short * size / sum(volume) for part, size in zip(wanted, volume, strict=True)]
    return round_keeping_sum(moved, total)
