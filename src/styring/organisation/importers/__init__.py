"""Taking in the organisation from files: all of it or nothing, with what is wrong as values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import take_turn
from styring.kernel.authority import require
from styring.organisation.importers.cells import Row, rows_of
from styring.organisation.importers.changes import Change, Changes
from styring.organisation.importers.cost_centres import Converted, Top, converted
from styring.organisation.importers.files import Fault, lines_of
from styring.organisation.importers.positions import take_in_holdings, take_in_positions
from styring.organisation.importers.units import take_in_units
from styring.organisation.importers.words import (
    take_in_areas,
    take_in_bodies,
    take_in_levels,
    take_in_parties,
    take_in_people,
    take_in_sectors,
)
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.organisation.queries import first_day, levels, whole_municipality
from styring.organisation.tables import COST_CENTRES, TABLES, Line

if TYPE_CHECKING:
    from styring.accounts.models import User

__all__ = ["Change", "Fault", "Outcome", "import_organisation", "import_organisation_file"]

_STEPS = (
    take_in_levels,
    take_in_bodies,
    take_in_parties,
    take_in_sectors,
    take_in_areas,
    take_in_units,
    take_in_positions,
    take_in_people,
    take_in_holdings,
)


@dataclass(frozen=True)
class Outcome:
    """What came of a file: what was wrong, or else what became new or otherwise and how much was as before."""

    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    left_out: int = 0
    """Cost centres that ended before the municipality begins here."""

    @property
    def is_taken(self) -> bool:
        """Could all of it be taken in?"""
        return not self.faults


def import_organisation_file(*, actor: User, name: str, content: bytes, keep: bool = True) -> Outcome:
    """Take in a file; see `import_organisation`.

    Args:
        actor: who takes it in.
        name: its name, which says what kind of file it is.
        content: its bytes.
        keep: False only tries: the outcome is the same and nothing is changed.

    Raises:
        NotAllowedError: the actor may not change the organisation.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    lines, faults = lines_of(name, content)
    if faults:
        return Outcome(faults)
    made = _converted(lines.pop(COST_CENTRES.word, []))
    if made.faults:
        return Outcome(made.faults)
    for word, own in made.lines.items():
        lines[word] = [*lines.get(word, []), *own]
    return replace(import_organisation(actor=actor, lines=lines, keep=keep), left_out=made.left_out)


def _converted(lines: list[Line]) -> Converted:
    top, since = whole_municipality(), first_day()
    numbers = frozenset(level.number for level in levels())
    return converted(lines, Top(top.code, since, numbers) if top and since else None)


@transaction.atomic
def import_organisation(*, actor: User, lines: dict[str, list[Line]], keep: bool = True) -> Outcome:
    """Let the organisation be as tables say: all that they name becomes so, what they do not name stays.

    A table that has something wrong stops those after it, which would only repeat it. The same again changes nothing.

    Args:
        actor: who takes it in.
        lines: the lines of each table by its word.
        keep: False only tries.

    Raises:
        NotAllowedError: the actor may not change the organisation.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    rows, faults = _rows(lines)
    if faults:
        return Outcome(faults)
    with transaction.atomic():
        take_turn()
        changes = Changes(actor, rows)
        for take_in in _STEPS:
            if not changes.faults:
                take_in(changes)
        if changes.faults or not keep:
            transaction.set_rollback(True)
    return Outcome(changes.faults) if changes.faults else Outcome([], changes.made, changes.unchanged)


def _rows(lines: dict[str, list[Line]]) -> tuple[dict[str, list[Row]], list[Fault]]:
    rows: dict[str, list[Row]] = {}
    faults: list[Fault] = []
    for table in TABLES:
        rows[table.word], wrong = rows_of(table, lines.get(table.word, []))
        faults += wrong
    return rows, faults
