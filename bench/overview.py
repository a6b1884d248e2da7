"""The economy overview of units at every level, against the engine's own sum of the raw lines, and against 50 ms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from measuring import heading, ratio, timed
from municipality import YEAR

from styring.budget.queries.economy import figures, figures_by
from styring.imports.importers import Incoming, import_file
from styring.kernel.periods import Period
from styring.ledger.models import Posting

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from municipality import Municipality

    from styring.organisation.models import Unit

PERIOD = Period.parse(f"{YEAR}-M10")
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
    if not Posting.objects.exists():
        import_file(built.controller, Incoming("ledger", YEAR, built.ledger_file, built.ledger_file.name, {}))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    heading("overview: revised budget, phased, actual and forecast of a unit with all below it")
    top = built.at_level(1) * 10
    raw = timed("raw lines of the whole, grouped by the engine", _next(top, _raw), len(top))
    for level in (1, 2, 3, 4, 5):
        shown = [chance.choice(built.at_level(level)) for _ in range(20)]
        ours = timed(f"by kind of cost, level {level}", _next(shown, _by_art), len(shown))
        ratio("  against 50 ms", ours, BAR_MS, 1)
        if level == 1:
            ratio("  against the raw lines of the whole", ours, raw, 1)
    whole = timed("every unit below the top, by branch", lambda: figures_by(built.units[0], PERIOD, "unit"), 10)
    ratio("  against 50 ms", whole, BAR_MS, 1)
    one = timed("one unit's figures", _next(built.units[-20:], lambda unit: figures([unit.pk], PERIOD)), 20)
    ratio("  against 50 ms", one, BAR_MS, 1)


def _next(units: list[Unit], work: Callable[[Unit], object]) -> Callable[[], object]:
    """Call the work with one unit after another."""
    waiting = iter(units)
    return lambda: work(next(waiting))


def _by_art(unit: Unit) -> object:
    return figures_by(unit, PERIOD, "art_group")


def _raw(unit: Unit) -> object:
    with connection.cursor() as cursor:
        cursor.execute(RAW, [unit.pk, PERIOD.last_day, PERIOD.last_day])
        return cursor.fetchall()
