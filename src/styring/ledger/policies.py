"""Who may do what with the accounts."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_LEDGER = Action("ledger.accounts.view", "economy", Right.READ)
IMPORT_LEDGER = Action("ledger.accounts.import", "economy", Right.WRITE)
