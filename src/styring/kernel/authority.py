"""Asking whether a person may do a thing, for the apps that lie below the one that knows.

Organisation and audit lie below `styring.access` and still must ask. They ask here; access gives the one answer when
the system starts (`answered_by`). Until then everything is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from styring.kernel.errors import NotAllowedError
from styring.kernel.words import gettext_noop


class Right(Enum):
    """What one may do with a document."""

    READ = "read"
    WRITE = "write"
    APPROVE = "approve"
    SIGN = "sign"


@dataclass(frozen=True)
class Action:
    """A thing that can be done: its name, and the right to a kind of document that it takes.

    The kinds of documents are the rows of the table of access.
    """

    name: str
    document: str
    right: Right


Answer: TypeAlias = Callable[[Any, Action, Any], bool]
"""Whether an actor may take an action in a unit, or in any unit at all when it is None."""


def _refused(_actor: object, _action: Action, _unit: object) -> bool:
    return False


_answers: list[Answer] = [_refused]


def answered_by(answer: Answer) -> None:
    """Have every question answered by a function from now on."""
    _answers[0] = answer


def may(actor: object, action: Action, unit: object = None) -> bool:
    """May a person take an action in a unit, or in any unit at all when none is named?"""
    return _answers[0](actor, action, unit)


def require(actor: object, action: Action, unit: object = None) -> None:
    """Go on only if a person may take an action in a unit, or in any unit at all when none is named.

    Raises:
        NotAllowedError: the person may not.
    """
    if not may(actor, action, unit):
        raise NotAllowedError(gettext_noop("Du har ikke rettighet til å gjøre dette her."))
