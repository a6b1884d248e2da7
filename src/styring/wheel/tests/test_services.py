from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.kernel.errors import InvalidValueError, NotAllowedError, RuleBrokenError
from styring.organisation.tests.factories import UnitFactory
from styring.wheel.importers import DEFAULT_WHEEL, import_default_wheel, import_wheel
from styring.wheel.models import Activity, Completion, Dependency, Template
from styring.wheel.queries.years import standings
from styring.wheel.rules.states import State
from styring.wheel.services import (
    cancel_activity,
    edit_activity,
    finish_activity,
    finish_share,
    reopen_activity,
    restore_activity,
    start_activity,
    turn_wheel,
)
from styring.wheel.tests.factories import ActivityFactory, leader_of, planner, setup_row, turned

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 6)


def named(code: str, year: int = 2026) -> Activity:
    return Activity.objects.get(year=year, code=code)


def state_of(activity: Activity) -> State:
    reader = user_with(Role.EMPLOYEE, UnitFactory.create())
    return next(one.state for one in standings(reader, activity.year, DAY) if one.activity == activity)


def test_turning_makes_a_year_and_records_it_once() -> None:
    keeper = turned(2026)
    again = turn_wheel(actor=keeper, year=2026)
    assert (again.made, again.updated) == (0, 0)
    assert Entry.objects.filter(verb="wheel.year.turned").count() == 1


def test_turning_without_a_wheel_is_refused() -> None:
    with pytest.raises(RuleBrokenError, match="noe årshjul"):
        turn_wheel(actor=planner(), year=2026)
    assert not Activity.objects.exists()


def test_only_those_who_keep_the_wheel_turn_it() -> None:
    turned(2026)
    with pytest.raises(NotAllowedError):
        turn_wheel(actor=user_with(Role.UNIT_LEADER, UnitFactory.create()), year=2027)
    assert not Activity.objects.filter(year=2027).exists()


def test_turning_again_keeps_what_people_have_changed_and_follows_the_template_in_the_rest() -> None:
    keeper = turned(2026)
    edit_activity(actor=keeper, activity=named("AH21"), changes={"due_on": date(2026, 6, 25)})
    Template.objects.filter(code="AH21").update(due={"day": "06-10"}, note="Nytt av året")
    turn_wheel(actor=keeper, year=2026)
    assert (named("AH21").due_on, named("AH21").note) == (date(2026, 6, 25), "Nytt av året")


def test_turning_again_leaves_what_has_begun() -> None:
    keeper = turned(2026)
    finish_activity(actor=keeper, activity=named("AH21"), on=date(2026, 6, 18))
    Template.objects.filter(code="AH21").update(due={"day": "06-10"})
    turn_wheel(actor=keeper, year=2026)
    assert named("AH21").due_on == date(2026, 6, 19)


def test_changing_a_year_changes_no_other() -> None:
    keeper = turned(2026)
    edit_activity(actor=keeper, activity=named("AH21"), changes={"due_on": date(2026, 6, 25)})
    turn_wheel(actor=keeper, year=2027)
    assert named("AH21", 2027).due_on == date(2027, 6, 18)


def test_meeting_before_fourteen_full_days_is_refused() -> None:
    keeper = turned(2026)
    early = {"starts_on": date(2026, 12, 2), "due_on": date(2026, 12, 2)}
    with pytest.raises(RuleBrokenError, match=r"tidligste dag er 2026-12-03 \(kommuneloven § 14-3\)"):
        edit_activity(actor=keeper, activity=named("AH48"), changes=early)
    assert named("AH48").due_on == date(2026, 12, 9)


def test_last_day_of_a_recommendation_can_not_be_so_late_that_the_meeting_comes_too_soon() -> None:
    keeper = turned(2026)
    with pytest.raises(RuleBrokenError, match="14 fulle dager"):
        edit_activity(actor=keeper, activity=named("AH45"), changes={"due_on": date(2026, 11, 25)})


def test_activity_can_not_be_due_before_it_starts() -> None:
    keeper = turned(2026)
    with pytest.raises(ValidationError):
        edit_activity(actor=keeper, activity=named("AH53"), changes={"due_on": date(2026, 9, 1)})


def test_responsible_may_say_how_far_but_not_change_the_dates() -> None:
    setup_row()
    secretary = user_with(Role.SECRETARIAT, UnitFactory.create())
    hr = user_with(Role.HR_STAFF, UnitFactory.create())
    activity = ActivityFactory.create(responsible=["HRS"])
    start_activity(actor=hr, activity=activity, on=DAY)
    with pytest.raises(NotAllowedError):
        edit_activity(actor=hr, activity=activity, changes={"note": "Vi tar det senere"})
    finish_activity(actor=hr, activity=activity, on=DAY)
    assert state_of(activity) is State.DONE
    assert secretary != hr


