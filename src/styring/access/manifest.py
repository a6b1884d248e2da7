"""What this app contributes to the whole: the answer to whether a person may do a thing."""

from __future__ import annotations

from styring.access.policies import may
from styring.kernel.authority import answered_by


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    answered_by(may)
