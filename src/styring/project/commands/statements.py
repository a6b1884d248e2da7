"""Print the statements that the law asks for (§§ 5-4 to 5-9): of the accounts, of a layer of the budget, or of a file.

With --ledger the file is summed straight away, and no installation is needed; it gives those that are made of nothing
but accounts. Amounts are kroner, as the statement prints them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from styring.ledger.queries import Printed


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring statements``."""
    of = parser.add_mutually_exclusive_group()
    of.add_argument("--ledger", type=Path, metavar="FILE", help="CSV or XLSX, summed without being taken in")
    of.add_argument("--accounts", action="store_true", help="what is taken in (else)")
    of.add_argument("--layer", metavar="NAME", help="a layer of the budget, such as vedtatt or 2027-forslag")
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="the year of the accounts or the budget")
    parser.add_argument("--statement", metavar="ID", help="only this one, such as 5-4-1 (else all that can be made)")
    parser.add_argument("--profile", default="", metavar="NAME", help="the layout, such as wide-months (else seen)")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="text (else) or json")


def run(chosen: argparse.Namespace) -> int:
    """Compute and print."""
    if chosen.ledger is not None:
        found = _of_file(chosen)
    elif chosen.layer:
        found = _of_layer(chosen.layer, chosen.year)
    else:
        from styring.ledger.queries import accounts_book

        found = accounts_book(chosen.year).all_printed()
    if found is None:
        return 1
    wanted = [one for one in found if chosen.statement in {None, one.id}]
    if not wanted:
        from styring.kernel.errors import NotFoundError
        from styring.kernel.words import gettext_noop

        missing = gettext_noop("Oppstillingen %(statement)s kan ikke lages av det som er lest inn for %(year)s.")
        raise NotFoundError(missing, statement=chosen.statement or "", year=str(chosen.year))
    if chosen.format == "json":
        read = {"year": chosen.year, "statements": [_read(one, chosen.year) for one in wanted]}
        print(json.dumps(read, ensure_ascii=False, indent=2))
    else:
        _print(wanted)
    return 0


def _of_file(chosen: argparse.Namespace) -> list[Printed] | None:
    from styring.ledger.importers.tallying import sums_of_file
    from styring.ledger.queries.statements import printed_sums
    from styring.ledger.rules.statements import STATEMENTS
    from styring.project.commands.import_ import say_faults

    sums, faults = sums_of_file(chosen.ledger, chosen.year, chosen.profile)
    if faults.count:
        say_faults(faults.kept, faults.count)
        return None
    return [printed_sums(name, chosen.year, sums) for name in STATEMENTS]


def _of_layer(name: str, year: int) -> list[Printed]:
    """The statements of a layer; drafts of parties are theirs alone and not found here."""
    from styring.budget.models import Layer, LayerState
    from styring.budget.models.layers import POLITICAL
    from styring.budget.policies import NO_LAYER
    from styring.budget.queries import statements_of_layer
    from styring.kernel.errors import NotFoundError

    seen = Layer.objects.exclude(kind__in=POLITICAL, state=LayerState.DRAFT)
    layer = seen.filter(name__in=(name, f"{year}-{name}"), first_year__lte=year, last_year__gte=year).first()
    if layer is None:
        raise NotFoundError(NO_LAYER)
    return statements_of_layer(layer)


def _main(printed: Printed, year: int) -> int:
    """The place of the column that is asked for: the accounts of the year, or the year of the budget."""
    names = [head.name for head in printed.heads]
    return names.index(str(year)) if str(year) in names else 0


def _read(printed: Printed, year: int) -> dict[str, object]:
    from styring.kernel.amounts import kroner

    main = _main(printed, year)
    return {
        "id": printed.id,
        "title": printed.title,
        "authority": printed.authority,
        "columns": [{"name": head.name, "title": head.title, "year": head.year} for head in printed.heads],
        "lines": [
            {
                "post": ".".join([line.post, *line.words.values()])
                if line.kind == "part" and line.words
                else line.post,
                "label": line.label,
                "kind": line.kind,
                "amount": kroner(line.amounts[main]),
                "amounts": [kroner(amount) for amount in line.amounts],
            }
            for line in printed.lines
        ],
    }


def _print(found: Iterable[Printed]) -> None:
    for one in found:
        print(f"{one.title}, {one.authority}. Kroner.")
        print(f"{'':<86}" + "".join(f"{head.title:>28}" for head in one.heads))
        for line in one.lines:
            print(f"{line.post:>9}  {line.label:<75}" + "".join(f"{_written(amount):>28}" for amount in line.amounts))
        print()


def _written(amount: int) -> str:
    from styring.kernel.amounts import kroner

    whole, _dot, rest = kroner(abs(amount)).partition(".")
    return f"{'-' if amount < 0 else ''}{int(whole):,}".replace(",", " ") + f",{rest}"
