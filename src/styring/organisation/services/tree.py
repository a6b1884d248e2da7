"""The tree of units while it is being changed: read whole, changed as values, checked whole and written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.audit.services import Snapshot, snapshot, take_turn
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.models import Lineage, Placement, Unit
from styring.organisation.rules import Fault, Place, Stretch, changed_from, ended, faults, lineages, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_CHECKED_HERE = ("id", "unit", "parent", "level", "programme_area")
_WRITTEN = ("parent", "level", "name", "type", "programme_area", "valid_to")


class Tree:
    """All units' histories, inside the transaction that changes them; nobody else changes them meanwhile.

    Made with one query and, on PostgreSQL, one lock. `settle` writes what differs: placements, the line of every unit
    (`Lineage`), and each unit's names and days; it refuses a tree that is not whole on every day.
    """

    def __init__(self) -> None:
        take_turn()
        self._rows: dict[int, dict[date, Placement]] = {}
        self._histories: dict[int, list[Stretch[int]]] = {}
        self._changed: set[int] = set()
        for row in Placement.objects.order_by("valid_from"):
            self._rows.setdefault(row.unit_id, {})[row.valid_from] = row
            self._histories.setdefault(row.unit_id, []).append(_stretch(row))

    def history(self, unit: Unit) -> list[Stretch[int]]:
        """What has been and will be true of a unit, in order; nothing for one that is new."""
        return self._histories.get(unit.pk, [])

    def write(self, unit: Unit, history: Iterable[Stretch[int]]) -> None:
        """Give a unit a history, written by the next `settle`."""
        self._histories[unit.pk] = list(history)
        self._changed.add(unit.pk)

    def change(self, unit: Unit, on: date, **new: object) -> Snapshot:
        """Let something be otherwise with a unit from a day on, and settle; what its placement said before.

        Raises:
            RuleBrokenError: the unit is not there that day, nothing is new, or the tree would not be whole.
        """
        before = snapshot(self.placement(unit, on))
        changed = changed_from(on, self.history(unit), **new)
        if changed == self.history(unit):
            raise RuleBrokenError(gettext_noop("%(unit)s er slik fra før. Ingenting ble endret."), unit=unit.name)
        self.write(unit, changed)
        self.settle()
        return before

    def end(self, unit: Unit, on: date) -> None:
        """Let a unit be no more from a day on, once settled.

        Raises:
            RuleBrokenError: the unit is not there on the day before.
        """
        self.write(unit, ended(on, self.history(unit)))

    def children(self, unit: Unit, since: date) -> list[Unit]:
        """The units that hang under a unit on some day from a day on, by code; one query."""
        keys = [
            key
            for key, history in self._histories.items()
            if any(stretch.parent == unit.pk and stretch.span.until > since for stretch in history)
        ]
        return list(Unit.objects.filter(pk__in=keys).order_by("code"))

    def placement(self, unit: Unit, day: date) -> Placement:
        """The placement of a unit on a day; one query.

        Raises:
            RuleBrokenError: the unit is not there that day.
        """
        placement = Placement.objects.valid_on(day).filter(unit=unit).first()
        if placement is None:
            message = gettext_noop("%(unit)s finnes ikke %(day)s. Velg en dag da enheten finnes.")
            raise RuleBrokenError(message, unit=unit.name, day=day)
        return placement

    def faults(self) -> list[Fault[int]]:
        """What is wrong with the tree as it would be written."""
        return faults(self._places())

    def settle(self) -> None:
        """Check the whole tree and write what differs; a fixed number of queries.

        Raises:
            RuleBrokenError: the tree would not be whole on every day, or a unit would stand above itself.
            ValidationError: a name is missing or too long.
        """
        places = list(self._places())
        self._refuse_faults(places)
        self._write_placements()
        self._write_units()
        self._write_lineage(places)
        self._changed.clear()

    def _places(self) -> Iterator[Place[int]]:
        for key, history in self._histories.items():
            for stretch in history:
                yield Place(key, stretch.parent, stretch.span, stretch.level)

    @staticmethod
    def _refuse_faults(places: list[Place[int]]) -> None:
        for wrong, unit, other, day in faults(places):
            concerned = [key for key in (unit, other) if key is not None]
            names: dict[int | None, str] = {key: found.name for key, found in Unit.objects.in_bulk(concerned).items()}
            raise RuleBrokenError(wrong.value, unit=names.get(unit), other=names.get(other), day=day)

    def _write_placements(self) -> None:
        gone: list[Placement] = []
        fresh: list[Placement] = []
        other: list[Placement] = []
        for key in self._changed:
            stored = self._rows.get(key, {})
            meant = {stretch.span.since: _row(key, stretch) for stretch in self._histories[key]}
            gone += [row for since, row in stored.items() if since not in meant]
            fresh += [row for since, row in meant.items() if since not in stored]
            for since in meant.keys() & stored.keys():
                meant[since].pk = stored[since].pk
                other += [meant[since]] if _stretch(meant[since]) != _stretch(stored[since]) else []
            self._rows[key] = meant
        for row in [*fresh, *other]:
            row.clean_fields(exclude=_CHECKED_HERE)
        Placement.objects.filter(pk__in=[row.pk for row in gone]).delete()
        Placement.objects.bulk_create(fresh)
        Placement.objects.bulk_update(other, _WRITTEN, batch_size=200)

    def _write_units(self) -> None:
        units = list(Unit.objects.filter(pk__in=self._changed))
        for unit in units:
            history = self._histories[unit.pk]
            unit.names = names_of(history)
            unit.opened_on, unit.closed_on = history[0].span.since, history[-1].span.until
        Unit.objects.bulk_update(units, ["names", "opened_on", "closed_on"], batch_size=200)

    @staticmethod
    def _write_lineage(places: list[Place[int]]) -> None:
        fields = ("ancestor_id", "descendant_id", "distance", "valid_from", "valid_to")
        stored = {row[1:]: row[0] for row in Lineage.objects.values_list("pk", *fields)}
        meant = {(a.ancestor, a.descendant, a.distance, a.span.since, a.span.until) for a in lineages(places)}
        Lineage.objects.filter(pk__in=[key for line, key in stored.items() if line not in meant]).delete()
        fresh = sorted(meant - stored.keys())
        Lineage.objects.bulk_create([Lineage(**dict(zip(fields, line, strict=True))) for line in fresh])


def _stretch(row: Placement) -> Stretch[int]:
    span = Span(row.valid_from, row.valid_to)
    return Stretch(span, row.parent_id, row.level_id, row.name, row.type, row.programme_area_id)


def _row(unit: int, stretch: Stretch[int]) -> Placement:
    return Placement(
        unit_id=unit,
        parent_id=stretch.parent,
        level_id=stretch.level,
        name=stretch.name,
        type=stretch.type,
        programme_area_id=stretch.area,
        valid_from=stretch.span.since,
        valid_to=stretch.span.until,
    )
