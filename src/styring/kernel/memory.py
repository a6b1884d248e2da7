"""Looking for circles among objects less often, while very many are made that are in none."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM = (200_000, 20, 100)
"""So many objects made before Python looks, instead of 700."""


@contextmanager
def circles_sought_seldom() -> Iterator[None]:
    """Let Python look for objects that only hold on to each other less often; most of a long import was looking.

    >>> with circles_sought_seldom():
    ...     gc.get_threshold()[0]
    200000
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
