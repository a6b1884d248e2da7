from __future__ import annotations

import zipfile
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import LayerKind, LayerState, SentSheet
from styring.budget.queries import state_of
from styring.budget.tests.factories import LayerFactory, budgeted, spent
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpResponse
    from django.test import Client

    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db
PAGE = "/okonomi/ark/E1/"
AMOUNT = 7
"""The place of 2026, the only year of the draft in these tests."""


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    made: Unit = UnitFactory.create(code="E1", name="Vest", parent=UnitFactory.create(code="K1"))
    return made


@pytest.fixture
def draft(unit: Unit) -> Layer:
    made: Layer = LayerFactory.create(kind=LayerKind.SUPPLEMENT, state=LayerState.DRAFT, decided_on=None)
    budgeted(made, unit, 300_000_00)
    budgeted(made, unit, 100_000_00, art="120")
    spent(unit, 3, 77_00, year=2025)
    return made


@pytest.fixture
def controller(client: Client, draft: Layer, unit: Unit) -> Client:
    client.force_login(user_with(Role.CONTROLLER, unit))
    return client


def downloaded(client: Client) -> list[list[Any]]:
    content = client.get(f"{PAGE}?format=xlsx").content
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def written(rows: list[list[Any]], formulas: dict[tuple[int, int], tuple[str, Any]] | None = None) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(line, place, cell)
        for (line, place), (formula, value) in (formulas or {}).items():
            page.write_formula(line, place, formula, None, value)
    return content.getvalue()


def send(client: Client, content: bytes, name: str = "ark.xlsx") -> HttpResponse:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})  # type: ignore[return-value]  # Django's own


def amounts(draft: Layer) -> dict[str, int]:
    return {key.art: amount for key, amount in state_of(draft).items()}


def test_the_sheet_has_what_was_what_is_and_sums(controller: Client) -> None:
    head, first, *rest = downloaded(controller)
    assert head[0].startswith("styringshjulet:2026-lag-")
    assert first[:4] == ["202.010.", "202", "010", ""]
    assert first[5:8] == [77.0, 0.0, 300_000.0]
    assert rest[-1][AMOUNT] == 400_000.0


def test_a_filled_in_sheet_is_shown_before_it_counts(controller: Client, draft: Layer) -> None:
    rows = downloaded(controller)
    rows[1][AMOUNT], rows[2][AMOUNT] = 250_000, 150_000
    response = send(controller, written(rows))
    assert response.status_code == HTTPStatus.FOUND
    assert amounts(draft) == {"010": 300_000_00, "120": 100_000_00}
    page = controller.get(response["Location"]).content.decode()
    assert "−50" in page
    controller.post(response["Location"], {"act": "use"})
    assert amounts(draft) == {"010": 250_000_00, "120": 150_000_00}


def test_a_second_sheet_replaces_the_first(controller: Client, draft: Layer) -> None:
    for amount in (250_000, 260_000):
        rows = downloaded(controller)
        rows[1][AMOUNT], rows[2][AMOUNT] = amount, 400_000 - amount
        controller.post(send(controller, written(rows))["Location"], {"act": "use"})
    assert draft.changes.count() == 1
    assert amounts(draft)["010"] == 260_000_00


def test_a_new_account_is_typed_on_an_empty_row(controller: Client, draft: Layer) -> None:
    rows = downloaded(controller)
    rows[3][1], rows[3][2], rows[3][AMOUNT] = "202", "370", "1 000,50"
    controller.post(send(controller, written(rows))["Location"], {"act": "use"})
    assert amounts(draft)["370"] == 1_000_50


def cell(line: int, place: int, value: Any) -> Callable[[list[list[Any]]], None]:
    def change(rows: list[list[Any]]) -> None:
        rows[line][place] = value

    return change


