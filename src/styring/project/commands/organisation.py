"""Write the organisation to a file, or take it in from one: YAML, XLSX, CSV (one table) or ZIP with CSV files.

Everything that the file names becomes as the file says; what it does not name stays. All of it is taken in, or
nothing. The same file again changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from styring.organisation.importers import Outcome


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring organisation``."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    export = actions.add_parser("export", help="write the organisation, with its history, to a file")
    export.add_argument("file", type=Path, help="where to write; .yaml, .xlsx or .zip (with CSV files)")
    take_in = actions.add_parser("import", help="take the organisation in from a file")
    take_in.add_argument("file", type=Path, help=".yaml, .xlsx, .csv or .zip")
    take_in.add_argument("--by", metavar="USERNAME", required=True, help="the administrator who takes it in")
    take_in.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")


def run(chosen: argparse.Namespace) -> int:
    """Write or take in."""
    return _export(chosen.file) if chosen.action == "export" else _import(chosen)


def _export(file: Path) -> int:
    from styring.organisation.exporters import organisation_file

    ending = file.suffix.lstrip(".").lower()
    file.write_bytes(organisation_file({"zip": "csv", "yml": "yaml"}.get(ending, ending)))
    print(f"Organisasjonen er skrevet til {file}.")
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from styring.accounts.models import User
    from styring.organisation.importers import import_organisation_file

    actor = User.objects.filter(username=chosen.by).first()
    if actor is None:
        print(f"Det finnes ingen med brukernavnet «{chosen.by}».", file=sys.stderr)
        return 1
    content = chosen.file.read_bytes()
    outcome = import_organisation_file(actor=actor, name=chosen.file.name, content=content, keep=not chosen.dry_run)
    return _said(outcome, tried=chosen.dry_run)


def _said(outcome: Outcome, *, tried: bool) -> int:
    for fault in outcome.faults:
        place = ", ".join(filter(None, (fault.file, f"linje {fault.line}" if fault.line else "", fault.column)))
        value = f" (står: «{fault.value}»)" if fault.value else ""
        print(f"{place}: {fault.reason % fault.parts}{value} {fault.advice % fault.parts}", file=sys.stderr)
    if outcome.faults:
        print(f"{len(outcome.faults)} feil. Ingenting er endret.", file=sys.stderr)
        return 1
    if outcome.left_out:
        print(f"{outcome.left_out} ansvar var ute av bruk før kommunen begynner her, og er ikke med.")
    for change in outcome.changes:
        print(f"{'ny' if change.is_new else 'endret'} i {change.table}: {change.thing}")
    if not outcome.changes:
        print(f"Alt er som før. {outcome.unchanged} rader er like, ingenting er endret.")
    elif tried:
        print(f"{len(outcome.changes)} endringer ville blitt gjort, {outcome.unchanged} rader er som før.")
    else:
        print(f"{len(outcome.changes)} endringer er gjort, {outcome.unchanged} rader er som før.")
    return 0
