"""Parting the municipality by its own division on a day: sectors, programme areas or units (regulation § 5-4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from styring.organisation.models import Placement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class By(Enum):
    """A level that money is granted by, as it stands in addresses."""

    AREA = "omrade"
    SECTOR = "sektor"
    UNIT = "enhet"


COMMON = "felles"
"""The key of what belongs to no area."""


@dataclass(frozen=True)
class Division:
    """The municipality parted on a day: each unit's part, the names of parts in order, and of units, with codes."""

    by: By
    parts: Mapping[int, str]
    names: Mapping[str, str]
    units: Mapping[int, str]
    codes: Mapping[int, str]

    def part_of(self, unit: int) -> str:
        """The key of the part that a unit belongs to."""
        return self.parts.get(unit, COMMON)

    def units_of(self, part: str) -> frozenset[int]:
        """The units of a part."""
        return frozenset(unit for unit in self.units if self.part_of(unit) == part)


def division_on(day: date, by: By | None = None) -> Division:
    """The municipality as it is parted on a day; one query.

    A unit closed before the day is where it was last, one that opens later where it will be first. When no level is
    said it is the programme areas, or the sectors where units belong to none.
    """
    placed: dict[int, Placement] = {}
    rows = Placement.objects.select_related("unit", "programme_area").order_by("unit", "valid_from")
    for row in rows:
        if row.unit_id not in placed or row.valid_from <= day:
            placed[row.unit_id] = row
    if by is None:
        by = By.AREA if any(one.programme_area for one in placed.values()) else By.SECTOR
    units = {one.unit_id: f"{one.unit.code} {one.name}" for one in placed.values()}
    parts = {unit: _part(unit, placed, by) for unit in placed}
    codes = {one.unit_id: one.unit.code for one in placed.values()}
    return Division(by, {unit: key for unit, (_order, key, _name) in parts.items()}, _names(parts), units, codes)


def _names(parts: Mapping[int, tuple[int, str, str]]) -> dict[str, str]:
    return {key: name for _order, key, name in sorted(set(parts.values()))}


def _part(unit: int, placed: Mapping[int, Placement], by: By) -> tuple[int, str, str]:
    """The order, key and name of the part that a unit belongs to."""
    place = placed[unit]
    if by is By.AREA:
        area = place.programme_area
        return (area.number, area.code, str(area)) if area else (_LAST, COMMON, "")
    if by is By.SECTOR:
        above = _line(place, placed)
        place = above[-2] if len(above) > 1 else place
    return (0, place.unit.code, f"{place.unit.code} {place.name}")


_LAST = 1_000_000


def _line(place: Placement, placed: Mapping[int, Placement]) -> list[Placement]:
    """A unit and those above it, the top last."""
    found = [place]
    while (parent := placed.get(found[-1].parent_id or 0)) is not None and len(found) < len(placed):
        found.append(parent)
    return found
