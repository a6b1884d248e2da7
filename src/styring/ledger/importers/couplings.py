"""Taking in couplings from a file: each line says what a code is for some years; what the file does not tell of, stays.

A line with the same code and first year as one that counts changes its last year; else it replaces what counts in its
years, and the years around stay as they were.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from styring.audit.services import take_turn
from styring.imports.kit import Outcome
from styring.imports.models import Batch
from styring.kernel.errors import GovernanceError, InvalidValueError, RuleBrokenError
from styring.kernel.sheets import open_sheet
from styring.kernel.words import gettext_noop
from styring.ledger.models import OwnCode
from styring.ledger.queries import known_units
from styring.ledger.rules.chart import Coupling
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Kind
from styring.ledger.rules.couplings import CouplingError, judge, key_of, overlap, told
from styring.ledger.services.couplings import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from styring.imports.kit import Faults, Reading
    from styring.kernel.sheets import Sheet
    from styring.ledger.rules.couplings import Change, Key

NAMES = {
    "kind": ("type", "slag"),
    "code": ("kode", "egen kode", "egen_kode"),
    "is_prefix": ("begynner", "begynner slik"),
    "name": ("navn", "tekst"),
    "target": ("koblet_til", "koblet til", "kostra", "kostra-kode"),
    "first_year": ("fra", "gjelder fra", "fra og med år"),
    "last_year": ("til", "gjelder til", "til og med år"),
}
KINDS = {
    "art": Kind.ART,
    "funksjon": Kind.FUNCTION,
    "ansvar": Kind.UNIT,
    "enhet": Kind.UNIT,
    "prosjekt": Kind.PROJECT,
}
YES, NO = frozenset({"ja", "j", "x", "1"}), frozenset({"", "nei", "n", "0"})
MOST_TOLD = 20
"""Codes that the preview names; more are counted."""

MISSING_COLUMN = gettext_noop("Filen mangler kolonnen «%(column)s».")
NO_LINES = gettext_noop("Filen har ingen linjer.")
BAD_KIND = gettext_noop("Typen må være art, funksjon, ansvar eller prosjekt.")
BAD_YEAR = gettext_noop("Året må være et helt tall, for eksempel 2026. Tomt felt betyr alle år.")
BAD_MARK = gettext_noop("Skriv ja når koblingen gjelder alle koder som begynner slik, ellers la feltet stå tomt.")
TWICE = gettext_noop("Koden står på linje %(line)s også, for noen av de samme årene.")
SUPERSEDED = gettext_noop("En av koblingene er endret etter innlesingen. Rett den for hånd i stedet for å angre alt.")
LINES = gettext_noop("Linjer i filen")
NEW = gettext_noop("Nye koder")
CHANGED = gettext_noop("Koder som endres")
AS_BEFORE = gettext_noop("Linjer som gjelder fra før")
CHANGES = gettext_noop("Endres: %(codes)s")
CHANGES_MORE = gettext_noop("Endres: %(codes)s og %(more)s til")


class Line(NamedTuple):
    """A line of the file, and the coupling that it tells."""

    number: int
    coupling: Coupling


class _CellError(InvalidValueError):
    """A cell that says nothing we know."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class CouplingFile:
    """A file of couplings being read.

    Args:
        sheet: the file as a table.
        units: the codes of the units.
        faults: where to report what is wrong.
    """

    def __init__(self, sheet: Sheet, units: Collection[str], faults: Faults) -> None:
        self.sheet, self.units, self.faults = sheet, units, faults
        self.places = {name: _place(sheet, known_as) for name, known_as in NAMES.items()}
        for name in ("kind", "code"):
            if self.places[name] < 0:
                raise InvalidValueError(MISSING_COLUMN, column=NAMES[name][0])
        self.read = 0

    def lines(self) -> list[Line]:
        """What the lines tell; faults are reported and their lines left out."""
        found: dict[Key, list[Line]] = {}
        for number, given in self.sheet.rows:
            self.read += 1
            cells = {name: given[at].strip() if 0 <= at < len(given) else "" for name, at in self.places.items()}
            try:
                coupling = _coupling(cells)
                judge(coupling, self.units)
            except (CouplingError, _CellError) as error:
                self._refuse(error, error.field, number, cells)
                continue
            same = found.setdefault(key_of(coupling), [])
            twin = next((line for line in same if overlap(line.coupling, coupling)), None)
            if twin:
                self._refuse(InvalidValueError(TWICE, line=twin.number), "code", number, cells)
            same.append(Line(number, coupling))
        return [line for same in found.values() for line in sorted(same, key=lambda line: line.coupling.first_year)]

    def _refuse(self, error: GovernanceError, field: str, number: int, cells: Mapping[str, str]) -> None:
        at = self.places[field]
        column = self.sheet.columns[at] if at >= 0 else NAMES[field][0]
        self.faults.add_error(error, number, column, cells[field])


def _place(sheet: Sheet, known_as: tuple[str, ...]) -> int:
    return next((sheet.columns.index(name) for name in known_as if name in sheet.columns), -1)


