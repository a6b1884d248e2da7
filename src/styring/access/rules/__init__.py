"""The table of access: which roles have which right to which kind of document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from styring.kernel.authority import Right
from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

__all__ = ["Right", "counts_everywhere", "matrix", "roles_with"]

MATRIX = Path(__file__).parent.parent / "role_matrix.yaml"


@cache
def matrix() -> dict[str, dict[str, list[str]]]:
    """The table as it stands in the file: document, then right, then roles; ``everywhere`` lists unbounded rights."""
    read: dict[str, dict[str, list[str]]] = yaml.safe_load(MATRIX.read_text(encoding="utf-8"))
    return read


def roles_with(document: str, right: Right) -> tuple[str, ...]:
    """The roles that have a right to a kind of document.

    >>> "unit_leader" in roles_with("monthly_report", Right.WRITE)
    True

    Raises:
        InvalidValueError: there is no such kind of document.
    """
    if document not in matrix():
        raise InvalidValueError(gettext_noop("Det finnes ikke noe dokument «%(document)s»."), document=document)
    return tuple(matrix()[document].get(right.value, ()))


def counts_everywhere(document: str, right: Right) -> bool:
    """Does a role held anywhere give the right in all of the municipality?

    >>> counts_everywhere("common_scorecard", Right.READ), counts_everywhere("monthly_report", Right.READ)
    (True, False)
    """
    return right.value in matrix()[document].get("everywhere", ())
