"""The economy overview of units at every level, on ten times the lines of the ledger file.

Against DuckDB's sum of the same lines in Parquet, against the engine's own sum of the raw lines, and against 50 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from duck import sums_per_art
from measuring import heading, ratio, seconds, timed
from municipality import YEAR, write_ledger

from styring.budget.queries.economy import figures, figures_by
from styring.imports.importers import Incoming, import_file
from styring.kernel.periods import Period
from styring.ledger.models import Balance

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from municipality import Municipality

    from styring.organisation.models import Unit

PERIOD = Period.parse(f"{YEAR}-M10")
TIMES_LINES = 10
BAR_MS = 50
RAW = """
SELECT combination.art, SUM(posting.amount) FROM ledger_posting AS posting
JOIN ledger_combination AS combination ON combination.id = posting.combination_id
JOIN ledger_delivery AS delivery ON delivery.id = posting.delivery_id AND delivery.is_live
JOIN organisation_lineage AS lineage ON lineage.descendant_id = combination.unit_id
WHERE lineage.ancestor_id = %s AND lineage.valid_from <= %s AND lineage.valid_to > %s AND delivery.month <= 10
GROUP BY combination.art
"""


def measure(built: Municipality, chance: random.Random) -> None:
    """Print the figures of one engine."""
    lines = built.lines * TIMES_LINES
    path = built.ledger_file.with_name("mange.csv")
    write_ledger(path, [*built.at_level(4), *built.at_level(5)], lines, chance)
    taken = seconds(lambda: import_file(built.controller, Incoming("ledger", YEAR, path, path.name, {})))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    heading(f"overview: {lines:,} lines in {Balance.objects.live().count():,} balances, taken in in {taken:.0f} s")
    _against_the_lines(built)
    for level in (1, 2, 3, 4, 5):
        shown = [chance.choice(built.at_level(level)) for _ in range(20)]
        ratio("  against 50 ms", timed(f"by kind of cost, level {level}", _next(shown, by_art), 20), BAR_MS, 1)
    whole = timed("every unit below the top, by branch", lambda: figures_by(built.units[0], PERIOD, "unit"), 10)
    ratio("  against 50 ms", whole, BAR_MS, 1)
    one = timed("one unit's figures", _next(built.units[-20:], lambda unit: figures([unit.pk], PERIOD)), 20)
    ratio("  against 50 ms", one, BAR_MS, 1)
    _against_duckdb(built, whole)


def by_art(unit: Unit) -> object:
    """What a unit's overview shows by kind of cost."""
    return figures_by(unit, PERIOD, "art_group")


def _against_the_lines(built: Municipality) -> None:
    raw = timed("raw lines of the whole, grouped by the engine", lambda: _raw(built.units[0]), 3)
    ours = timed("by kind of cost, the whole", lambda: by_art(built.units[0]), 10)
    ratio("  against the raw lines of the whole", ours, raw, 1)


def _against_duckdb(built: Municipality, whole: float) -> None:
    found = sums_per_art(built.ledger_file.with_name("mange.csv"), [unit.code for unit in built.units], 10)
    if found is None:
        return
    print(f"  {f'DuckDB {found.version}, the same sum of the lines in Parquet':<58}{found.milliseconds:9.1f}")
    if found.sums != _raw(built.units[0]):
        print("  THE SUMS ARE NOT THE SAME: nothing below is worth anything")
    ours = timed("by kind of cost, the whole", lambda: by_art(built.units[0]), 10)
    ratio("  by kind of cost against DuckDB", ours, found.milliseconds, 1)
    ratio("  every unit by branch against DuckDB", whole, found.milliseconds, 1)


def _next(units: list[Unit], work: Callable[[Unit], object]) -> Callable[[], object]:
    """Call the work with one unit after another."""
    waiting = iter(units)
    return lambda: work(next(waiting))


def _raw(unit: Unit) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(RAW, [unit.pk, PERIOD.last_day, PERIOD.last_day])
        return {art: int(amount) for art, amount in cursor.fetchall()}
