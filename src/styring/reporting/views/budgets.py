"""The way from a budget in a report to the amendments behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from styring.budget.queries.amended import may_see_steps

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit


def amended_at(reader: User, unit: Unit | None, period: str) -> str:
    """Where a reader sees what a unit's budget was amended by; "" for those who may not."""
    if unit is None or not may_see_steps(reader, unit):
        return ""
    return reverse("budget:amended", args=[unit.code, period])
