"""How a contribution to a round moves: the only moves there are, and where each leads.

>>> after(State.DRAFT, Move.DELIVER), after(State.DELIVERED, Move.RETURN, "Årsaken mangler.")
(<State.DELIVERED: 'delivered'>, <State.RETURNED: 'returned'>)
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable


class State(Enum):
    """How far a contribution has come."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    DELIVERED = "delivered"
    RETURNED = "returned"
    APPROVED = "approved"


class Move(Enum):
    """What can be done with a contribution; `REOPEN` undoes an approval and `WITHDRAW` a delivery."""

    WRITE = "write"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    REMIND = "remind"


WRITABLE = frozenset({State.NOT_STARTED, State.DRAFT, State.RETURNED})
"""The states in which the contribution is the sender's own to change."""
WITH_THE_LEVEL_ABOVE = frozenset({State.DELIVERED, State.APPROVED})
"""The states in which it counts as delivered."""
NEEDS_A_REASON = frozenset({Move.RETURN, Move.REOPEN})
"""The moves that take something back from somebody, and so must say why."""

_LEADS_TO = {
    (State.NOT_STARTED, Move.WRITE): State.DRAFT,
    (State.DRAFT, Move.WRITE): State.DRAFT,
    (State.RETURNED, Move.WRITE): State.RETURNED,
    **dict.fromkeys(((state, Move.DELIVER) for state in WRITABLE), State.DELIVERED),
    (State.DELIVERED, Move.WITHDRAW): State.DRAFT,
    (State.DELIVERED, Move.RETURN): State.RETURNED,
    (State.DELIVERED, Move.APPROVE): State.APPROVED,
    (State.APPROVED, Move.REOPEN): State.RETURNED,
    **{(state, Move.REMIND): state for state in WRITABLE},
}
_REFUSALS = {
    Move.WRITE: gettext_noop("Rapporten er levert. Trekk den tilbake, eller be nivået over om å sende den tilbake."),
    Move.DELIVER: gettext_noop("Rapporten er allerede levert."),
    Move.WITHDRAW: gettext_noop("Bare en rapport som er levert og ikke godkjent, kan trekkes tilbake."),
    Move.RETURN: gettext_noop("Bare en rapport som venter på godkjenning, kan sendes tilbake."),
    Move.APPROVE: gettext_noop("Bare en rapport som venter på godkjenning, kan godkjennes."),
    Move.REOPEN: gettext_noop("Bare en godkjent rapport kan åpnes igjen."),
    Move.REMIND: gettext_noop("Rapporten er levert, så det er ingenting å minne om."),
}


def allowed(state: State, move: Move) -> bool:
    """May a contribution in a state make a move?"""
    return (state, move) in _LEADS_TO


def after(state: State, move: Move, reason: str = "") -> State:
    """Where a move leads.

    Raises:
        RuleBrokenError: the move is not open from that state, or lacks the reason it needs.
    """
    if not allowed(state, move):
        raise RuleBrokenError(_REFUSALS[move])
    if move in NEEDS_A_REASON and not reason.strip():
        raise RuleBrokenError(gettext_noop("Skriv hvorfor, så den som får rapporten tilbake, vet hva som mangler."))
    return _LEADS_TO[state, move]


class Tally(NamedTuple):
    """How many contributions a level has, and how many have come how far.

    ``delivered`` counts those that lie with the level above, approved ones too; ``returned`` are sent back and not
    delivered again.
    """

    expected: int
    delivered: int
    returned: int
    approved: int
    draft: int
    not_started: int

    @property
    def missing(self) -> int:
        """How many do not lie with the level above."""
        return self.expected - self.delivered


def tally(states: Iterable[State]) -> Tally:
    """Count contributions by how far they have come.

    >>> tally([State.APPROVED, State.DELIVERED, State.RETURNED, State.DRAFT])
    Tally(expected=4, delivered=2, returned=1, approved=1, draft=1, not_started=0)
    """
    counts = Counter(states)
    return Tally(
        expected=counts.total(),
        delivered=sum(counts[state] for state in WITH_THE_LEVEL_ABOVE),
        returned=counts[State.RETURNED],
        approved=counts[State.APPROVED],
        draft=counts[State.DRAFT],
        not_started=counts[State.NOT_STARTED],
    )
