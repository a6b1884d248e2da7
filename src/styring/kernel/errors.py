"""The errors this system raises on purpose.

* GovernanceError
    + InvalidValueError: a value that cannot exist
    + RuleBrokenError: a change that the rules of governance forbid
    + NotAllowedError: a change that this person may not make
    + NotFoundError: something the person may not know of, or that does not exist
"""

from __future__ import annotations


class GovernanceError(Exception):
    """Base of every error that is meant for the person at the screen.

    The message is a sentence in Bokmål with ``%(name)s`` for what varies, marked with `gettext_noop` where it is
    written; `styring.ui.messages.sentence` turns it into the reader's language.

    >>> str(RuleBrokenError("Perioden %(period)s er lukket.", period="2026-M10"))
    'Perioden 2026-M10 er lukket.'
    """

    def __init__(self, message: str, **parts: object) -> None:
        super().__init__(message)
        self.message = message
        self.parts = parts

    def __str__(self) -> str:
        return self.message % self.parts if self.parts else self.message


class InvalidValueError(GovernanceError, ValueError):
    """A value that cannot exist, such as a fourth tertial."""


class RuleBrokenError(GovernanceError):
    """A change that the rules of governance forbid, such as writing in a closed period."""


class NotAllowedError(GovernanceError, PermissionError):
    """A change that this person may not make."""


class NotFoundError(GovernanceError, LookupError):
    """Something that does not exist, or that this person may not know of; the two look alike."""
