from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.kernel import workdays
from styring.kernel.errors import InvalidValueError
from styring.kernel.workdays import Shift, is_workday, nth_weekday, shifted, workdays_after, workdays_between

VECTORS = json.loads((Path(__file__).parent / "workdays.json").read_text())["cases"]


def value(given: Any) -> Any:
    """A day where the text is one, a list of days likewise."""
    if isinstance(given, list):
        return [value(one) for one in given]
    return date.fromisoformat(given) if isinstance(given, str) and given[4:5] == "-" else given


def answer(rule: str, said: dict[str, Any]) -> Any:
    match rule:
        case "shift":
            return shifted(said["day"], Shift(said["rule"]), said["closed"])
        case "holidays":
            return sorted(workdays.holidays(**said))
        case "every":
            return {"occurs": workdays.occurs(**said), "next": workdays.next_year(**said)}
    return getattr(workdays, rule)(**said)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in VECTORS])
def test_vectors(case: dict[str, Any]) -> None:
    said = {name: value(given) for name, given in case["in"].items()}
    assert answer(case["rule"], said) == value(case["out"])


def test_no_fifth_wednesday() -> None:
    with pytest.raises(InvalidValueError, match="ukedag nummer 5"):
        nth_weekday(2026, 2, 2, 5)


def test_there_is_no_zeroth_weekday() -> None:
    with pytest.raises(InvalidValueError, match="ukedag nummer 0"):
        nth_weekday(2026, 2, 2, 0)


days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
moves = st.sampled_from([Shift.BEFORE, Shift.AFTER, Shift.NEAREST])


@given(days, moves)
def test_shift_ends_on_a_working_day_and_stays_there(day: date, shift: Shift) -> None:
    moved = shifted(day, shift)
    assert is_workday(moved)
    assert shifted(moved, shift) == moved


@given(days, st.integers(1, 60))
def test_counting_forward_and_between_agree(day: date, n: int) -> None:
    later = workdays_after(day, n)
    assert workdays_between(day, later) == n
    assert workdays_after(later + timedelta(days=1), -1) == later


@given(days, days)
def test_between_is_the_same_both_ways_with_the_sign_turned(start: date, end: date) -> None:
    end = min(end, start + timedelta(days=800)) if end > start else max(end, start - timedelta(days=800))
    assert workdays_between(start, end) == -workdays_between(end, start)


@given(days, st.integers(0, 60))
def test_last_day_to_publish_is_the_inverse_of_the_earliest_meeting(published: date, full_days: int) -> None:
    meeting = workdays.earliest_meeting(published, full_days)
    assert workdays.last_day_to_publish(meeting, full_days) == published
    assert (meeting - published).days - 1 == full_days


@given(st.integers(1900, 2199), st.integers(1, 12), st.integers(0, 6), st.integers(1, 4))
def test_nth_weekday_is_that_weekday_in_its_week_of_the_month(year: int, month: int, weekday: int, n: int) -> None:
    found = nth_weekday(year, month, weekday, n)
    assert (found.weekday(), (found.day - 1) // 7 + 1) == (weekday, n)


@given(st.integers(1990, 2100), st.integers(1, 9), st.integers(1990, 2100))
def test_next_year_is_the_first_in_which_it_comes(year: int, every: int, first: int) -> None:
    coming = workdays.next_year(year, every, first)
    assert workdays.occurs(coming, every, first)
    assert not any(workdays.occurs(earlier, every, first) for earlier in range(year, coming))
