"""How the demo's accounts are spread over functions, arts and months (``kontering.yaml``), and its other files."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any, NamedTuple

import yaml

from styring.kernel.seeding import DEMO_FILES

THOUSAND = 1000_00
"""Øre in a thousand kroner."""
TOP = "LINDVIK"
LAST_MONTH = {2024: 12, 2025: 12, 2026: 10}
_STEADY = frozenset({"fastlonn", "pensjon", "avgift", "ramme", "premie", "desember", "gebyr", "brukerbetaling"})


class Line(NamedTuple):
    """A line of the accounts, in øre."""

    month: int
    account_class: str
    unit: str
    function: str
    art: str
    project: str
    amount: int


@cache
def file(name: str) -> Any:  # noqa: ANN401 - each file has its own form
    """A file of the demo."""
    return yaml.safe_load((DEMO_FILES / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def profile_of(art: str) -> tuple[int, ...]:
    """How an art's year is spread over the months, in thousandths."""
    accounting = file("kontering")
    name = accounting["profil_for_art"].get(art, accounting["profil_for_art"]["resten"])
    return tuple(accounting["profiler"][name])


@cache
def is_steady(art: str) -> bool:
    """Does the art follow its profile closely, as fixed pay and fees do?"""
    accounting = file("kontering")
    return accounting["profil_for_art"].get(art) in _STEADY


@cache
def _old_codes(what: str, year: int) -> dict[str, str]:
    return {new: old for new, old, last in file("kontering")["tidligere"][what] if year <= last}


def art_in(year: int, art: str) -> str:
    """What an art was called in a year."""
    return _old_codes("arter", year).get(art, art)


def function_in(year: int, function: str) -> str:
    """What a function was called in a year."""
    return _old_codes("funksjoner", year).get(function, function)


def growth_until(year: int) -> float:
    """How much cheaper a year was than 2026: a factor for weights and made-up figures, never for given ones."""
    factor = 1.0
    for later, percent in file("kontering")["lonns_og_prisvekst"].items():
        if later > year:
            factor /= 1 + percent / 100
    return factor


def chance(*about: object) -> Random:
    """Seeded chance, the same each time for the same thing."""
    return Random("-".join(map(str, about)))  # noqa: S311 - repeatable, not secret
