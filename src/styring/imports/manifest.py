"""What this app contributes to the whole."""

from __future__ import annotations


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
