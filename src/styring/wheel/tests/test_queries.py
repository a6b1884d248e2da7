from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.kernel.errors import NotAllowedError
from styring.organisation.tests.factories import UnitFactory
from styring.wheel.models import Activity, Completion
from styring.wheel.queries import activities_delivering, duties_for
from styring.wheel.queries.duties import wheel_duties
from styring.wheel.queries.people import holders_of, shares_of
from styring.wheel.queries.years import fed_by, needs_of, running_processes, standings
from styring.wheel.rules.states import State
from styring.wheel.services import finish_activity, turn_wheel
from styring.wheel.tests.factories import ActivityFactory, leader_of, setup_row, turned

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 6)


@pytest.fixture
def reader() -> User:
    return user_with(Role.EMPLOYEE, UnitFactory.create())


def test_year_is_read_in_a_fixed_number_of_queries(reader: User, assert_queries: AssertQueries) -> None:
    turned(2026)
    with assert_queries("wheel.standings"):
        found = standings(reader, 2026, DAY)
    states = {one.activity.code: one.state for one in found}
    assert [states[code] for code in ("AH53", "MR10", "AH43", "AH48", "AH09", "AH39")] == [
        State.LATE, State.SOON, State.RUNNING, State.COMING, State.RESTING, State.DONE,
    ]  # fmt: skip


def test_person_without_a_role_sees_no_wheel() -> None:
    with pytest.raises(NotAllowedError):
        standings(user_with(None, UnitFactory.create()), 2026, DAY)


def test_what_waits_for_something_late_is_held_up(reader: User) -> None:
    keeper = turned(2025)
    turn_wheel(actor=keeper, year=2026)
    found = {one.activity.code: one for one in standings(reader, 2026, DAY)}
    assert {late.code for late in found["AH45"].held_up_by} == {"AH40"}
    assert {(late.code, late.year) for late in found["AH02"].held_up_by} == {("AH01", 2026), ("AH48", 2025)}


def test_what_is_done_holds_nothing_up(reader: User) -> None:
    keeper = turned(2026)
    finish_activity(actor=keeper, activity=Activity.objects.get(code="AH40"), on=DAY)
    found = {one.activity.code: one for one in standings(reader, 2026, DAY)}
    assert found["AH45"].held_up_by == ()


def test_needs_and_what_is_fed_lead_across_the_years() -> None:
    keeper = turned(2025)
    turn_wheel(actor=keeper, year=2026)
    report = Activity.objects.get(year=2026, code="AH12")
    needed = {(met.code, met.year) for _need, met in needs_of(report) if met}
    survey = Activity.objects.get(year=2025, code="AH43")
    assert ("AH43", 2025) in needed
    assert report in [fed for _need, fed in fed_by(survey)]


def test_reports_of_a_period_are_one_a_level() -> None:
    turned(2026)
    levels = activities_delivering("monthly_report", "2026-M10").values_list("level", flat=True)
    assert list(levels) == [4, 3, 2, 1]
    assert activities_delivering("tertial_report", "2026-T2").count() == 1


def test_running_processes_of_a_year(reader: User) -> None:
    turned(2026)
    assert "LOP5" in {running.template.code for running in running_processes(reader, 2026)}


def test_leader_is_asked_for_the_own_unit_until_it_is_done(assert_queries: AssertQueries) -> None:
    setup_row()
    unit = UnitFactory.create(parent=UnitFactory.create())
    leader = leader_of(unit, Role.DIRECTOR)
    activity = ActivityFactory.create(responsible=["DIR"])
    with assert_queries("wheel.wheel_duties"):
        (duty,) = wheel_duties(leader, DAY)
    assert (duty.title, duty.unit, duty.state) == (activity.title, unit, State.LATE)
    Completion.objects.create(activity=activity, unit=unit, done_on=DAY, by=leader)
    assert duties_for(leader, DAY) == []


def test_role_is_asked_for_what_it_answers_for_and_others_are_not(reader: User) -> None:
    secretary = user_with(Role.SECRETARIAT, UnitFactory.create())
    activity = ActivityFactory.create()
    assert [duty.title for duty in wheel_duties(secretary, DAY)] == [activity.title]
    assert wheel_duties(reader, DAY) == []


def test_holders_are_leaders_of_the_level_and_people_with_the_role(assert_queries: AssertQueries) -> None:
    top = UnitFactory.create()
    chief = leader_of(top, Role.CHIEF_EXECUTIVE)
    hr = user_with(Role.HR_STAFF, top)
    with assert_queries("wheel.holders_of"):
        found = holders_of(["RAD", "HRS", "DIR"], DAY)
    assert found == {"RAD": [chief], "HRS": [hr], "DIR": []}


def test_shares_are_the_units_of_the_levels_from_the_top(assert_queries: AssertQueries) -> None:
    top = UnitFactory.create()
    below = UnitFactory.create(parent=top)
    chief = leader_of(top, Role.CHIEF_EXECUTIVE)
    activity = ActivityFactory.create(responsible=["DIR", "RAD"])
    Completion.objects.create(activity=activity, unit=top, done_on=DAY, by=chief)
    with assert_queries("wheel.shares_of"):
        found = shares_of(activity, DAY)
    assert [(share.unit, share.leader, share.done_on) for share in found] == [(top, chief, DAY), (below, None, None)]
