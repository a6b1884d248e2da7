"""The accounts of the demo's units: each unit's net spread over functions, arts and months, exact to the øre.

The figures of 2026 are given (``enhetsandeler.yaml``) and kept; those of earlier years follow from them and from how
prices grew.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from styring.kernel.amounts import spread_exactly
from styring.ledger.rules.codes import OPERATING
from styring.ledger.seeds.accounting import (
    LAST_MONTH,
    THOUSAND,
    Line,
    art_in,
    chance,
    file,
    function_in,
    growth_until,
    is_steady,
    profile_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

GIVEN_YEAR = 2026
_FINE = 1000  # weights are whole numbers, so fine that chance shows


@cache
def _types() -> dict[str, str]:
    types = {unit["id"]: unit["type"] for unit in file("organisasjon")["administrasjon"]["enheter"]}
    types.update(file("kontering")["type_for_enhet"])
    return types


def net_of_units(year: int) -> dict[str, int]:
    """Each unit's net in øre: given for 2026 to October, else the year's forecast in that year's prices."""
    shares = file("enhetsandeler")
    rows = [dict(zip(shares["kolonner"], row, strict=True)) for row in shares["enheter"]]
    if year == GIVEN_YEAR:
        return {row["enhet"]: row["regnskap_hittil"] * THOUSAND for row in rows}
    found = {}
    for row in rows:
        change = chance("net", row["enhet"], year).gauss(1, 0.008)
        found[row["enhet"]] = round(row["aarsprognose"] * THOUSAND * growth_until(year) * change)
    return found


def unit_lines(year: int) -> Iterator[Line]:
    """The operating accounts of all units in a year, as far as it has come."""
    for unit, net in net_of_units(year).items():
        if net:
            parts = file("kontering")["typer"][_types()[unit]]
            amounts = spread_exactly(net, [share for _function, share, _kit in parts])
            for (function, _share, kit), amount in zip(parts, amounts, strict=True):
                yield from _part_lines(year, unit, function_in(year, function), kit, amount)


def _part_lines(year: int, unit: str, function: str, kit: str, amount: int) -> Iterator[Line]:
    random = chance(unit, function, year)
    cells = {
        (month, art_in(year, art)): 0 for art in _weights(kit) for month in range(1, LAST_MONTH[year] + 1)
    }  # a year's old codes may join two of today's
    for art, weight in _weights(kit).items():
        for month, share in enumerate(_months(unit, art)[: LAST_MONTH[year]], start=1):
            cells[month, art_in(year, art)] += round(weight * share * _FINE * _wobble(random, art))
    shares = spread_exactly(amount, list(cells.values()))
    for (month, art), part in zip(cells, shares, strict=True):
        if part:
            yield Line(month, OPERATING, unit, function, art, "", part)


@cache
def _weights(kit: str) -> dict[str, int]:
    sides, weights = file("kontering")["sett"][kit], defaultdict[str, int](int)
    for art, weight in sides["utgifter"].items():
        weights[art] += weight
    for art, weight in sides["inntekter"].items():
        weights[art] -= weight
    return dict(weights)


@cache
def _months(unit: str, art: str) -> tuple[float, ...]:
    """The art's months in the unit, in thousandths of its year; a few units have a story of their own."""
    story = file("kontering")["historier"].get(unit, {}).get(art)
    return tuple(share * 1000 / sum(story) for share in story) if story else profile_of(art)


def _wobble(random: Random, art: str) -> float:
    return max(0.2, random.gauss(1, 0.012 if is_steady(art) else 0.12))
