"""How far year-end forecasts are off on a real municipality's months, against simpler methods.

    ./run bench forecast

Reads Randaberg's accounts by function, art and month and its adopted budget, which are not part of the product: the
folder is named by STYRING_REAL_DATA, or lies beside the checkout (``../shared/data``). Functions stand for units. With
the files of a second year, its first months are predicted with the first year as history; without, they are left out.
"""

from __future__ import annotations

import csv
import os
import statistics
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from styring.budget.rules.calibration import quantile
from styring.budget.rules.forecast import EVIDENCE, WIDTHS, Cell, Group, cell_parts, group_of, profile, scale_of
from styring.budget.rules.phasing import FLAT, profile_from_history, shares_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BESIDE = Path(__file__).parents[2] / "shared" / "data"
YEAR_END_ONLY = {"170", "171", "172", "173", "180"}
"""Functions of pension premiums, corrected once a year."""
LARGE_KR = 5_000_000
GROWTH = Fraction(104, 100)
FIRST_CENTRAL, FIRST_FINANCE = "800", "400"
MONTHS, ORE, MILLION = 12, 100, 100_000_000
SMALLEST = 100_000
"""Øre under which a month says nothing as a ratio."""
SHRUNK = 24
"""Months of evidence for the drift of a whole group, in the method that was tried and not taken."""

Key = tuple[str, Group]


@dataclass(frozen=True)
class Seen:
    """What is known of a function's arts of one group when some months are over; ``drift`` is the whole group's."""

    cell: Cell
    until: int
    drift: float

    @property
    def done(self) -> int:
        """Months that are over."""
        return len(self.cell.months)

    @property
    def booked(self) -> int:
        """What they came to."""
        return sum(self.cell.months)

    def share(self, month: int) -> float:
        """The part of the year that is over with a month."""
        return float(sum(self.cell.profile[:month], Fraction(0)))

    @property
    def rest(self) -> float:
        """What the profile expects of the months that are left."""
        return (self.share(self.until) - self.share(self.done)) * float(self.cell.prior)

    @property
    def deviation(self) -> float:
        """What has been booked beyond what the profile expected."""
        return self.booked - self.share(self.done) * float(self.cell.prior)


def linear(seen: Seen) -> float:
    """The same each month as until now."""
    return seen.booked * seen.until / seen.done


def budget(seen: Seen) -> float:
    """What was budgeted."""
    return seen.cell.budget * seen.until / MONTHS


def median_of_ratios(seen: Seen) -> float:
    """The rest of the prior, times the median of how each month stood to what was expected of it."""
    expected = [float(share) * float(seen.cell.prior) for share in seen.cell.profile[: seen.done]]
    ratios = [
        month / wanted for month, wanted in zip(seen.cell.months, expected, strict=True) if abs(wanted) > 1000 * ORE
    ]
    ratio = min(max(statistics.median(ratios), 0.0), 3.0) if ratios else 1.0
    return seen.booked + seen.rest * ratio


def credibility(seen: Seen) -> float:
    """The product's own."""
    if seen.until == MONTHS:
        return float(cell_parts(seen.cell).total)
    return seen.booked + seen.rest + _carried(seen, seen.deviation, EVIDENCE[seen.cell.group])


def with_the_groups_drift(seen: Seen) -> float:
    """Credibility on two levels: what all functions of a group drift by goes on more surely than what one does."""
    common = seen.drift * seen.share(seen.done) * abs(float(seen.cell.prior))
    own = _carried(seen, seen.deviation - common, EVIDENCE[seen.cell.group])
    return seen.booked + seen.rest + own + _carried(seen, common, 1)


def half_credibility_half_ratios(seen: Seen) -> float:
    """The mean of the two best."""
    return (credibility(seen) + median_of_ratios(seen)) / 2


def _carried(seen: Seen, deviation: float, evidence: int) -> float:
    return (seen.until - seen.done) * deviation / (seen.done + evidence)


METHODS: dict[str, Callable[[Seen], float]] = {
    "linear": linear, "budget": budget, "median of ratios": median_of_ratios, "credibility (ours)": credibility,
    "tried: drift of the whole group": with_the_groups_drift,
    "tried: mean of the last two above": half_credibility_half_ratios,
}  # fmt: skip


@dataclass(frozen=True)
class Year:
    """A year's months and budget per function and group, in øre."""

    months: Mapping[Key, Sequence[int]]
    budgets: Mapping[Key, int]


def run() -> None:
    """Print the errors."""
    folder = Path(os.environ.get("STYRING_REAL_DATA", BESIDE)) / "randaberg"
    first, second = _year(folder, 2025), _year(folder, 2026)
    if first is None:
        print(f"\nforecast: {folder} has no accounts by month; nothing is measured")
        return
    for month in (2, 4, 6, 8, 10):
        cells = _without_history(first, month)
        _show(f"2025, the whole year from month {month}, without an earlier year", cells, first, MONTHS)
    if second is None:
        print("\n2026 is not there: whether a method wins on a year it was not chosen on is not measured")
        return
    for month, until in ((2, 6), (4, 6), (4, 7)):
        _show(f"2026, January to month {until} from month {month}", _with_history(first, second, month), second, until)


