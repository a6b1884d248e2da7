"""How a corrective measure stands on a day."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Worked(Enum):
    """Did the measure work? The owner's answer."""

    AS_EXPECTED = "as_expected"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


class Standing(Enum):
    """How a measure stands: under way, working, working in part, without effect, or without the answer that is due."""

    UNDER_WAY = "under_way"
    WORKS = "works"
    PARTLY = "partly"
    NO_EFFECT = "no_effect"
    ANSWER_DUE = "answer_due"


_OF_ANSWER = {
    Worked.AS_EXPECTED: Standing.WORKS,
    Worked.PARTLY: Standing.PARTLY,
    Worked.NO: Standing.NO_EFFECT,
    Worked.TOO_EARLY: Standing.UNDER_WAY,
}


def standing(worked: Worked | None, answered_on: date | None, deadline: date, day: date) -> Standing:
    """How a measure stands on a day; an answer given before the deadline must be given anew when that has passed.

    >>> from datetime import date
    >>> deadline = date(2026, 10, 25)
    >>> standing(Worked.TOO_EARLY, date(2026, 10, 12), deadline, date(2026, 10, 20)).value
    'under_way'
    >>> standing(Worked.TOO_EARLY, date(2026, 10, 12), deadline, date(2026, 11, 6)).value
    'answer_due'
    """
    if worked is None or (worked is Worked.TOO_EARLY and answered_on is not None and answered_on <= deadline):
        return Standing.ANSWER_DUE if day > deadline else Standing.UNDER_WAY
    return _OF_ANSWER[worked]
