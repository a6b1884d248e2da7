"""What a cell says, as text."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECIMALS = re.compile(r"[.,]\d{1,2}\D?$")


def as_text(cell: object) -> str:
    """A cell of a workbook as text; numbers exactly as far as a workbook holds them.

    >>> as_text(1234.5), as_text(10.0), as_text(0.1 + 0.2), as_text(None)
    ('1234.5', '10', '0.3', '')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float():
            return f"{cell:.6f}".rstrip("0").rstrip(".")
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return str(cell).strip()


def decimal_mark(samples: Iterable[str]) -> str:
    """The decimal mark that some amounts of a column show; empty when none does.

    >>> decimal_mark(["1.234", "12,50"]), decimal_mark(["1.234"])
    (',', '')
    """
    for sample in samples:
        found = _DECIMALS.search(sample.strip())
        if found:
            return found[0][0]
    return ""


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet take the text for a formula, and run it? A negative number is none.

    >>> looks_like_formula("=SUM(A1)"), looks_like_formula("-12,5"), looks_like_formula("@x")
    (True, False, True)
    """
    return text.startswith(("=", "@", "\t", "\r")) or (text.startswith(("+", "-")) and not text[1:2].isdecimal())
