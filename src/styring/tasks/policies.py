"""Who answers for letters that do not arrive."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

ANSWER_FOR_MAIL = Action("tasks.mail.answer", "roles", Right.WRITE)
