"""Sharing a programme area's frame out to its units: what is left, and how the rest is shared by size.

>>> left_over(100, {"a": 60, "b": 30})
10
>>> with_the_rest(100_00, {"a": 60_00, "b": 30_00})
{'a': 6700, 'b': 3300}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from styring.kernel.amounts import spread_exactly

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = TypeVar("Key", int, str)
_GRAINS = (100_000, 100, 1)


def left_over(frame: int, nets: Mapping[Key, int]) -> int:
    """What of a frame no unit has got; minus when they have got more than there is."""
    return frame - sum(nets.values())


def with_the_rest(frame: int, nets: Mapping[Key, int]) -> dict[Key, int]:
    """What units have, with what is left of the frame shared out by their size, exactly.

    A rest in whole thousands is shared out in whole thousands, so that nobody gets øre. Where all have nothing, they
    get the same.
    """
    rest = left_over(frame, nets)
    sizes = [abs(net) for net in nets.values()]
    weights = sizes if any(sizes) else [1] * len(sizes)
    if not rest or not weights:
        return dict(nets)
    grain = next(grain for grain in _GRAINS if rest % grain == 0)
    parts = spread_exactly(rest // grain, weights)
    return {key: net + part * grain for (key, net), part in zip(nets.items(), parts, strict=True)}
