from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.plans.tests.factories import GoalFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("goals", [1, 30])
def test_list_costs_the_same_however_long(client: Client, assert_queries: AssertQueries, goals: int) -> None:
    unit = UnitFactory.create()
    GoalFactory.create_batch(goals, element__unit=unit)
    client.force_login(user_with(Role.EMPLOYEE, unit))
    with assert_queries("plans.goal_list"):
        response = client.get("/maal/2026/")
    assert response.content.count(b'<li class="goal">') == goals


def test_list_shows_nothing_to_one_without_a_role(client: Client) -> None:
    GoalFactory.create(element__title="Skjult")
    client.force_login(user_with(None, UnitFactory.create()))
    response = client.get("/maal/2026/")
    assert response.status_code == HTTPStatus.OK
    assert "Skjult" not in response.content.decode()
