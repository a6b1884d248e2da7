"""Budgets as layers: sparse maps from a key to øre, added together in any order (algorithms §6.2).

>>> adopted, amendment = {"a": 500, "b": 300}, {"a": -100, "b": 100}
>>> together([adopted, amendment])
{'a': 400, 'b': 400}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class LineKey(NamedTuple):
    """What a budget line is for; ``unit`` is the unit's key."""

    year: int
    account_class: str
    unit: int
    function: str
    art: str
    project: str = ""


class Imbalance(NamedTuple):
    """A part of an amendment that does not sum to nought: an account class or a frame, and what is left over in øre."""

    kind: str
    name: str
    amount: int


def together(layers: Iterable[Mapping[Key, int]]) -> dict[Key, int]:
    """The sum of layers, key by key; keys that come to nought are dropped."""
    total: dict[Key, int] = defaultdict(int)
    for layer in layers:
        for key, amount in layer.items():
            total[key] += amount
    return {key: amount for key, amount in total.items() if amount}


def undone(layer: Mapping[Key, int]) -> dict[Key, int]:
    """The layer that takes another back."""
    return {key: -amount for key, amount in layer.items()}


def difference(new: Mapping[Key, int], old: Mapping[Key, int]) -> dict[Key, int]:
    """The layer that turns one state into another.

    >>> difference({"a": 4, "c": 1}, {"a": 5})
    {'a': -1, 'c': 1}
    """
    return together([new, undone(old)])


def imbalances(
    layer: Mapping[Key, int],
    *,
    class_of: Mapping[Key, str],
    frame_of: Mapping[Key, str],
    may_cross_frames: bool,
) -> list[Imbalance]:
    """Why an amendment of one year may not be decided: it must come to nought, also in each frame it may not leave.

    >>> imbalances({"a": -9, "b": 10}, class_of={"a": "1", "b": "1"}, frame_of={}, may_cross_frames=True)
    [Imbalance(kind='class', name='1', amount=1)]

    Args:
        layer: the amendment.
        class_of: the account class of each key.
        frame_of: the frame of each key.
        may_cross_frames: the authority reaches across frames, as the council's always does.
    """
    found = _left_over("class", layer, class_of)
    return found if may_cross_frames else found + _left_over("frame", layer, frame_of)


def _left_over(kind: str, layer: Mapping[Key, int], group_of: Mapping[Key, str]) -> list[Imbalance]:
    sums: dict[str, int] = defaultdict(int)
    for key, amount in layer.items():
        sums[group_of[key]] += amount
    return [Imbalance(kind, name, amount) for name, amount in sorted(sums.items()) if amount]
