"""What people choose and send on the pages of the economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.budget.queries import Choice
from styring.ledger.rules.groups import ArtGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS = range(1, 13)


def chosen(words: Mapping[str, str]) -> Choice:
    """What the words after a question mark choose; what makes no sense chooses nothing."""
    group = words.get("gruppe", "")
    month = words.get("maaned", "")
    return Choice(
        group=ArtGroup(group) if group in {known.value for known in ArtGroup} else None,
        art=words.get("art") or None,
        function=words.get("funksjon") or None,
        month=int(month) if month.isascii() and month.isdecimal() and int(month) in MONTHS else None,
    )
