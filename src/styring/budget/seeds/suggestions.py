"""What the system suggested in each closed month of 2025 and 2026, kept by the chief executive as the months closed."""

from __future__ import annotations

from styring.access.queries import person_by_username
from styring.budget.models import KeptMonth
from styring.budget.services import keep_suggestions

CLOSED = {2025: range(1, 12), 2026: range(1, 10)}
"""October 2026 is being reported on."""


def load_suggestions() -> None:
    """Suggestions of both years, and what 2025 taught; nothing when they are there."""
    if KeptMonth.objects.exists():
        return
    chief = person_by_username("ingrid.solheim")
    for year, months in CLOSED.items():
        keep_suggestions(actor=chief, year=year, months=months)
