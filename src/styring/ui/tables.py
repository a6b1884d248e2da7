"""Tables of figures: one value that is shown on pages, in documents and in spreadsheets, with the same figures.

A cell holds the exact value, never text made of it: money in øre, shares as fractions, days as days. How it is shown
(whole kroner, 1000 kr, decimals) belongs to its column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from django.utils import formats

from styring.kernel.errors import InvalidValueError
from styring.ui.numbers import language, written

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell: TypeAlias = str | int | Decimal | Fraction | date | None


class Shown(Enum):
    """How the values of a column are shown."""

    TEXT = "text"
    KR = "kr"
    KR1000 = "kr1000"
    MILL = "mill"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """A column: its head, how its values are shown, and with how many decimals (numbers only).

    ``change`` shows + as well as −. ``minor`` columns give way on a phone.
    """

    title: str
    shown: Shown = Shown.TEXT
    decimals: int = 0
    change: bool = False
    minor: bool = False

    @property
    def is_number(self) -> bool:
        """Do its values stand to the right?"""
        return self.shown not in {Shown.TEXT, Shown.DAY}


@dataclass(frozen=True)
class Row:
    """A row: its head and its cells, one a column after the first.

    ``kind`` is "" for an ordinary row, ``group`` for a heading, ``sub`` for a part of the row above, ``total`` for a
    sum. ``address`` is where the head leads; ``links`` where single cells lead, by place among the cells.
    """

    head: str
    cells: tuple[Cell, ...] = ()
    kind: str = ""
    address: str = ""
    links: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table: title, columns (the first is that of the row heads), rows, and what the reader must know of the figures.

    Args:
        title: what it shows; its caption.
        columns: the first is that of the row heads.
        rows: as many cells each as there are columns after the first, or none.
        note: unit and sign, once for all cells, as ``1000 kr. Minus er merforbruk.``
        source: where the figures are from, and of what day.

    Raises:
        InvalidValueError: a row has more or fewer cells than there are columns.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.cells and len(row.cells) != len(self.columns) - 1:
                msg = f"{row.head!r} has {len(row.cells)} cells for {len(self.columns) - 1} columns"
                raise InvalidValueError(msg)


_SHIFT = {Shown.KR: 2, Shown.KR1000: 5, Shown.MILL: 8}
NOTHING = "–"


def scaled(cell: int | Decimal | Fraction, column: Column) -> Decimal:
    """A number as its column shows it, before rounding: øre in kroner, in 1000 kr or in millions."""
    exact = Decimal(cell.numerator) / cell.denominator if isinstance(cell, Fraction) else Decimal(cell)
    return exact.scaleb(-_SHIFT.get(column.shown, 0))


def decimals_of(column: Column) -> int:
    """How many decimals a column of numbers shows."""
    return 1 if column.shown is Shown.MILL else column.decimals


def text_of(cell: Cell, column: Column) -> str:
    """A cell as its column shows it, in the reader's language; a dash where there is nothing."""
    match cell:
        case None:
            return NOTHING
        case str():
            return cell
        case date():
            return formats.date_format(cell, "DATE_FORMAT")
    return written(scaled(cell, column), decimals_of(column), language(), sign=column.change)
