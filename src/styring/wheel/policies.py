"""Who may do what with the wheel."""

from __future__ import annotations

from styring.access.policies import Action
from styring.access.rules import Right

VIEW_WHEEL = Action("wheel.view", "wheel", Right.READ)
CHANGE_WHEEL = Action("wheel.change", "wheel", Right.WRITE)
