"""The order in which a level puts what its units wish for.

>>> moved(["a", "b", "c"], "c", -1)
['a', 'c', 'b']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Item = TypeVar("Item")
Key = TypeVar("Key", int, str)
LAST = 1_000_000


def in_order(keys: Sequence[Key], own: Mapping[Key, int], below: Mapping[Key, int]) -> list[Key]:
    """Wishes in a level's own order; those it has not placed come after, in the order of those who sent them.

    >>> in_order([1, 2, 3, 4], own={3: 1}, below={4: 1, 1: 2})
    [3, 4, 1, 2]

    Args:
        keys: the wishes, the one that came first first.
        own: the places that the level has given.
        below: the places that they have from the level below.
    """
    first = {key: number for number, key in enumerate(keys)}
    return sorted(keys, key=lambda key: (own.get(key, LAST), below.get(key, LAST), first[key]))


def moved(order: Sequence[Item], item: Item, steps: int) -> list[Item]:
    """An order with an item some steps further down (or up, when negative), never beyond an end.

    >>> moved(["a", "b"], "a", -1), moved(["a", "b", "c"], "a", 1)
    (['a', 'b'], ['b', 'a', 'c'])
    """
    rest = [one for one in order if one != item]
    place = max(0, min(len(rest), list(order).index(item) + steps))
    return [*rest[:place], item, *rest[place:]]
