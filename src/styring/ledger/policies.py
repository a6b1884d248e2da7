"""Who may do what with the accounts."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_STATEMENTS = Action("ledger.statements.view", "annual_report", Right.READ)
IMPORT_LEDGER = Action("ledger.accounts.import", "economy", Right.WRITE)
