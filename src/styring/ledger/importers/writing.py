"""Writing what is read, fast and without holding others up: in pieces that do not count before they are made to.

SQLite has one writer at a time, and a writer that begins again at once starves the others; so each piece is a
transaction of its own with a breath after it. PostgreSQL is fed with COPY.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import connection, transaction

from styring.ledger.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.imports.models import Batch
    from styring.ledger.importers.layouts import Entry

PIECE = 10_000
_BREATH = 0.03
_KEY = "delivery_id, account_class, unit_id, function, art, project"
_COLUMNS = f"{_KEY}, amount"


def write_entries(batch: Batch, scope: str, entries: Iterable[Entry]) -> int:
    """Write lines, and the sums of them, as deliveries that are not live; returns how many lines."""
    deliveries: dict[int, int] = {}
    piece: list[tuple[object, ...]] = []
    count = 0
    for month, *rest in entries:
        if month not in deliveries:
            made = Delivery.objects.create(batch=batch, year=batch.year or 0, month=month, scope=scope)
            deliveries[month] = made.pk
        piece.append((deliveries[month], *rest))
        if len(piece) >= PIECE:
            count += _write(piece)
            piece = []
    count += _write(piece)
    for delivery in deliveries.values():
        _sum_up(delivery)
    return count


def remove_entries(batch: Batch) -> None:
    """Remove the lines, sums and deliveries of a batch, none of which is live."""
    deliveries = Delivery.objects.filter(batch=batch, is_live=False)
    for delivery in deliveries.values_list("pk", flat=True):
        for table in ("ledger_posting", "ledger_balance"):
            _remove(table, delivery)
    deliveries.delete()


def _write(piece: list[tuple[object, ...]]) -> int:
    if not piece:
        return 0
    piece.sort(key=lambda row: (row[0], row[2], row[4]))
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _copy(piece)
        else:
            connection.ensure_connection()
            statement = f"INSERT INTO ledger_posting ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - no input in it
            connection.connection.executemany(statement, piece)
    _breathe()
    return len(piece)


def _copy(piece: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY ledger_posting ({_COLUMNS}) FROM STDIN") as copy:
        copy.write("".join("\t".join(map(_escaped, row)) + "\n" for row in piece))


def _escaped(cell: object) -> str:
    return cell.replace("\\", "\\\\").replace("\t", " ") if isinstance(cell, str) else str(cell)


def _sum_up(delivery: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_balance ({_COLUMNS}) SELECT {_KEY}, SUM(amount) FROM ledger_posting"  # noqa: S608 - no input in it
            f" WHERE delivery_id = %s GROUP BY {_KEY}",
            [delivery],
        )
    _breathe()


def _remove(table: str, delivery: int) -> None:
    removed = PIECE
    while removed == PIECE:
        with transaction.atomic(), connection.cursor() as cursor:
            chosen = f"SELECT id FROM {table} WHERE delivery_id = %s LIMIT {PIECE}"  # noqa: S608 - no input in it
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({chosen})", [delivery])  # noqa: S608 - no input in it
            removed = cursor.rowcount
        _breathe()


def _breathe() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_BREATH)
