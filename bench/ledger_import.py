"""How long a million ledger lines take to be read, checked, written and summed, against a bare write of the same lines.

    python bench/ledger_import.py [LINES]         # SQLite; with DATABASE_URL=… PostgreSQL

Makes a database of its own beside the one that is named, and drops it again.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styring.project.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - Django must be set up first

from styring.access.models import Role  # noqa: E402
from styring.access.tests.factories import user_with  # noqa: E402
from styring.imports.importers import Incoming, import_file  # noqa: E402
from styring.ledger.queries import mismatches  # noqa: E402
from styring.ledger.rules.codes import arts, functions  # noqa: E402
from styring.organisation.models import Unit  # noqa: E402
from styring.organisation.tests.factories import UnitFactory  # noqa: E402

YEAR, UNITS = 2026, 1200
HEAD = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop;tekst\n"


def write_file(path: Path, lines: int) -> None:
    """Lines of a large municipality: some units and accounts have most of them."""
    chance = random.Random(1)
    used = [art.code for art in arts().values() if art.is_valid_in(YEAR) and "1" in art.account_classes]
    known = [function.code for function in functions().values() if function.is_valid_in(YEAR)]
    homes = {unit: chance.sample(known, 2) for unit in range(UNITS)}
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for _line in range(lines):
            unit = min(chance.randrange(UNITS), chance.randrange(UNITS))
            art = used[min(chance.randrange(len(used)), chance.randrange(len(used)))]
            function, month = chance.choice(homes[unit]), chance.randint(1, 12)
            amount = f"{chance.randint(-9000000, 9000000) / 100:.2f}".replace(".", ",")
            file.write(f"{YEAR};{month};1;B{unit};{function};{art};;{amount};Faktura\n")


def bare(path: Path) -> float:
    """Seconds to write the same lines into a table without index, check or sum."""
    units = dict(Unit.objects.values_list("code", "pk"))
    with path.open(encoding="utf-8") as file:
        next(file)
        cells = [line.rstrip("\n").split(";") for line in file]
    rows = [(int(c[1]), c[2], units[c[3]], c[4], c[5], c[6], int(c[7].replace(",", ""))) for c in cells]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare (month integer, account_class text, unit bigint, function text, art text,"
            " project text, amount bigint)"
        )
    began = time.perf_counter()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
                copy.write("".join("\t".join(map(str, row)) + "\n" for row in rows))
        else:
            connection.connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return time.perf_counter() - began


def longest_wait(stop: threading.Event, waits: list[float]) -> None:
    """Write something small again and again, as people do meanwhile, and note how long each took."""
    with connection.cursor() as cursor:
        while not stop.is_set():
            began = time.perf_counter()
            cursor.execute("UPDATE other_work SET n = n + 1")
            waits.append(time.perf_counter() - began)
            time.sleep(0.05)
    connection.close()


def main() -> None:
    """Make the database, import, and print what it took."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(tempfile.gettempdir()) / "bench_ledger.sqlite3")
    connection.creation.create_test_db(verbosity=0)
    try:
        measure(lines)
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def measure(lines: int) -> None:
    """One import of so many lines."""
    top = UnitFactory.create(code="TOPP")
    Unit.objects.bulk_create([Unit(code=f"B{number}") for number in range(UNITS)])
    controller = user_with(Role.CONTROLLER, top)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE other_work (n integer)")
        cursor.execute("INSERT INTO other_work VALUES (0)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hovedbok.csv"
        write_file(path, lines)
        stop, waits = threading.Event(), [0.0]
        other = threading.Thread(target=longest_wait, args=(stop, waits))
        other.start()
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        import_file(controller, Incoming("ledger", YEAR, path, path.name, {}))
        took = time.perf_counter() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        stop.set()
        other.join()
        plain = bare(path)
    print(f"{connection.vendor}: {lines:,} lines in {took:.1f} s ({lines / took:,.0f} a second)")
    print(f"bare write {plain:.1f} s: {took / plain:.1f} times as long")
    print(f"other writers waited at most {max(waits):.2f} s; memory grew by {grown / 1024:.0f} MB")
    print(f"balances that differ from their lines: {sum(1 for _ in mismatches())}")


main()
