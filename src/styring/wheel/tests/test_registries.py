from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.wheel.queries import (
    Duty,
    Occasion,
    Target,
    add_duty_source,
    add_target,
    duties_for,
    registries,
    targets_for,
)
from styring.wheel.rules.states import Course, State, state_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.accounts.models import User

DAY = date(2026, 11, 6)
OCTOBER = Occasion("MR10", "monthly_report", 2026, "2026-M10", 4)


@pytest.fixture(autouse=True)
def _empty_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registries, "_targets", {})
    monkeypatch.setattr(registries, "_sources", {})
    monkeypatch.setattr(registries, "_left_to_others", set())


@pytest.fixture
def reader(db: None) -> User:
    return user_with(Role.UNIT_LEADER, UnitFactory.create())


def reports(reader: User, occasions: Sequence[Occasion]) -> dict[Occasion, Target]:
    return {occasion: Target("/rapport/", "Rapporten", done=2, expected=3) for occasion in occasions}


def test_target_is_asked_for_what_it_delivers_and_nothing_else(reader: User) -> None:
    add_target("monthly_report", reports)
    found = targets_for(reader, [OCTOBER, Occasion("AH01", "result_report", 2026)])
    assert {occasion.code: target.is_done for occasion, target in found.items()} == {"MR10": False}


def test_duties_of_all_sources_come_nearest_first(reader: User) -> None:
    def late(_reader: User, day: date) -> list[Duty]:
        return [Duty("Senere", day + timedelta(days=9), State.COMING, "/b/"), Duty("Nå", day, State.SOON, "/a/")]

    def early(_reader: User, day: date) -> list[Duty]:
        return [Duty("Over tiden", day - timedelta(days=3), State.LATE, "/c/")]

    add_duty_source(late)
    add_duty_source(early)
    assert [duty.title for duty in duties_for(reader, DAY)] == ["Over tiden", "Nå", "Senere"]


def test_target_is_done_when_all_is_in_or_it_is_treated() -> None:
    assert [Target("/", "", done=done, expected=3).is_done for done in (2, 3)] == [False, True]
    assert Target("/", "", is_treated=True).is_done
    assert not Target("/", "").is_done


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, 200), days)
def test_only_late_after_the_last_day_and_only_coming_before_the_first(start: date, length: int, day: date) -> None:
    course = Course(start, start + timedelta(days=length))
    state = state_on(course, day)
    assert (state is State.LATE) == (day > course.due_on)
    assert (state is State.COMING) == (day < start)


@given(days, days)
def test_what_comes_from_outside_is_never_late(start: date, day: date) -> None:
    course = Course(start, start, by_calendar=True)
    assert state_on(course, day) is not State.LATE
