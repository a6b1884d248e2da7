"""Take in a file: accounts, a budget or another kind; checked line by line, all of it or nothing.

The same file again changes nothing. A corrected file takes over the months it covers. With --dry-run the file is read
and checked, and nothing counts. Exit status 0 only when the file is without faults.
Columns of each kind are shown on the upload page, /okonomi/innlesing/, and in the user guide.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    parser.add_argument("--dry-run", action="store_true", help="read and check only")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say what came of it")
    parser.add_argument("--by", metavar="USERNAME", help="who takes it in (else the first who may)")


def run(chosen: argparse.Namespace) -> int:
    """Take it in, and say what came of it."""
    from styring.imports.importers import Incoming, RefusedError, import_file
    from styring.imports.kit import kind_named

    options = {name: value for name in ("profile", "unit", "reason") if (value := getattr(chosen, name))}
    options |= {"decision": chosen.case} if chosen.case else {}
    options |= {"decided_on": chosen.decided_on.isoformat()} if chosen.decided_on else {}
    incoming = Incoming(chosen.kind, chosen.year, chosen.file, chosen.file.name, options)
    actor = _actor(chosen.by, kind_named(chosen.kind).action)
    try:
        batch, is_new = import_file(actor, incoming, is_trial=chosen.dry_run)
    except RefusedError as refused:
        if chosen.format == "json":
            print(_as_json(refused.batch, "refused"))
        say_faults(refused.batch.faults.all(), refused.batch.faults_found)
        raise
    state = ("read" if chosen.dry_run else "posted") if is_new else "unchanged"
    print(_as_json(batch, state) if chosen.format == "json" else _said(batch, state))
    return 0


def _as_json(batch: Batch, state: str) -> str:
    """What came of a file, for machines; amounts in kroner with two decimals."""
    import json

    from styring.kernel.amounts import kroner

    is_posted = state == "posted"
    found = {
        "state": state,
        "batch": batch.pk,
        "year": batch.year,
        "months": batch.result.get("months", []),
        "profile": batch.result.get("layout", ""),
        "encoding": batch.result.get("encoding", ""),
        "lines_read": batch.lines_read,
        "lines_posted": batch.lines_taken if is_posted else 0,
        "lines_ready": 0 if is_posted else batch.lines_taken,
        "lines_replaced": batch.result.get("lines_replaced", 0) if is_posted else 0,
        "sum": kroner(batch.amount),
        "faults_found": batch.faults_found,
        "refused": [_fault(fault) for fault in batch.faults.all()],
        "checks": [{"text": _filled(each), "ok": each.get("ok", True)} for each in batch.result.get("checks", [])],
        "notes": [_filled(each) for each in batch.result.get("notes", [])],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _fault(fault: Fault) -> dict[str, object]:
    advice = fault.advice % fault.parts if fault.parts else fault.advice
    where = {"line": fault.line, "column": fault.column, "value": fault.value}
    return {**where, "reason": str(fault), "advice": advice}


def _filled(entry: dict[str, Any]) -> str:
    text: str = entry["text"]
    return text % entry["parts"] if entry.get("parts") else text


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


def _said(batch: Batch, state: str) -> str:
    from styring.imports.importers import UNCHANGED
    from styring.kernel.amounts import kroner

    if state == "unchanged":
        return UNCHANGED
    lines = [f"Innlesing {batch.pk}: {batch.title}. {batch.lines_taken} linjer, sum {kroner(batch.amount)} kr."]
    if state == "read":
        lines.append("  Bare prøvd: ingenting er tatt i bruk.")
    for entry in [*batch.result.get("notes", []), *batch.result.get("checks", [])]:
        value = kroner(entry["amount"]) + " kr" if "amount" in entry else str(entry.get("value", ""))
        mark = "" if entry.get("ok", True) else "Se etter: "
        lines.append(f"  {mark}{_filled(entry)}{': ' + value if value else ''}")
    return "\n".join(lines)
