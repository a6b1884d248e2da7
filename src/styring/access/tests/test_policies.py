from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from styring.access.models import Grant, Role
from styring.access.policies import Action, may, open_to
from styring.access.rules import Right
from styring.access.tests.factories import user_with
from styring.kernel.asked import answers_kept
from styring.organisation.tests.factories import BEGINNING, PositionFactory, UnitFactory

if TYPE_CHECKING:
    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db
READ_MONTHLY_REPORT = Action("reporting.report.view", "monthly_report", Right.READ)


@pytest.mark.parametrize(("role", "is_open"), [(Role.UNIT_LEADER, True), (Role.EMPLOYEE, False), (None, False)])
def test_page_is_open_to_those_whose_role_says_so(role: Role | None, is_open: bool) -> None:  # noqa: FBT001
    request = RequestFactory().get("/")
    request.user = user_with(role, UnitFactory.create())
    assert open_to(READ_MONTHLY_REPORT)(request) is is_open


def test_a_whole_menu_asks_once(assert_queries: AssertQueries) -> None:
    request = RequestFactory().get("/")
    request.user = user_with(Role.UNIT_LEADER, UnitFactory.create())
    with assert_queries("access.menu"), answers_kept():
        assert [open_to(READ_MONTHLY_REPORT)(request) for _item in range(20)] == [True] * 20


def test_roles_of_positions_are_not_those_of_nobody() -> None:
    position = PositionFactory.create()
    Grant.objects.create(position=position, unit=position.unit, role=Role.UNIT_LEADER, valid_from=BEGINNING)
    assert not may(AnonymousUser(), READ_MONTHLY_REPORT, position.unit)


def test_one_who_is_shut_out_may_nothing() -> None:
    unit = UnitFactory.create()
    leader = user_with(Role.UNIT_LEADER, unit)
    assert may(leader, READ_MONTHLY_REPORT, unit)
    leader.is_active = False
    assert not may(leader, READ_MONTHLY_REPORT, unit)
