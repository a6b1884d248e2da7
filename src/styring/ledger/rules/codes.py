"""The code lists of KOSTRA, with the accounting years in which each code may be used.

Source of the lists: Statistics Norway, KLASS 259 (arts), 277 (functions) and 374 (chapters of the balance), CC BY 4.0.
The files lie in ``data/``.

>>> arts()["270"].is_valid_in(2025), arts()["270"].is_valid_in(2026)
(True, False)
>>> arts()["270"].successors, functions()["202"].name
(('271', '272'), 'Grunnskole')
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
SOURCE = "Statistisk sentralbyrå, KLASS 259/277, CC BY 4.0"
SOURCE_OF_CHAPTERS = "Statistisk sentralbyrå, KLASS 374, CC BY 4.0"

INVESTMENT, OPERATING, BALANCE = "0", "1", "2"
ACCOUNT_CLASSES = (INVESTMENT, OPERATING)
FIRST_YEAR, LAST_YEAR = 0, 9999
NO_FUNCTION = ""
INCOME_FROM = "600"
"""The first art that is an income."""
CODE_LENGTH = 3
"""Digits of an art, a function and a sector."""
CONTROL_ARTS = frozenset({"589", "980", "989"})
"""Carried forward and checks of the report: they stand on no line, since the result line is what they repeat."""


class Kind(StrEnum):
    """What a code stands for: the parts of a combination that the municipality has codes of its own for."""

    ART = "art"
    FUNCTION = "function"
    UNIT = "unit"
    PROJECT = "project"


@dataclass(frozen=True)
class Code:
    """A code of a list, the first and last accounting year that may use it, both included, and what took over."""

    code: str
    name: str
    first_year: int
    last_year: int
    successors: tuple[str, ...]

    def is_valid_in(self, year: int) -> bool:
        """May the accounts of a year use it?"""
        return self.first_year <= year <= self.last_year


@dataclass(frozen=True)
class Art(Code):
    """A kind of expense or income, and the account classes in which it may stand."""

    account_classes: frozenset[str]


class Side(Enum):
    """Which part of the balance a chapter belongs to."""

    ASSET = "asset"
    DEBT = "debt"
    EQUITY = "equity"
    MEMO = "memo"


@dataclass(frozen=True)
class Chapter(Code):
    """A chapter of the balance, and its side."""

    side: Side


@cache
def arts() -> dict[str, Art]:
    """Every art that is or has been, by code."""
    found = {}
    for row in _rows("arts.csv"):
        allowed = {OPERATING: row["drift"], INVESTMENT: row["investering"]}
        classes = frozenset(account_class for account_class, mark in allowed.items() if mark)
        found[row["art"]] = Art(row["art"], row["navn"], *_years(row), _successors(row), classes)
    return found


@cache
def functions() -> dict[str, Code]:
    """Every function of a municipality that is or has been, by code."""
    return _plain("functions.csv", "funksjon")


@cache
def chapters() -> dict[str, Chapter]:
    """Every chapter of a municipality's balance that is or has been, by code."""
    return {
        row["kapittel"]: Chapter(row["kapittel"], row["navn"], *_years(row), _successors(row), Side(row["side"]))
        for row in _rows("chapters.csv")
    }


@cache
def sectors() -> dict[str, Code]:
    """The sectors that balances are kept with, by code."""
    return _plain("sectors.csv", "sektor")


def _plain(name: str, code: str) -> dict[str, Code]:
    return {row[code]: Code(row[code], row["navn"], *_years(row), _successors(row)) for row in _rows(name)}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        file.readline()
        return list(csv.DictReader(file, delimiter=";"))


def _years(row: dict[str, str]) -> tuple[int, int]:
    return int(row["fra"] or FIRST_YEAR), int(row["til"] or LAST_YEAR)


def _successors(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row["etter"].split())
