"""``styring forecast``: what is suggested for a unit, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from styring.budget.tests.factories import LayerFactory, budgeted, spent
from styring.organisation.tests.factories import UnitFactory
from styring.project.commands import main

if TYPE_CHECKING:
    from styring.organisation.models import Unit


@pytest.fixture
def unit(db: None) -> Unit:
    made: Unit = UnitFactory.create(code="E1", parent=UnitFactory.create(code="TOPP"))
    budgeted(LayerFactory.create(), made, 12_000_000_00)
    for month in range(1, 11):
        spent(made, month, 1_100_000_00)
    return made


def test_command_prints_the_suggestion(unit: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", "--unit", "E1", "--period", "2026-10", "--format", "json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["forecast"], read["parts"]["booked"]) == ("13181818.18", "11000000.00")
    assert read["width"] == {"from": "shipped", "held": None, "of": None}
    assert [group["group"] for group in read["groups"]] == ["wages"]
    assert main(["forecast", "--unit", "E1", "--period", "2026-10"]) == 0
    assert "13181818.18" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--unit", "X", "--period", "2026-10"], ["--unit", "E1", "--period", "2026-13"]])
def test_command_says_what_is_wrong(unit: Unit, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", *words]) == 1
    assert capsys.readouterr().err


@pytest.mark.django_db
def test_unit_with_nothing_has_no_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    UnitFactory.create(code="TOPP")
    assert main(["forecast", "--unit", "TOPP", "--period", "2026-10"]) == 1
    assert "verken budsjett eller regnskap" in capsys.readouterr().err
