from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.plans.tests.factories import GoalFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_reader_finds_the_goals(
    page: Page, live_server: LiveServer, client: Client, accessibility_findings: Callable[[Page], list[object]]
) -> None:
    goal = GoalFactory.create(element__title="Flere lærlinger")
    client.force_login(user_with(Role.EMPLOYEE, goal.element.unit))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/maal/2026/")
    assert page.locator("main li.goal").all_inner_texts() == [f"Flere lærlinger ({goal.element.unit.name})"]
    assert accessibility_findings(page) == []
