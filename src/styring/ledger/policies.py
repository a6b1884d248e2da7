"""Who may do what with the accounts."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_STATEMENTS = Action("ledger.statements.view", "annual_report", Right.READ)
VIEW_LINES = Action("ledger.lines.view", "economy", Right.READ)
IMPORT_LEDGER = Action("ledger.accounts.import", "economy", Right.WRITE)
VIEW_CHART = Action("ledger.chart.view", "economy", Right.READ)
CHANGE_CHART = Action("ledger.chart.change", "economy", Right.WRITE)
VIEW_LINES = Action("ledger.lines.view", "economy", Right.READ)
VIEW_KOSTRA = Action("ledger.kostra.view", "economy", Right.READ)
