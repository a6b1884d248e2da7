"""The code lists of KOSTRA, with the accounting years in which each code may be used.

Source of both lists: Statistics Norway, KLASS 259 (arts) and 277 (functions), CC BY 4.0. The files lie in ``data/``.

>>> arts()["270"].is_valid_in(2025), arts()["270"].is_valid_in(2026)
(True, False)
>>> functions()["202"].name
'Grunnskole'
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
SOURCE = "Statistisk sentralbyrå, KLASS 259/277, CC BY 4.0"

INVESTMENT, OPERATING = "0", "1"
ACCOUNT_CLASSES = (INVESTMENT, OPERATING)
FIRST_YEAR, LAST_YEAR = 0, 9999
NO_FUNCTION = ""
CONTROL_ARTS = frozenset({"589", "980", "989"})
"""Carried forward and checks of the report: they stand on no line, since the result line is what they repeat."""


@dataclass(frozen=True)
class Code:
    """A code of a list, and the first and last accounting year in which it may be used, both included."""

    code: str
    name: str
    first_year: int
    last_year: int

    def is_valid_in(self, year: int) -> bool:
        """May the accounts of a year use it?"""
        return self.first_year <= year <= self.last_year


@dataclass(frozen=True)
class Art(Code):
    """A kind of expense or income, and the account classes in which it may stand."""

    account_classes: frozenset[str]


@cache
def arts() -> dict[str, Art]:
    """Every art that is or has been, by code."""
    found = {}
    for row in _rows("arts.csv"):
        allowed = {OPERATING: row["drift"], INVESTMENT: row["investering"]}
        classes = frozenset(account_class for account_class, mark in allowed.items() if mark)
        found[row["art"]] = Art(row["art"], row["navn"], *_years(row), classes)
    return found


@cache
def functions() -> dict[str, Code]:
    """Every function of a municipality that is or has been, by code."""
    return {row["funksjon"]: Code(row["funksjon"], row["navn"], *_years(row)) for row in _rows("functions.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        file.readline()
        return list(csv.DictReader(file, delimiter=";"))


def _years(row: dict[str, str]) -> tuple[int, int]:
    return int(row["fra"] or FIRST_YEAR), int(row["til"] or LAST_YEAR)
