from __future__ import annotations

import json
from typing import Any

import pytest

from styring.budget.tests.programme import a_house
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory
from styring.project.commands import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, dict[str, Any]]:
    assert main(["statements", *words, "--format", "json"]) == 0
    return {found["id"]: found for found in json.loads(capsys.readouterr().out)["statements"]}


def line(statement: dict[str, Any], post: str) -> dict[str, Any]:
    return next(found for found in statement["lines"] if found["post"] == post)


@pytest.mark.parametrize("name", ["forslag", "2027-forslag"])
def test_statements_of_a_layer_have_each_of_its_years(capsys: pytest.CaptureFixture[str], name: str) -> None:
    a_house()
    found = said(capsys, "--year", "2027", "--layer", name)
    assert list(found) == ["5-4-1", "5-4-2", "5-5-1", "5-5-2", "5-6", "5-7"]
    assert [column["year"] for column in found["5-4-1"]["columns"]] == [2027, 2028, 2029, 2030]
    assert line(found["5-4-1"], "6")["amount"] == "198000.00"
    assert line(found["5-4-2"], "P1")["amounts"] == ["99000.00"] * 4


def test_the_amount_is_that_of_the_year_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    a_house()
    found = said(capsys, "--year", "2029", "--layer", "2027-forslag", "--statement", "5-6")
    assert list(found) == ["5-6"]
    assert line(found["5-6"], "10")["amount"] == line(found["5-6"], "10")["amounts"][2]


def test_accounts_have_the_columns_of_the_regulation(capsys: pytest.CaptureFixture[str]) -> None:
    house = a_house()
    delivery = DeliveryFactory.create(year=2026, month=12)
    BalanceFactory.create(delivery=delivery, combination__unit=house.school, amount=175_000_00)
    found = said(capsys, "--year", "2026", "--accounts")
    names = [column["name"] for column in found["5-4-1"]["columns"]]
    assert names == ["accounts", "revised", "adopted", "last_year"]
    assert line(found["5-4-1"], "6")["amounts"] == ["175000.00", "180000.00", "180000.00", "0.00"]
    assert line(found["5-9-drift"], "18")["amount"] == "-175000.00"


def test_statements_in_words_say_where_the_law_asks_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    a_house()
    assert main(["statements", "--year", "2027", "--layer", "forslag", "--statement", "5-4-2"]) == 0
    assert "§ 5-4 andre ledd. Kroner." in capsys.readouterr().out


@pytest.mark.parametrize("words", [("--layer", "annet"), ("--accounts", "--statement", "5-8")])
def test_what_cannot_be_made_is_said(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert main(["statements", "--year", "2027", *words]) == 1
    assert capsys.readouterr().err
