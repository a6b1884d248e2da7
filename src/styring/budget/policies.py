"""Who may do what with budgets, forecasts and frames."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_ECONOMY = Action("budget.economy.view", "economy", Right.READ)
IMPORT_BUDGET = Action("budget.layer.import", "economy", Right.WRITE)
PHASE_BUDGET = Action("budget.profile.change", "economy", Right.WRITE)
SET_LIMIT = Action("budget.limit.change", "economy", Right.WRITE)
FORECAST = Action("budget.forecast.set", "monthly_report", Right.WRITE)
ADJUST_FORECAST = Action("budget.forecast.adjust", "monthly_report", Right.APPROVE)
VIEW_AMENDMENT = Action("budget.amendment.view", "budget_amendment", Right.READ)
AMEND_BUDGET = Action("budget.amendment.decide", "budget_amendment", Right.WRITE)
WORK_ON_BUDGET = Action("budget.layer.work", "budget_work", Right.WRITE)
LAY_FORWARD = Action("budget.layer.publish", "budget_work", Right.APPROVE)
VIEW_DRAFTS = Action("budget.draft.view", "budget_work", Right.READ)
WORK_ON_ALTERNATIVE = Action("budget.alternative.work", "alternative_budget", Right.WRITE)
PUBLISH_ALTERNATIVE = Action("budget.alternative.publish", "alternative_budget", Right.APPROVE)
RECORD_DECISION = Action("budget.decision.record", "decisions", Right.WRITE)
VIEW_LAYERS = Action("budget.layer.view", "action_programme", Right.READ)
VIEW_FRAME = Action("budget.frame.view", "action_programme", Right.READ)
PROPOSE_FRAME = Action("budget.frame.propose", "action_programme", Right.WRITE)
