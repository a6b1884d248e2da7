"""Who may read the audit trail; nobody may write it but the system itself."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_TRAIL = Action("audit.trail.view", "audit_trail", Right.READ)