def _coupling(cells: Mapping[str, str]) -> Coupling:
    kind = KINDS.get(cells["kind"].casefold())
    if kind is None:
        raise _CellError(BAD_KIND, "kind")
    mark = cells["is_prefix"].casefold()
    if mark not in YES | NO:
        raise _CellError(BAD_MARK, "is_prefix")
    years = _year(cells, "first_year", FIRST_YEAR), _year(cells, "last_year", LAST_YEAR)
    return Coupling(kind, cells["code"], cells["target"], *years, is_prefix=mark in YES, name=cells["name"])


def _year(cells: Mapping[str, str], field: str, always: int) -> int:
    written = cells[field]
    if not written:
        return always
    if not (written.isdecimal() and written.isascii() and len(written) == len("2026")):
        raise _CellError(BAD_YEAR, field)
    return int(written)


def read_couplings(reading: Reading) -> Outcome:
    """Read a file into couplings that do not count yet.

    Raises:
        InvalidValueError: the file cannot be read, or has no lines.
    """
    with open_sheet(reading.path) as sheet:
        file = CouplingFile(sheet, known_units(), reading.faults)
        lines = file.lines()
    if not file.read:
        raise InvalidValueError(NO_LINES)
    title = f"Koblinger {reading.batch.year or ''}".rstrip()
    if reading.faults.count:
        return Outcome(title, file.read, 0)
    wanted = [line.coupling for line in lines]
    live = _live()
    change = told(live, wanted)
    OwnCode.objects.bulk_create(rows_of(wanted, reading.batch.started_by, reading.batch, is_live=False))
    return Outcome(title, file.read, len(wanted), result=_preview(live, wanted, change))


def post_couplings(batch: Batch) -> None:
    """Let what was read count, in place of what counted for the same codes in the same years."""
    take_turn()
    mine = OwnCode.objects.filter(batch=batch, is_live=False)
    wanted = [row.coupling() for row in mine.order_by("pk")]
    live = _live()
    change = told(live, wanted)
    mine.delete()
    OwnCode.objects.filter(pk__in=[live[known] for known in change.replaced]).update(is_live=False, superseded_by=batch)
    OwnCode.objects.bulk_create(rows_of(change.added, batch.started_by, batch))
    batch.result = {**batch.result, "chart": _digest()}
    Batch.objects.filter(pk=batch.pk).update(result=batch.result)


def undo_couplings(batch: Batch) -> None:
    """Let a batch's couplings no longer count, and those they took the place of count again.

    Raises:
        RuleBrokenError: something has been said of the same codes since.
    """
    take_turn()
    mine = OwnCode.objects.filter(batch=batch)
    if mine.filter(is_live=False).exists():
        raise RuleBrokenError(SUPERSEDED)
    mine.update(is_live=False)
    OwnCode.objects.filter(superseded_by=batch).update(is_live=True, superseded_by=None)
    by_code: dict[Key, list[Coupling]] = {}
    for known in _live():
        others = by_code.setdefault(key_of(known), [])
        if any(overlap(known, other) for other in others):
            raise RuleBrokenError(SUPERSEDED)
        others.append(known)


def discard_couplings(batch: Batch) -> None:
    """Remove what was read and never counted."""
    OwnCode.objects.filter(batch=batch, is_live=False, superseded_by=None).delete()


def couplings_are_in_force(batch: Batch) -> bool:
    """Is the chart of accounts just as this batch left it? Else the same file may have something to change."""
    return bool(batch.result.get("chart")) and batch.result["chart"] == _digest()


def _live() -> dict[Coupling, int]:
    """What counts, of any year, with the key of its row; one query."""
    return {row.coupling(): row.pk for row in OwnCode.objects.live()}


def _digest() -> str:
    """A checksum of all that counts."""
    return hashlib.sha256(repr(sorted(map(repr, _live()))).encode()).hexdigest()


def _preview(live: Mapping[Coupling, int], wanted: Collection[Coupling], change: Change) -> dict[str, Any]:
    """What the page of the batch shows before it counts."""
    before = {key_of(known) for known in live}
    touched = list(dict.fromkeys(key_of(known) for known in (*change.added, *change.replaced)))
    altered = [key[1] for key in touched if key in before]
    as_before = sum(1 for coupling in wanted if key_of(coupling) not in touched)
    checks: list[dict[str, Any]] = [
        {"text": LINES, "value": len(wanted), "ok": True},
        {"text": NEW, "value": len(touched) - len(altered), "ok": True},
        {"text": CHANGED, "value": len(altered), "ok": True},
        {"text": AS_BEFORE, "value": as_before, "ok": True},
    ]
    notes: list[dict[str, Any]] = []
    if altered:
        more = len(altered) - MOST_TOLD
        parts = {"codes": ", ".join(altered[:MOST_TOLD]), "more": str(more)}
        notes.append({"text": CHANGES_MORE if more > 0 else CHANGES, "parts": parts})
    return {"checks": checks, "notes": notes}
