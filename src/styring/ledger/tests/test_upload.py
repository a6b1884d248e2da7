from __future__ import annotations

import csv
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports.models import Batch, State
from styring.imports.tests.factories import BatchFactory
from styring.ledger.queries import Extent, actuals
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

HEAD = "maaned;kontoklasse;enhet;funksjon;art;belop\n"
GOOD = HEAD + "10;1;VEST;258;010;12,50\n"
BAD = HEAD + "13;1;VEST;258;010;12,50\n"


@pytest.fixture
def signed_in(client: Client) -> Client:
    top = UnitFactory.create(code="TOPP")
    UnitFactory.create(code="VEST", parent=top)
    client.force_login(user_with(Role.CONTROLLER, top))
    return client


def send(client: Client, content: str, name: str = "hovedbok.csv") -> Batch:
    file = SimpleUploadedFile(name, content.encode())
    response = client.post("/okonomi/innlesing/ny/", {"kind": "ledger", "year": "2026", "file": file})
    assert response.status_code == HTTPStatus.FOUND, response.content.decode()
    batch = Batch.objects.first()
    assert batch is not None
    return batch


def page(client: Client, batch: Batch) -> str:
    return client.get(f"/okonomi/innlesing/{batch.pk}/").content.decode()


def test_file_is_shown_before_it_counts_and_can_be_undone(
    signed_in: Client, django_capture_on_commit_callbacks: object
) -> None:
    batch = send_and_read(signed_in, GOOD, django_capture_on_commit_callbacks)
    assert (batch.state, batch.stored_as.name) == (State.READY, "")
    assert "Ingenting gjelder før" in page(signed_in, batch)
    assert actuals(None, [2026], extent=Extent.ALL) == {}
    for action, expected in (("ta-i-bruk", {(10,): 1250}), ("angre", {})):
        signed_in.post(f"/okonomi/innlesing/{batch.pk}/{action}/")
        assert actuals(None, [2026], by=("month",), extent=Extent.ALL) == expected


def send_and_read(client: Client, content: str, commits: object) -> Batch:
    with commits(execute=True):  # type: ignore[operator]  # pytest-django's fixture has no public type
        batch = send(client, content)
    batch.refresh_from_db()
    return batch


def test_faults_are_shown_line_by_line_and_downloaded(
    signed_in: Client, django_capture_on_commit_callbacks: object
) -> None:
    batch = send_and_read(signed_in, BAD, django_capture_on_commit_callbacks)
    assert batch.state == State.REFUSED
    assert "Måneden må være et tall fra 1 til 12." in page(signed_in, batch)
    download = signed_in.get(f"/okonomi/innlesing/{batch.pk}/?format=xlsx")
    assert download.content.startswith(b"PK")


def test_faults_are_downloaded_as_csv_without_formulas(
    signed_in: Client, django_capture_on_commit_callbacks: object
) -> None:
    content = HEAD + '=cmd|1;1;VEST;258;010;12,50\n10;1;VEST;258;010;"-1+cmd|2"\n10;1;-3;258;010;1\n'
    batch = send_and_read(signed_in, content, django_capture_on_commit_callbacks)
    download = signed_in.get(f"/okonomi/innlesing/{batch.pk}/?format=csv")
    rows = list(csv.reader(download.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Linje", "Kolonne", "Sto i filen", "Hvorfor", "Gjør dette"]
    assert [row[:3] for row in rows[1:]] == [
        ["2", "maaned", "'=cmd|1"],
        ["3", "belop", "'-1+cmd|2"],
        ["4", "enhet", "-3"],
    ]
    assert 'filename="feil-hovedbokcsv.csv"' in download["Content-Disposition"]


def test_wrong_kind_of_file_is_refused_beside_the_field(signed_in: Client) -> None:
    file = SimpleUploadedFile("virus.exe", b"MZ")
    response = signed_in.post("/okonomi/innlesing/ny/", {"kind": "ledger", "year": "2026", "file": file})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "Velg en fil som slutter på" in response.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize("batches", [1, 30])
def test_list_costs_the_same_however_long(signed_in: Client, assert_queries: AssertQueries, batches: int) -> None:
    BatchFactory.create_batch(batches)
    with assert_queries("imports.batch_list"):
        response = signed_in.get("/okonomi/innlesing/")
    assert response.content.decode().count("Regnskap 2026") == batches
