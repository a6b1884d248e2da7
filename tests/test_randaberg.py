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


def styring(data: Path, *words: str) -> str:
    """Run a command as one types it, in an installation of its own; what it prints."""
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, "-m", "styring", "--data", str(data), *words],
        env={**environment, "PYTHONPATH": str(SOURCE)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def amounts(printed: str) -> dict[tuple[str, str], str]:
    read: dict[str, Any] = json.loads(printed)
    return {(known["id"], line["post"]): line["amount"] for known in read["statements"] for line in known["lines"]}


def test_the_commands_of_the_tutorial_give_the_golden_figures(tmp_path: Path) -> None:
    found = ("--name", "Randaberg kommune", "--number", "1127", "--administrator", "sjef", "--controller", "okonomi")
    taken_in = ("import", "ledger", str(LEDGER), "--year", "2025", "--profile", "wide-months")
    styring(tmp_path, "found", *found)
    assert "10344 linjer" in styring(tmp_path, *taken_in)
    assert "Ingenting er endret" in styring(tmp_path, *taken_in)
    assert "lik summen av linjene" in styring(tmp_path, "ledger", "verify")
    stored = amounts(styring(tmp_path, "statements", "--year", "2025", "--format", "json"))
    straight = styring(tmp_path, "statements", "--ledger", str(LEDGER), "--year", "2025", "--format", "json")
    assert stored == amounts(straight)
    assert GOLDEN.items() <= stored.items()
