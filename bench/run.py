"""Benchmarks in a municipality of the largest kind; ratios against something named, in one run on one machine.

    ./run bench [NAME ...] [--scale X]        also with DATABASE_URL

Makes a database of its own beside the one that is named, and drops it again. At scale 1 the ledger file has 1,000,000
lines and the overview is of ten times as many; at the usual 0.1 a run takes some minutes. How to read it: README.md.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import sys
import tempfile
from pathlib import Path

PLAIN = ("lindvik", "forecast")
"""What needs no large municipality."""
NAMES = ("ledger", "growth", "overview", "thread", *PLAIN)


def main() -> int:
    """Build, measure, print, drop."""
    parser = argparse.ArgumentParser(prog="./run bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (else all)")
    parser.add_argument(
        "--scale", type=float, default=0.1, help="share of the largest municipality's figures (else 0.1)"
    )
    asked = parser.parse_args()
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            STYRING_DATA=folder, STYRING_MODE="production", DJANGO_SETTINGS_MODULE="styring.project.settings"
        )
        os.chdir(folder)
        names = asked.names or list(NAMES)
        for bench in PLAIN:
            if bench in names:
                importlib.import_module(bench).run()
        with_database = [name for name in names if name not in PLAIN]
        if with_database:
            _measure(with_database, asked.scale, Path(folder))
    return 0


def _measure(names: list[str], scale: float, folder: Path) -> None:
    import django  # noqa: PLC0415 - it is set up first

    django.setup()
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":  # in a file, as it is in use, not in memory
        connection.settings_dict["TEST"]["NAME"] = str(folder / "bench.sqlite3")
    name = connection.creation.create_test_db(verbosity=0)
    try:
        from municipality import build  # noqa: PLC0415

        chance = random.Random(2026)
        built = build(chance, scale, folder)
        print(
            f"{connection.vendor}: {len(built.units)} units in 5 levels, {built.lines} ledger lines (scale {scale:g})"
        )
        for bench in names:
            importlib.import_module(bench).measure(built, chance)
            sys.stdout.flush()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
