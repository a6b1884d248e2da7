"""Changing the chart of accounts: couplings, and rules of which codes may stand together."""

from __future__ import annotations

from styring.ledger.services.couplings import couple_code, end_code, set_code_rule
from styring.ledger.services.restrictions import add_combination_rule, end_combination_rule

__all__ = ["add_combination_rule", "couple_code", "end_code", "end_combination_rule", "set_code_rule"]
