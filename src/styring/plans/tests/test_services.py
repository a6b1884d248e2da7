from __future__ import annotations

from datetime import date

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Detail, Entry
from styring.kernel.errors import NotAllowedError
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Goal
from styring.plans.services import adopt_goal, adopt_measure, reword_goal
from styring.plans.tests.factories import GoalFactory
from styring.thread.models import Element, Link
from styring.thread.queries import walk
from styring.thread.rules import Way

pytestmark = pytest.mark.django_db


def test_adopted_goal_is_an_element_for_the_action_programme() -> None:
    unit = UnitFactory.create()
    goal = adopt_goal(actor=user_with(Role.UNIT_LEADER, unit), unit=unit, title="Flere lærlinger", adopted_in=2026)
    element = Element.objects.get(pk=goal.pk)
    assert (element.kind, element.first_year, element.last_year) == ("goal", 2027, 2030)


def test_measure_delivers_to_its_goal() -> None:
    goal = GoalFactory.create(element__title="Flere lærlinger")
    leader = user_with(Role.UNIT_LEADER, goal.element.unit)
    measure = adopt_measure(actor=leader, unit=goal.element.unit, title="To nye plasser", goal=goal, is_free=False)
    (step,) = walk(leader, measure.pk, Way.UP, date(2026, 6, 1))
    assert (step.link_type, step.kind, step.title) == ("delivers", "goal", "Flere lærlinger")


def test_reword_records_both_wordings() -> None:
    goal = GoalFactory.create(element__title="Før")
    reword_goal(actor=user_with(Role.CONTROLLER, goal.element.unit), goal=goal, title="Etter")
    detail = Detail.objects.get(entry__verb="thread.element.retitled")
    assert (detail.before, detail.after) == ({"title": "Før"}, {"title": "Etter"})


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE])
def test_others_change_nothing(role: Role | None) -> None:
    goal = GoalFactory.create(element__title="Før")
    other = user_with(role, goal.element.unit)
    with pytest.raises(NotAllowedError):
        reword_goal(actor=other, goal=goal, title="Etter")
    with pytest.raises(NotAllowedError):
        adopt_measure(actor=other, unit=goal.element.unit, title="Nytt", goal=goal, is_free=True)
    assert str(Goal.objects.get()) == "Før"
    assert not Entry.objects.exists()


def test_leader_delivers_to_a_goal_of_another_unit() -> None:
    unit, goal = UnitFactory.create(), GoalFactory.create()
    leader = user_with(Role.UNIT_LEADER, unit)
    measure = adopt_measure(actor=leader, unit=unit, title="Nytt", goal=goal, is_free=True)
    assert Link.objects.get(citing=measure.element).cited == goal.element
