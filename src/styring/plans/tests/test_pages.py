from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect, Goal, Level, Measure
from styring.plans.tests.factories import GoalFactory, MeasureFactory
from styring.thread.models import Link, State
from styring.thread.tests.factories import LinkFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def planner(unit: Unit, client: Client) -> User:
    user = user_with(Role.PLANNER, unit)
    client.force_login(user)
    return user


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def delivering(goal: Goal, amount: int) -> Measure:
    measure = MeasureFactory.create(element__unit=goal.element.unit)
    LinkFactory.create(type="delivers", citing=measure.element, cited=goal.element)
    Effect.objects.create(measure=measure, year=2027, amount=amount)
    return measure


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize("measures", [1, 12])
def test_goal_page_costs_the_same_however_much_works_for_it(
    client: Client, unit: Unit, assert_queries: AssertQueries, measures: int
) -> None:
    goal = GoalFactory.create(element__unit=unit, user_meaning="Du blir hørt.")
    for _ in range(measures):
        delivering(goal, 100_000)
    with assert_queries("plans.goal"):
        shown = page(client, f"/styring/maal/{goal.pk}/")
    assert "Du blir hørt." in shown
    assert f"+{measures}</td>" in shown


def test_goal_without_measures_says_so_and_offers_the_first_step(client: Client, unit: Unit, planner: User) -> None:
    shown = page(client, f"/styring/maal/{GoalFactory.create(element__unit=unit).pk}/")
    assert "Ingen tiltak arbeider for målet" in shown
    assert "/styring/ny/tiltak/" in shown


def test_element_address_leads_to_the_goal(client: Client, unit: Unit, planner: User) -> None:
    goal = GoalFactory.create(element__unit=unit)
    assert client.get(f"/styring/element/{goal.pk}/")["Location"] == f"/styring/maal/{goal.pk}/"


def test_draft_is_hidden_from_readers(client: Client, unit: Unit) -> None:
    goal = GoalFactory.create(element__unit=unit, element__state=State.DRAFT)
    client.force_login(user_with(Role.EMPLOYEE, unit))
    assert client.get(f"/styring/maal/{goal.pk}/").status_code == HTTPStatus.NOT_FOUND


def goal_words(unit: Unit, **more: object) -> dict[str, object]:
    words = {"unit": unit.pk, "title": "Flere lærlinger", "first_year": 2027, "last_year": 2030}
    return {**words, "level": Level.RESULT, "user_meaning": "Du får læreplass.", **more}


@pytest.mark.parametrize(("sent", "state"), [({}, State.ADOPTED), ({"draft": "1"}, State.DRAFT)])
def test_planner_writes_a_goal(client: Client, unit: Unit, planner: User, sent: dict[str, str], state: State) -> None:
    above = GoalFactory.create(element__unit=unit, level=Level.OVERARCHING)
    client.post("/styring/ny/maal/", goal_words(unit, above=[above.pk], **sent))
    goal = Goal.objects.get(level=Level.RESULT)
    assert (goal.element.state, goal.element.last_year) == (state, 2030)
    assert Link.objects.get(citing=goal.element).cited == above.element


def test_years_must_come_in_order(client: Client, unit: Unit, planner: User) -> None:
    answer = client.post("/styring/ny/maal/", goal_words(unit, last_year=2020))
    assert (answer.status_code, Goal.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)
    assert "Siste år kan ikke komme før" in answer.content.decode()


def test_goal_is_changed_and_keeps_its_links(client: Client, unit: Unit, planner: User) -> None:
    goal = GoalFactory.create(element__unit=unit)
    LinkFactory.create(citing=goal.element)
    client.post(f"/styring/maal/{goal.pk}/endre/", goal_words(unit, title="Ny tittel"))
    goal = Goal.objects.get(pk=goal.pk)
    assert (goal.element.title, goal.user_meaning) == ("Ny tittel", "Du får læreplass.")
    assert Link.objects.filter(citing=goal.element).exists()


def test_draft_is_adopted(client: Client, unit: Unit, planner: User) -> None:
    goal = GoalFactory.create(element__unit=unit, element__state=State.DRAFT)
    client.post(f"/styring/maal/{goal.pk}/vedta/")
    assert Goal.objects.get().element.state == State.ADOPTED


@pytest.mark.parametrize(("reason", "state"), [("Slått sammen med et annet", State.DROPPED), ("", State.ADOPTED)])
def test_goal_is_dropped_with_a_reason_only(
    client: Client, unit: Unit, planner: User, reason: str, state: State
) -> None:
    goal = GoalFactory.create(element__unit=unit)
    client.post(f"/styring/maal/{goal.pk}/ta-ut/", {"reason": reason})
    assert Goal.objects.get().element.state == state


def measure_words(unit: Unit, **more: object) -> dict[str, object]:
    words = {"unit": unit.pk, "title": "To plasser", "first_year": 2026, "last_year": 2030, "man_years": "1,5"}
    return {**words, "user_meaning": "Du får plass.", "category": "saving", "risk": "low", **more}


def test_measure_is_put_forward_with_its_effects(client: Client, unit: Unit, planner: User) -> None:
    goal = GoalFactory.create(element__unit=unit)
    client.post("/styring/ny/tiltak/", measure_words(unit, goals=[goal.pk], effect_2027="3600", effect_2028="-2900,5"))
    measure = Measure.objects.get()
    assert [effect.amount for effect in measure.effects.all()] == [360_000_000, -290_050_000]
    assert (str(measure.man_years), Link.objects.get().cited) == ("1.50", goal.element)


def test_measure_is_changed_with_its_effects(client: Client, unit: Unit, planner: User) -> None:
    measure = delivering(GoalFactory.create(element__unit=unit), 100_000)
    client.post(f"/styring/tiltak/{measure.pk}/endre/", measure_words(unit, effect_2028="5"))
    assert [(effect.year, effect.amount) for effect in measure.effects.all()] == [(2028, 500_000)]


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize("number", [1, 12])
def test_list_of_measures_costs_the_same_however_long(
    client: Client, unit: Unit, assert_queries: AssertQueries, number: int
) -> None:
    goal = GoalFactory.create(element__unit=unit)
    for _ in range(number):
        delivering(goal, 100_000)
    with assert_queries("plans.measure_list"):
        shown = page(client, "/styring/tiltak/")
    assert f"{number} tiltak" in shown


def test_list_of_measures_is_downloaded(client: Client, unit: Unit, planner: User) -> None:
    delivering(GoalFactory.create(element__unit=unit), 100_000)
    assert client.get("/styring/tiltak/", {"format": "xlsx"}).content.startswith(b"PK")


def test_measure_page_tells_what_it_costs(client: Client, unit: Unit, planner: User) -> None:
    measure = delivering(GoalFactory.create(element__unit=unit), 360_000_000)
    assert "+3\u202f600" in page(client, f"/styring/tiltak/{measure.pk}/")


def test_colleague_changes_nothing(client: Client, unit: Unit) -> None:
    goal = GoalFactory.create(element__unit=unit)
    client.force_login(user_with(Role.EMPLOYEE, unit))
    for address in (f"/styring/maal/{goal.pk}/endre/", f"/styring/maal/{goal.pk}/ta-ut/", "/styring/ny/maal/"):
        assert client.post(address, goal_words(unit, reason="Nei")).status_code == HTTPStatus.FORBIDDEN
    assert (Goal.objects.get().element.title, Goal.objects.get().element.state) == (goal.element.title, State.ADOPTED)
