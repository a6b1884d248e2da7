from __future__ import annotations

from collections import defaultdict
from datetime import date
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from styring.organisation.exporters import organisation_file
from styring.organisation.models import Body, Holding, Level, Party, Placement, Position, Unit
from styring.organisation.queries import leader_of, line_above
from styring.organisation.services import close_unit, merge_units, open_unit, rename_unit
from styring.organisation.services.units import NewUnit
from styring.organisation.tests.factories import PositionFactory, UnitFactory
from styring.organisation.views import reading
from styring.ui import slots

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 6)


@pytest.fixture(autouse=True)
def _day_without_upper_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the demo; and what apps above put in slots is theirs to count."""
    monkeypatch.setenv("STYRING_TODAY", DAY.isoformat())
    monkeypatch.setattr(slots, "_fillings", defaultdict(dict))


@pytest.fixture
def signed_in(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def leading(school: Unit) -> Position:
    return PositionFactory.create(unit=school, title="Rektor", is_leader=True)


def text_of(client: Client, name: str, *args: object, **asked: str) -> str:
    response = client.get(reverse(f"organisation:{name}", args=args), asked)
    assert response.status_code == HTTPStatus.OK
    return " ".join(response.content.decode().split())


def sent(client: Client, name: str, /, *args: object, **cells: object) -> str:
    response = client.post(reverse(f"organisation:{name}", args=args), cells, follow=True)
    return " ".join(response.content.decode().split())


def test_tree_shows_units_and_says_who_is_missing(
    signed_in: Client, leading: Position, assert_queries: AssertQueries
) -> None:
    text_of(signed_in, "tree")
    with assert_queries("organisation.tree"):
        page = text_of(signed_in, "tree")
    assert "Bjørkåsen skole" in page
    assert "Rektor: ledig" in page


def test_tree_of_another_day_has_the_names_of_that_day(signed_in: Client, administrator: User, school: Unit) -> None:
    rename_unit(actor=administrator, unit=school, name="Bjørkåsen barneskole", on=date(2026, 8, 1))
    assert "Bjørkåsen barneskole" in text_of(signed_in, "tree")
    assert ">Bjørkåsen skole</a>" in text_of(signed_in, "tree", dag="2026-07-31")
    assert "Ingen organisasjon denne dagen" in text_of(signed_in, "tree", dag="1999-01-01")


def test_what_one_looks_for_is_shown_with_what_lies_above(signed_in: Client, school: Unit, top: Unit) -> None:
    UnitFactory.create(name="Biblioteket", parent=top)
    page = text_of(signed_in, "tree", sok="bjørk")
    assert ("Bjørkåsen skole" in page, "Lindvik kommune" in page, "Biblioteket" in page) == (True, True, False)
    assert "Ingen enheter passer" in text_of(signed_in, "tree", sok="finnes ikke")


def test_tree_of_a_large_municipality_stops_at_its_services(
    signed_in: Client, school: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY", 2)
    monkeypatch.setattr(reading, "DEPTH_OF_MANY", 1)
    page = text_of(signed_in, "tree")
    assert ("Skole" in page, "Bjørkåsen skole" in page) == (True, False)
    assert "Bjørkåsen skole" in text_of(signed_in, "tree", sok="bjørk")


def test_tree_is_a_spreadsheet_too(signed_in: Client, leading: Position) -> None:
    response = signed_in.get(reverse("organisation:tree"), {"format": "xlsx"})
    (sheet,) = CalamineWorkbook.from_filelike(BytesIO(response.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_name(sheet).to_python()
    assert any(row[:2] == ["Bjørkåsen skole", "E101"] for row in rows)


def test_unit_page_shows_line_leaders_and_history(
    signed_in: Client, administrator: User, leading: Position, assert_queries: AssertQueries
) -> None:
    Holding.objects.create(position=leading, holder=administrator, valid_from=date(2026, 1, 1))
    text_of(signed_in, "unit", "E101")
    with assert_queries("organisation.unit"):
        page = text_of(signed_in, "unit", "E101")
    assert "tiltrådte som rektor" in page
    assert "fra 1. januar 2026" in page


def test_closed_unit_still_has_its_page_and_says_who_took_over(
    signed_in: Client, administrator: User, service: Unit, school: Unit
) -> None:
    other = UnitFactory.create(code="E102", name="Elvebakken skole", parent=service)
    merge_units(actor=administrator, units=[school], into=other, on=date(2026, 1, 1))
    page = text_of(signed_in, "unit", "E101")
    assert "finnes ikke lenger fra 1. januar 2026" in page
    assert 'href="/organisasjon/E102/"' in page
    close_unit(actor=administrator, unit=other, on=date(2027, 1, 1))
    assert "Det er bestemt at enheten legges ned 1. januar 2027" in text_of(signed_in, "unit", "E102")


def test_unit_that_is_yet_to_open_has_its_page(signed_in: Client, administrator: User, service: Unit) -> None:
    level = Level.objects.create(number=3, name="Enhet", leader_title="Leder")
    open_unit(actor=administrator, new=NewUnit("E1", "Ny", service, level, "Leder"), on=date(2027, 1, 1))
    assert "Enheten finnes fra 1. januar 2027" in text_of(signed_in, "unit", "E1")


def test_change_is_told_in_words_before_it_is_made(signed_in: Client, school: Unit) -> None:
    cells = {"name": "Bjørkåsen barneskole", "on": "2027-01-01"}
    page = sent(signed_in, "change_unit", "E101", "navn", **cells)
    assert "Fra 1. januar 2027 heter Bjørkåsen skole «Bjørkåsen barneskole»." in page
    assert Placement.objects.filter(unit=school).count() == 1
    sent(signed_in, "change_unit", "E101", "navn", **cells, bekreft="ja")
    assert Placement.objects.filter(unit=school).count() == 2


def test_typed_text_comes_back_when_one_thinks_again(signed_in: Client, school: Unit) -> None:
    page = sent(signed_in, "change_unit", "E101", "navn", name="Bjørkåsen", on="2027-01-01", endre="ja")
    assert 'value="Bjørkåsen"' in page
    assert "Dette skjer" not in page


def test_what_the_rules_forbid_is_said_in_the_form(signed_in: Client, school: Unit) -> None:
    page = sent(signed_in, "change_unit", "K11", "legg-ned", on="2027-01-01")
    assert "kan ikke legges ned 1. januar 2027" in page
    page = sent(signed_in, "change_unit", "E101", "navn", name="", on="")
    assert "Skjemaet kan ikke sendes ennå" in page


def test_unit_moves_merges_and_closes_by_forms(signed_in: Client, top: Unit, service: Unit, school: Unit) -> None:
    other = UnitFactory.create(code="K12", name="Barnehage", parent=top)
    day = {"on": "2027-01-01", "bekreft": "ja"}
    sent(signed_in, "change_unit", "E101", "flytt", parent="K12", level=3, **day)
    assert line_above(school, date(2027, 1, 1)) == [other, top]
    sent(signed_in, "change_unit", "E101", "beskrivelse", type="barneskole", **day)
    assert Placement.objects.valid_on(date(2027, 1, 1)).get(unit=school).type == "barneskole"
    sent(signed_in, "change_unit", "K11", "slaa-sammen", into="K12", **day)
    sent(signed_in, "change_unit", "E101", "legg-ned", **day)
    closed = Unit.objects.filter(closed_on=date(2027, 1, 1)).values_list("code", flat=True)
    assert set(closed) == {"K11", "E101"}


def test_unit_is_opened_by_form_and_a_taken_code_is_said_to_be_so(signed_in: Client, school: Unit) -> None:
    cells = {
        "code": "E9",
        "name": "Ny skole",
        "parent": "K11",
        "level": 3,
        "leader_title": "Rektor",
        "on": "2027-01-01",
    }
    assert "Fra 1. januar 2027 finnes Ny skole under Skole." in sent(signed_in, "open_unit", **cells)
    assert not Unit.objects.filter(code="E9").exists()
    sent(signed_in, "open_unit", **cells, bekreft="ja")
    assert Unit.objects.get(code="E9").opened_on == date(2027, 1, 1)
    assert "finnes allerede" in sent(signed_in, "open_unit", **cells)


def test_people_come_and_go_by_forms(signed_in: Client, leading: Position, school: Unit, stranger: User) -> None:
    cells = {"holder": stranger.pk, "on": "2026-10-01", "until": "2027-10-01", "is_acting": "on"}
    assert "er stranger konstituert som Rektor" in sent(signed_in, "change_position", leading.pk, "sett-inn", **cells)
    sent(signed_in, "change_position", leading.pk, "sett-inn", **cells, bekreft="ja")
    assert leader_of(school, DAY) == stranger
    held = Holding.objects.get()
    sent(signed_in, "end_holding", held.pk, on="2026-11-01", bekreft="ja")
    assert leader_of(school, DAY) is None
    wrong = {**cells, "until": "2026-09-01"}
    assert "Dagen må være etter" in sent(signed_in, "change_position", leading.pk, "sett-inn", **wrong)


def test_positions_are_made_and_retitled_by_forms(signed_in: Client, leading: Position) -> None:
    sent(signed_in, "change_unit", "E101", "ny-stilling", name="Inspektør", bekreft="ja")
    sent(signed_in, "change_position", leading.pk, "tittel", name="Skoleleder", bekreft="ja")
    assert set(Position.objects.values_list("title", flat=True)) == {"Inspektør", "Skoleleder"}


def test_levels_are_made_and_retitled_by_forms(signed_in: Client, top: Unit) -> None:
    sent(signed_in, "new_level", number=2, name="Sektor", leader_title="Direktør")
    sent(signed_in, "change_level", 2, name="Område", leader_title="Direktør", on="2026-01-01", bekreft="ja")
    assert Level.objects.get(number=2).name == "Område"


def test_political_side_is_kept_by_forms(signed_in: Client, assert_queries: AssertQueries) -> None:
    body = {"code": "HOO", "name": "Hovedutvalget", "kind": "committee", "members": 11, "valid_from": "2024-01-01"}
    sent(signed_in, "new_political", "organ", **body)
    sent(signed_in, "new_political", "parti", code="by", name="Bylista", seats=8, valid_from="2023-10-01")
    sent(signed_in, "new_political", "sektor", code="S1", name="Oppvekst", body=Body.objects.get().pk)
    with assert_queries("organisation.politics"):
        page = text_of(signed_in, "politics")
    assert all(name in page for name in ("Hovedutvalget", "Bylista", "Oppvekst"))
    sent(signed_in, "change_political", "parti", Party.objects.get().pk, code="by", name="Bylista", seats=9,
         valid_from="2023-10-01")  # fmt: skip
    assert Party.objects.get().seats == 9
    sent(signed_in, "end_political", "parti", Party.objects.get().pk, on="2027-01-01", bekreft="ja")
    assert Party.objects.get().valid_to == date(2027, 1, 1)


def test_unknown_words_in_addresses_are_not_found(signed_in: Client, school: Unit) -> None:
    addresses = ["E101/slett/", "X9/", "politisk/konge/ny/", "filer/organisasjon.docx"]
    for address in addresses:
        assert signed_in.get(f"/organisasjon/{address}").status_code == HTTPStatus.NOT_FOUND


def upload(client: Client, name: str, content: bytes) -> str:
    return sent(client, "files", file=SimpleUploadedFile(name, content))


def test_file_is_shown_then_taken_in(signed_in: Client) -> None:
    content = b"partier:\n- {kode: by, navn: Bylista, mandater: 8, fra: 2023-10-01}\n"
    page = upload(signed_in, "org.yaml", content)
    assert "Ny i partier: Bylista" in page
    assert not Party.objects.exists()
    carried = page.split('name="carried" value="')[1].split('"')[0]
    assert "1 endring er gjort." in sent(signed_in, "files", name="org.yaml", carried=carried, bekreft="ja")
    assert Party.objects.get().name == "Bylista"
    assert "Alt i filen er som før" in upload(signed_in, "org.yaml", content)


def test_faults_of_a_file_are_shown_line_by_line(signed_in: Client) -> None:
    page = upload(signed_in, "org.yaml", b"partier:\n- {kode: by, navn: Bylista, mandater: mange, fra: 2023-10-01}\n")
    assert "1 feil i org.yaml" in page
    assert '<span class="cell">mange</span>' in page


@pytest.mark.parametrize("written_as", ["yaml", "xlsx", "csv"])
def test_file_is_written_out(signed_in: Client, school: Unit, written_as: str) -> None:
    response = signed_in.get(reverse("organisation:export", args=[written_as]))
    assert "organisasjon-2026-11-06" in response["Content-Disposition"]
    if written_as == "yaml":
        assert response.content == organisation_file("yaml")


def test_colleague_reads_but_is_not_offered_changes(client: Client, colleague: User, leading: Position) -> None:
    client.force_login(colleague)
    page = text_of(client, "unit", "E101")
    assert "Gi nytt navn" not in page
    assert client.get("/organisasjon/E101/navn/").status_code == HTTPStatus.FORBIDDEN
    assert client.get("/organisasjon/filer/").status_code == HTTPStatus.FORBIDDEN


def test_stranger_sees_nothing(client: Client, stranger: User, school: Unit) -> None:
    client.force_login(stranger)
    assert client.get("/organisasjon/").status_code == HTTPStatus.FORBIDDEN
    assert client.get("/organisasjon/E101/").status_code == HTTPStatus.FORBIDDEN
