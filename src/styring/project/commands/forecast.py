"""Print the suggested forecast of a unit, or of all below it: the year-end, its interval and the parts it is made of.

A unit with units below it comes to the sum of them all. ``width`` says whose experience the interval is from.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from styring.budget.queries import NodeSuggestion
    from styring.budget.rules.forecast import Parts


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring forecast``."""
    parser.add_argument("--unit", required=True, metavar="CODE", help="the unit's code")
    parser.add_argument("--period", required=True, metavar="P", help="as of the end of 2026-10 or 2026-M10")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="text (else) or json")


def run(chosen: argparse.Namespace) -> int:
    """Compute and print."""
    from styring.budget.queries import suggestion_below
    from styring.kernel.errors import NotFoundError
    from styring.kernel.periods import Period
    from styring.kernel.words import gettext_noop
    from styring.organisation.queries import unit_by_code

    unit, period = unit_by_code(chosen.unit), Period.parse(chosen.period)
    found = suggestion_below(unit, period)
    if found is None:
        raise NotFoundError(
            gettext_noop("%(unit)s har verken budsjett eller regnskap i %(year)s."), unit=unit.name, year=period.year
        )
    if chosen.format == "json":
        print(json.dumps({"unit": unit.code, "period": str(period), **_read(found)}, ensure_ascii=False, indent=2))
        return 0
    read = _read(found)
    print(f"{unit.code} {unit.name}, {period}. Kroner.")
    for name, amount in {
        "forecast": read["forecast"],
        "low": read["low"],
        "high": read["high"],
        **read["parts"],
    }.items():
        print(f"{name:<12}{amount:>20}")
    return 0


def _read(found: NodeSuggestion) -> dict[str, Any]:
    from styring.kernel.amounts import kroner

    half = found.half_width_kr * 100
    return {
        "forecast": kroner(found.amount),
        "low": kroner(found.amount - half),
        "high": kroner(found.amount + half),
        "half_width": kroner(half),
        "revised_budget": kroner(found.budget),
        "parts": _parts(found.parts),
        "groups": [
            {"group": of.group.value if of.group else "planned", "revised_budget": kroner(of.budget),
             "forecast": kroner(of.parts.total), "parts": _parts(of.parts)}
            for of in found.groups
        ],
        "units": found.units,
        "width": _width(found),
        "earlier": [
            {"year": past.year, "suggested": kroner(past.outcome.suggested), "actual": kroner(past.outcome.actual),
             "error": kroner(past.outcome.error), "held": past.outcome.held}
            for past in found.past
        ],
    }  # fmt: skip


def _parts(parts: Parts) -> dict[str, str]:
    from styring.kernel.amounts import kroner

    return {name: kroner(round(getattr(parts, name))) for name in ("booked", "remaining", "carried_on")}


def _width(found: NodeSuggestion) -> dict[str, Any]:
    calibration = found.calibration
    learnt = calibration.last
    return {
        "from": str(calibration.year) if calibration.year else "shipped",
        "held": learnt.held if learnt else None,
        "of": learnt.units if learnt else None,
    }
