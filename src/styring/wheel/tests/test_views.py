from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.wheel.models import Activity, Completion
from styring.wheel.tests.factories import ActivityFactory, leader_of, planner, setup_row, turned

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def reader() -> User:
    return user_with(Role.EMPLOYEE, UnitFactory.create())


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def named(code: str) -> Activity:
    return Activity.objects.get(year=2026, code=code)


@pytest.fixture
def keeper() -> User:
    return turned(2026)


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize("view", ["", "liste/", "tidslinje/"])
def test_year_is_shown_in_three_ways_with_a_fixed_number_of_queries(view: str, assert_queries: AssertQueries) -> None:
    client = signed_in(reader())
    with assert_queries("wheel.year"):
        page = text_of(client.get(f"/arshjulet/2026/{view}"))
    assert "Høstsamtaler på resultatavtalene" in page
    assert "2 pågår, 2 har frist innen 5 dager og" in page


@pytest.mark.usefixtures("keeper")
def test_drawing_and_list_have_the_same_links() -> None:
    page = text_of(signed_in(reader()).get("/arshjulet/2026/"))
    drawing, listed = page.split('id="liste"')
    keys = [one.pk for one in Activity.objects.filter(due_on__year=2026, level=None)]
    assert [key for key in keys if f"/aktivitet/{key}/" not in drawing or f"/aktivitet/{key}/" not in listed] == []


@pytest.mark.usefixtures("keeper")
def test_statutory_filter_leaves_out_the_rest() -> None:
    page = text_of(signed_in(reader()).get("/arshjulet/2026/liste/?lov=1"))
    assert "Årsregnskapet avlegges" in page
    assert "Høstsamtaler" not in page


@pytest.mark.usefixtures("keeper")
def test_mine_are_those_that_one_answers_for() -> None:
    page = text_of(signed_in(user_with(Role.HR_STAFF, UnitFactory.create())).get("/arshjulet/2026/liste/?mine=1"))
    assert "Medarbeiderundersøkelse" in page
    assert "Årsregnskapet avlegges" not in page


def test_this_year_is_the_year_that_it_is() -> None:
    assert signed_in(reader()).get("/arshjulet/")["Location"] == "/arshjulet/2026/"


def test_year_that_can_not_be_is_not_found() -> None:
    assert signed_in(reader()).get("/arshjulet/99/").status_code == 404


def test_year_without_activities_offers_to_turn_the_wheel_to_those_who_may() -> None:
    assert "Drei hjulet for 2027" in text_of(signed_in(planner()).get("/arshjulet/2027/"))
    assert "Drei hjulet for 2027" not in text_of(signed_in(reader()).get("/arshjulet/2027/"))


def test_turning_from_the_page_takes_in_the_wheel_of_the_product() -> None:
    response = signed_in(planner()).post("/arshjulet/2027/drei/", follow=True)
    assert "Hjulet er dreid for 2027" in text_of(response)
    assert Activity.objects.filter(year=2027, code="AH48").exists()


def test_activity_says_who_when_by_which_rule_and_why(keeper: User, assert_queries: AssertQueries) -> None:
    client = signed_in(keeper)
    address = f"/arshjulet/aktivitet/{named('AH35').pk}/"
    with assert_queries("wheel.activity"):
        page = text_of(client.get(address))
    assert "Fjerde onsdag i september" in page
    assert "Fristen var 23. september 2026, 44 dager over." in page
    assert "Tiltak, investeringer og måltabeller ferdigstilles" in page


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("AH01", "20. januar"),
        ("AH37", "18. virkedag etter 31. august"),
        ("AH46", "Dagen før «Kommunestyrets vedtak"),
        ("MR10-KSJ", "8. virkedag etter månedens siste dag"),
        ("AH44", "31. januar året etter"),
    ],
)
def test_rules_stand_in_words(code: str, rule: str) -> None:
    assert rule in text_of(signed_in(reader()).get(f"/arshjulet/aktivitet/{named(code).pk}/"))


def test_activity_that_is_not_there_is_not_found() -> None:
    assert signed_in(reader()).get("/arshjulet/aktivitet/99/").status_code == 404


