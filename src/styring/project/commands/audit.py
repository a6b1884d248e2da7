"""Check that nobody has changed the audit trail (verify), or show its last entries (tail)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring audit``."""
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)
    words.add_parser("verify", help="prove the chain of checksums, or name the first broken link; exit status 1 then")
    tail = words.add_parser("tail", help="show the last entries")
    tail.add_argument("-n", type=int, default=20, metavar="N", help="how many (20)")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    return _verify() if chosen.word == "verify" else _tail(chosen.n)


def _verify() -> int:
    from styring.audit.queries import first_break, last_entry

    broken = first_break()
    if broken is not None:
        print(f"Innslag {broken} i revisjonssporet er endret, fjernet eller skutt inn.", file=sys.stderr)
        return 1
    last = last_entry()
    print(f"Revisjonssporet er helt: {last.number if last else 0} innslag.")
    print(f"Siste sum: {last.chain_sum if last else '-'}")
    return 0


def _tail(how_many: int) -> int:
    from django.utils import timezone

    from styring.audit.queries import latest_entries
    from styring.home.queries import in_words

    for entry in latest_entries(max(how_many, 0)):
        at = timezone.localtime(entry.at)
        print(f"{entry.number:>7}  {at:%Y-%m-%d %H:%M:%S}  {in_words(entry)}")
    return 0
