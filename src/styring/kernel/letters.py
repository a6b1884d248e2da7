"""Sending a message to a person, for the apps that lie below the one that does it.

Mail leaves the house after the change that it tells of is stored, and survives a crash, so it goes through the queue
of `styring.tasks`. Apps below that send their letters here; tasks takes them when the system starts (`carried_by`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Letter:
    """A message to one address, in the receiver's language.

    Attributes:
        to: the e-mail address.
        subject: the subject line.
        body: the text; may hold a link that works once, and is kept only until it is sent.
        sender: the person whose act it follows from, who is told when it does not arrive; None when it is nobody's.
        receiver: the person it is to, None when it is not known.
        worth_until: when what it says no longer holds, as a link that runs out; None when it always does.
    """

    to: str
    subject: str
    body: str
    sender: Any = None
    receiver: Any = None
    worth_until: datetime | None = None


Carrier: TypeAlias = Callable[[Letter], None]


def _nobody(_letter: Letter) -> None:
    raise RuleBrokenError(gettext_noop("Ingen sender e-post her ennå."))


_carriers: list[Carrier] = [_nobody]


def carried_by(carrier: Carrier) -> None:
    """Have every letter carried by a function from now on."""
    _carriers[0] = carrier


def post(letter: Letter) -> None:
    """Send a letter once the change that is under way is stored; nothing is sent if it is not."""
    _carriers[0](letter)