def test_edit_saves_for_the_year_and_says_so(keeper: User) -> None:
    activity = named("AH53")
    sent = {"starts_on": "2026-09-20", "due_on": "2026-11-20", "responsible": ["DIR"], "note": "Utsatt"}
    page = signed_in(keeper).post(f"/arshjulet/aktivitet/{activity.pk}/endre/", sent, follow=True)
    assert "Endringen gjelder bare 2026." in text_of(page)
    assert (named("AH53").note, named("AH53").responsible) == ("Utsatt", ["DIR"])


def test_edit_that_breaks_the_law_is_refused_beside_the_field(keeper: User) -> None:
    activity = named("AH48")
    sent = {"starts_on": "2026-12-02", "due_on": "2026-12-02", "responsible": ["KST"], "note": ""}
    page = text_of(signed_in(keeper).post(f"/arshjulet/aktivitet/{activity.pk}/endre/", sent))
    assert "så tidligste dag er 3. desember 2026 (kommuneloven § 14-3)" in page
    assert named("AH48").due_on.day == 9


def test_edit_with_the_days_in_the_wrong_order_is_refused(keeper: User) -> None:
    sent = {"starts_on": "2026-12-02", "due_on": "2026-12-01", "responsible": ["KST"]}
    page = text_of(signed_in(keeper).post(f"/arshjulet/aktivitet/{named('AH49').pk}/endre/", sent))
    assert "Fristen kan ikke komme før starten" in page


def test_year_whose_dates_break_a_demand_says_it_at_the_top(keeper: User) -> None:
    Activity.objects.filter(code="AH12").update(due_on="2026-04-10")
    page = text_of(signed_in(keeper).get("/arshjulet/2026/"))
    assert "men skal være ferdig senest 31. mars 2026 (kommuneloven § 14-7)" in page


def test_cancelling_asks_for_the_reason(keeper: User) -> None:
    address = f"/arshjulet/aktivitet/{named('AH53').pk}/avlys/"
    assert "has-error" in text_of(signed_in(keeper).post(address, {"reason": ""}))
    page = signed_in(keeper).post(address, {"reason": "Tas i vårsamtalen"}, follow=True)
    assert "Avlyst: Tas i vårsamtalen" in text_of(page)


@pytest.mark.parametrize(("deed", "field"), [("start", "started_on"), ("ferdig", "done_on")])
def test_responsible_says_how_far_it_has_come(deed: str, field: str) -> None:
    setup_row()
    activity = ActivityFactory.create()
    client = signed_in(user_with(Role.SECRETARIAT, UnitFactory.create()))
    assert "Meld ferdig" in text_of(client.get(f"/arshjulet/aktivitet/{activity.pk}/"))
    client.post(f"/arshjulet/aktivitet/{activity.pk}/{deed}/")
    activity.refresh_from_db()
    assert getattr(activity, field) is not None


def test_leader_finishes_the_share_of_the_own_unit() -> None:
    setup_row()
    unit = UnitFactory.create(parent=UnitFactory.create())
    leader, activity = leader_of(unit, Role.DIRECTOR), ActivityFactory.create(responsible=["DIR"])
    client = signed_in(leader)
    assert f"Meld ferdig for {unit.name}" in text_of(client.get(f"/arshjulet/aktivitet/{activity.pk}/"))
    client.post(f"/arshjulet/aktivitet/{activity.pk}/enhet/{unit.pk}/ferdig/")
    assert Completion.objects.get().by == leader


def test_only_the_line_and_those_who_keep_the_wheel_see_whose_share_is_missing() -> None:
    setup_row()
    unit = UnitFactory.create(parent=UnitFactory.create(), name="Oppvekst")
    activity = ActivityFactory.create(responsible=["DIR"])
    seen = [text_of(signed_in(person).get(f"/arshjulet/aktivitet/{activity.pk}/")) for person in (planner(), reader())]
    assert ["Oppvekst" in page for page in seen] == [True, False]
    assert unit.name == "Oppvekst"


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(("language", "word"), [("nn", "Forseinka"), ("en", "Overdue")])
def test_wheel_speaks_the_readers_language(language: str, word: str) -> None:
    person = reader()
    person.language = language
    person.save()
    assert word in text_of(signed_in(person).get("/arshjulet/2026/"))
