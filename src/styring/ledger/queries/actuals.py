"""Reading the accounts: exact sums in øre, cost plus and income minus, of what is live.

Whoever shows them asks first: these are called by apps above with the units that the reader may see.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Sum

from styring.kernel.asked import asked_once
from styring.ledger.models import Balance, Delivery
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.ledger.rules.groups import appropriation_arts, art_group
from styring.organisation.models import Lineage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from django.db.models import QuerySet

    from styring.ledger.models import LiveQuerySet
    from styring.organisation.models import Unit

FIELDS = {
    "unit": "combination__unit_id",
    "art": "combination__art",
    "function": "combination__function",
    "project": "combination__project",
    "account_class": "combination__account_class",
    "year": "year",
    "month": "delivery__month",
}
ALL_YEAR = range(1, 13)


class Extent(Enum):
    """Which part of the accounts a sum covers."""

    APPROPRIATIONS = "appropriations"
    """What units answer for against their net frames: operating, arts of § 5-4 line 6."""
    OPERATING = "operating"
    INVESTMENT = "investment"
    ALL = "all"


def balances(years: Collection[int], months: Collection[int] = ALL_YEAR, extent: Extent = Extent.ALL) -> LiveQuerySet:
    """The live balances of some months of some years."""
    found = Balance.objects.live().filter(year__in=years, delivery__month__in=months)
    if extent is Extent.APPROPRIATIONS:
        return found.filter(combination__account_class=OPERATING, combination__art__in=appropriation_arts())
    if extent is Extent.ALL:
        return found
    return found.filter(combination__account_class=OPERATING if extent is Extent.OPERATING else INVESTMENT)


def balances_of(
    units: Iterable[int] | QuerySet[Unit] | None,
    years: Collection[int],
    months: Collection[int] = ALL_YEAR,
    extent: Extent = Extent.APPROPRIATIONS,
) -> LiveQuerySet:
    """The live balances of some units themselves, None for all; left without an extent what counts against frames."""
    found = balances(years, months, extent)
    return found if units is None else found.filter(combination__unit__in=units)


def actuals(
    units: Iterable[int] | QuerySet[Unit] | None,
    years: Collection[int],
    months: Collection[int] = ALL_YEAR,
    *,
    by: tuple[str, ...] = ("unit",),
    extent: Extent = Extent.APPROPRIATIONS,
    arts: Collection[str] | None = None,
) -> dict[tuple[object, ...], int]:
    """Sums per key, the key being the values of ``by`` in its order; one query.

    Args:
        units: keys of the units themselves, not what lies below; None for all.
        years: the years.
        months: the months of each year, from 1 to 12.
        by: any of ``unit`` (its key), ``art``, ``art_group`` (an `ArtGroup`), ``function``, ``project``,
            ``account_class``, ``year`` and ``month``.
        extent: which part of the accounts; left out, what counts against the units' net frames.
        arts: only these arts; None for all.
    """
    found = balances_of(units, years, months, extent)
    if arts is not None:
        found = found.filter(combination__art__in=arts)
    columns = [FIELDS["art" if name == "art_group" else name] for name in by]
    rows = found.order_by().values_list(*columns).annotate(total=Sum("amount"))
    if "art_group" not in by:
        return {row[:-1]: row[-1] for row in rows}
    sums: dict[tuple[object, ...], int] = defaultdict(int)
    for *key, total in rows:
        read = (art_group(value) if name == "art_group" else value for name, value in zip(by, key, strict=True))
        sums[tuple(read)] += total
    return dict(sums)


def actuals_below(
    tops: Collection[int],
    day: date,
    years: Collection[int],
    months: Collection[int] = ALL_YEAR,
    *,
    extent: Extent = Extent.APPROPRIATIONS,
) -> dict[int, int]:
    """The sum of each unit and all that lay below it on a day, closed units too, by the unit's key; two queries.

    Units without a line have no key.
    """
    sums = actuals(None, years, months, by=("unit",), extent=extent)
    found: dict[int, int] = defaultdict(int)
    pairs = Lineage.objects.known_on(day).filter(ancestor__in=tops).order_by()
    for top, unit in pairs.values_list("ancestor_id", "descendant_id"):
        if (unit,) in sums:
            found[top] += sums[unit,]
    return dict(found)


def sums_per_art(years: Collection[int], months: Collection[int] = ALL_YEAR) -> dict[int, dict[tuple[str, str], int]]:
    """For each year the sums per account class and art of the whole municipality, for the statements; one query."""
    rows = balances(years, months).order_by().values_list("year", "combination__account_class", "combination__art")
    found: dict[int, dict[tuple[str, str], int]] = {year: {} for year in years}
    for year, account_class, art, total in rows.annotate(total=Sum("amount")):
        found[year][account_class, art] = total
    return found


@asked_once
def last_month(year: int) -> int | None:
    """The last month of a year that has accounts, None when it has none; one query."""
    live = Delivery.objects.filter(is_live=True, year=year).order_by("-month")
    return live.values_list("month", flat=True).first()


def years_with_accounts() -> list[int]:
    """The years that have accounts, the latest first; one query."""
    live = Delivery.objects.filter(is_live=True).order_by("-year")
    return list(live.values_list("year", flat=True).distinct())


class Mismatch(NamedTuple):
    """A sum that is not that of its lines, or stands on nothing we know; both in øre."""

    delivery: int
    combination: int
    of_lines: int
    of_balances: int


def mismatches() -> Iterator[Mismatch]:
    """Where balances are not the sums of their lines, or lines point at what is not there; one query over all lines."""
    both = (
        "SELECT delivery_id, combination_id, amount AS line, 0 AS balance, 0 AS year FROM ledger_posting"
        " UNION ALL SELECT delivery_id, combination_id, 0, amount, year FROM ledger_balance"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT found.delivery_id, found.combination_id, found.line, found.balance FROM"  # noqa: S608 - no input in it
            " (SELECT delivery_id, combination_id, SUM(line) AS line, SUM(balance) AS balance, MAX(year) AS year"
            f" FROM ({both}) AS both_of_them GROUP BY delivery_id, combination_id) AS found"
            " LEFT JOIN ledger_delivery AS delivery ON delivery.id = found.delivery_id"
            " LEFT JOIN ledger_combination AS combination ON combination.id = found.combination_id"
            " WHERE found.line <> found.balance OR delivery.id IS NULL OR combination.id IS NULL"
            " OR found.year <> delivery.year ORDER BY found.delivery_id, found.combination_id"
        )
        for delivery, combination, of_lines, of_balances in cursor:
            yield Mismatch(delivery, combination, int(of_lines), int(of_balances))
