"""The reporting line: who the level above is, when each level delivers, and how figures are summed up along it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

DAYS_OF_UNITS = 6
DAYS_OF_LEVELS = {1: 10, 2: 9}
DAYS_OF_OTHER_LEVELS = 8


def days_to_deliver(level: int, *, has_units_below: bool) -> int:
    """Working days after the period's last day within which a level delivers (running activity LOP1 of the wheel).

    Args:
        level: 1 at the top.
        has_units_below: False for a unit that reports for itself alone, wherever in the line it hangs.

    >>> [days_to_deliver(4, has_units_below=False), *(days_to_deliver(n, has_units_below=True) for n in (3, 2, 1))]
    [6, 8, 9, 10]
    """
    return DAYS_OF_LEVELS.get(level, DAYS_OF_OTHER_LEVELS) if has_units_below else DAYS_OF_UNITS


class Node(NamedTuple, Generic[Key]):
    """What one unit brings into the sum: its own forecast and, for a level, its adjustment; both in øre."""

    unit: Key
    above: Key | None
    own: int = 0
    adjustment: int = 0


class Total(NamedTuple):
    """What a unit's subtree comes to: what the units said, and what the levels in it added as lines of their own."""

    of_units: int
    adjustments: int

    @property
    def forecast(self) -> int:
        """The adjusted forecast, øre."""
        return self.of_units + self.adjustments


def totals(nodes: Iterable[Node[Key]]) -> dict[Key, Total]:
    """The sum of each subtree; an adjustment is added where it was made and above, and changes nothing below.

    >>> found = totals([Node("K", None, adjustment=-15), Node("a", "K", 100), Node("b", "K", 40)])
    >>> found["K"], found["K"].forecast, found["a"].forecast
    (Total(of_units=140, adjustments=-15), 125, 100)
    """
    known = {node.unit: node for node in nodes}
    own: dict[Key, int] = defaultdict(int)
    added: dict[Key, int] = defaultdict(int)
    for node in known.values():
        for unit in _upwards(node.unit, known):
            own[unit] += node.own
            added[unit] += node.adjustment
    return {unit: Total(own[unit], added[unit]) for unit in known}


def _upwards(start: Key, known: Mapping[Key, Node[Key]]) -> Iterable[Key]:
    here: Key | None = start
    while here is not None and here in known:
        yield here
        here = known[here].above
