"""How a unit's net is spread over functions, arts and months in the demo (``kontering.yaml``), exact to the thousand.

Amounts are whole thousand kroner here, as in the files.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from styring.budget.rules.layers import LineKey
from styring.kernel.amounts import spread_exactly
from styring.kernel.seeding import DEMO_FILES
from styring.ledger.rules.codes import OPERATING
from styring.organisation.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

THOUSAND = 1000_00
"""Øre in a thousand kroner."""
PAY = {"010": 75, "090": 12, "099": 13}
"""What a pay settlement goes to, in percent."""


@cache
def file(name: str) -> dict[str, Any]:
    """A file of the demo."""
    read: dict[str, Any] = yaml.safe_load((DEMO_FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    return read


@cache
def units() -> dict[str, Unit]:
    """The demo's units by code; read anew in each process."""
    return {unit.code: unit for unit in Unit.objects.all()}


@cache
def _types() -> dict[str, str]:
    own = file("kontering")["type_for_enhet"]
    given = {unit["id"]: unit["type"] for unit in file("organisasjon")["administrasjon"]["enheter"]}
    return {**given, **own}


def rows() -> list[dict[str, Any]]:
    """Each unit's share of its programme area: budget, accounts and forecast of 2026."""
    shares = file("enhetsandeler")
    return [dict(zip(shares["kolonner"], row, strict=True)) for row in shares["enheter"]]


def spread(code: str, net: int, year: int) -> dict[tuple[str, str], int]:
    """A unit's net on functions and arts as its kind of service has them."""
    accounting = file("kontering")
    parts = accounting["typer"][_types()[code]]
    found: dict[tuple[str, str], int] = defaultdict(int)
    for (function, _share, kit), part in zip(parts, spread_exactly(net, [part[1] for part in parts]), strict=True):
        sides = accounting["sett"][kit]
        arts = [*sides["utgifter"], *sides["inntekter"]]
        weights = [*sides["utgifter"].values(), *(-weight for weight in sides["inntekter"].values())]
        for art, amount in zip(arts, spread_exactly(part, weights), strict=True):
            found[_as_of(year, "funksjoner", function), _as_of(year, "arter", art)] += amount
    return found


def main_function(code: str) -> str:
    """The function that has the most of a unit's net."""
    parts = file("kontering")["typer"][_types()[code]]
    function: str = max(parts, key=lambda part: part[1])[0]
    return function


def pay_rise(code: str, amount: int) -> dict[tuple[str, str], int]:
    """An amendment of a unit's pay, on the function that has the most of it."""
    function = main_function(code)
    return {(function, art): part for art, part in zip(PAY, spread_exactly(amount, list(PAY.values())), strict=True)}


def months_of(lines: Mapping[tuple[str, str], int]) -> list[int]:
    """How a unit's net is spread over the months by the profiles of its arts; a weight a month."""
    accounting = file("kontering")
    profile_of, profiles = accounting["profil_for_art"], accounting["profiler"]
    months = [0] * 12
    for (_function, art), amount in lines.items():
        profile = profiles[profile_of.get(art, profile_of["resten"])]
        months = [total + amount * weight for total, weight in zip(months, profile, strict=True)]
    return months


def keyed(code: str, year: int, lines: Mapping[tuple[str, str], int]) -> dict[LineKey, int]:
    """Lines of a unit in øre, under the keys of a layer."""
    unit = units()[code].pk
    return {
        LineKey(year, OPERATING, unit, function, art): amount * THOUSAND for (function, art), amount in lines.items()
    }


def _as_of(year: int, kind: str, code: str) -> str:
    for new, old, last in file("kontering")["tidligere"][kind]:
        if code == new and year <= last:
            return str(old)
    return code
