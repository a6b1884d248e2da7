"""Timing, and lines of the table that is printed."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def of_processor(work: Callable[[], object]) -> float:
    """How many seconds of this process's own processor time it takes, once: what others do meanwhile is left out.

    SQLite works inside the process, and PostgreSQL does not.
    """
    begun = time.process_time()
    work()
    return time.process_time() - begun


def heading(title: str) -> None:
    """The heads of the columns of `timed`."""
    print(f"\n{title}\n  {'milliseconds':<58}{'median':>9}{'95 %':>9}{'slowest':>9}{'own processor':>15}")


def timed(name: str, work: Callable[[], object], times: int) -> float:
    """Print the median, the 95th percentile and the slowest of some runs, in milliseconds; the median.

    Beside them stands the mean of this process's own processor time, which others on the machine do not lengthen.
    """
    begun = time.process_time()
    taken = sorted(1000 * seconds(work) for _ in range(times))
    own = 1000 * (time.process_time() - begun) / times
    middle, late = statistics.median(taken), taken[int(len(taken) * 0.95)]
    print(f"  {name:<58}{middle:9.1f}{late:9.1f}{taken[-1]:9.1f}{own:15.1f}")
    return middle


def ratio(name: str, ours: float, against: float, bar: float) -> None:
    """Print how many times as long ours takes, beside the most it may."""
    found = ours / against
    print(f"  {name:<58}{found:8.2f}×   bar {bar:g}×   {'within' if found <= bar else 'OVER'}")
