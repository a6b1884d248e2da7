"""The demo municipality: statements of a year from its balances, and a budget worked out anew from all its lines.

In a database of its own beside the one that is named, which is dropped again.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TODAY = "2026-11-06"


def run() -> None:
    """Measure in a process of its own, since the rest of the benchmarks are of an installation that is no demo."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"STYRING_DATA": folder, "STYRING_MODE": "demo", "STYRING_TODAY": TODAY}
        source = str(Path(__file__).parent.parent / "src")
        environment = {**os.environ, **own, "PYTHONPATH": source, "DJANGO_SETTINGS_MODULE": "styring.project.settings"}
        subprocess.run([sys.executable, __file__], env=environment, cwd=folder, check=True)  # noqa: S603 - ourselves


def main() -> None:
    """Load the demo, measure, drop it."""
    import django  # noqa: PLC0415 - it is set up first

    django.setup()
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":  # in a file, as it is in use, not in memory
        connection.settings_dict["TEST"]["NAME"] = str(Path.cwd() / "bench.sqlite3")
    name = connection.creation.create_test_db(verbosity=0)
    try:
        importlib.import_module("lindvik_figures").measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
