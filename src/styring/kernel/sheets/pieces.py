"""Rows of a table some thousands at a time, with the line each stood on."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROWS = 4_000
"""So many rows at a time: few enough to stay in the processor's own memory, enough to be worth a round."""


class Piece:
    """Some rows, none of them empty, and their line numbers in the file.

    Lines of text without quotes are handed on as they are in ``texts``, and cut into cells when somebody asks for
    those; a reader to whom most of a line is one thing need not.

    >>> Piece.of_texts([7], ["a;b"], ";").rows
    [['a', 'b']]
    """

    def __init__(self, lines: Sequence[int], rows: list[list[str]] | None, texts: list[str], separator: str) -> None:
        self.lines, self.texts, self.separator = lines, texts, separator
        self._rows = rows

    @classmethod
    def of_rows(cls, lines: Sequence[int], rows: list[list[str]]) -> Piece:
        """Rows that are cut into cells; ``texts`` is empty."""
        return cls(lines, rows, [], "")

    @classmethod
    def of_texts(cls, lines: Sequence[int], texts: list[str], separator: str) -> Piece:
        """Lines whose cells are what stands between separators."""
        return cls(lines, None, texts, separator)

    @cached_property
    def rows(self) -> list[list[str]]:
        """The cells of each row."""
        if self._rows is not None:
            return self._rows
        return [text.split(self.separator) for text in self.texts]

    def after(self, heads: int) -> Piece:
        """Without its first rows."""
        rows = self._rows and self._rows[heads:]
        return Piece(self.lines[heads:], rows, self.texts[heads:], self.separator)

    def __len__(self) -> int:
        return len(self.lines)


def numbered(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Piece]:
    """Pieces of rows that come one at a time."""
    waiting = iter(rows)
    while taken := list(islice(waiting, ROWS)):
        yield Piece.of_rows([line for line, _cells in taken], [cells for _line, cells in taken])
