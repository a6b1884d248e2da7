from __future__ import annotations

import itertools
from datetime import date

import pytest

from styring.access.models import Role
from styring.access.policies import Action, may
from styring.access.tests.factories import user_with
from styring.kernel.asked import answers_kept
from styring.kernel.authority import Right
from styring.kernel.clock import today
from styring.organisation.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

DOCUMENTS = ("common_scorecard", "unit_scorecard", "monthly_report", "annual_report", "action_programme")


@pytest.mark.parametrize("role", [Role.CHIEF_EXECUTIVE, Role.DIRECTOR, Role.UNIT_LEADER, Role.CONTROLLER])
@pytest.mark.parametrize("right", Right)
def test_answer_while_a_page_is_read_is_that_of_the_units_permitted(role: Role, right: Right) -> None:
    top = UnitFactory.create()
    middle, beside = UnitFactory.create(parent=top), UnitFactory.create(parent=top)
    person = user_with(role, middle)
    places = (None, top, middle, UnitFactory.create(parent=middle), beside)
    for document, unit in itertools.product(DOCUMENTS, places):
        action = Action("x", document, right)
        plain = may(person, action, unit)
        with answers_kept():
            assert may(person, action, unit) is plain


def test_role_in_a_unit_that_is_closed_is_judged_alike() -> None:
    closed = UnitFactory.create(parent=UnitFactory.create(), closed_on=date(2020, 1, 1))
    person = user_with(Role.UNIT_LEADER, closed)
    assert closed.closed_on < today()
    action = Action("x", "monthly_report", Right.READ)
    with answers_kept():
        kept = (may(person, action), may(person, action, closed))
    assert kept == (may(person, action), may(person, action, closed))
