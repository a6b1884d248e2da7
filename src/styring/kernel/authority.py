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


def _refused_everywhere(_actor: object, _action: Action) -> bool:
    return False


_answers: list[Answer] = [_refused]
_somewhere: list[Callable[[Any, Action], bool]] = [_refused_everywhere]


def answered_by(answer: Answer, somewhere: Callable[[Any, Action], bool] | None = None) -> None:
    """Have every question answered by a function from now on, and those of menus by another that is quicker."""
    _answers[0] = answer
    _somewhere[0] = somewhere or (lambda actor, action: answer(actor, action, None))


def may_somewhere(actor: object, action: Action) -> bool:
    """May a person take an action in any unit at all? For menus; one query for all such questions about one person."""
    return _somewhere[0](actor, action)


def may(actor: object, action: Action, unit: object = None) -> bool:
    """May a person take an action in a unit, or in any unit at all when none is named? One query."""
    return _answers[0](actor, action, unit)


def require(actor: object, action: Action, unit: object = None) -> None:
    """Go on only if a person may take an action in a unit, or in any unit at all when none is named.

    Raises:
        NotAllowedError: the person may not.
    """
    if not may(actor, action, unit):
        raise NotAllowedError(gettext_noop("Du har ikke rettighet til å gjøre dette her."))
