from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Level
from styring.plans.tests.factories import GoalFactory
from styring.scorecards.models import Observation, OwnRow
from styring.scorecards.tests.factories import (
    CommonRowFactory,
    IndicatorFactory,
    ObservationFactory,
    OwnRowFactory,
    ScorecardFactory,
    TargetFactory,
    ThresholdFactory,
)
from styring.thread.tests.factories import LinkFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit
    from styring.plans.models import Goal
    from styring.scorecards.models import Indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create(code="TOPP")


@pytest.fixture
def controller(unit: Unit, client: Client) -> User:
    user = user_with(Role.CONTROLLER, unit)
    client.force_login(user)
    return user


def measured(unit: Unit, title: str = "Høyt nærvær") -> tuple[Goal, Indicator]:
    """A goal whose indicator showed 9 of 100 last year and 8.5 of 100 now."""
    goal = GoalFactory.create(element__unit=unit, element__title=title)
    indicator = IndicatorFactory.create(element__unit=unit, element__title=f"Mål på {title}")
    LinkFactory.create(type="measures", citing=indicator.element, cited=goal.element)
    ThresholdFactory.create(indicator=indicator)
    TargetFactory.create(indicator=indicator, unit=unit, value=8)
    for period, numerator in (("2025", "9"), ("2026-T2", "8.5")):
        ObservationFactory.create(indicator=indicator, unit=unit, period=period, numerator=numerator)
    return goal, indicator


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_goal_page_shows_status_value_and_chart(client: Client, unit: Unit, controller: User) -> None:
    goal, _indicator = measured(unit)
    shown = page(client, f"/styring/maal/{goal.pk}/")
    assert "Ønsket resultat" in shown
    assert "8,5\u00a0%" in shown
    assert "Vis tallene som tabell" in shown


@pytest.mark.usefixtures("controller")
@pytest.mark.parametrize("number", [1, 9])
def test_goal_list_costs_the_same_however_long(
    client: Client, unit: Unit, assert_queries: AssertQueries, number: int
) -> None:
    for place in range(number):
        goal, _indicator = measured(unit, f"Mål {place}")
        top = GoalFactory.create(element__unit=unit, level=Level.OVERARCHING)
        LinkFactory.create(citing=goal.element, cited=top.element)
    with assert_queries("scorecards.goal_list"):
        shown = page(client, "/styring/maal/")
    assert shown.count("Mål på Mål") == number


def test_goal_list_is_narrowed_by_status(client: Client, unit: Unit, controller: User) -> None:
    measured(unit)
    assert "Høyt nærvær" in page(client, "/styring/maal/?status=green")
    assert "Høyt nærvær" not in page(client, "/styring/maal/?status=red")


def test_goals_of_another_year_are_not_listed(client: Client, unit: Unit, controller: User) -> None:
    measured(unit)
    assert "Ingen mål gjelder dette året" in page(client, "/styring/maal/?aar=2040")


def test_person_without_a_role_sees_no_goals(client: Client, unit: Unit) -> None:
    measured(unit)
    client.force_login(user_with(None, unit))
    assert "Høyt nærvær" not in page(client, "/styring/maal/")


@pytest.mark.usefixtures("controller")
@pytest.mark.parametrize("number", [1, 9])
def test_card_page_costs_the_same_however_long(
    client: Client, unit: Unit, assert_queries: AssertQueries, number: int
) -> None:
    below = UnitFactory.create(code="UNDER", parent=unit)
    for place in range(number):
        _goal, indicator = measured(unit, f"Mål {place}")
        CommonRowFactory.create(indicator=indicator)
    with assert_queries("scorecards.card_page"):
        shown = page(client, f"/nokkeltall/malekart/{below.code}/")
    assert f"{number} gjennomgående og 0 egne mål" in shown


def test_card_of_last_year_shows_last_year(client: Client, unit: Unit, controller: User) -> None:
    _goal, indicator = measured(unit)
    CommonRowFactory.create(indicator=indicator)
    assert "Laveste aksepterte" in page(client, "/nokkeltall/malekart/TOPP/?periode=2025")
    assert client.get("/nokkeltall/malekart/TOPP/", {"periode": "tull"}).status_code == HTTPStatus.NOT_FOUND


