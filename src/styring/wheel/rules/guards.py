"""What the law, or the municipality itself, demands of the dates of a year, and what would break it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from styring.kernel.words import gettext_noop
from styring.kernel.workdays import earliest_meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LATEST = gettext_noop("«%(title)s» har frist %(planned)s, men skal være ferdig senest %(limit)s (%(source)s).")
FULL_DAYS = gettext_noop(
    "«%(title)s» er satt til %(planned)s. Det må gå %(days)s fulle dager etter «%(after)s» %(after_day)s, "
    "så tidligste dag er %(limit)s (%(source)s)."
)
HEARING = gettext_noop(
    "«%(title)s» gir for kort tid til å uttale seg: %(days)s dager fra %(after_day)s er %(limit)s, "
    "men siste dag er %(planned)s (%(source)s)."
)


class DemandKind(Enum):
    """A last day, full days between two things, or days for people to answer."""

    LATEST = "latest"
    FULL_DAYS = "full_days"
    HEARING = "hearing"


@dataclass(frozen=True)
class Demand:
    """A demand on one activity (``code``), perhaps counted from another (``after``); ``refuses`` what would break it.

    ``latest`` is month and day of the wheel's own year.
    """

    kind: DemandKind
    code: str
    after: str = ""
    days: int = 0
    latest: tuple[int, int] = (12, 31)
    source: str = ""
    refuses: bool = False


@dataclass(frozen=True)
class Dated:
    """An activity as the demands see it."""

    title: str
    starts_on: date
    due_on: date


@dataclass(frozen=True)
class Breach:
    """A demand that the dates break: a sentence with names for what varies, and the day that would keep it."""

    demand: Demand
    sentence: str
    parts: Mapping[str, object]
    limit: date


def breaches(demands: Iterable[Demand], year: int, dated: Mapping[str, Dated]) -> list[Breach]:
    """The demands that a year's dates break; what is not in the year breaks none.

    >>> fourteen = Demand(DemandKind.FULL_DAYS, "AH48", after="AH45", days=14)
    >>> proposal = Dated("Innstilling", date(2026, 11, 18), date(2026, 11, 25))
    >>> council = Dated("Vedtak", date(2026, 12, 9), date(2026, 12, 9))
    >>> [str(breach.limit) for breach in breaches([fourteen], 2026, {"AH45": proposal, "AH48": council})]
    ['2026-12-10']
    """
    found = (_breach(demand, year, dated) for demand in demands)
    return [breach for breach in found if breach]


def _breach(demand: Demand, year: int, dated: Mapping[str, Dated]) -> Breach | None:
    thing = dated.get(demand.code)
    other = dated.get(demand.after, thing)
    if thing is None or other is None or (demand.after and demand.after not in dated):
        return None
    match demand.kind:
        case DemandKind.LATEST:
            limit, sentence, is_kept = date(year, *demand.latest), LATEST, thing.due_on <= date(year, *demand.latest)
        case DemandKind.FULL_DAYS:
            limit = earliest_meeting(other.due_on, demand.days)
            sentence, is_kept = FULL_DAYS, thing.due_on >= limit
        case DemandKind.HEARING:
            limit = thing.starts_on + timedelta(days=demand.days)
            sentence, is_kept = HEARING, thing.due_on >= limit
    if is_kept:
        return None
    counted_from = thing.starts_on if demand.kind is DemandKind.HEARING else other.due_on
    parts = {
        "title": thing.title,
        "planned": thing.due_on,
        "limit": limit,
        "days": demand.days,
        "after": other.title,
        "after_day": counted_from,
        "source": demand.source,
    }
    return Breach(demand, sentence, parts, limit)
