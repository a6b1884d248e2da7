"""Write the report files of KOSTRA's accounts (0A and 0B), and hold such a file against the national control.

export   writes a file of 48-character records from what is taken in
check    lists what the control says; 1 when something hinders the file from being sent in
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from styring.ledger.rules.kostra.control import Finding


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring kostra``."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    export = actions.add_parser("export", help="write a report file")
    export.add_argument("--year", type=int, required=True, metavar="Y", help="the accounting year")
    export.add_argument("--form", choices=["0A", "0B"], required=True, help="0A the accounts, 0B the balance")
    export.add_argument("--quarter", default=" ", choices=["1", "2", "3", "4"], help="to its end (else the whole year)")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")
    check = actions.add_parser("check", help="hold a file against the national control")
    check.add_argument("file", type=Path, metavar="FILE", help="a file 0A or 0B")
    check.add_argument("--form", default="", choices=["0A", "0B"], help="what it should be (else as most lines say)")
    check.add_argument("--year", type=int, default=0, metavar="Y", help="the year it should be of (else likewise)")
    check.add_argument("--region", default="", metavar="R", help="the region, six figures (else likewise)")
    check.add_argument("--quarter", default="", choices=["1", "2", "3", "4"], help="of a quarter (else likewise)")
    check.add_argument("--format", choices=["text", "json"], default="text", help="text (else) or json")


def run(chosen: argparse.Namespace) -> int:
    """Write or check."""
    return _export(chosen) if chosen.action == "export" else _check(chosen)


def _export(chosen: argparse.Namespace) -> int:
    from styring.ledger.exporters import kostra_report

    report = kostra_report(chosen.form, chosen.year, chosen.quarter)
    chosen.out.write_text(report.text, encoding="latin-1", newline="\n")
    print(f"{report.lines} linjer er skrevet til {chosen.out}.")
    if report.hindering:
        print(f"{report.hindering} funn hindrer innsending. Se dem med «styring kostra check».", file=sys.stderr)
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from styring.ledger.rules.kostra.control import LARGEST_FILE, Given, control

    with chosen.file.open("rb") as file:
        text = file.read(LARGEST_FILE + 1).decode("latin-1")
    found = control(text, Given(chosen.form, chosen.year, chosen.region, chosen.quarter))
    if chosen.format == "json":
        print(json.dumps({"findings": [_read(finding) for finding in found]}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            where = f"linje {finding.line}: " if finding.line else ""
            print(f"{finding.severity.value:<8}{finding.rule}  {where}{finding}")
        print(f"{len(found)} funn." if found else "Ingen funn.")
    return 1 if any(finding.hinders for finding in found) else 0


def _read(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "line": finding.line,
        "message": str(finding),
        "account": str(finding.account) if finding.account else None,
        "advice": finding.advice,
    }
