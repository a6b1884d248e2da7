"""Taking in units with their history, which must make a tree that is whole on every day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from styring.audit.services import Snapshot, record, snapshot
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.importers.files import Fault, whole
from styring.organisation.models import Level, ProgrammeArea, Unit
from styring.organisation.rules import Stretch, without_seams
from styring.organisation.services.tree import Tree
from styring.organisation.tables import AREAS, LEVELS, UNITS

if TYPE_CHECKING:
    from styring.organisation.importers.cells import Row
    from styring.organisation.importers.changes import Changes
    from styring.organisation.rules import Fault as TreeFault

Histories: TypeAlias = "dict[str, list[Row]]"
"""The rows of each unit by its code, in order of days."""


def take_in_units(changes: Changes) -> None:
    """Units; one that the file names has the history of the file alone."""
    rows: Histories = defaultdict(list)
    for row in sorted(changes.rows(UNITS), key=lambda row: row.day("fra")):
        rows[row.text("kode")].append(row)
    tree = Tree()
    before = {unit.code: snapshot(unit) for unit in Unit.objects.all()}
    Unit.objects.bulk_create([Unit(code=code, names=_names(own)) for code, own in rows.items() if code not in before])
    units = {unit.code: unit for unit in Unit.objects.all()}
    areas = {area.code: area.pk for area in ProgrammeArea.objects.all()}
    _check_references(changes, units, areas)
    if changes.faults:
        return
    written = {code for code, own in rows.items() if _write_history(tree, own, units, areas)}
    changes.faults += [_fault_in_file(fault, rows, units) for fault in tree.faults()]
    if not changes.faults:
        tree.settle()
        _record(changes, before, written | _mark_mergers(rows, units), unchanged=len(rows))


def _names(own: list[Row]) -> list[list[str]]:
    """What a new unit is called in faults, until its history is written."""
    return [[row.day("fra").isoformat(), row.text("navn")] for row in own]


def _check_references(changes: Changes, units: dict[str, Unit], areas: dict[str, int]) -> None:
    levels = set(Level.objects.values_list("number", flat=True))
    pointers = (("overordnet", units, UNITS), ("programområde", areas, AREAS), ("gikk inn i", units, UNITS))
    for row in changes.rows(UNITS):
        if row.number("nivå") not in levels:
            changes.unknown(row, "nivå", LEVELS)
        for word, known, table in pointers:
            if row.text(word) and row.text(word) not in known:
                changes.unknown(row, word, table)


def _write_history(tree: Tree, rows: list[Row], units: dict[str, Unit], areas: dict[str, int]) -> bool:
    """Give a unit the history of its rows; False when it has it already."""
    history = without_seams(
        Stretch(
            span=Span(row.day("fra"), row.day("til")),
            parent=units[row.text("overordnet")].pk if row.text("overordnet") else None,
            level=row.number("nivå"),
            name=row.text("navn"),
            type=row.text("type"),
            area=areas.get(row.text("programområde")),
        )
        for row in rows
    )
    unit = units[rows[0].text("kode")]
    if history == tree.history(unit):
        return False
    tree.write(unit, history)
    return True


def _fault_in_file(fault: TreeFault[int], rows: Histories, units: dict[str, Unit]) -> Fault:
    known = {unit.pk: unit for unit in units.values()}
    unit, other = known.get(fault.unit or 0), known.get(fault.other or 0)
    parts = {"unit": unit and unit.name, "other": other and other.name, "day": fault.day}
    advice = gettext_noop("Rett radene til enheten, eller til den enheten den skal ligge under.")
    concerned = [row for row in rows.get(unit.code if unit else "", []) if row.day("fra") <= fault.day]
    if not concerned:
        return whole(UNITS.word, fault.wrong.value, advice, **parts)
    return concerned[-1].fault("kode", fault.wrong.value, advice, **parts)


def _mark_mergers(rows: Histories, units: dict[str, Unit]) -> set[str]:
    """Say which unit each closed one went into; the codes of those for which that is new."""
    marked = []
    for code, own in rows.items():
        into = own[-1].text("gikk inn i")
        if units[code].merged_into_id != (units[into].pk if into else None):
            marked.append(Unit(pk=units[code].pk, code=code, merged_into=units[into] if into else None))
    Unit.objects.bulk_update(marked, ["merged_into"])
    return {unit.code for unit in marked}


def _record(changes: Changes, before: dict[str, Snapshot], codes: set[str], *, unchanged: int) -> None:
    changes.unchanged += unchanged - len(codes)
    for unit in Unit.objects.filter(code__in=codes).order_by("code"):
        done = "imported" if unit.code in before else "opened"
        record(actor=changes.actor, verb=f"organisation.unit.{done}", thing=unit, before=before.get(unit.code))
        changes.note(UNITS, f"{unit.name} ({unit.code})", is_new=unit.code not in before)
