"""Rows of a table some thousands at a time, with the line each stood on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROWS = 4_000
"""So many rows at a time: few enough to stay in the processor's own memory, enough to be worth a round."""


@dataclass(frozen=True)
class Piece:
    """Some rows, none of them empty, and their line numbers in the file."""

    lines: Sequence[int]
    rows: list[list[str]]

    def after(self, heads: int) -> Piece:
        """Without its first rows."""
        return Piece(self.lines[heads:], self.rows[heads:])


def numbered(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Piece]:
    """Pieces of rows that come one at a time."""
    waiting = iter(rows)
    while taken := list(islice(waiting, ROWS)):
        yield Piece([line for line, _cells in taken], [cells for _line, cells in taken])
