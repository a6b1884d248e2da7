from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.home.views.my_page import EVERYTHING
from styring.organisation.models import Municipality
from styring.organisation.tests.factories import PositionFactory, UnitFactory
from styring.wheel.queries import Duty, registries
from styring.wheel.rules.states import State
from styring.wheel.tests.factories import ActivityFactory, leader_of, setup_row, turned

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def _no_other_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {name: source for name, source in registries._sources.items() if "wheel_duties" in name}
    monkeypatch.setattr(registries, "_sources", own)
    monkeypatch.setattr(registries, "_left_to_others", set())


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def test_front_is_this_years_wheel_for_those_who_have_signed_in(assert_queries: AssertQueries) -> None:
    client = signed_in(turned(2026))
    with assert_queries("home.front"):
        page = text_of(client.get("/"))
    assert "Årshjulet 2026" in page
    assert "Høstsamtaler på resultatavtalene" in page


def test_front_welcomes_strangers_and_judges_nobodys_work_to_them(assert_queries: AssertQueries) -> None:
    Municipality.objects.create(pk=1, name="Lindvik kommune", number="9901")
    turned(2026)
    client = Client()
    with assert_queries("home.welcome"):
        page = text_of(client.get("/"))
    assert "Slik styres Lindvik kommune" in page
    assert "w-is-forsinket" not in page
    assert "/arshjulet/" not in page


def test_new_installation_leads_to_its_first_run() -> None:
    assert Client().get("/")["Location"] == "/oppsett/"


def test_person_without_a_role_lands_on_an_empty_page_that_says_what_belongs_there() -> None:
    response = signed_in(user_with(None, UnitFactory.create())).get("/", follow=True)
    assert "Når hjulet ber deg om noe, står det her med frist" in text_of(response)


@pytest.mark.usefixtures("_no_other_sources")
def test_leader_sees_what_is_due_nearest_first_and_late_in_words(assert_queries: AssertQueries) -> None:
    setup_row()
    leader = leader_of(UnitFactory.create(parent=UnitFactory.create(), name="Oppvekst"), Role.DIRECTOR)
    ActivityFactory.create(responsible=["DIR"], title="Høstsamtaler")
    ActivityFactory.create(responsible=["DIR"], title="Plan", due_on=date(2026, 11, 10))
    client = signed_in(leader)
    with assert_queries("home.my_page"):
        page = text_of(client.get("/min-side/"))
    assert page.index("Høstsamtaler") < page.index("Plan")
    assert "17 dager over" in page
    assert "om 4 dager" in page


@pytest.mark.usefixtures("_no_other_sources")
def test_leader_of_several_units_chooses_among_them() -> None:
    top = UnitFactory.create()
    one, two = (UnitFactory.create(parent=top, code=code, name=code) for code in ("NORD", "VEST"))
    leader = leader_of(one, Role.DIRECTOR)
    PositionFactory.create(unit=two, is_leader=True).holdings.create(holder=leader, valid_from=date(2020, 1, 1))
    setup_row()
    ActivityFactory.create(responsible=["DIR"], title="Høstsamtaler")
    client = signed_in(leader)
    pages = [text_of(client.get(f"/min-side/?enhet={code}")) for code in ("VEST", EVERYTHING)]
    assert [page.count("17 dager over") for page in pages] == [2, 2]
    assert [page.count('class="todo__what"') + page.count("rows--tight") for page in pages] == [1, 2]


@pytest.mark.usefixtures("_no_other_sources")
def test_superior_is_told_of_what_is_late_below() -> None:
    setup_row()
    top = UnitFactory.create(name="Lindvik kommune")
    UnitFactory.create(parent=top)
    ActivityFactory.create(responsible=["DIR"], title="Høstsamtaler")
    page = text_of(signed_in(leader_of(top, Role.CHIEF_EXECUTIVE)).get("/min-side/"))
    assert "Lindvik kommune nå" in page
    assert "Høstsamtaler: 1 av 1 enheter mangler" in page


def test_minutes_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def source(_reader: User, day: date) -> list[Duty]:
        return [Duty(name, day, State.SOON, "/x/", action="Fyll ut", minutes=4) for name in ("En", "To")]

    monkeypatch.setattr(registries, "_sources", {"x": source})
    page = text_of(signed_in(user_with(Role.HR_STAFF, UnitFactory.create())).get("/min-side/"))
    assert "2 oppgaver, om lag 8 minutter til sammen" in page


def test_politician_sees_what_comes_for_the_party() -> None:
    turned(2026)
    page = text_of(signed_in(user_with(Role.PARTY_GROUP, UnitFactory.create())).get("/min-side/"))
    assert "Spørsmål og svar, partienes arbeid og alternative budsjetter" in page
    assert "Formannskapets innstilling" in page


@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.CHIEF_EXECUTIVE])
@pytest.mark.parametrize("more", [0, 4])
def test_page_of_a_leader_asks_as_much_however_many_units_there_are(
    role: Role, more: int, assert_queries: AssertQueries
) -> None:
    turned(2026)
    top = UnitFactory.create()
    below = UnitFactory.create_batch(1 + more, parent=top)
    client = signed_in(leader_of(top if role is Role.CHIEF_EXECUTIVE else below[0], role))
    with assert_queries(f"home.my_page_of_{role}"):
        client.get("/min-side/")
