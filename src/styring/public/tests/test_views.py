from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from styring.documents.rules.seals import version_sum
from styring.documents.services import publish_round
from styring.documents.tests.factories import a_closed_round
from styring.organisation.models import Municipality

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries
    from styring.documents.models import Version

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)
PAGE = "/offentlig/rapporter/manedsrapport-2026-m10/"


@pytest.fixture
def version() -> Version:
    line = a_closed_round()
    return publish_round(actor=line.leaders["LINDVIK"], of_round=line.round, at=NOON)


def roles_in(content: bytes) -> dict[str, int]:
    """How many elements of each kind stand in the file's structure."""
    counted: dict[str, int] = {}
    with pikepdf.open(BytesIO(content)) as file:
        waiting = [file.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Dictionary):
                kind = str(element.get("/S", ""))
                if kind == "/TH":
                    kind += str(element.A.get("/Scope", "") if isinstance(element.A, pikepdf.Dictionary) else "/Column")
                counted[kind] = counted.get(kind, 0) + 1
                inside = element.get("/K")
                waiting += list(inside) if isinstance(inside, pikepdf.Array) else [inside] if inside is not None else []
    return counted


def test_everyone_reads_the_report(client: Client, version: Version, assert_queries: AssertQueries) -> None:
    with assert_queries("public.report"):
        response = client.get(PAGE)
    page = response.content.decode()
    assert "<h1>Månedsrapport oktober 2026</h1>" in page
    assert "Flere trenger hjelp &lt;hjemme&gt;." in page
    assert version.checksum[:8] in page


@pytest.mark.parametrize("address", ["/offentlig/tilgjengelighet/", "/offentlig/personvern/"])
def test_statements_say_where_to_write(client: Client, address: str, assert_queries: AssertQueries) -> None:
    own = Municipality.objects.create(pk=1, name="Nyby kommune", number="9999")
    assert "ikke lagt inn noen adresse" in client.get(address).content.decode()
    own.contact = "post@nyby.example"
    own.save()
    with assert_queries("public.statement"):
        page = client.get(address).content.decode()
    assert 'href="mailto:post@nyby.example"' in page


def test_statement_of_the_authority_is_linked_when_it_is_known(client: Client) -> None:
    address = "https://uustatus.no/nb/erklaringer/publisert/1"
    Municipality.objects.create(pk=1, name="Nyby", number="9999", accessibility_statement=address)
    assert f'href="{address}"' in client.get("/offentlig/tilgjengelighet/").content.decode()


def test_footer_leads_to_the_statements_of_a_municipality(client: Client) -> None:
    assert "/offentlig/personvern/" not in client.get("/konto/logg-inn/").content.decode()
    Municipality.objects.create(pk=1, name="Nyby", number="9999")
    page = client.get("/konto/logg-inn/").content.decode()
    assert 'href="/offentlig/personvern/"' in page
    assert 'href="/offentlig/tilgjengelighet/"' in page


def test_report_keeps_its_own_way_of_writing_figures(client: Client, version: Version) -> None:
    client.cookies["language"] = "en"
    page = client.get(PAGE).content.decode()
    assert '<article lang="nb">' in page
    assert "204,5" in page
    assert "−4,5" in page
    assert "−4.5" not in page


def test_front_page_lists_what_is_published(client: Client, version: Version, assert_queries: AssertQueries) -> None:
    with assert_queries("public.front"):
        response = client.get("/offentlig/")
    assert version.document.title in response.content.decode()


def test_pdf_is_tagged_titled_and_in_its_language(client: Client, version: Version) -> None:
    response = client.get(f"{PAGE}versjon/1/rapport.pdf")
    with pikepdf.open(BytesIO(response.content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "nb"
        assert file.docinfo["/Title"] == "Månedsrapport oktober 2026"
    counted = roles_in(response.content)
    assert counted["/Table"] == 5
    assert counted["/TH/Row"] >= 10
    assert counted["/Figure"] == 1


def test_spreadsheet_pdf_and_page_have_the_same_figures(client: Client, version: Version) -> None:
    book = client.get(f"{PAGE}versjon/1/tabeller.xlsx").content
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("Prognose per sektor").to_python()
    assert sheet[-1][1:4] == [200.0, 204.5, -4.5]
    page = client.get(PAGE).content.decode()
    for shown in ("200,0", "204,5", "−4,5"):
        assert shown in page


def test_open_data_is_what_the_checksum_is_of(client: Client, version: Version) -> None:
    read = json.loads(client.get(f"{PAGE}versjon/1/data.json").content)
    assert version_sum(read["head"], read["parts"]) == version.checksum


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}versjon/9/", f"{PAGE}versjon/1/rapport.pdf"])
def test_what_is_not_published_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_files_are_kept_by_readers_for_ever(client: Client, version: Version) -> None:
    assert "immutable" in client.get(f"{PAGE}versjon/1/data.json")["Cache-Control"]
