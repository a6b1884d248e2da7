from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from styring.project.complaints import of_file

SOURCE = Path(__file__).parents[3]


def styring(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, without what this process was told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STYRING_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "-m", "styring", *words], env={**kept, "PYTHONPATH": str(SOURCE), **variables},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_help_tells_of_every_command() -> None:
    told = styring("--help")
    assert told.returncode == 0
    assert all(word in told.stdout for word in ("serve", "demo", "setup", "manage", "messages", "worker"))


@pytest.mark.parametrize("words", [["--data", "{}", "setup"], ["setup", "--data", "{}"], ["setup", "--data={}"]])
def test_data_folder_may_stand_anywhere(tmp_path: Path, words: list[str]) -> None:
    asked = [word.format(tmp_path / "here") for word in words]
    told = styring(*asked, DATABASE_URL="mysql://x")
    assert told.returncode == 1
    assert (tmp_path / "here" / "secret-key").exists()


@pytest.mark.parametrize(
    ("words", "variables", "told"),
    [
        (["setup"], {"STYRING_URL": "http://styring.no"}, "STYRING_URL er http://styring.no"),
        (["setup"], {"STYRING_SECRET_KEY": "kort"}, "STYRING_SECRET_KEY har 4 tegn"),
        (["setup"], {"STYRING_TODAY": "2026-11-06"}, "STYRING_TODAY holder klokka"),
        (["setup"], {"STYRING_MODE": "lek"}, "STYRING_MODE må være demo eller production"),
        (["demo", "load"], {"STYRING_MODE": "production"}, "er en virkelig installasjon"),
        (["dans"], {}, "«dans» er ikke en kommando. Velg blant audit, "),
        (
            ["serve", "--port", "abc"],
            {},
            "--port må være et helt tall, ikke «abc». Se «styring serve --help».",
        ),
        (["serve", "--port"], {}, "Det mangler noe etter --port."),
        (["serve", "--fort"], {}, "Dette hører ikke til her: --fort."),
        (["import", "ledger"], {}, "Det mangler noe: file, --year."),
        (["import", "budget", "x", "--year", "2026", "--decided-on", "i går"], {}, "--decided-on må være en dato som"),
        (
            ["statements", "--year", "2025", "--format", "pdf"],
            {},
            "--format kan ikke være «pdf». Velg blant text, json.",
        ),
        (["kostra", "check", "/nonexist.txt"], {}, "Filen «/nonexist.txt» finnes ikke. Se etter om navnet er riktig"),
        (["statements", "--year", "2025", "--ledger", "/a/b.csv"], {}, "Mappen «/a» finnes ikke."),
        (["statements", "--year", "2025", "--ledger", "/"], {}, "«/» er en mappe. Skriv navnet på en fil i den."),
    ],
)
def test_error_is_a_sentence(tmp_path: Path, words: list[str], variables: dict[str, str], told: str) -> None:
    answer = styring(*words, "--data", str(tmp_path), **variables)
    assert answer.returncode == 1
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "Du har ikke lov til å bruke «a.csv»."),
        (errno.ENOSPC, "Disken er full, så «a.csv» ble ikke skrevet."),
        (errno.EIO, "«a.csv» kan ikke brukes. Maskinen svarte: Input/output error."),
    ],
)
def test_fault_of_a_file_names_it(number: int, told: str) -> None:
    assert of_file(OSError(number, os.strerror(number), "a.csv")).startswith(told)


def test_fault_without_a_file_is_a_sentence_too() -> None:
    assert of_file(OSError(errno.EMFILE, "Too many open files")).startswith("Maskinen svarte: Too many open files.")


def test_log_is_json_with_a_request_id_and_nothing_of_people(tmp_path: Path) -> None:
    script = (
        "import logging, django; django.setup();"
        "logging.getLogger('styring.requests').info('request', extra={'status': 200, 'request': 'GET /?q=Kari'})"
    )
    kept = {
        "PYTHONPATH": str(SOURCE),
        "STYRING_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "styring.project.settings",
    }
    told = subprocess.run([sys.executable, "-c", script], env=kept, capture_output=True, text=True, check=True)
    line = json.loads(told.stderr)
    assert (line["level"], line["status"], line["request_id"]) == ("INFO", 200, "-")
    assert "Kari" not in told.stderr
