"""How the municipality's own files are laid out: made by a sample, kept under a name, chosen, changed and removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.imports.importers import Incoming, RefusedError, import_file
from styring.imports.models import Batch, SavedLayout
from styring.imports.services import remove_layout, save_layout
from styring.imports.tests.factories import SavedLayoutFactory
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.ledger.queries import Extent, actuals
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

ODD = "Uttrekk fra økonomi\nPer,Kst,Tj,Kto,Fri,Kr\n10,VEST,258,1010,Ola,-12.5\n10,VEST,258,1600,Kari,2.25\n"
"""A title, commas, other names, and income plus."""
COLUMNS = {"month": "per", "unit": "kst", "function": "tj", "account": "kto", "amount": "kr"}
SUMS = {("010",): 1250, ("600",): -225}


@pytest.fixture
def controller() -> User:
    top = UnitFactory.create(code="TOPP")
    UnitFactory.create(code="VEST", parent=top)
    return user_with(Role.CONTROLLER, top)


@pytest.fixture
def odd(controller: User) -> SavedLayout:
    return SavedLayoutFactory.create(name="eget", columns=COLUMNS, lines_above=1, is_turned=True, changed_by=controller)


def taken_in(actor: User, folder: Path, content: str = ODD, **options: str) -> tuple[Batch, bool]:
    path = folder / "uttrekk.csv"
    path.write_text(content, encoding="cp1252")
    return import_file(actor, Incoming("ledger", 2026, path, path.name, options))


@pytest.mark.usefixtures("odd")
def test_file_is_read_by_the_layout_of_its_name(controller: User, tmp_path: Path) -> None:
    taken_in(controller, tmp_path, profile="eget")
    assert actuals(None, [2026], by=("art",), extent=Extent.ALL) == SUMS


def test_changed_layout_reads_the_same_file_anew(controller: User, odd: SavedLayout, tmp_path: Path) -> None:
    first, _new = taken_in(controller, tmp_path, profile="eget")
    assert taken_in(controller, tmp_path, profile="eget") == (first, False)
    odd.is_turned = False
    save_layout(actor=controller, layout=odd)
    second, is_new = taken_in(controller, tmp_path, profile="eget")
    assert is_new
    assert second.amount == -first.amount


def test_removed_layout_is_not_found_and_what_it_read_stays(controller: User, odd: SavedLayout, tmp_path: Path) -> None:
    taken_in(controller, tmp_path, profile="eget")
    remove_layout(actor=controller, layout=odd)
    assert actuals(None, [2026], by=("art",), extent=Extent.ALL) == SUMS
    with pytest.raises(RefusedError):
        taken_in(controller, tmp_path, ODD + "\n", profile="eget")
    assert "«eget»" in str(Batch.objects.latest("pk").faults.get())


def test_column_that_was_named_must_be_there(controller: User, odd: SavedLayout, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        taken_in(controller, tmp_path, ODD.replace("Kst", "Sted"), profile=odd.name)
    assert [fault.column for fault in refused.value.batch.faults.all()] == ["kst", ""]


def test_field_that_is_not_to_be_read_is_left_alone(controller: User, tmp_path: Path) -> None:
    SavedLayoutFactory.create(name="uten", columns={"project": ""})
    content = "maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop\n10;1;VEST;258;010;Ola;1\n"
    taken_in(controller, tmp_path, content, profile="uten")
    assert list(actuals(None, [2026], by=("project",), extent=Extent.ALL)) == [("",)]


@pytest.mark.parametrize(
    "wrong", [{"name": "unit4"}, {"base": "finnes-ikke"}, {"columns": {"unit": "a", "art": "A "}}, {"kind": "balance"}]
)
def test_layout_that_makes_no_sense_is_not_kept(controller: User, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBrokenError):
        save_layout(actor=controller, layout=SavedLayoutFactory.build(changed_by=controller, **wrong))
    assert not SavedLayout.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": "eget"}, {"name": "Å b"}, {"head_lines": 3}, {"encoding": "rot13"}])
def test_layout_that_breaks_the_model_is_not_kept(controller: User, odd: SavedLayout, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        save_layout(actor=controller, layout=SavedLayoutFactory.build(changed_by=controller, **{"name": "b", **wrong}))
    assert SavedLayout.objects.get() == odd


def test_others_neither_keep_nor_remove(controller: User, odd: SavedLayout) -> None:
    auditor = user_with(Role.AUDITOR, UnitFactory.create())
    for change in (save_layout, remove_layout):
        with pytest.raises(NotAllowedError):
            change(actor=auditor, layout=odd)
    assert SavedLayout.objects.get() == odd


def test_what_was_done_is_on_record(controller: User, odd: SavedLayout) -> None:
    odd.title = "Nytt navn"
    save_layout(actor=controller, layout=odd)
    remove_layout(actor=controller, layout=odd)
    assert [*Entry.objects.order_by("pk").values_list("verb", flat=True)][-2:] == [
        "imports.layout.changed",
        "imports.layout.removed",
    ]


# The pages

FORM = {
    "title": "Eget", "name": "eget", "base": "plain", "head_lines": "0", "lines_above": "1", "is_turned": "on",
    "sample_year": "2026", **{f"column_{field}": column for field, column in COLUMNS.items()},
}  # fmt: skip
NEW = "/okonomi/innlesing/oppsett/nytt/ledger/"


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def sample(content: bytes = ODD.encode("cp1252"), name: str = "uttrekk.csv") -> dict[str, object]:
    return {"sample_file": SimpleUploadedFile(name, content), "show": "1"}


def cells(page: str) -> list[str]:
    return re.findall(r"<td[^>]*>([^<]*)</td>", page)


def test_sample_is_shown_as_it_would_be_read_and_comes_along(signed_in: Client) -> None:
    page = signed_in.post(NEW, {**FORM, **sample()}).content.decode()
    expected = ["10", "1", "VEST", "258", "010", "", "", "12,50", "10", "1", "VEST", "258", "600", "", "", "−2,25"]
    assert cells(page) == expected
    assert "Kolonner som ikke blir lest: fri" not in page, "a free dimension is known and left alone"
    carried = re.search(r'name="sample" value="([^"]+)"', page)
    assert carried
    assert cells(signed_in.post(NEW, {**FORM, "sample": carried[1], "show": "1"}).content.decode()) == expected
    assert not SavedLayout.objects.exists()


def test_workbook_is_shown_too(signed_in: Client, tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True})
    sheet = book.add_worksheet()
    for row, line in enumerate(ODD.splitlines()):
        sheet.write_row(row, 0, line.split(","))
    book.close()
    page = signed_in.post(NEW, {**FORM, "separator": ";", **sample(path.read_bytes(), "bok.xlsx")}).content.decode()
    assert cells(page)[:8] == ["10", "1", "VEST", "258", "010", "", "", "12,50"]


def test_what_is_wrong_with_a_sample_is_told_beside_its_line(signed_in: Client) -> None:
    page = signed_in.post(NEW, {**FORM, **sample(ODD.replace("VEST", "X1").encode())}).content.decode()
    assert page.count("Enheten finnes ikke.") == 2
    missing = signed_in.post(NEW, {**FORM, **sample(b"a;b\n1;2\n")}).content.decode()
    assert "Filen mangler kolonnen «per»." in missing or "Første linje må ha navn" in missing


@pytest.mark.parametrize("carried", ["f!", "w", "fAAAA", "x" * 9])
def test_sample_that_was_tampered_with_is_no_error_of_ours(signed_in: Client, carried: str) -> None:
    assert signed_in.post(NEW, {**FORM, "sample": carried, "show": "1"}).status_code in {200, 400}


def test_layout_is_kept_listed_chosen_changed_and_removed(signed_in: Client) -> None:
    signed_in.post(NEW, {**FORM, "save": "1"})
    layout = SavedLayout.objects.get()
    assert (layout.columns, layout.lines_above, layout.is_turned) == (COLUMNS, 1, True)
    assert 'value="eget"' in signed_in.get("/okonomi/innlesing/").content.decode()
    page = reverse("imports:layout", args=[layout.pk])
    assert 'value="kst"' in signed_in.get(page).content.decode()
    signed_in.post(page, {**FORM, "column_project": "-", "save": "1"})
    assert SavedLayout.objects.get().columns == {**COLUMNS, "project": ""}
    signed_in.post(reverse("imports:layout_remove", args=[layout.pk]))
    assert not SavedLayout.objects.exists()


def test_name_that_is_taken_is_told_beside_what_was_filled_in(signed_in: Client, odd: SavedLayout) -> None:
    response = signed_in.post(NEW, {**FORM, "name": odd.name, "save": "1"})
    assert response.status_code == 400
    assert 'value="kst"' in response.content.decode()
    assert "unit4" in signed_in.post(NEW, {**FORM, "name": "unit4", "save": "1"}).content.decode()


@pytest.mark.parametrize("layouts", [1, 20])
def test_list_costs_the_same_however_long(signed_in: Client, assert_queries: AssertQueries, layouts: int) -> None:
    for number in range(layouts):
        SavedLayoutFactory.create(name=f"eget-{number}")
    with assert_queries("imports.layout_list"):
        signed_in.get("/okonomi/innlesing/oppsett/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_encoding_that_was_chosen_and_is_wrong_is_refused(controller: User, tmp_path: Path, encoding: str) -> None:
    SavedLayoutFactory.create(name="eget", columns=COLUMNS, lines_above=1, encoding=encoding)
    with pytest.raises(RefusedError) as refused:
        taken_in(controller, tmp_path, ODD, profile="eget")
    assert str(refused.value.batch.faults.get()).startswith(f"Filen er ikke skrevet som {encoding}.")
    assert actuals(None, [2026], extent=Extent.ALL) == {}
