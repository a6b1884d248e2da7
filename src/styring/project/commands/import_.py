"""Take in a file: accounts, a budget or another kind; checked line by line, all of it or nothing.

The same file again changes nothing. A corrected file takes over the months it covers.
Columns of each kind are shown on the upload page, /okonomi/innlesing/, and in the user guide.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from styring.accounts.models import User
    from styring.imports.kit import FoundFault
    from styring.imports.models import Batch, Fault
    from styring.kernel.authority import Action

SHOWN = 50


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring import``."""
    parser.add_argument("kind", help="what it is: ledger, budget …")
    parser.add_argument("file", type=Path, help="CSV or XLSX")
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="the accounting or budget year")
    parser.add_argument("--profile", default="", metavar="NAME", help="the layout, such as wide-months (else seen)")
    parser.add_argument("--unit", default="", metavar="CODE", help="the unit of a file without units (else the top)")
    parser.add_argument("--decided-on", type=date.fromisoformat, metavar="DAY", help="budget: when it was adopted")
    parser.add_argument("--case", default="", metavar="CASE", help="budget: the case, such as «KST 118/25»")
    parser.add_argument("--reason", default="", metavar="TEXT", help="budget: why an adopted one is replaced")
    parser.add_argument("--by", metavar="USERNAME", help="who takes it in (else the first who may)")


def run(chosen: argparse.Namespace) -> int:
    """Take it in, and say what came of it."""
    from styring.imports.importers import UNCHANGED, Incoming, RefusedError, import_file
    from styring.imports.kit import kind_named

    options = {name: value for name in ("profile", "unit", "reason") if (value := getattr(chosen, name))}
    options |= {"decision": chosen.case} if chosen.case else {}
    options |= {"decided_on": chosen.decided_on.isoformat()} if chosen.decided_on else {}
    incoming = Incoming(chosen.kind, chosen.year, chosen.file, chosen.file.name, options)
    actor = _actor(chosen.by, kind_named(chosen.kind).action)
    try:
        batch, is_new = import_file(actor, incoming)
    except RefusedError as refused:
        say_faults(refused.batch.faults.all(), refused.batch.faults_found)
        raise
    print(_said(batch) if is_new else UNCHANGED)
    return 0


def say_faults(faults: Iterable[Fault | FoundFault], count: int) -> None:
    """Write faults on standard error, a line each."""
    for fault in list(faults)[:SHOWN]:
        place = ", ".join(filter(None, (f"linje {fault.line}" if fault.line else "", fault.column)))
        value = f" (står: «{fault.value}»)" if fault.value else ""
        said = " ".join(part % fault.parts if fault.parts else part for part in (fault.reason, fault.advice) if part)
        print(f"{place}: {said}{value}".removeprefix(": "), file=sys.stderr)
    if count > SHOWN:
        print(f"… og {count - SHOWN} feil til.", file=sys.stderr)


def _actor(username: str | None, action: Action) -> User:
    from styring.access.models import Grant
    from styring.access.queries import person_by_username
    from styring.accounts.models import User
    from styring.kernel.authority import may
    from styring.kernel.clock import today
    from styring.kernel.errors import NotAllowedError

    if username:
        return person_by_username(username)
    with_roles = Grant.objects.valid_on(today()).exclude(user=None).values("user")
    for person in User.objects.filter(pk__in=with_roles).order_by("pk"):
        if may(person, action):
            return person
    msg = "Ingen her har rett til å lese inn dette. Gi noen rollen controller, eller si hvem med --by."
    raise NotAllowedError(msg)


def _said(batch: Batch) -> str:
    from styring.kernel.amounts import kroner

    lines = [f"Innlesing {batch.pk}: {batch.title}. {batch.lines_taken} linjer, sum {kroner(batch.amount)} kr."]
    for entry in [*batch.result.get("notes", []), *batch.result.get("checks", [])]:
        said = entry["text"] % entry["parts"] if entry.get("parts") else entry["text"]
        value = kroner(entry["amount"]) + " kr" if "amount" in entry else str(entry.get("value", ""))
        mark = "" if entry.get("ok", True) else "Se etter: "
        lines.append(f"  {mark}{said}{': ' + value if value else ''}")
    return "\n".join(lines)
