"""Who may do what with documents; what is published, everyone may read."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_DRAFT = Action("documents.document.view", "monthly_report", Right.READ)
PUBLISH = Action("documents.document.publish", "monthly_report", Right.APPROVE)
