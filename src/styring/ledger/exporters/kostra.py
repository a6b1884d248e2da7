"""The report files of KOSTRA with what the national control says of them: one way for pages and commands alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.kernel.errors import InvalidValueError, NotFoundError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.queries import kostra_entries, last_month
from styring.ledger.rules.kostra.control import Given, control
from styring.ledger.rules.kostra.controls import WHOLE_YEAR
from styring.ledger.rules.kostra.records import APPROPRIATIONS, FORMS, Heading, lines_of, record, written
from styring.organisation.queries import municipality

if TYPE_CHECKING:
    from styring.ledger.rules.kostra.control import Finding
    from styring.ledger.rules.kostra.records import Account

NOT_FOUNDED = gettext_noop("Kommunen er ikke opprettet, så filen har ikke noe kommunenummer.")
NO_SUCH_FORM = gettext_noop("Velg skjema 0A (bevilgningsregnskap) eller 0B (balanse).")
NO_SUCH_QUARTER = gettext_noop("Kvartalet må være 1, 2, 3 eller 4.")
YEAR_ONLY = gettext_noop("Balansen leses inn for hele år. Velg hele året.")
NOT_COME_SO_FAR = gettext_noop("Regnskapet for %(year)s er ikke lest inn til og med kvartalet ennå.")
MONTHS_OF_A_QUARTER = 3
QUARTERS = "1234"


@dataclass(frozen=True)
class Report:
    """A report file, and what the national control says of it, the gravest first."""

    heading: Heading
    text: str
    findings: list[Finding]

    @property
    def lines(self) -> int:
        """Records in the file."""
        return len(lines_of(self.text))

    @property
    def hindering(self) -> int:
        """Findings that hinder the file from being sent in."""
        return sum(1 for finding in self.findings if finding.hinders)

    def amounts(self) -> dict[Account, int]:
        """What is reported of each account, in thousands of kroner."""
        return {found.account: found.amount for found in (record(*line) for line in lines_of(self.text))}


def kostra_report(form: str, year: int, quarter: str = WHOLE_YEAR) -> Report:
    """The file of a form, held against the national control; three queries.

    Args:
        form: 0A the appropriation accounts, 0B the balance.
        year: the accounting year.
        quarter: blank for the whole year; 1 to 4 for what has come to the end of a quarter (0A only).

    Raises:
        InvalidValueError: there is no such form or quarter.
        NotFoundError: there are no accounts so far into the year, or no balance.
        RuleBrokenError: the municipality has no number yet, or an amount is too large.
    """
    months = _months(form, year, quarter)
    whose = municipality()
    if whose is None:
        raise RuleBrokenError(NOT_FOUNDED)
    heading = Heading(form, year, whose.number, quarter)
    text = written(heading, kostra_entries(form, year, months))
    return Report(heading, text, control(text, Given(form, year, f"{whose.number}00", quarter.strip())))


def _months(form: str, year: int, quarter: str) -> range:
    if form not in FORMS:
        raise InvalidValueError(NO_SUCH_FORM)
    if quarter == WHOLE_YEAR:
        return range(1, 13)
    if quarter not in QUARTERS:
        raise InvalidValueError(NO_SUCH_QUARTER)
    if form != APPROPRIATIONS:
        raise InvalidValueError(YEAR_ONLY)
    until = int(quarter) * MONTHS_OF_A_QUARTER
    if (last_month(year) or 0) < until:
        raise NotFoundError(NOT_COME_SO_FAR, year=str(year))
    return range(1, until + 1)
