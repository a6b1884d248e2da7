"""How long a document takes to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from styring.documents.rules.content import Facts, Graph, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.documents.rules.content import Block, Chapter

_WORDS_A_MINUTE = 200
_SECONDS_A_FIGURE = 20
_WORD = re.compile(r"\w+(?:[-'’./]\w+)*")


def reading_minutes(words: int, figures: int) -> int:
    """Whole minutes, up: 200 words a minute and 20 seconds a table or chart; at least one.

    >>> reading_minutes(4000, 12), reading_minutes(3, 0)
    (24, 1)
    """
    seconds = words * 60 + figures * _SECONDS_A_FIGURE * _WORDS_A_MINUTE
    return max(1, -(-seconds // (60 * _WORDS_A_MINUTE)))


def minutes_to_read(chapters: Iterable[Chapter]) -> int:
    """How many minutes a document takes, its tables and charts included."""
    blocks = [block for chapter in chapters for block in chapter.blocks]
    words = sum(len(_WORD.findall(_text(block))) for block in blocks)
    figures = sum(not isinstance(block, (Paragraph, Heading, Facts)) for block in blocks)
    return reading_minutes(words, figures)


def _text(block: Block) -> str:
    match block:
        case Paragraph() | Heading():
            return block.text
        case Graph():
            return block.title
    return ""
