"""Look after the accounts: verify holds every balance against the sum of its lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring ledger``."""
    parser.add_argument("action", choices=["verify"], help="hold balances against lines")


def run(chosen: argparse.Namespace) -> int:
    """Compare, and name what differs."""
    del chosen
    from styring.kernel.amounts import kroner
    from styring.ledger.queries import mismatches

    count = 0
    for found in mismatches():
        count += 1
        print(
            f"Leveranse {found.delivery}, kontering {found.combination}: "
            f"linjene er {kroner(found.of_lines)}, saldoen {kroner(found.of_balances)}.",
            file=sys.stderr,
        )
    if count:
        print(f"{count} saldoer er ikke lik summen av linjene.", file=sys.stderr)
        return 1
    print("Alle saldoer er lik summen av linjene.")
    return 0
