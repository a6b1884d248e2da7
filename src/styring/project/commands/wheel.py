"""Turn the annual wheel for a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring wheel``."""
    parser.add_argument("action", choices=["turn"], help="make the year's activities, or bring them up to date")
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="the year to turn the wheel for")
    parser.add_argument("--by", required=True, metavar="USERNAME", help="who turns it, by username")


def run(chosen: argparse.Namespace) -> int:
    """Turn it, with the wheel that comes with the product when the municipality has none."""
    from styring.access.queries import person_by_username
    from styring.wheel.importers import import_default_wheel
    from styring.wheel.services import turn_wheel

    actor = person_by_username(chosen.by)
    import_default_wheel(actor=actor)
    turned = turn_wheel(actor=actor, year=chosen.year)
    print(f"{chosen.year}: {turned.made} new, {turned.updated} brought up to date, {turned.left} left as they are.")
    return 0
