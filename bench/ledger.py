"""Taking in a ledger file, against what the engine needs to store the same file in a bare table."""

from __future__ import annotations

import csv
import resource
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction
from measuring import of_processor, ratio, seconds
from municipality import YEAR, write_ledger

from styring.imports.importers import Incoming, import_file

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

    from municipality import Municipality

TABLE = (
    "CREATE TABLE bare (year int, month int, class text, unit text, function text, art text, project text, amount {})"
)
BARS = {"postgresql": 3, "sqlite": 2}
SMALL = 10
LONGEST_WAIT = 0.2
"""Seconds that others who write may wait."""


def measure(built: Municipality, chance: random.Random) -> None:
    """Print the figures of one engine."""
    print("\nledger: read, check, write and sum a file, and make it count")
    small = built.ledger_file.with_name("del.csv")
    write_ledger(small, built.at_level(5), built.lines // SMALL, chance)
    few = seconds(lambda: _take_in(built, small))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    all_of_it = seconds(lambda: _take_in(built, built.ledger_file))
    own = time.process_time() - begun
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    bare = min(seconds(lambda: _bare(built.ledger_file)) for _ in range(2))
    bare_own = of_processor(lambda: _bare(built.ledger_file))
    write_ledger(small, built.at_level(5), built.lines // SMALL, chance)
    with _others_writing() as waits:
        _take_in(built, small)
    what = "COPY" if connection.vendor == "postgresql" else "executemany"
    print(f"  {'lines a second, ours':<58}{built.lines / all_of_it:9,.0f}")
    print(f"  {f'lines a second, bare {what}':<58}{built.lines / bare:9,.0f}")
    ratio(f"ours against bare {what} of the same file", all_of_it, bare, BARS[connection.vendor])
    if connection.vendor == "sqlite":
        ratio(f"  the same in processor time, {own:.1f} s against {bare_own:.1f}", own, bare_own, BARS["sqlite"])
    ratio(f"a line of the whole file against one of a {SMALL}th", all_of_it / SMALL, few, 1.2)
    ratio(f"the longest wait of another writer, {max(waits):.3f} s", max(waits), LONGEST_WAIT, 1)
    print(f"  {'memory on top of what the program has, MB (bar 200)':<58}{more:9.0f}")


def _take_in(built: Municipality, path: Path) -> None:
    import_file(built.controller, Incoming("ledger", YEAR, path, path.name, {}))


@contextmanager
def _others_writing() -> Iterator[list[float]]:
    """Meanwhile write something small again and again, as people do, and note how many seconds each took."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS other_work")
        cursor.execute("CREATE TABLE other_work (n integer)")
        cursor.execute("INSERT INTO other_work VALUES (0)")
    stop, waits = threading.Event(), [0.0]
    other = threading.Thread(target=_write_until, args=(stop, waits))
    other.start()
    try:
        yield waits
    finally:
        stop.set()
        other.join()


def _write_until(stop: threading.Event, waits: list[float]) -> None:
    with connection.cursor() as cursor:
        while not stop.is_set():
            began = time.perf_counter()
            cursor.execute("UPDATE other_work SET n = n + 1")
            waits.append(time.perf_counter() - began)
            time.sleep(0.05)
    connection.close()


def _bare(path: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(TABLE.format("numeric" if connection.vendor == "postgresql" else "text"))
        (_copy if connection.vendor == "postgresql" else _executemany)(path)


def _copy(path: Path) -> None:
    copied = "COPY bare FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
    with connection.cursor() as cursor, path.open("rb") as file, cursor.copy(copied) as copy:
        while piece := file.read(1 << 20):
            copy.write(piece)


def _executemany(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        connection.connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
