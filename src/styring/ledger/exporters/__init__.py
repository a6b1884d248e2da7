"""Writing what the state asks for."""

from __future__ import annotations

from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.queries import kostra_entries
from styring.ledger.rules.kostra.records import Heading, written
from styring.organisation.queries import municipality

NOT_FOUNDED = gettext_noop("Kommunen er ikke opprettet, så filen har ikke noe kommunenummer.")


def kostra_file(form: str, year: int) -> str:
    """The content of a report file, in Latin-1 characters only; two queries.

    Raises:
        NotFoundError: there are no accounts, or no balance, for the year.
        RuleBrokenError: the municipality has no number yet, or an amount is too large.
    """
    whose = municipality()
    if whose is None:
        raise RuleBrokenError(NOT_FOUNDED)
    return written(Heading(form, year, whose.number), kostra_entries(form, year))
