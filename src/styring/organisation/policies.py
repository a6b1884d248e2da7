"""Who may do what with the organisation."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_ORGANISATION = Action("organisation.view", "organisation", Right.READ)
CHANGE_ORGANISATION = Action("organisation.change", "organisation", Right.WRITE)
