"""Who may do what with elements and links; an element's own app may ask for more."""

from __future__ import annotations

from styring.access.policies import Action
from styring.access.rules import Right

VIEW_ELEMENT = Action("thread.element.view", "unit_scorecard", Right.READ)
CHANGE_ELEMENT = Action("thread.element.change", "goals", Right.WRITE)
