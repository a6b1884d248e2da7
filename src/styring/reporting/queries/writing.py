"""What is written in a report, for one who is about to change it."""

from __future__ import annotations

from typing import NamedTuple

from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.reporting.models import Contribution


class Said(NamedTuple):
    """What is written in a report: by a unit the first three, by a level the last three; amounts in øre."""

    forecast: int | None = None
    causes: tuple[str, ...] = ()
    explanation: str = ""
    adjustment: int = 0
    adjustment_reason: str = ""
    assessment: str = ""


def locked(contribution: Contribution) -> Contribution:
    """The report as it is now, held back from others until this transaction ends.

    Raises:
        RuleBrokenError: its round is closed.
    """
    found = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("round", "unit", "element")
        .get(pk=contribution.pk)
    )
    if not found.round.is_open:
        raise RuleBrokenError(gettext_noop("Runden er lukket. Det som er nytt, hører hjemme i neste rapport."))
    return found


def what_it_says(contribution: Contribution) -> Said:
    """What is written in a report now."""
    return Said(
        forecast=contribution.forecast,
        causes=tuple(contribution.causes),
        explanation=contribution.explanation,
        adjustment=contribution.adjustment,
        adjustment_reason=contribution.adjustment_reason,
        assessment=contribution.assessment,
    )
