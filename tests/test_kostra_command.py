"""The command and the page hand in the same file and say the same of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory
from styring.organisation.models import Municipality
from styring.organisation.tests.factories import UnitFactory
from styring.project.commands import main

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts() -> None:
    """March, with tax, and VAT compensation on a function where it may not be."""
    Municipality.objects.create(pk=1, name="Lindvik", number="9901")
    delivery = DeliveryFactory.create(year=2026, month=3)
    for account_class, function, art in (("1", "202", "010"), ("1", "800", "870"), ("0", "222", "729")):
        parts = {"account_class": account_class, "function": function, "art": art}
        sign = 1 if art == "010" else -1
        combination = {f"combination__{name}": value for name, value in parts.items()}
        BalanceFactory.create(delivery=delivery, amount=sign * 400_000_00, **combination)


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(("quarter", "words"), [("", []), ("1", ["--quarter", "1"])])
def test_command_and_page_give_the_same_file(tmp_path: Path, quarter: str, words: list[str]) -> None:
    path, client = tmp_path / "0A.txt", Client()
    assert main(["kostra", "export", "--year", "2026", "--form", "0A", "--out", str(path), *words]) == 0
    client.force_login(user_with(Role.CONTROLLER, UnitFactory.create()))
    page = client.get(f"/okonomi/kostra/2026/fil/?skjema=0A&kvartal={quarter}")
    assert page.content == path.read_bytes()
    assert page.content.startswith(f"0A2026{quarter or ' '}990100".encode())


@pytest.mark.usefixtures("accounts")
def test_command_and_page_find_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, client = tmp_path / "0A.txt", Client()
    main(["kostra", "export", "--year", "2026", "--form", "0A", "--quarter", "1", "--out", str(path)])
    capsys.readouterr()
    main(["kostra", "check", str(path), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    client.force_login(user_with(Role.CONTROLLER, UnitFactory.create()))
    page = client.get("/okonomi/kostra/2026/?kvartal=1").content.decode()
    assert {finding["rule"] for finding in found} >= {"060", "135"}
    assert all(f'<th scope="row">{finding["rule"]}</th>' in page for finding in found)
    assert page.count('<th scope="row">') == len(found)


@pytest.mark.usefixtures("accounts")
def test_a_quarter_that_has_not_come_is_said_to_be_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "0A.txt"
    assert main(["kostra", "export", "--year", "2026", "--form", "0A", "--quarter", "2", "--out", str(path)]) == 1
    assert "kvartalet" in capsys.readouterr().err
    assert not path.exists()
