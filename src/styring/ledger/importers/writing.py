"""Writing what is read, fast and without holding others up: in pieces that do not count before they are made to.

SQLite has one writer at a time, so each piece is a transaction of its own that takes some hundredths of a second, and
the next piece is read before it is written: others get their turn meanwhile. What the two engines do differently
stands in `_insert` and `_copy`, and in who calls them.
"""

from __future__ import annotations

import time
from itertools import chain, repeat
from typing import TYPE_CHECKING, TypeAlias

from django.db import connection, transaction

from styring.ledger.models import Combination, Delivery
from styring.ledger.rules.chart import Account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.imports.models import Batch
    from styring.ledger.importers.reading import Entries

PIECE = 20_000
_ROWS = 250
"""Rows a statement: SQLite spends most of its time on statements, not on rows."""
_BREATH = 0.01
_SPACES = str.maketrans("\t\n\r", "   ")
_COMBINATION = ("account_class", "unit_id", "function", "art", "project")
_REMOVED = 10_000
_LINE = ("combination_id", "amount", "delivery_id", "voucher")
Row: TypeAlias = "tuple[int, int, int, str]"
"""Key of the combination, øre, key of the delivery, voucher."""


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
        self._waiting: list[Row] = []

    def write(self, entries: Entries, keys: Sequence[Account]) -> None:
        """Write some lines, sooner or later; ``keys`` are the combinations that their numbers stand for."""
        if len(keys) > len(self._ids):
            self._store(keys[len(self._ids) :])
        for month in set(entries.months) - self.deliveries.keys():
            made = Delivery.objects.create(batch=self.batch, year=self.batch.year or 0, month=month, scope=self.scope)
            self.deliveries[month] = made.pk
        self._waiting += zip(
            map(self._ids.__getitem__, entries.numbers),
            entries.amounts,
            map(self.deliveries.__getitem__, entries.months),
            entries.vouchers or repeat(""),
            strict=False,
        )
        if len(self._waiting) >= PIECE:
            self._flush()

    def close(self) -> None:
        """Write the rest, and the sums of each delivery."""
        self._flush()
        for delivery in self.deliveries.values():
            _sum_up(delivery, self.batch.year or 0)

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        rows.sort()
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _copy(rows)
            else:
                _insert("ledger_posting", _LINE, rows)
        self.count += len(rows)

    def _store(self, keys: Sequence[Account]) -> None:
        """Find the stored combinations of some keys, and store those that are new."""
        if not self._newest:
            self._look_up()
        new = [key for key in keys if key not in self._stored]
        if new:
            with transaction.atomic():
                _insert("ledger_combination", _COMBINATION, new, on_conflict="ON CONFLICT DO NOTHING")
            self._look_up()
            if any(key not in self._stored for key in new):  # another import stored them, and ended after us
                self._newest = 0
                self._look_up()
        self._ids += [self._stored[key] for key in keys]

    def _look_up(self) -> None:
        """Learn the combinations stored since last time."""
        later = Combination.objects.filter(pk__gt=self._newest).order_by("pk")
        for pk, *key in later.values_list("pk", *_COMBINATION):
            self._stored[Account._make(key)] = pk
            self._newest = pk


def remove_entries(batch: Batch) -> None:
    """Remove the lines, sums and deliveries of a batch, none of which is live."""
    deliveries = Delivery.objects.filter(batch=batch, is_live=False)
    for delivery in deliveries.values_list("pk", flat=True):
        for table in ("ledger_posting", "ledger_balance"):
            _remove(table, delivery)
    deliveries.delete()


def _insert(table: str, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]], on_conflict: str = "") -> None:
    """Insert many rows in the transaction that is open, some hundreds a statement."""
    one = f"({', '.join('?' * len(columns))})"
    start = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - no input in it
    for first in range(0, len(rows), _ROWS):
        some = rows[first : first + _ROWS]
        statement = f"{start}{', '.join([one] * len(some))} {on_conflict}"
        values = list(chain.from_iterable(some))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(statement.replace("?", "%s"), values)
        else:
            connection.connection.execute(statement, values)


def _copy(rows: Sequence[Row]) -> None:
    statement = f"COPY ledger_posting ({', '.join(_LINE)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join([f"{row[0]}\t{row[1]}\t{row[2]}\t{_escaped(row[3])}\n" for row in rows]))


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
