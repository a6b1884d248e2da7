"""Statements of other than the accounts: budgets, which an app above keeps and puts here to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.accounts.models import User
    from styring.ledger.queries.divisions import By
    from styring.ledger.queries.statements import Book

NO_BOOK = gettext_noop("Budsjettet finnes ikke, eller du har ikke tilgang til det.")


class Way(NamedTuple):
    """A budget that one may see the statements of: its short name, its title, and what it is."""

    name: str
    title: str
    what: str


@dataclass(frozen=True)
class Budget:
    """A budget whose statements are shown: the way to it, its own page, what it is made of, and others like it."""

    way: Way
    address: str
    book: Book
    others: Sequence[Way] = ()


class Shelf(Protocol):
    """Where an app above keeps budgets."""

    def named(self, reader: User, name: str, chosen: Sequence[str], by: By | None) -> Budget:
        """A budget by its short name, with some columns; NotFoundError when the reader may not know of it."""

    def ways(self, reader: User, year: int) -> list[Way]:
        """The budgets that a reader may see beside the accounts of a year."""


_shelves: list[Shelf] = []


def add_shelf(shelf: Shelf) -> None:
    """Have the statements of an app's budgets shown; apps above do so from their manifests."""
    _shelves[:] = [shelf]


def budget_named(reader: User, name: str, *, chosen: Sequence[str] = (), by: By | None = None) -> Budget:
    """A budget by its short name.

    Raises:
        NotFoundError: there is none of the name, or the reader may not know of it.
    """
    for shelf in _shelves:
        return shelf.named(reader, name, chosen, by)
    raise NotFoundError(NO_BOOK)


def ways_to_budgets(reader: User, year: int) -> list[Way]:
    """The budgets that a reader may see beside the accounts of a year."""
    return [way for shelf in _shelves for way in shelf.ways(reader, year)]
