"""Sick leave of every unit and month, made so that each head of service's quarters are as given when rounded.

The given quarters are per head of service and rounded to one decimal. Lost days are whole. In 2025 they are laid near
the lower edge of the rounding, because the municipality's year is given as 9.0 per cent.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from styring.kernel.amounts import round_half_away, spread_exactly
from styring.kernel.periods import Length, Period
from styring.scorecards.importers import Line
from styring.scorecards.models import Measured, PartKind, Quality
from styring.scorecards.seeds.cards import Defined, exact, read
from styring.scorecards.seeds.spread import Whole, chance, numerators, volumes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.organisation.models import Unit

SEASON = {1: (108, 104, 88), 2: (110, 99, 91), 3: (90, 101, 109), 4: (98, 108, 94)}
"""How the days of a quarter fall on its months."""
LOW_YEAR = 2025
EDGE = Fraction(45, 1000)
BEFORE_MONTHS = (2022, 2023)
QUARTERS = 4
HEADS_PER_MAN_YEAR = Fraction(128, 100)
PARTS = {
    PartKind.SELF_CERTIFIED: "egenmeldt",
    PartKind.DOCTOR_CERTIFIED: "legemeldt",
    PartKind.SHORT: "korttid_1_16",
    PartKind.LONG: "langtid_over_16",
}
CARRIES_THE_EDGE = {PartKind.DOCTOR_CERTIFIED, PartKind.LONG}
Quarter = dict[str, Any]


def sick_leave_lines(one: Defined, units: dict[str, Unit]) -> Iterator[Line]:
    """The lines of all units: years before there were months, the given quarters, and October as it looks so far."""
    for code, year, measured in _years(one):
        yield Line(one.indicator, units[code], year, measured)
    quarters: list[Quarter] = read("rapportering_2026")["sykefravaer_kvartal"]
    for quarter in quarters:
        for code, month, measured in _quarter(quarter):
            yield Line(one.indicator, units[code], month, measured)
    for quarter in _october(quarters):
        for code, month, measured in _quarter(quarter):
            if month.number == 10:  # noqa: PLR2004 - October
                yield Line(one.indicator, units[code], month, measured)


def _man_years(head: str | None = None) -> dict[str, int]:
    named = read("organisasjon")["administrasjon"]["enheter"]
    return {said["id"]: said["aarsverk"] for said in named if head in {None, said["kommunalsjef"]}}


def _heads(man_years: int) -> int:
    return round_half_away(man_years * HEADS_PER_MAN_YEAR)


def _years(one: Defined) -> Iterator[tuple[str, Period, Measured]]:
    weights = _man_years()
    agreed = sum(quarter["avtalte_dagsverk"] for quarter in read("rapportering_2026")["sykefravaer_kvartal"][::11])
    of = volumes(agreed * QUARTERS, weights)
    for year in BEFORE_MONTHS:
        whole = Whole(f"sykefravær {year}", exact(one.said["historikk"][year]), 100)
        for code, lost in numerators(whole, of).items():
            measured = Measured(numerator=lost, denominator=Fraction(of[code]), people=_heads(weights[code]))
            yield code, Period(year, 1, Length.YEAR), measured


def _quarter(quarter: Quarter) -> Iterator[tuple[str, Period, Measured]]:
    weights = _man_years(quarter["omraade"])
    months = [Period(quarter["aar"], 3 * quarter["kvartal"] - 2 + place, Length.MONTH) for place in range(3)]
    cells = [(code, place) for code in weights for place in range(3)]
    agreed = dict(zip(cells, spread_exactly(quarter["avtalte_dagsverk"], [weights[c] for c, _ in cells]), strict=True))
    lost = _lost(quarter, cells, agreed)
    quality = Quality.PRELIMINARY if quarter.get("foreloepig") else Quality.FINAL
    for code, place in cells:
        parts = {kind: Fraction(lost[kind][code, place]) for kind in PARTS}
        yield (
            code,
            months[place],
            Measured(
                numerator=parts[PartKind.SELF_CERTIFIED] + parts[PartKind.DOCTOR_CERTIFIED],
                denominator=Fraction(agreed[code, place]),
                people=_heads(weights[code]),
                quality=quality,
                parts=parts,
            ),
        )


Cell = tuple[str, int]


def _lost(quarter: Quarter, cells: list[Cell], agreed: dict[Cell, int]) -> dict[PartKind, dict[Cell, int]]:
    """The lost days of each unit and month by their parts; the two ways of parting them add up to the same."""
    season = SEASON[quarter["kvartal"]]
    pull = [agreed[cell] * season[cell[1]] * (1 + chance("sykefravær", cell[0]) / 4) for cell in cells]
    totals = {kind: _total(quarter, kind) for kind in PARTS}
    found = {
        kind: dict(zip(cells, spread_exactly(totals[kind], pull), strict=True))
        for kind in (PartKind.SELF_CERTIFIED, PartKind.DOCTOR_CERTIFIED)
    }
    whole = {cell: sum(part[cell] for part in found.values()) for cell in cells}
    share = Fraction(totals[PartKind.SHORT], sum(whole.values()))
    found[PartKind.SHORT] = dict(
        zip(cells, spread_exactly(totals[PartKind.SHORT], [days * share for days in whole.values()]), strict=True)
    )
    found[PartKind.LONG] = {cell: whole[cell] - found[PartKind.SHORT][cell] for cell in cells}
    return found


def _total(quarter: Quarter, kind: PartKind) -> int:
    """The lost days of a quarter; in the low year rounded so that no sum falls under the edge."""
    exactly: Fraction = exact(quarter[PARTS[kind]]) * quarter["avtalte_dagsverk"] / 100
    if quarter["aar"] != LOW_YEAR:
        return round_half_away(exactly)
    if kind is PartKind.SHORT:
        return math.floor(exactly)
    return math.ceil(exactly - (EDGE * quarter["avtalte_dagsverk"] / 100 if kind in CARRIES_THE_EDGE else 0))


def _october(quarters: list[Quarter]) -> Iterator[Quarter]:
    """The fourth quarter of this year as it looks: last year's, moved as the third quarter has moved."""
    by_time = {(quarter["omraade"], quarter["aar"], quarter["kvartal"]): quarter for quarter in quarters}
    for (head, year, number), last in by_time.items():
        if (year, number) == (LOW_YEAR, QUARTERS):
            then, now = by_time[head, year, 3], by_time[head, year + 1, 3]
            moved = exact(now["sykefravaer_prosent"]) / exact(then["sykefravaer_prosent"])
            parts = {word: round(float(exact(last[word]) * moved), 2) for word in PARTS.values()}
            yield {**last, **parts, "aar": year + 1, "foreloepig": True}