def test_card_is_downloaded(client: Client, unit: Unit, controller: User) -> None:
    _goal, indicator = measured(unit)
    CommonRowFactory.create(indicator=indicator)
    assert client.get("/nokkeltall/malekart/TOPP/", {"format": "xlsx"}).content.startswith(b"PK")


def test_stranger_reads_the_whole_card_and_no_other(client: Client, unit: Unit) -> None:
    one, other = (UnitFactory.create(code=code, parent=unit) for code in ("EN", "TO"))
    client.force_login(user_with(Role.UNIT_LEADER, one))
    answers = {code: client.get(f"/nokkeltall/malekart/{code}/").status_code for code in ("EN", "TOPP", other.code)}
    assert answers == {"EN": 200, "TOPP": 200, "TO": 403}
    assert "/nokkeltall/malekart/TO/" not in page(client, "/nokkeltall/malekart/")


def test_leader_chooses_an_own_row_and_takes_it_off(client: Client, unit: Unit, controller: User) -> None:
    _goal, indicator = measured(unit)
    client.post("/nokkeltall/malekart/TOPP/egne/", {"indicator": indicator.pk})
    row = OwnRow.objects.get()
    client.post(f"/nokkeltall/malekart/TOPP/egne/{row.pk}/ta-av/")
    row.refresh_from_db()
    assert row.valid_to.year == 9999, "a row of today is on the card today"


def test_row_that_measures_no_goal_is_refused_in_words(client: Client, unit: Unit, controller: User) -> None:
    indicator = IndicatorFactory.create(element__unit=unit)
    answer = client.post("/nokkeltall/malekart/TOPP/egne/", {"indicator": indicator.pk})
    assert "måler ikke noe mål" in answer.content.decode()
    assert not OwnRow.objects.exists()


def test_older_row_is_taken_off_from_today(client: Client, unit: Unit, controller: User) -> None:
    row = OwnRowFactory.create(card=ScorecardFactory.create(unit=unit), indicator=measured(unit)[1])
    client.post(f"/nokkeltall/malekart/TOPP/egne/{row.pk}/ta-av/")
    row.refresh_from_db()
    assert str(row.valid_to) == "2026-11-06"


@pytest.mark.usefixtures("controller")
@pytest.mark.parametrize("number", [1, 9])
def test_indicator_list_costs_the_same_however_long(
    client: Client, unit: Unit, assert_queries: AssertQueries, number: int
) -> None:
    for place in range(number):
        measured(unit, f"Mål {place}")
    with assert_queries("scorecards.indicator_list"):
        shown = page(client, "/nokkeltall/indikatorer/")
    assert shown.count("Mål på Mål") == number


def test_indicator_page_has_values_limits_and_targets(client: Client, unit: Unit, controller: User) -> None:
    _goal, indicator = measured(unit)
    shown = page(client, f"/nokkeltall/indikatorer/{indicator.pk}/")
    assert "ønsket 8,5, laveste 9,5" in shown
    assert "Krav 2027" in shown


def test_value_is_written_down_and_corrected_with_a_reason(client: Client, unit: Unit, controller: User) -> None:
    _goal, indicator = measured(unit)
    address = f"/nokkeltall/indikatorer/{indicator.pk}/nytt-tall/"
    said = {"unit": unit.pk, "period": "2026-t1", "numerator": "8,25", "denominator": "1 000", "quality": "final"}
    client.post(address, said)
    refused = client.post(address, {**said, "numerator": "9"})
    client.post(address, {**said, "numerator": "9", "reason": "Feil fil"})
    assert "hvorfor det rettes" in refused.content.decode()
    written = Observation.objects.filter(period="2026-T1").order_by("pk").values_list("numerator", "is_current")
    assert [(str(number), current) for number, current in written] == [("33/4", False), ("9", True)]


@pytest.mark.parametrize(
    "wrong", [{"period": "i fjor"}, {"numerator": "ni"}, {"numerator": "1/3"}, {"denominator": ""}, {"unit": "0"}]
)
def test_wrong_value_is_refused_in_words(client: Client, unit: Unit, controller: User, wrong: dict[str, str]) -> None:
    _goal, indicator = measured(unit)
    said = {"unit": unit.pk, "period": "2026-T1", "numerator": "8", "denominator": "100", "quality": "final"}
    answer = client.post(f"/nokkeltall/indikatorer/{indicator.pk}/nytt-tall/", {**said, **wrong})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Observation.objects.count() == 2
