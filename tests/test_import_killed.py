"""An import whose process is killed in the middle leaves nothing that counts, and can be done again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parent.parent / "src"
LINES = 300_000
PATIENCE = 60
KILLED_WHILE_POSTING = """
import argparse, os, signal, sys
import django
django.setup()
from styring.imports import services
from styring.project.commands import import_

def die(**said):
    if said["verb"] == "imports.batch.posted":  # the last thing before the transaction is committed
        os.kill(os.getpid(), signal.SIGKILL)

services.record = die
parser = argparse.ArgumentParser()
import_.add_to(parser)
import_.run(parser.parse_args(sys.argv[1:]))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A new installation with somebody who may take in accounts."""
    folder = tmp_path / "data"
    styring(
        folder, "found", "--name", "Prøve", "--number", "9999", "--administrator", "sjef", "--controller", "okonomi"
    )
    return folder


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    """Takes in a long file."""
    file = tmp_path / "hovedbok.csv"
    row = "{};1;258;{};1,00\n"
    file.write_text(
        "maaned;kontoklasse;funksjon;art;belop\n"
        + "".join(row.format(n * 12 // LINES + 1, ("010", "040", "090")[n % 3]) for n in range(LINES))
    )
    return "ledger", str(file), "--year", "2026", "--format", "json"


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    ours = {"PYTHONPATH": str(SOURCE), "STYRING_DATA": str(data), "DJANGO_SETTINGS_MODULE": "styring.project.settings"}
    return {**kept, **ours}


def styring(data: Path, *said: str) -> str:
    words = [sys.executable, "-m", "styring", *said]
    done = subprocess.run(words, env=environment(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(data: Path, question: str) -> list[Any]:
    with sqlite3.connect(data / "styring.sqlite3", timeout=PATIENCE) as database:
        return database.execute(question).fetchall()


def killed_while_reading(data: Path, *said: str) -> None:
    """Start a command, and kill it when some lines are written, without a word of warning."""
    words = [sys.executable, "-m", "styring", "import", *said]
    process = subprocess.Popen(words, env=environment(data), stdout=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    while not asked(data, "SELECT 1 FROM ledger_posting LIMIT 1"):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def killed_while_posting(data: Path, *said: str) -> None:
    """Run a command that is killed when all months are made to count, but the transaction has not ended."""
    words = [sys.executable, "-c", KILLED_WHILE_POSTING, *said]
    done = subprocess.run(words, env=environment(data), capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_killed_while_reading_nothing_counts_and_what_was_written_is_cleared_away(
    data: Path, command: tuple[str, ...]
) -> None:
    killed_while_reading(data, *command)
    assert asked(data, "SELECT state FROM imports_batch") == [("reading",)]
    assert asked(data, "SELECT count(*) FROM ledger_delivery WHERE is_live") == [(0,)]
    asked(data, "UPDATE imports_batch SET seen_at = '2026-01-01 00:00:00'")
    assert json.loads(styring(data, "import", *command))["lines_posted"] == LINES
    assert asked(data, "SELECT state FROM imports_batch ORDER BY id") == [("broken_off",), ("posted",)]
    assert asked(data, "SELECT count(*), sum(amount) FROM ledger_posting") == [(LINES, 100 * LINES)]
    styring(data, "ledger", "verify")


def test_killed_while_posting_nothing_counts_and_it_can_be_done_again(data: Path, command: tuple[str, ...]) -> None:
    killed_while_posting(data, *command)
    assert asked(data, "SELECT state FROM imports_batch") == [("ready",)]
    assert asked(data, "SELECT count(*) FROM ledger_delivery WHERE is_live") == [(0,)]
    assert json.loads(styring(data, "import", *command))["lines_posted"] == LINES
    assert asked(data, "SELECT sum(amount) FROM ledger_balance b JOIN ledger_delivery d ON d.id = b.delivery_id"
                       " WHERE d.is_live") == [(100 * LINES,)]  # fmt: skip
    styring(data, "ledger", "verify")
