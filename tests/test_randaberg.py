"""Real accounts give the figures that are known to be right, to the øre; runs where the files are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from styring.ledger.importers.tallying import sums_of_file
from styring.ledger.rules.statements import compute, definition

SHARED = Path(__file__).parents[2] / "shared" / "data"
REAL = Path(os.environ.get("STYRING_REAL_DATA", SHARED)) / "randaberg"
LEDGER = REAL / "regnskap_2025_funksjon_art_mnd.csv"
SOURCE = Path(__file__).parent.parent / "src"
GOLDEN = {
    ("5-4-1", "6"): "953421711.23",
    ("5-4-1", "15"): "56251167.79",
    ("5-4-1", "17"): "25753271.97",
    ("5-4-1", "25"): "0.00",
    ("5-5-1", "27"): "-9652936.75",
    ("5-6", "9"): "1351343312.41",
    ("5-6", "24"): "25753271.97",
    ("5-6", "32"): "0.00",
}
pytestmark = pytest.mark.skipif(not LEDGER.exists(), reason=f"the accounts of Randaberg 2025 are not in {REAL}")


def test_statements_straight_from_the_file() -> None:
    sums, faults = sums_of_file(LEDGER, 2025)
    assert faults.kept == []
    for (statement, post), amount in GOLDEN.items():
        computed = {line.post: line.amount for line in compute(definition(statement, 2025), sums)}
        assert computed[post] == int(amount.replace(".", "")), (statement, post)


def styring(data: Path, *words: str, status: int = 0) -> str:
    """Run a command as one types it, in an installation of its own; what it prints."""
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, "-m", "styring", "--data", str(data), *words],
        env={**environment, "PYTHONPATH": str(SOURCE)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stdout


def amounts(printed: str) -> dict[tuple[str, str], str]:
    read: dict[str, Any] = json.loads(printed)
    return {(known["id"], line["post"]): line["amount"] for known in read["statements"] for line in known["lines"]}


def test_the_commands_of_the_tutorial_give_the_golden_figures(tmp_path: Path) -> None:
    found = ("--name", "Randaberg kommune", "--number", "1127", "--administrator", "sjef", "--controller", "okonomi")
    taken_in = ("import", "ledger", str(LEDGER), "--year", "2025", "--profile", "wide-months")
    centres = ("organisation", "import", str(REAL / "organisasjon_ansvar.csv"), "--by", "sjef")
    styring(tmp_path, "found", *found, "--since", "2025-01-01")
    assert "184 endringer er gjort" in styring(tmp_path, *centres)
    assert "Alt er som før" in styring(tmp_path, *centres)
    assert "10344 linjer" in styring(tmp_path, *taken_in)
    assert "Ingenting er endret" in styring(tmp_path, *taken_in)
    assert "lik summen av linjene" in styring(tmp_path, "ledger", "verify")
    stored = amounts(styring(tmp_path, "statements", "--year", "2025", "--format", "json"))
    straight = styring(tmp_path, "statements", "--ledger", str(LEDGER), "--year", "2025", "--format", "json")
    assert amounts(straight).items() <= stored.items()
    assert GOLDEN.items() <= stored.items()


BALANCE = REAL / "balanse_2025_kapittel_sektor.csv"


def findings(printed: str) -> list[tuple[str, str, str]]:
    return [(found["rule"], found["severity"], found["account"]) for found in json.loads(printed)["findings"]]


def test_report_files_of_kostra_are_those_that_were_worked_out(tmp_path: Path) -> None:
    found = ("--name", "Randaberg kommune", "--number", "1127", "--administrator", "sjef", "--controller", "okonomi")
    styring(tmp_path, "found", *found)
    styring(tmp_path, "import", "ledger", str(LEDGER), "--year", "2025", "--profile", "wide-months")
    balance = tmp_path / "balanse.csv"
    kept = [line for line in BALANCE.read_text(encoding="utf-8").splitlines() if ",5950," not in line]
    balance.write_text("\n".join(kept), encoding="utf-8")
    styring(tmp_path, "import", "balance", str(balance), "--year", "2025")
    stated = amounts(styring(tmp_path, "statements", "--year", "2025", "--statement", "5-8", "--format", "json"))
    # The file lacks 0.34 kr, as the investment accounts do, and the chapter 5950 that is left out has 0.38.
    assert (stated["5-8", "EIENDELER"], stated["5-8", "EK_GJELD"]) == ("4014122004.56", "4014122003.84")
    for form, lines in (("0A", 1445), ("0B", 40)):
        out = tmp_path / form
        printed = styring(tmp_path, "kostra", "export", "--year", "2025", "--form", form, "--out", str(out))
        assert f"{lines} linjer" in printed
    assert findings(styring(tmp_path, "kostra", "check", str(tmp_path / "0A"), "--format", "json", status=1)) == [
        ("065", "ERROR", "0.880.980"),
        *[("045", "INFO", f"0.{account}") for account in ("100.529", "100.970", "121.100", "121.429")],
    ]
    assert findings(styring(tmp_path, "kostra", "check", str(tmp_path / "0B"), "--format", "json")) == []
    records = (tmp_path / "0A").read_text(encoding="latin-1").splitlines()
    assert "0A2025 112700                  1120 010    24584" in records
    drift = [int(record[39:]) for record in records if record[31] == "1"]
    assert (sum(drift), sum(int(record[39:]) for record in records if record[31] == "0")) == (17, 3)
