"""A seeded municipality of the largest kind: 1,200 units in 5 levels, and a year's ledger file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from styring.access.models import Grant, Role
from styring.accounts.models import User
from styring.organisation.models import Level, Lineage, Placement, Unit

if TYPE_CHECKING:
    import random
    from pathlib import Path

YEAR = 2026
SINCE = date(2020, 1, 1)
WIDTHS = (1, 6, 30, 180, 983)
"""Units a level, 1,200 in all."""
LINES = 1_000_000
FUNCTIONS = ("120", "201", "202", "211", "222", "233", "234", "241", "242", "251", "253", "265", "335", "386")
COSTS = ("010", "020", "040", "090", "099", "100", "105", "110", "115", "120", "170", "200", "230", "370")
ARTS_A_FUNCTION = 11
INCOME = ("600", "620", "700", "710", "770")


@dataclass(frozen=True)
class Municipality:
    """What was built: the units from the top down, one who may see and take in everything, the ledger file."""

    units: list[Unit]
    controller: User
    ledger_file: Path
    lines: int
    scale: float

    def at_level(self, level: int) -> list[Unit]:
        """The units of a level, 1 at the top."""
        first = sum(WIDTHS[: level - 1])
        return self.units[first : first + WIDTHS[level - 1]]


def build(chance: random.Random, scale: float, folder: Path) -> Municipality:
    """Fill an empty database with units and roles, and write the ledger file; at scale 1 with a million lines."""
    units = Unit.objects.bulk_create(
        Unit(code=f"U{number}", names=[[str(SINCE), f"Enhet {number}"]], opened_on=SINCE)
        for number in range(sum(WIDTHS))
    )
    parents = _parents(units, chance)
    _place(units, parents)
    controller = User.objects.create(username="controller")
    Grant.objects.create(user=controller, unit=units[0], role=Role.CONTROLLER, valid_from=SINCE)
    built = Municipality(units, controller, folder / f"regnskap_{YEAR}.csv", round(LINES * scale), scale)
    write_ledger(built.ledger_file, units[sum(WIDTHS[:3]) :], built.lines, chance)
    return built


def _parents(units: list[Unit], chance: random.Random) -> dict[int, Unit]:
    """The unit above each but the top: one of the level above, by chance, some larger than others."""
    starts = [sum(WIDTHS[:level]) for level in range(len(WIDTHS) + 1)]
    parents = {}
    for (above, here), (_, end) in zip(pairwise(starts), pairwise(starts[1:]), strict=False):
        for unit in units[here:end]:
            parents[unit.pk] = units[above + int((here - above) * chance.random() ** 1.5)]
    return parents


def _place(units: list[Unit], parents: dict[int, Unit]) -> None:
    levels = [Level.objects.create(number=n, name=f"Nivå {n}", leader_title="Leder") for n in range(1, len(WIDTHS) + 1)]
    placements, lineages = [], []
    for unit in units:
        line = [unit]
        while line[-1].pk in parents:
            line.append(parents[line[-1].pk])
        parent, level = parents.get(unit.pk), levels[len(line) - 1]
        placements.append(Placement(unit=unit, parent=parent, level=level, name=unit.name, valid_from=SINCE))
        lineages += [
            Lineage(ancestor=above, descendant=unit, distance=n, valid_from=SINCE) for n, above in enumerate(line)
        ]
    Placement.objects.bulk_create(placements, batch_size=2_000)
    Lineage.objects.bulk_create(lineages, batch_size=2_000)


def write_ledger(path: Path, units: list[Unit], lines: int, chance: random.Random) -> None:
    """Write a ledger of our own layout.

    Each unit has two functions and some two dozen accounts, as units have; some accounts have most of the lines.
    """
    accounts = [
        f"{unit.code};{function};{art};"
        for unit in units
        for function in chance.sample(FUNCTIONS, 2)
        for art in (*chance.sample(COSTS, ARTS_A_FUNCTION), chance.choice(INCOME))
    ]
    chance.shuffle(accounts)
    weights = [1 / (place + 30) ** 0.9 for place in range(len(accounts))]
    with path.open("w", encoding="utf-8") as file:
        file.write("aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop\n")
        for n, account in enumerate(chance.choices(accounts, weights, k=lines)):
            is_income = account[-4:-1] in INCOME
            amount = (-1 if is_income else 1) * chance.randint(100, 9_999_999)
            sign, kroner, ore = "-" if amount < 0 else "", abs(amount) // 100, abs(amount) % 100
            month = n * 12 // lines + 1
            file.write(f"{YEAR};{month};1;{account};{sign}{kroner}.{ore:02}\n")
