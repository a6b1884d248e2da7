"""What a file makes new or otherwise: kept, recorded and counted; what is the same is left alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from styring.audit.services import record, snapshot
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

    from styring.accounts.models import User
    from styring.organisation.importers.cells import Row
    from styring.organisation.importers.files import Fault
    from styring.organisation.tables import Table


class Change(NamedTuple):
    """Something that a file made new or otherwise: in which table, and what it is called."""

    table: str
    thing: str
    is_new: bool


class Changes:
    """The changes of one file, inside its transaction: what was made, what was wrong, how much was as before."""

    def __init__(self, actor: User, rows: dict[str, list[Row]]) -> None:
        self.actor = actor
        self.made: list[Change] = []
        self.faults: list[Fault] = []
        self.unchanged = 0
        self._rows = rows

    def rows(self, table: Table) -> list[Row]:
        """The rows of a table."""
        return self._rows.get(table.word, [])

    def note(self, table: Table, thing: object, *, is_new: bool) -> None:
        """Keep that something was changed."""
        self.made.append(Change(table.word, str(thing), is_new))

    def unknown(self, row: Row, word: str, table: Table) -> None:
        """Keep that a row points to something that is not there."""
        reason = gettext_noop("«%(value)s» finnes verken i filen eller fra før.")
        advice = gettext_noop("Rett verdien, eller legg den til i «%(table)s».")
        self.faults.append(row.fault(word, reason, advice, value=row.text(word), table=table.word))

    def save(self, table: Table, noun: str, thing: Model, stored: Model | None) -> None:
        """Write and record a thing when it is new or other than it was stored."""
        before = snapshot(stored) if stored else None
        if before == snapshot(thing):
            self.unchanged += 1
            return
        thing.save(force_insert=stored is None)
        done = "changed" if stored else "created"
        record(actor=self.actor, verb=f"organisation.{noun}.{done}", thing=thing, before=before)
        self.note(table, thing, is_new=stored is None)

    def remove(self, table: Table, noun: str, thing: Model) -> None:
        """Record and take away a thing that the file no longer has where it names the whole of something."""
        record(actor=self.actor, verb=f"organisation.{noun}.withdrawn", thing=thing)
        self.note(table, thing, is_new=False)
        thing.delete()


def overlapping(rows: Iterable[Row]) -> Iterator[Fault]:
    """Rows about one thing whose days overlap, in any order."""
    for earlier, later in pairwise(sorted(rows, key=lambda row: row.day("fra"))):
        if later.day("fra") < earlier.day("til"):
            reason = gettext_noop("Tidsrommet overlapper det på linje %(other)s.")
            advice = gettext_noop("La det ene slutte den dagen det andre begynner.")
            yield later.fault("fra", reason, advice, other=earlier.line.number)
