"""The same lines in Parquet, summed by DuckDB: a program that does nothing else, against which the overview is held.

DuckDB is no part of the product. It is installed by pip into a folder that is thrown away when the benchmark ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SCRIPT = """
import duckdb, json, statistics, sys, time
lines, below, parquet, times = *sys.argv[1:4], int(sys.argv[4])
db = duckdb.connect()
db.execute("SET enable_progress_bar = false")
types = "{'kontoklasse': 'VARCHAR', 'enhet': 'VARCHAR', 'funksjon': 'VARCHAR', 'art': 'VARCHAR', 'prosjekt': 'VARCHAR'}"
db.execute(f"COPY (SELECT * EXCLUDE belop, CAST(round(belop * 100) AS BIGINT) AS ore FROM read_csv('{lines}',"
           f" delim=';', header=true, types={types})) TO '{parquet}' (FORMAT parquet)")
db.execute(f"CREATE TABLE below AS SELECT * FROM read_csv('{below}', header=true)")
question = (f"SELECT art, SUM(ore)::BIGINT FROM '{parquet}' JOIN below ON below.unit = enhet"
            " WHERE maaned <= 10 GROUP BY art")
taken = []
for _ in range(times):
    begun = time.perf_counter()
    sums = db.execute(question).fetchall()
    taken.append(1000 * (time.perf_counter() - begun))
print(json.dumps({"sums": dict(sums), "milliseconds": statistics.median(taken), "version": duckdb.__version__}))
"""


@dataclass(frozen=True)
class Found:
    """What DuckDB found: sums per art in øre, how long it took in the median, and which version it is."""

    sums: dict[str, int]
    milliseconds: float
    version: str


def sums_per_art(ledger_file: Path, units: Iterable[str], times: int) -> Found | None:
    """The arts of some units from January to October, asked some times over; None, and said aloud, without DuckDB."""
    folder = ledger_file.parent / "duckdb"
    below = folder / "below.csv"
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    below.write_text("\n".join(["unit", *units, ""]))
    installed = _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "duckdb")
    if installed.returncode:
        print(f"  NOT MEASURED AGAINST DUCKDB: pip cannot install it here: {installed.stderr.strip()[-200:]}")
        return None
    asked = _run(python, "-c", SCRIPT, str(ledger_file), str(below), str(folder / "lines.parquet"), str(times))
    if asked.returncode:
        print(f"  NOT MEASURED AGAINST DUCKDB: it failed: {asked.stderr.strip()[-300:]}")
        return None
    return Found(**json.loads(asked.stdout.splitlines()[-1]))


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    print(f"  … {words[1]} {words[2]}" if words[1] == "-m" else "  … asking DuckDB", file=sys.stderr)
    return subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - no words but ours
