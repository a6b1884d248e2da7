"""How what is taken in and shown grows with the lines: ten times the lines should take ten times as long, or less.

Each size is taken in by a process of its own, so that its memory is its own too.
"""

from __future__ import annotations

import multiprocessing
import resource
from statistics import median
from typing import TYPE_CHECKING

from django.db import connection
from measuring import seconds
from municipality import YEAR, write_ledger

from styring.budget.queries.economy import figures_by
from styring.imports.importers import Incoming, import_file
from styring.kernel.periods import Period

if TYPE_CHECKING:
    import random
    from multiprocessing.connection import Connection
    from pathlib import Path

    from municipality import Municipality

SHARES = (0.1, 1, 5)
PERIOD = Period.parse(f"{YEAR}-M10")
BAR_MB = 200


def measure(built: Municipality, chance: random.Random) -> None:
    """Print a row for each size, and beside it how many times the row above it is."""
    print("\ngrowth: each row beside the one above it")
    print(f"  {'lines':>12}{'taken in, s':>19}{'overview, ms':>22}{'memory, MB':>20}   bar {BAR_MB}")
    above: tuple[float, ...] | None = None
    for share in SHARES:
        lines = round(built.lines * share)
        path = built.ledger_file.with_name("vekst.csv")
        write_ledger(path, [*built.at_level(4), *built.at_level(5)], lines, chance)
        took, memory = _in_a_process_of_its_own(built, path)
        overview = median(1000 * seconds(lambda: figures_by(built.units[0], PERIOD, "art_group")) for _ in range(5))
        row = (lines, took, overview)
        times = ["" if above is None else f"{now / then:.1f}×" for now, then in zip(row, above or row, strict=True)]
        print(f"  {lines:>12,}{times[0]:>7}{took:>12.1f}{times[1]:>8}{overview:>14.1f}{times[2]:>8}{memory:>12.0f}")
        above = row


def _in_a_process_of_its_own(built: Municipality, path: Path) -> tuple[float, float]:
    """Take in a file; seconds, and megabytes on top of what the program has."""
    here, there = multiprocessing.Pipe(duplex=False)
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=_take_in, args=(built, path, there))
    process.start()
    took, memory = here.recv()
    process.join()
    return took, memory


def _take_in(built: Municipality, path: Path, told: Connection) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = seconds(lambda: import_file(built.controller, Incoming("ledger", YEAR, path, path.name, {})))
    told.send((took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))
    connection.close()
