"""What a municipality can say of how its own files are laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class OwnLayout:
    """How the files of one municipality are laid out: a layout that is built in, and what is different from it.

    Args:
        base: the built-in one, by name.
        columns: the column of each field, in small letters; "" where the field is not to be read.
        encoding: empty to see it.
        separator: empty to see it.
        decimal_mark: "," or "."; empty for that of the base, or to see it.
        head_lines: lines with names of columns; 0 for as many as the base has.
        lines_above: lines above those, such as a title.
        is_turned: is income plus and cost minus in the file?
    """

    base: str
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    separator: str = ""
    decimal_mark: str = ""
    head_lines: int = 0
    lines_above: int = 0
    is_turned: bool = False
