from __future__ import annotations

import json

import pytest

from styring.project.commands import main
from styring.reporting.tests.factories import a_line

pytestmark = pytest.mark.django_db


def test_command_line_counts_each_level(capsys: pytest.CaptureFixture[str]) -> None:
    a_line()
    assert main(["rounds", "status", "--period", "2026-10", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["period"] == "2026-M10"
    assert [(level["expected"], level["delivered"]) for level in told["levels"]] == [(1, 0), (1, 0), (1, 0), (2, 0)]


def test_command_line_says_that_there_is_no_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rounds", "status", "--period", "2026-10"]) == 1
    assert "ingen rapporteringsrunde" in capsys.readouterr().err
