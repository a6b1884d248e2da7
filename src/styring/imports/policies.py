"""Who may see what was taken in; what it takes to take in a kind of file, the kind says."""

from __future__ import annotations

from styring.kernel.authority import Action, Right

VIEW_BATCH = Action("imports.batch.view", "imports", Right.READ)
MAKE_BATCH = Action("imports.batch.make", "imports", Right.WRITE)

LARGEST_UPLOAD = 200_000_000
"""Bytes that may be sent to a page or door; what is larger is taken in by command."""