def test_stranger_can_not_finish() -> None:
    activity = ActivityFactory.create()
    with pytest.raises(NotAllowedError):
        finish_activity(actor=user_with(Role.EMPLOYEE, UnitFactory.create()), activity=activity, on=DAY)
    activity.refresh_from_db()
    assert activity.done_on is None


def test_what_a_political_body_finishes_is_treated() -> None:
    setup_row()
    activity = ActivityFactory.create(responsible=["KST"])
    finish_activity(actor=user_with(Role.COUNCIL, UnitFactory.create()), activity=activity, on=DAY)
    assert state_of(activity) is State.TREATED


def test_finished_can_be_opened_again_and_not_finished_twice() -> None:
    setup_row()
    keeper, activity = planner(), ActivityFactory.create()
    finish_activity(actor=keeper, activity=activity, on=DAY)
    with pytest.raises(RuleBrokenError, match="allerede ferdig"):
        finish_activity(actor=keeper, activity=activity, on=DAY)
    reopen_activity(actor=keeper, activity=activity)
    assert state_of(activity) is State.LATE


def test_cancelling_needs_a_reason_and_can_be_taken_back() -> None:
    setup_row()
    keeper, activity = planner(), ActivityFactory.create()
    with pytest.raises(RuleBrokenError, match="Skriv hvorfor"):
        cancel_activity(actor=keeper, activity=activity, reason=" ", on=DAY)
    cancel_activity(actor=keeper, activity=activity, reason="Slått sammen med møtet i november", on=DAY)
    assert state_of(activity) is State.CANCELLED
    with pytest.raises(RuleBrokenError, match="avlyst"):
        start_activity(actor=keeper, activity=activity, on=DAY)
    restore_activity(actor=keeper, activity=activity)
    assert state_of(activity) is State.LATE


def test_what_rests_this_year_can_not_be_started() -> None:
    keeper = turned(2026)
    with pytest.raises(RuleBrokenError, match="ikke med i år"):
        start_activity(actor=keeper, activity=named("AH09"), on=DAY)


def test_each_leader_finishes_the_share_of_the_own_unit_and_the_last_one_the_activity() -> None:
    setup_row()
    top = UnitFactory.create()
    units = [UnitFactory.create(parent=top) for _number in range(2)]
    leaders = [leader_of(unit, Role.DIRECTOR) for unit in units]
    activity = ActivityFactory.create(responsible=["DIR"])
    finish_share(actor=leaders[0], activity=activity, unit=units[0], on=DAY)
    assert activity.done_on is None
    with pytest.raises(NotAllowedError):
        finish_share(actor=leaders[0], activity=activity, unit=units[1], on=DAY)
    finish_share(actor=leaders[1], activity=activity, unit=units[1], on=DAY)
    assert activity.done_on == DAY


def test_one_leader_among_many_can_not_finish_for_all() -> None:
    top = UnitFactory.create()
    leader = leader_of(UnitFactory.create(parent=top), Role.DIRECTOR)
    UnitFactory.create(parent=top)
    with pytest.raises(NotAllowedError):
        finish_activity(actor=leader, activity=ActivityFactory.create(responsible=["DIR"]), on=DAY)
    assert not Completion.objects.exists()


def test_default_wheel_is_taken_in_once() -> None:
    keeper = planner()
    assert import_default_wheel(actor=keeper) == import_default_wheel(actor=keeper)
    assert Dependency.objects.filter(template="AH12", needs="AH43", year_offset=-1).exists()


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("responsible: [HRS]", "responsible: [SJEF]", "nevner rollen «SJEF»"),
        ("needs: [AH08, AH12]", "needs: [AH08, AH99]", "venter på «AH99»"),
        ("{nth: 4, weekday: 2, month: 9}", "{nth: 5, weekday: 2, month: 9}", "ingen datoregel"),
    ],
)
def test_wheel_that_says_what_is_not_there_is_refused(before: str, after: str, error: str) -> None:
    text = DEFAULT_WHEEL.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(InvalidValueError, match=error):
        import_wheel(actor=planner(), text=text.replace(before, after))


def test_wheel_that_waits_for_itself_is_refused() -> None:
    text = DEFAULT_WHEEL.read_text(encoding="utf-8").replace("needs: [AH08, AH12]", "needs: [AH08, AH12, AH18]")
    with pytest.raises(RuleBrokenError, match="i ring"):
        import_wheel(actor=planner(), text=text)
    assert not Template.objects.exists()
