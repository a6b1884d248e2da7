"""Who may do what with goals and measures."""

from __future__ import annotations

from styring.access.policies import Action
from styring.access.rules import Right

VIEW_GOAL = Action("plans.goal.view", "goals", Right.READ)
CHANGE_GOAL = Action("plans.goal.change", "goals", Right.WRITE)
VIEW_MEASURE = Action("plans.measure.view", "measures", Right.READ)
CHANGE_MEASURE = Action("plans.measure.change", "measures", Right.WRITE)
ENTER_DECISION = Action("plans.measure.enter_decision", "decisions", Right.WRITE)
