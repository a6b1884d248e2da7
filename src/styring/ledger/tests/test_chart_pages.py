"""The pages of the chart of accounts: read by those who read economy, changed by those who keep the accounts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports.importers import RefusedError, import_file
from styring.ledger.models import CodeRule, CombinationRule, OwnCode
from styring.ledger.rules.chart import Coupling
from styring.ledger.rules.codes import Kind
from styring.ledger.services import add_combination_rule, couple_code, end_code
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.ledger.tests.conftest import MakeFile
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

CHART = "/okonomi/kontoplan/2026/"
NEW = "/okonomi/kontoplan/koder/ny/"
HOUSING = {
    "name": "Husleie hører til boliger", "account_class": "1", "kind": "art", "begins": "630", "other": "function",
    "allowed": "265, 283", "first_year": "2026",
}  # fmt: skip


@pytest.fixture
def keeper(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


@pytest.fixture
def accounts(controller: User, vest: Unit, ledger_file: MakeFile) -> Unit:
    lines = ["2026;1;1;VEST;202;630;P9;-1000,00;", "2026;2;1;VEST;202;630;P9;-500,00;", "2026;1;1;VEST;202;010;;9000;"]
    import_file(controller, ledger_file(*lines))
    return vest


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("arter", "010 Fastlønn"), ("funksjoner", "202 Grunnskole"), ("ansvar", "VEST"), ("prosjekter", "P9"),
        ("koder", "27010"), ("regler", "De tre første tegnene"), ("endringer", "270 Innleie av personell"),
    ],
)  # fmt: skip
def test_each_part_shows_its_codes(
    keeper: Client, controller: User, part: str, shown: str, assert_queries: AssertQueries
) -> None:
    couple_code(actor=controller, coupling=Coupling(Kind.ART, "27010", "271", 2026, name="Vikarer"))
    with assert_queries(f"ledger.chart.{part}"):
        page = keeper.get(f"{CHART}{part}/").content.decode()
    assert shown.removesuffix(" Innleie av personell") in page
    assert keeper.get(f"{CHART}{part}/?format=xlsx").content.startswith(b"PK")


def test_codes_are_searched_by_number_and_name(keeper: Client, top: Unit) -> None:
    page = keeper.get(f"{CHART}funksjoner/?sok=grunnskole").content.decode()
    assert "202 Grunnskole" in page
    assert "100 Politisk styring" not in page
    assert "Ingen treff" in keeper.get(f"{CHART}funksjoner/?sok=finnesikke").content.decode()


def test_a_year_shows_the_codes_of_that_year(keeper: Client, top: Unit) -> None:
    years = [keeper.get(f"/okonomi/kontoplan/{year}/arter/?sok=27").content.decode() for year in (2025, 2026)]
    assert ["270 " in page for page in years] == [True, False]
    assert ["271 " in page for page in years] == [False, True]


@pytest.mark.parametrize(
    "address", [f"{CHART}annet/", "/okonomi/kontoplan/1999/arter/", "/okonomi/kontoplan/1/rettes/"]
)
def test_there_are_no_other_parts_or_years(keeper: Client, top: Unit, address: str) -> None:
    assert keeper.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_code_is_coupled_changed_and_ended(keeper: Client, top: Unit) -> None:
    said = {"kind": "art", "code": "27010", "name": "Vikarer", "target": "120", "first_year": "2025", "last_year": ""}
    assert keeper.post(NEW, said).status_code == HTTPStatus.FOUND
    changed = keeper.post(NEW, {**said, "target": "271", "first_year": "2026"}, follow=True)
    assert "Byttet ut" in changed.content.decode()
    row = OwnCode.objects.live().get(first_year=2026)
    keeper.post(f"/okonomi/kontoplan/koder/{row.pk}/avslutt/", {"last_year": "2027"})
    found = OwnCode.objects.live().order_by("first_year").values_list("target", "first_year", "last_year")
    assert list(found) == [("120", 2025, 2025), ("271", 2026, 2027)]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"target": "270"}, "koble koden til 271/272 etterpå"),
        ({"target": "999"}, "Arten 999 finnes ikke i KOSTRA"),
        ({"target": ""}, "Skriv hva koden er koblet til"),
        ({"code": "=1"}, "ligner en formel"),
        ({"first_year": "1066"}, "2000"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(keeper: Client, top: Unit, said: dict[str, str], sentence: str) -> None:
    answer = keeper.post(NEW, {"kind": "art", "code": "27010", "target": "271", "first_year": "2026", **said})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert sentence in answer.content.decode()
    assert not OwnCode.objects.exists()


def test_a_code_that_is_gone_by_then_cannot_be_ended_again(keeper: Client, controller: User) -> None:
    row = couple_code(actor=controller, coupling=Coupling(Kind.PROJECT, "P1", "", 2024, 2025))
    answer = keeper.post(f"/okonomi/kontoplan/koder/{row.pk}/avslutt/", {"last_year": "2026"})
    assert "ingenting å avslutte" in answer.content.decode()


def test_rules_are_made_and_ended(keeper: Client, top: Unit) -> None:
    keeper.post("/okonomi/kontoplan/regler/ny/", HOUSING)
    rule = CombinationRule.objects.get()
    assert rule.allowed == "265 283"
    address = f"/okonomi/kontoplan/regler/{rule.pk}/"
    assert "265, 283" in keeper.get(address).content.decode()
    assert keeper.post(address, {"last_year": "2020"}).status_code == HTTPStatus.BAD_REQUEST
    assert keeper.post(address, {"last_year": "2026"}).status_code == HTTPStatus.FOUND
    keeper.post("/okonomi/kontoplan/regler/plass/", {"kind": "art", "place": "nowhere", "first_year": "2026"})
    assert CodeRule.objects.get().skip is None
    assert "Hver kode må kobles" in keeper.get(f"{CHART}regler/").content.decode()


def test_a_rule_is_about_two_kinds(keeper: Client, top: Unit) -> None:
    answer = keeper.post("/okonomi/kontoplan/regler/ny/", {**HOUSING, "other": "art"})
    assert "annen slags kode" in answer.content.decode()
    assert not CombinationRule.objects.exists()


def test_what_the_rules_refuse_is_listed_with_amount_and_lines(
    keeper: Client, controller: User, accounts: Unit, assert_queries: AssertQueries
) -> None:
    assert "Alt i regnskapet er i orden" in keeper.get(f"{CHART}rettes/").content.decode()
    rule = {**HOUSING, "allowed": "265 283", "first_year": 2026}
    add_combination_rule(actor=controller, rule=CombinationRule(**rule))
    with assert_queries("ledger.mend"):
        page = keeper.get(f"{CHART}rettes/").content.decode()
    assert "1.202.630" in page
    assert "Husleie hører til boliger" in page
    assert "−1\u202f500" in page or "−1\u00a0500" in page
    assert keeper.get(f"{CHART}rettes/?format=xlsx").content.startswith(b"PK")


def test_a_project_that_has_ended_is_listed_with_the_way_to_mend_it(
    keeper: Client, controller: User, accounts: Unit
) -> None:
    row = couple_code(actor=controller, coupling=Coupling(Kind.PROJECT, "P9", "", 2024))
    end_code(actor=controller, code=row, last_year=2025)
    page = keeper.get(f"{CHART}rettes/").content.decode()
    assert "Prosjektet gjelder ikke i 2026" in page
    assert "type=project&amp;kode=P9&amp;fra=2026" in page


def test_codes_of_a_file_that_was_turned_away_can_be_coupled_from_the_list(
    keeper: Client, controller: User, vest: Unit, ledger_file: MakeFile
) -> None:
    lines = ["2026;1;1;VEST;202;99910;;5;", "2026;2;1;VEST;202;99910;;5;", "2026;2;1;NORD;202;010;;5;"]
    with pytest.raises(RefusedError):
        import_file(controller, ledger_file(*lines))
    page = keeper.get(f"{CHART}rettes/").content.decode()
    assert "type=art&amp;kode=99910&amp;fra=2026" in page
    assert "type=unit&amp;kode=NORD&amp;fra=2026" in page
    form = keeper.get(f"{NEW}?type=art&kode=99910&fra=2026").content.decode()
    assert 'value="99910"' in form
    import_file(controller, ledger_file("2026;1;1;VEST;202;010;;5;"))
    assert "99910" not in keeper.get(f"{CHART}rettes/").content.decode()


def test_lines_on_an_account_are_shown_as_far_as_one_may_see(
    client: Client, keeper: Client, accounts: Unit, assert_queries: AssertQueries
) -> None:
    address = f"{CHART}linjer/?kontoklasse=1&art=630&funksjon=202&enhet=VEST&prosjekt=P9"
    with assert_queries("ledger.lines"):
        page = keeper.get(address).content.decode()
    assert "2 linjer" in page
    assert "2 linjer" not in keeper.get(f"{address}&til=1").content.decode()
    assert keeper.get(f"{address}&format=xlsx").content.startswith(b"PK")
    client.force_login(user_with(Role.UNIT_LEADER, accounts))
    assert "2 linjer" in client.get(address).content.decode()


def test_a_leader_sees_no_lines_of_other_units(client: Client, accounts: Unit, top: Unit) -> None:
    client.force_login(user_with(Role.UNIT_LEADER, UnitFactory.create(code="OST", parent=top)))
    assert "Ingen linjer" in client.get(f"{CHART}linjer/?art=630").content.decode()


def test_readers_see_and_change_nothing(client: Client, top: Unit) -> None:
    client.force_login(user_with(Role.AUDITOR, top))
    assert "Koble en kode" not in client.get(f"{CHART}koder/").content.decode()
    assert client.get(NEW).status_code == HTTPStatus.FORBIDDEN
    assert client.post(NEW, {"kind": "project", "code": "P1"}).status_code == HTTPStatus.FORBIDDEN
    assert not OwnCode.objects.exists()


def test_a_code_shows_all_that_it_has_been_and_will_be(
    keeper: Client, controller: User, assert_queries: AssertQueries
) -> None:
    for coupling in (Coupling(Kind.ART, "X1", "120"), Coupling(Kind.ART, "X1", "195", 2026)):
        couple_code(actor=controller, coupling=coupling)
    row = couple_code(actor=controller, coupling=Coupling(Kind.ART, "X1", "115", 2100))
    with assert_queries("ledger.own_code"):
        page = keeper.get(f"/okonomi/kontoplan/koder/{row.pk}/").content.decode()
    assert all(word in page for word in ("Byttet ut", "Avsluttet", "I bruk", "Kommer"))
    assert all(code in page for code in ("120 Samlepost", "195 Avgifter", "115 Matvarer"))


def test_there_is_no_page_of_a_code_or_rule_that_is_not_there(keeper: Client, top: Unit) -> None:
    for address in ("/okonomi/kontoplan/koder/1/", "/okonomi/kontoplan/regler/1/"):
        assert keeper.get(address).status_code == HTTPStatus.NOT_FOUND
