"""Reporting rounds: open one, close one with its figures, or see how far each level has come.

``status`` counts the reports of each level: ``delivered`` are those that lie with the level above, approved ones too;
``returned`` are sent back and not delivered again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring rounds``."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, says in (
        ("status", "how far each level has come"),
        ("open", "open the round of a period that is over"),
        ("close", "close a round and keep its figures"),
    ):
        action = actions.add_parser(name, help=says)
        action.add_argument("--period", required=True, metavar="PERIOD", help="2026-10, 2026-M10, 2026-T2 or 2026")
        if name == "status":
            action.add_argument("--format", choices=["text", "json"], default="text")
        else:
            action.add_argument("--by", required=True, metavar="USERNAME", help="who does it")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    if chosen.action == "status":
        return _status(chosen.period, as_json=chosen.format == "json")
    return _open(chosen) if chosen.action == "open" else _close(chosen)


def _status(period: str, *, as_json: bool) -> int:
    from styring.reporting.queries import levels_of, round_of

    found = round_of(period)
    levels: list[dict[str, Any]] = [
        {
            "level": level.level,
            "name": level.name,
            "expected": level.expected,
            "delivered": level.delivered,
            "returned": level.returned,
            "approved": level.approved,
            "draft": level.draft,
            "not_started": level.not_started,
        }
        for level in levels_of(found)
    ]
    if as_json:
        state = "open" if found.is_open else "closed"
        print(json.dumps({"period": found.period, "state": state, "levels": levels}, ensure_ascii=False))
        return 0
    for level in levels:
        print(
            f"{level['name']}: {level['delivered']} av {level['expected']} levert, {level['approved']} godkjent, "
            f"{level['returned']} sendt tilbake"
        )
    return 0


def _open(chosen: argparse.Namespace) -> int:
    from styring.access.queries import person_by_username
    from styring.kernel.clock import today
    from styring.kernel.periods import Period
    from styring.reporting.services import open_round

    opened = open_round(actor=person_by_username(chosen.by), period=Period.parse(chosen.period), day=today())
    print(f"Runden {opened.period} er åpnet.")
    return 0


def _close(chosen: argparse.Namespace) -> int:
    from styring.access.queries import person_by_username
    from styring.kernel.clock import today
    from styring.reporting.queries import round_of
    from styring.reporting.services import close_round

    frozen = close_round(actor=person_by_username(chosen.by), closing=round_of(chosen.period), day=today())
    print(f"Runden {frozen.round.period} er lukket. Kontrollsum {frozen.checksum}.")
    return 0
