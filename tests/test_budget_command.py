from __future__ import annotations

import json

import pytest

from styring.budget.models import ChangeKind
from styring.budget.services import set_amount
from styring.budget.tests.programme import a_house
from styring.project.commands import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


def test_budget_in_balance_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    a_house()
    status = main(["budget", "check", "--year", "2027", "--layer", "forslag", "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert (status, said["balanced"], said["may_be_adopted"]) == (0, True, True)
    assert [year["operating"] for year in said["years"]] == ["0.00"] * 4


def test_what_lacks_is_said_with_amount_and_law(capsys: pytest.CaptureFixture[str]) -> None:
    house = a_house()
    change = house.draft.changes.filter(kind=ChangeKind.BASE).first()
    assert change is not None
    set_amount(actor=house.planner, layer=house.draft, change=change, year=2028, amount=91_000_00)
    status = main(["budget", "check", "--year", "2027", "--layer", "2027-forslag", "--format", "json"])
    (found,) = json.loads(capsys.readouterr().out)["years"][1]["breaks"]
    assert (status, found["rule"], found["amount"]) == (1, "operating_lacks", "1000.00")
    assert found["law"] == "kommuneloven § 14-10"


def test_same_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    a_house()
    assert main(["budget", "check", "--year", "2027", "--layer", "forslag"]) == 0
    assert "2030  drift 0  investering 0" in capsys.readouterr().out


def test_unknown_budget_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["budget", "check", "--year", "2027", "--layer", "annet"]) == 1
    assert "finnes ikke" in capsys.readouterr().err
