"""Reading the accounts, the chart of accounts, and what is wrong with either."""

from __future__ import annotations

from styring.ledger.queries.actuals import (
    ALL_YEAR,
    FIELDS,
    Extent,
    Mismatch,
    actuals,
    actuals_below,
    balances,
    balances_of,
    last_month,
    mismatches,
    sums_per_art,
    years_with_accounts,
)
from styring.ledger.queries.balances import balance_items, kostra_entries, sums_per_chapter, years_with_balance
from styring.ledger.queries.chart import chart_of, couplings_in, known_units, restrictions, rules_in_order
from styring.ledger.queries.lines import OnAccount, lines_on, sum_on
from styring.ledger.queries.mending import refused_in, refused_in_files

__all__ = [
    "ALL_YEAR",
    "FIELDS",
    "Extent",
    "Mismatch",
    "OnAccount",
    "actuals",
    "actuals_below",
    "balance_items",
    "balances",
    "balances_of",
    "chart_of",
    "couplings_in",
    "known_units",
    "kostra_entries",
    "last_month",
    "lines_on",
    "mismatches",
    "refused_in",
    "refused_in_files",
    "restrictions",
    "rules_in_order",
    "sum_on",
    "sums_per_art",
    "sums_per_chapter",
    "years_with_accounts",
    "years_with_balance",
]
