"""What is measured in the demo municipality; needs Django to be set up."""

from __future__ import annotations

from django.db import connection
from measuring import heading, ratio, timed

from styring.budget.models import BudgetLine, Layer
from styring.budget.queries import check_layer
from styring.budget.queries.economy import figures_by
from styring.budget.queries.finance import development
from styring.kernel.periods import Period
from styring.kernel.seeding import demo_parts
from styring.ledger.models import Balance
from styring.ledger.queries import sums_per_art
from styring.ledger.rules.statements import STATEMENTS, compute, definition
from styring.organisation.models import Unit

YEAR, TIMES = 2025, 10
PERIOD = Period.parse("2026-M10")
BAR_MS = 50


def measure() -> None:
    """Load the demo and print the figures."""
    for part in demo_parts():
        part.load()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    heading(f"lindvik: {Balance.objects.live().count():,} balances and {BudgetLine.objects.count():,} budget lines")
    timed(f"statements of {YEAR} (§§ 5-4, 5-5, 5-6), from the balances", _statements, TIMES)
    layer = Layer.objects.order_by("first_year", "-pk").last()
    if layer is not None:
        timed(f"{layer.name}: balance, targets and warnings of its years", lambda: check_layer(layer), TIMES)
        timed(f"{layer.name}: debt, reserves and loans through its years", lambda: development(layer), TIMES)
    top = Unit.objects.get(code="LINDVIK")
    by_art = timed("overview of the whole, by kind of cost", lambda: figures_by(top, PERIOD, "art_group"), TIMES)
    ratio("  against 50 ms", by_art, BAR_MS, 1)
    by_unit = timed("overview of the whole, by branch", lambda: figures_by(top, PERIOD, "unit"), TIMES)
    ratio("  against 50 ms", by_unit, BAR_MS, 1)


def _statements() -> None:
    sums = sums_per_art([YEAR])[YEAR]
    for name in STATEMENTS:
        compute(definition(name, YEAR), sums)
