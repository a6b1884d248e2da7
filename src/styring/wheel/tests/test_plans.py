from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.kernel.errors import InvalidValueError, RuleBrokenError
from styring.kernel.workdays import Shift, is_workday
from styring.wheel.models import Activity, ClosedDay
from styring.wheel.queries.plans import breaches_of
from styring.wheel.rules.dates import (
    DaysAfter,
    Draft,
    FixedDay,
    Need,
    NthWeekday,
    WorkdaysAfter,
    circle_among,
    plan_year,
    read_rule,
    require_no_circle,
)
from styring.wheel.tests.factories import turned


def days_of(year: int) -> dict[str, tuple[date, date]]:
    return {row.code: (row.starts_on, row.due_on) for row in Activity.objects.filter(year=year)}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ({"day": "01-20"}, date(2026, 1, 20)),
        ({"day": "12-15", "years": -1}, date(2025, 12, 15)),
        ({"nth": 4, "weekday": 2, "month": 9}, date(2026, 9, 23)),
        ({"nth": -1, "weekday": 4, "month": 6}, date(2026, 6, 26)),
        ({"workdays": 18, "after": "08-31"}, date(2026, 9, 24)),
    ],
)
def test_rule_gives_a_day(written: dict[str, object], day: date) -> None:
    rule = read_rule(written)
    assert not isinstance(rule, DaysAfter)
    assert rule.in_year(2026) == day


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"day": "13-40"},
        {"day": "januar"},
        {"nth": 5, "weekday": 2, "month": 2},
        {"workdays": "seks", "after": "04-30"},
    ],
)
def test_what_is_no_rule_is_refused(written: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError, match="ingen da"):
        read_rule(written)


def test_leap_day_is_the_day_before_in_other_years() -> None:
    assert [FixedDay(2, 29).in_year(year).day for year in (2027, 2028)] == [28, 29]


def test_days_are_counted_from_what_comes_before_whatever_the_order() -> None:
    after = Draft("B", DaysAfter(1, "A"), DaysAfter(10, "A"), Shift.NONE)
    plan = plan_year([after, Draft("A", FixedDay(11, 1), FixedDay(11, 18))], 2026)["B"]
    assert (plan.starts_on, plan.due_on) == (date(2026, 11, 19), date(2026, 11, 28))


def test_days_counted_in_a_ring_are_refused() -> None:
    ring = [Draft(one, DaysAfter(1, two), DaysAfter(2, two)) for one, two in (("A", "B"), ("B", "A"))]
    with pytest.raises(RuleBrokenError, match="i ring: A → B → A"):
        plan_year(ring, 2026)


def test_days_counted_from_nothing_are_refused() -> None:
    with pytest.raises(RuleBrokenError, match="«A» regnes ut fra «B»"):
        plan_year([Draft("A", FixedDay(1, 1), DaysAfter(2, "B"))], 2026)


@pytest.mark.parametrize(("state_budget", "comes"), [(FixedDay(10, 5), True), (FixedDay(9, 1), False)])
def test_comes_only_when_one_is_due_before_another_starts(state_budget: FixedDay, comes: bool) -> None:  # noqa: FBT001
    proposal = Draft("AH35", NthWeekday(4, 2, 9), NthWeekday(4, 2, 9))
    state = Draft("AH39", state_budget, FixedDay(10, 14))
    extra = Draft("AH40", FixedDay(10, 14), FixedDay(10, 30), only_if=("AH35", "AH39"))
    assert plan_year([proposal, state, extra], 2026)["AH40"].occurs is comes


@pytest.mark.parametrize(("year", "comes", "coming"), [(2026, False, 2027), (2027, True, None), (2028, False, 2029)])
def test_every_second_year(year: int, comes: bool, coming: int | None) -> None:  # noqa: FBT001
    survey = Draft("AH09", FixedDay(2, 1), FixedDay(2, 21), every=2, first_year=2027)
    plan = plan_year([survey], year)["AH09"]
    assert (plan.occurs, plan.next_year) == (comes, coming)


rules = st.builds(FixedDay, st.integers(1, 12), st.integers(1, 28)) | st.builds(
    WorkdaysAfter, st.integers(1, 20), st.builds(FixedDay, st.integers(1, 12), st.integers(1, 28))
)


@given(rules, rules, st.integers(2020, 2060), st.sampled_from([Shift.BEFORE, Shift.AFTER, Shift.NEAREST]))
def test_plan_is_in_order_and_due_on_a_working_day(starts: FixedDay, due: FixedDay, year: int, shift: Shift) -> None:
    plan = plan_year([Draft("A", starts, due, shift)], year)["A"]
    assert plan.starts_on <= plan.due_on
    assert is_workday(plan.due_on)


codes = st.sampled_from("ABCDE")


@given(st.lists(st.builds(Need, codes, codes, st.integers(-2, 1)), max_size=10))
def test_circle_is_one_and_adds_up_to_no_earlier_year(needs: list[Need]) -> None:
    circle = circle_among(needs)
    steps = set(zip(circle[1:], circle, strict=False))
    assert not circle or circle[0] == circle[-1]
    assert steps <= {(need.needs, need.code) for need in needs} | {(need.code, need.needs) for need in needs}


@given(st.lists(st.builds(Need, codes, codes, st.integers(-2, -1)), max_size=10))
def test_what_waits_for_earlier_years_closes_no_circle(needs: list[Need]) -> None:
    assert circle_among(needs) == []


def test_circle_is_refused_with_its_names() -> None:
    with pytest.raises(RuleBrokenError, match="venter på hverandre i ring"):
        require_no_circle([Need("B", "A"), Need("A", "B")])


@pytest.mark.django_db
def test_default_wheel_dates_2026_as_the_domain_model_has_them() -> None:
    turned(2026)
    days = days_of(2026)
    assert days["AH35"][1] == date(2026, 9, 23)
    assert days["AH48"][1] == date(2026, 12, 9)
    assert days["AH24"][1] == date(2026, 5, 11)  # 1 May is no working day
    assert days["AH46"] == (date(2026, 11, 19), date(2026, 12, 8))
    assert [days[code][1].day for code in ("MR10", "MR10-KSJ", "MR10-DIR", "MR10-RAD")] == [9, 11, 12, 13]


@pytest.mark.django_db
def test_no_monthly_report_in_january_and_july_nor_where_a_tertial_report_takes_its_place() -> None:
    turned(2026)
    reports = Activity.objects.filter(template="LOP1", level=4).values_list("period", flat=True)
    assert sorted(int(period[-2:]) for period in reports) == [2, 3, 5, 6, 9, 10, 11]


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2029, 2031, 2035])
def test_default_wheel_breaks_no_demand(year: int) -> None:
    turned(year)
    assert breaches_of(year) == []


@pytest.mark.django_db
def test_statutory_day_on_a_day_off_is_planned_before_and_shown_beside() -> None:
    turned(2026)
    accounts = Activity.objects.get(year=2026, code="AH08")
    assert (accounts.due_on, accounts.legal_due_on) == (date(2026, 2, 20), date(2026, 2, 22))


@pytest.mark.django_db
def test_municipalitys_closed_day_moves_a_deadline() -> None:
    ClosedDay.objects.create(day=date(2026, 10, 30), title="Stengt")
    turned(2026)
    assert days_of(2026)["AH40"][1] == date(2026, 10, 29)
