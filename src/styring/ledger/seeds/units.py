"""The accounts of the demo's units: each unit's net spread over functions, arts and months, exact to the øre.

The figures of 2026 are given (``enhetsandeler.yaml``) and kept; those of earlier years follow from them and from how
prices grew, and run as the budget of 2026 does: as much of the year is booked by October. Chance, the same each time,
makes them as uneven as accounts are (``uro`` in ``kontering.yaml``): months off the profile, a large bill, refunds that
come late, and what is bought in December.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

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
    from collections.abc import Iterator, Sequence
    from random import Random

GIVEN_YEAR, GIVEN_MONTH = 2026, 10
LARGE = 50_000 * THOUSAND
"""From this size on amounts are less uneven, by the root of their size."""
_REFUNDS = frozenset({"700", "710", "750", "770"})
_BOUGHT = frozenset({"105", "114", "115", "120", "130", "150", "195", "200", "230", "240", "270", "370"})
_FINE = 1000  # weights are whole numbers, so fine that chance shows


@cache
def _types() -> dict[str, str]:
    types = {unit["id"]: unit["type"] for unit in file("organisasjon")["administrasjon"]["enheter"]}
    types.update(file("kontering")["type_for_enhet"])
    return types


def net_of_units(year: int) -> dict[str, int]:
    """Each unit's net in øre: given for 2026 to October, else the year's forecast in that year's prices."""
    if year == GIVEN_YEAR:
        return {unit: row["regnskap_hittil"] * THOUSAND for unit, row in _shares().items()}
    found = {}
    for unit, row in _shares().items():
        net = row["aarsprognose"] * THOUSAND
        change = chance("net", unit, year).gauss(1, _unrest()["aar"] * _smallness(net))
        found[unit] = round(net * growth_until(year) * change)
    return found


@cache
def _shares() -> dict[str, dict[str, Any]]:
    """What is given for each unit."""
    shares = file("enhetsandeler")
    rows = [dict(zip(shares["kolonner"], row, strict=True)) for row in shares["enheter"]]
    return {row["enhet"]: row for row in rows}


def _smallness(amount: int) -> float:
    """How uneven an amount of its size is: the larger, the more its parts even each other out."""
    return min(1.0, (LARGE / abs(amount)) ** 0.5) if amount else 1.0


@cache
def _unrest() -> dict[str, float]:
    """How uneven the accounts are."""
    found: dict[str, float] = file("kontering")["uro"]
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
    end, weights = _end_of_year(unit, kit), _weights(kit)
    gross = amount * sum(map(abs, weights.values())) // abs(sum(weights.values()))
    for art, weight in weights.items():
        months = _uneven(random, _months(unit, art), art, _smallness(gross))
        for month, share in enumerate(months[: LAST_MONTH[year]], start=1):
            cells[month, art_in(year, art)] += round(weight * share * _FINE * (end if month > GIVEN_MONTH else 1))
    shares = spread_exactly(amount, list(cells.values()))
    for (month, art), part in zip(cells, shares, strict=True):
        if part:
            yield Line(month, OPERATING, unit, function, art, "", part)


@cache
def _end_of_year(unit: str, kit: str) -> float:
    """What the profiles' November and December are multiplied by for the year to run as the budget of 2026."""
    row, booked, left = _shares()[unit], 0.0, 0.0
    for art, weight in _weights(kit).items():
        months = _months(unit, art)
        booked += weight * sum(months[:GIVEN_MONTH])
        left += weight * sum(months[GIVEN_MONTH:])
    until, year = row["periodisert_budsjett_hittil"], row["revidert_budsjett"]
    return booked * (year - until) / until / left if left > 0 < until else 1.0


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


def _uneven(random: Random, usual: Sequence[float], art: str, smallness: float) -> list[float]:
    """An art's months in a year, as uneven as accounts are."""
    unrest, is_even = _unrest(), is_steady(art)
    spread = unrest["fast" if is_even else "maaned"] * smallness
    months = [share * max(0.2, random.gauss(1, spread)) for share in usual]
    if is_even:
        return months
    if random.random() < unrest["regning"]:
        months[random.randrange(2, GIVEN_MONTH)] += sum(months) * random.uniform(0.05, 0.2) * smallness
    if art in _REFUNDS and random.random() < unrest["sen_refusjon"]:
        late = 0.7 * smallness
        months[7:] = [
            *(share * (1 - late) for share in months[7:10]),
            months[10],
            months[11] + sum(months[7:10]) * late,
        ]
    if art in _BOUGHT and random.random() < unrest["desember"]:
        months[11] *= 1 + random.uniform(0.3, 1.2) * smallness
    return months
