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
    page.goto(f"{live_server.url}/styring/maal/?aar=2026")
    page.get_by_role("link", name="Flere lærlinger").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Flere lærlinger"
    assert accessibility_findings(page) == []
