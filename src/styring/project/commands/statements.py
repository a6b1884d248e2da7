"""Print the statements that the law asks for (§§ 5-4, 5-5 and 5-6), from a ledger file or from what is taken in.

With --ledger the file is summed straight away, and no installation is needed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from styring.ledger.rules.statements import Sums


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring statements``."""
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="CSV or XLSX (else what is taken in)")
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="the accounting year")
    parser.add_argument("--profile", default="", metavar="NAME", help="the layout, such as wide-months (else seen)")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="text (else) or json")


def run(chosen: argparse.Namespace) -> int:
    """Compute and print."""
    from styring.ledger.rules.statements import STATEMENTS, compute, definition

    sums = _sums(chosen)
    if sums is None:
        return 1
    found = [(defined, compute(defined, sums)) for defined in (definition(name, chosen.year) for name in STATEMENTS)]
    if chosen.format == "text":
        for defined, lines in found:
            print(f"{defined.title} {chosen.year}, {defined.authority}. Kroner.")
            print(
                "\n".join(f"{line.post:>4}  {line.label:<66}{_written(line.amount):>20}" for line in lines), end="\n\n"
            )
        return 0
    from styring.kernel.amounts import kroner

    read = [
        {
            "id": defined.id,
            "lines": [{"post": line.post, "label": line.label, "amount": kroner(line.amount)} for line in lines],
        }
        for defined, lines in found
    ]
    print(json.dumps({"statements": read}, ensure_ascii=False, indent=2))
    return 0


def _sums(chosen: argparse.Namespace) -> Sums | None:
    if chosen.ledger is None:
        from styring.ledger.queries import sums_per_art

        return sums_per_art([chosen.year])[chosen.year]
    from styring.ledger.importers.tallying import sums_of_file
    from styring.project.commands.import_ import say_faults

    sums, faults = sums_of_file(chosen.ledger, chosen.year, chosen.profile)
    if faults.count:
        say_faults(faults.kept, faults.count)
        return None
    return sums


def _written(amount: int) -> str:
    from styring.kernel.amounts import kroner

    whole, _dot, rest = kroner(abs(amount)).partition(".")
    return f"{'-' if amount < 0 else ''}{int(whole):,}".replace(",", " ") + f",{rest}"