def new_row(function: str, art: str, amount: object) -> Callable[[list[list[Any]]], None]:
    def change(rows: list[list[Any]]) -> None:
        rows[3][1], rows[3][2], rows[3][AMOUNT] = function, art, amount

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (cell(1, AMOUNT, "mye"), "er ikke et beløp"),
        (cell(1, AMOUNT, "#REF!"), "er ikke et beløp"),
        (cell(1, AMOUNT, "9" * 99), "Beløpet er over 1000 milliarder"),
        (cell(1, 0, "tull"), "Nøkkelen i den skjulte kolonnen er borte"),
        (cell(2, 0, "202.010."), "Kontoen står to ganger"),
        (cell(0, 0, "noe annet"), "er ikke et budsjettark herfra"),
        (cell(0, 0, "styringshjulet:2026-lag:E9:0"), "Send det inn på siden"),
        (cell(0, AMOUNT, "2031"), "Kolonnen «2026» mangler"),
        (new_row("999", "010", 5), "Funksjonen «999» finnes ikke"),
        (new_row("202", "270", 5), "Arten «270» finnes ikke"),
        (new_row("", "", 5), "Skriv funksjon og art"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column_and_nothing_is_kept(
    controller: Client, change: Callable[[list[list[Any]]], None], words: str
) -> None:
    rows = downloaded(controller)
    change(rows)
    response = send(controller, written(rows))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in response.content.decode()
    assert not SentSheet.objects.exists()


@pytest.mark.parametrize("content", [b"ikke et ark", b"", b"PK\x03\x04tull", b"\xd0\xcf\x11\xe0gammelt"])
def test_other_files_are_refused(controller: Client, content: bytes) -> None:
    assert send(controller, content).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SentSheet.objects.exists()


def test_a_formula_with_a_value_is_used_and_told_of(controller: Client, draft: Layer) -> None:
    content = written(downloaded(controller), {(1, AMOUNT): ("=250000+1", 250_001)})
    response = send(controller, content)
    assert "har en formel" in controller.get(response["Location"]).content.decode()
    controller.post(response["Location"], {"act": "use"})
    assert amounts(draft)["010"] == 250_001_00


def test_a_formula_without_a_value_is_refused(controller: Client) -> None:
    response = send(controller, written(downloaded(controller), {(1, AMOUNT): ("=A1", "")}))
    assert "Formelen har ingen verdi" in response.content.decode()


def test_a_changed_key_cell_is_warned_of(controller: Client) -> None:
    rows = downloaded(controller)
    rows[1][2] = "099"
    page = controller.get(send(controller, written(rows))["Location"]).content.decode()
    assert "funksjon eller art er endret" in page


def test_a_draft_that_has_changed_since_must_be_accepted(controller: Client, draft: Layer, unit: Unit) -> None:
    rows = downloaded(controller)
    budgeted(draft, unit, 5_00, art="090")
    place = send(controller, written(rows))["Location"]
    assert "Utkastet er endret" in controller.get(place).content.decode()
    controller.post(place, {"act": "use"})
    assert "090" in amounts(draft)
    controller.post(place, {"act": "use", "stale": "1"})
    assert "090" not in amounts(draft)


def test_a_head_of_service_may_not_change_the_net(controller: Client, client: Client, draft: Layer, unit: Unit) -> None:
    rows = downloaded(controller)
    rows[1][AMOUNT] = 1
    place = send(controller, written(rows))["Location"]
    client.force_login(user_with(Role.HEAD_OF_SERVICE, unit))
    client.post(place, {"act": "use"})
    assert amounts(draft)["010"] == 300_000_00


def test_a_unit_leader_sends_in_but_does_not_put_to_use(client: Client, draft: Layer, unit: Unit) -> None:
    client.force_login(user_with(Role.UNIT_LEADER, unit))
    place = send(client, written(downloaded(client)))["Location"]
    assert client.post(place, {"act": "use"}).status_code == HTTPStatus.FORBIDDEN
    assert client.post(place, {"act": "discard"}).status_code == HTTPStatus.FOUND
    assert SentSheet.objects.get().state == "discarded"


def test_pages_of_sheets_hold_their_counts(controller: Client, assert_queries: AssertQueries) -> None:
    place = send(controller, written(downloaded(controller)))["Location"]
    with assert_queries("budget.sheet"):
        controller.get(PAGE)
    with assert_queries("budget.sent_sheet"):
        controller.get(place)


def test_a_bomb_is_refused(controller: Client, tmp_path: Path) -> None:
    packed = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert "urimelig stor" in send(controller, packed.read_bytes()).content.decode()
