"""What the chart of accounts refuses: combinations in the ledger, and codes in files that were turned away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Max, Sum

from styring.access.policies import permitted_units
from styring.imports.models import Batch, State
from styring.imports.models import Fault as FileFault
from styring.imports.policies import VIEW_BATCH
from styring.kernel.authority import may, require
from styring.ledger.models import OwnCode, Posting
from styring.ledger.policies import VIEW_LINES
from styring.ledger.queries.actuals import balances
from styring.ledger.queries.chart import known_units, restrictions
from styring.ledger.rules.chart import KIND_OF, Chart, Combination, Fault
from styring.ledger.rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.accounts.models import User

MOST_REFUSED = 500
"""Combinations that are listed, those of the largest amounts; more is one cause that hits many."""
_LEDGER = "ledger"
_PARTS = (
    "combination_id", "combination__account_class", "combination__art", "combination__function",
    "combination__unit__code", "combination__project",
)  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """A combination with lines in the ledger that the chart refuses: how much, how many lines, and why."""

    combination: Combination
    amount: int
    lines: int
    faults: tuple[Fault, ...]


class RefusedInLedger(NamedTuple):
    """What is refused, the largest amounts first, and how many more there are than are listed."""

    listed: list[Refused]
    more: int


@dataclass(frozen=True)
class RefusedInFile:
    """A fault that a file was turned away for: in how many lines, and the code that a coupling would mend it for."""

    batch: Batch
    column: str
    value: str
    lines: int
    fault: FileFault
    kind: Kind | None
    code: str


def stored_chart(year: int) -> Chart:
    """The chart that what is stored is held against: KOSTRA's codes by now, so no coupling counts; three queries."""
    projects = [known.coupling() for known in OwnCode.objects.live().filter(kind=Kind.PROJECT.value)]
    return Chart(year, projects, (), known_units()).restrict(restrictions())


def refused_in(reader: User, year: int) -> RefusedInLedger:
    """The combinations in a year's ledger that the chart refuses, in the units that the reader may see; five queries.

    Raises:
        NotAllowedError: the reader may see lines nowhere.
    """
    require(reader, VIEW_LINES)
    chart = stored_chart(year)
    mine = balances([year]).filter(combination__unit__in=permitted_units(reader, VIEW_LINES))
    found = []
    for key, *parts, amount in mine.order_by().values_list(*_PARTS).annotate(Sum("amount")):
        combination = Combination(*parts)
        if isinstance(chart.check(combination), Fault):
            found.append((key, combination, amount))
    found.sort(key=lambda each: (-abs(each[2]), each[1]))
    listed = found[:MOST_REFUSED]
    lines = _lines_of(year, [key for key, _combination, _amount in listed])
    refused = [
        Refused(combination, amount, lines.get(key, 0), tuple(chart.faults(combination)))
        for key, combination, amount in listed
    ]
    return RefusedInLedger(refused, len(found) - len(listed))


def _lines_of(year: int, combinations: list[int]) -> dict[int, int]:
    """How many live lines of a year stand on each of some combinations."""
    lines = Posting.objects.filter(delivery__is_live=True, delivery__year=year, combination__in=combinations).order_by()
    return dict(lines.values_list("combination_id").annotate(Count("pk")))


def refused_in_files(reader: User, year: int) -> list[RefusedInFile]:
    """What ledger files of a year were turned away for, since the last that was taken in; few queries.

    Nothing for those who may not see imports.
    """
    if not may(reader, VIEW_BATCH):
        return []
    mine = Batch.objects.filter(kind=_LEDGER, year=year)
    last = mine.filter(state=State.POSTED).aggregate(last=Max("pk"))["last"] or 0
    refused = list(mine.filter(state=State.REFUSED, pk__gt=last)[:1])
    return [found for batch in refused for found in _grouped(batch, batch.faults.all())]


def _grouped(batch: Batch, faults: Iterable[FileFault]) -> list[RefusedInFile]:
    """Faults that are alike, once, with the number of lines; in the order in which they were first met."""
    alike: dict[tuple[str, str, str, str], list[FileFault]] = {}
    for fault in faults:
        code = str(fault.parts.get("code", ""))
        alike.setdefault((fault.column, fault.value, fault.reason, code), []).append(fault)
    return [
        RefusedInFile(batch, column, value, len(same), same[0], KIND_OF.get(reason), code)
        for (column, value, reason, code), same in alike.items()
    ]
