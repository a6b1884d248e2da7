from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Layer
from styring.organisation.tests.factories import UnitFactory
from styring.project.commands import import_

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

BUDGET = "aar;kontoklasse;enhet;funksjon;art;belop\n2025;1;E1;202;010;1200,50\n2025;1;E1;202;600;-200\n"


def taken_in(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_.add_to(parser)
    return import_.run(parser.parse_args(words))


def test_a_budget_has_the_day_and_the_case_of_its_decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    top = UnitFactory.create(code="TOPP")
    UnitFactory.create(code="E1", parent=top)
    by, file = user_with(Role.CONTROLLER, top).username, tmp_path / "budsjett.csv"
    file.write_text(BUDGET)
    decision = ("--decided-on", "2024-12-11", "--case", "KST 118/24")
    assert taken_in("budget", str(file), "--year", "2025", "--by", by, *decision) == 0
    layer = Layer.objects.get()
    assert (str(layer.decided_on), layer.decision) == ("2024-12-11", "KST 118/24")
    assert "2 linjer" in capsys.readouterr().out