def _year(folder: Path, year: int) -> Year | None:
    accounts, adopted = (
        folder / name for name in (f"regnskap_{year}_funksjon_art_mnd.csv", f"budsjett_{year}_vedtatt_funksjon_art.csv")
    )
    if not accounts.exists() or not adopted.exists():
        return None
    months: dict[Key, list[int]] = defaultdict(lambda: [0] * MONTHS)
    budgets: dict[Key, int] = defaultdict(int)
    for key, row in _rows(accounts):
        for place in range(MONTHS):
            months[key][place] += round(float(row[f"p{place + 1:02}"]) * ORE)
    for key, row in _rows(adopted):
        budgets[key] += round(float(row["belop"]) * ORE)
    return Year(months, budgets)


def _rows(path: Path) -> list[tuple[Key, dict[str, str]]]:
    found = []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            function, art = row["funksjon"].zfill(3), row["art"].zfill(3)
            if row["kontoklasse"] != "1" or not (function + art).isdigit():
                continue
            group = group_of(art)
            if group and (function < FIRST_CENTRAL or group in {Group.WAGES, Group.SOCIAL}):
                found.append(((function, group), row))
    return found


def _common(year: Year, group: Group, without: str = "") -> tuple[Fraction, ...]:
    rows = [months for key, months in year.months.items() if key[1] is group and key[0] != without]
    return shares_of(profile_from_history([sum(month) for month in zip(*rows, strict=True)]) if rows else FLAT)


def _without_history(year: Year, month: int) -> dict[Key, Cell]:
    return {
        key: Cell(key[1], year.budgets.get(key, 0), None, tuple(year.months.get(key, [0] * MONTHS)[:month]),
                  _common(year, key[1], key[0]))
        for key in {*year.months, *year.budgets}
    }  # fmt: skip


def _with_history(first: Year, year: Year, month: int) -> dict[Key, Cell]:
    nothing = [0] * MONTHS
    return {
        key: Cell(key[1], year.budgets.get(key, 0), round(sum(first.months.get(key, nothing)) * GROWTH),
                  tuple(year.months.get(key, nothing)[:month]),
                  profile(first.months.get(key, nothing), _common(first, key[1])))
        for key in {*first.months, *year.months, *year.budgets}
    }  # fmt: skip


def _show(title: str, cells: Mapping[Key, Cell], year: Year, until: int) -> None:
    truth = {key: sum(year.months.get(key, [0] * MONTHS)[:until]) for key in cells}
    units = sorted({key[0] for key in cells if key[0] < FIRST_FINANCE and key[0] not in YEAR_END_ONLY})
    size = {unit: sum(abs(amount) for key, amount in truth.items() if key[0] == unit) for unit in units}
    drifts = _drifts(cells)
    print(f"\n{title}: {len(units)} units, {sum(truth.values()) / MILLION:.1f} million")
    print(f"  {'error':<40}{'units %':>9}{'median %':>10}{'total mill.':>12}")
    for name, method in METHODS.items():
        errors = {key: method(Seen(cell, until, drifts[key[1]])) - truth[key] for key, cell in cells.items()}
        of_unit = {unit: abs(sum(error for key, error in errors.items() if key[0] == unit)) for unit in units}
        large = [100 * of_unit[unit] / size[unit] for unit in units if size[unit] > LARGE_KR * ORE]
        print(
            f"  {name:<40}{100 * sum(of_unit.values()) / sum(size.values()):9.1f}{statistics.median(large):10.1f}"
            f"{sum(errors.values()) / MILLION:12.1f}"
        )
        if method is credibility and until == MONTHS:
            scale = {unit: _scale(cells, unit) for unit in units}
            _show_width(len(next(iter(cells.values())).months), [of_unit[u] / ORE / scale[u] for u in units])


def _scale(cells: Mapping[Key, Cell], unit: str) -> float:
    return scale_of([cell for key, cell in cells.items() if key[0] == unit])


def _show_width(month: int, scores: list[float]) -> None:
    held = sum(score <= WIDTHS[month - 1] for score in scores)
    print(f"    interval: needs {quantile(scores):.1f}, has {WIDTHS[month - 1]:.1f}, holds for {held} of {len(scores)}")


def _drifts(cells: Mapping[Key, Cell]) -> dict[Group, float]:
    """By how much more than expected all functions of a group have booked, of what was expected; shrunk."""
    found = {}
    for group in Group:
        inside = [Seen(cell, MONTHS, 0.0) for key, cell in cells.items() if key[1] is group]
        expected = sum(abs(one.share(one.done) * float(one.cell.prior)) for one in inside)
        done = inside[0].done if inside else 0
        drift = sum(one.deviation for one in inside) / expected if expected else 0.0
        found[group] = drift * done / (done + SHRUNK)
    return found
