"""Budgets from files: whole ones as they were adopted, and units' sheets that were filled in."""

from __future__ import annotations

from styring.budget.importers.budgets import discard_budget, is_in_force, post_budget, read_budget, undo_budget
from styring.budget.importers.sheets import ReadSheet, read_sheet

__all__ = [
    "ReadSheet",
    "discard_budget",
    "is_in_force",
    "post_budget",
    "read_budget",
    "read_sheet",
    "undo_budget",
]
