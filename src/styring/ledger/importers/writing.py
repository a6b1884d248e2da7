"""Writing what is read, fast and without holding others up: in pieces that do not count before they are made to.

SQLite has one writer at a time, so each piece is a transaction of its own that takes some hundredths of a second, and
the next piece is read before it is written: others get their turn meanwhile. What the two engines do differently
stands in `_insert_lines` and `_copy_lines`.
"""

from __future__ import annotations

import time
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from django.db import connection, transaction

from styring.ledger.models import Combination, Delivery
from styring.ledger.rules.chart import Account

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from styring.imports.models import Batch
    from styring.ledger.importers.entries import Entries

PIECE = 40_000
_ROWS = 250
"""Rows a statement: SQLite spends most of its time on statements, not on rows."""
_BREATH = 0.01
_SPACES = str.maketrans("\t\n\r", "   ")
_COMBINATION = "account_class, unit_id, function, art, project"
_LINE = "combination_id, amount, voucher, delivery_id"
_BARE = 2
Row: TypeAlias = "tuple[int, int] | tuple[int, int, str]"
"""Key of the combination, øre, and voucher where there is one."""
Part = TypeVar("Part")
_REMOVED = 10_000


class Lines(NamedTuple):
    """Lines of a month that wait to be written: numbers of combinations, øre, and vouchers or none at all."""

    numbers: list[int]
    amounts: list[int]
    vouchers: list[str]


class Writer:
    """Writes the lines of a batch, as deliveries that are not live.

    Args:
        batch: what they came with.
        scope: the unit whose accounts the file is, by code; empty for the whole municipality.
    """

    def __init__(self, batch: Batch, scope: str) -> None:
        self.batch, self.scope, self.count = batch, scope, 0
        self.deliveries: dict[int, int] = {}
        self._ids: list[int] = []
        self._stored: dict[Account, int] = {}
        self._newest = 0
        self._waiting: dict[int, Lines] = {}
        self._lines_waiting = 0

    def write(self, entries: Entries, keys: Sequence[Account]) -> None:
        """Write some lines, sooner or later; ``keys`` are the combinations that their numbers stand for."""
        for month, some in entries.by_month():
            lines = self._waiting.setdefault(month, Lines([], [], []))
            lines.numbers.extend(some.numbers)
            lines.amounts.extend(some.amounts)
            lines.vouchers.extend(some.vouchers or ())
        self._lines_waiting += len(entries.numbers)
        if self._lines_waiting >= PIECE:
            self._flush(keys)

    def close(self, keys: Sequence[Account]) -> None:
        """Write the rest, and the sums of each delivery."""
        self._flush(keys)
        for delivery in self.deliveries.values():
            _sum_up(delivery, self.batch.year or 0)

    def _flush(self, keys: Sequence[Account]) -> None:
        waiting, self._waiting, self._lines_waiting = self._waiting, {}, 0
        if len(keys) > len(self._ids):
            self._store(keys[len(self._ids) :])
        for month in waiting.keys() - self.deliveries.keys():
            made = Delivery.objects.create(batch=self.batch, year=self.batch.year or 0, month=month, scope=self.scope)
            self.deliveries[month] = made.pk
        pieces = {self.deliveries[month]: self._rows(lines) for month, lines in waiting.items()}
        with transaction.atomic():
            for delivery, rows in pieces.items():
                write = _copy_lines if connection.vendor == "postgresql" else _insert_lines
                write(delivery, rows)
                self.count += len(rows)

    def _rows(self, lines: Lines) -> Sequence[Row]:
        """Lines in the order of their combinations, so that the index is filled in order too."""
        ids = map(self._ids.__getitem__, lines.numbers)
        if lines.vouchers:
            return sorted(zip(ids, lines.amounts, lines.vouchers, strict=True))
        return sorted(zip(ids, lines.amounts, strict=True))

    def _store(self, keys: Sequence[Account]) -> None:
        """Find the stored combinations of some keys, and store those that are new."""
        if not self._newest:
            self._look_up()
        new = [key for key in keys if key not in self._stored]
        if new:
            _insert_combinations(new)
            self._look_up()
            if any(key not in self._stored for key in new):  # another import stored them, and ended after us
                self._newest = 0
                self._look_up()
        self._ids += [self._stored[key] for key in keys]

    def _look_up(self) -> None:
        """Learn the combinations stored since last time."""
        later = Combination.objects.filter(pk__gt=self._newest).order_by("pk")
        for pk, *key in later.values_list("pk", *_COMBINATION.split(", ")):
            self._stored[Account._make(key)] = pk
            self._newest = pk


def remove_entries(batch: Batch) -> None:
    """Remove the lines, sums and deliveries of a batch, none of which is live."""
    deliveries = Delivery.objects.filter(batch=batch, is_live=False)
    for delivery in deliveries.values_list("pk", flat=True):
        for table in ("ledger_posting", "ledger_balance"):
            _remove(table, delivery)
    deliveries.delete()


def _insert_combinations(keys: Sequence[Account]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for some in _parts(keys):
            rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
            start = f"INSERT INTO ledger_combination ({_COMBINATION}) VALUES "  # noqa: S608 - no input in it
            cursor.execute(f"{start}{rows} ON CONFLICT DO NOTHING", list(chain.from_iterable(some)))


def _insert_lines(delivery: int, rows: Sequence[Row]) -> None:
    """Write lines of a delivery in SQLite: what they share stands in the statement, and is not handed over for each."""
    start = f"INSERT INTO ledger_posting ({_LINE}) VALUES "  # noqa: S608 - no input in it
    row = f"(?, ?, ?, {delivery})" if len(rows[0]) > _BARE else f"(?, ?, '', {delivery})"
    for some in _parts(rows):
        connection.connection.execute(start + ", ".join([row] * len(some)), list(chain.from_iterable(some)))


def _copy_lines(delivery: int, rows: Sequence[Row]) -> None:
    """Write lines of a delivery in PostgreSQL."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ledger_posting ({_LINE}) FROM STDIN") as copy:
        if len(rows[0]) > _BARE:
            copy.write("".join([f"{row[0]}\t{row[1]}\t{_escaped(str(row[-1]))}\t{delivery}\n" for row in rows]))
        else:
            copy.write("".join([f"{row[0]}\t{row[1]}\t\t{delivery}\n" for row in rows]))


def _parts(rows: Sequence[Part]) -> Iterator[Sequence[Part]]:
    for first in range(0, len(rows), _ROWS):
        yield rows[first : first + _ROWS]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").translate(_SPACES) if text else ""


def _sum_up(delivery: int, year: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_balance (year, combination_id, delivery_id, amount)"
            " SELECT %s, combination_id, delivery_id, SUM(amount) FROM ledger_posting WHERE delivery_id = %s"
            " GROUP BY delivery_id, combination_id ORDER BY delivery_id, combination_id",
            [year, delivery],
        )
    _breathe()


def _remove(table: str, delivery: int) -> None:
    removed = _REMOVED
    while removed == _REMOVED:
        with transaction.atomic(), connection.cursor() as cursor:
            chosen = f"SELECT id FROM {table} WHERE delivery_id = %s LIMIT {_REMOVED}"  # noqa: S608 - no input in it
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({chosen})", [delivery])  # noqa: S608 - no input in it
            removed = cursor.rowcount
        _breathe()


def _breathe() -> None:
    """Let others write, where one writes at a time and none has been waiting while the next piece was read."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_BREATH)
