from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.thread.models import State
from styring.thread.services import revise
from styring.thread.tests.factories import ElementFactory, LinkFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit
    from styring.thread.models import Element

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


def element(unit: Unit, **more: object) -> Element:
    return ElementFactory.create(unit=unit, **{"kind": "requirement", **more})


def cited(unit: Unit, made: Element, title: str) -> None:
    LinkFactory.create(citing=made, cited=element(unit, title=title))


@pytest.mark.parametrize("links", [1, 20])
def test_element_page_costs_the_same_however_many_links(
    client: Client, assert_queries: AssertQueries, unit: Unit, links: int
) -> None:
    made = element(unit, title="Krav til skolen", code="K1")
    for number in range(links):
        cited(unit, made, f"Grunn {number}")
    client.force_login(user_with(Role.EMPLOYEE, unit))
    with assert_queries("thread.element"):
        shown = client.get(f"/styring/element/{made.pk}/").content.decode()
    assert "Krav til skolen" in shown
    assert "Grunn 0" in shown


def test_element_of_a_closed_unit_is_not_found(client: Client, unit: Unit) -> None:
    client.force_login(user_with(Role.EMPLOYEE, UnitFactory.create()))
    assert client.get(f"/styring/element/{element(unit).pk}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(("role", "answer"), [(Role.EMPLOYEE, 404), (Role.UNIT_LEADER, 200)])
def test_draft_is_there_for_those_who_may_change_it(client: Client, unit: Unit, role: Role, answer: int) -> None:
    client.force_login(user_with(role, unit))
    assert client.get(f"/styring/element/{element(unit, state=State.DRAFT).pk}/").status_code == answer


def test_history_tells_who_did_what(client: Client, unit: Unit) -> None:
    made, leader = element(unit), user_with(Role.UNIT_LEADER, unit)
    revise(actor=leader, element=made, before={})
    client.force_login(leader)
    assert f"{leader} endret «{made.title}»." in client.get(f"/styring/element/{made.pk}/").content.decode()


def test_walk_goes_as_far_as_asked(client: Client, unit: Unit, assert_queries: AssertQueries) -> None:
    made = element(unit)
    cited(unit, made, "Nær")
    LinkFactory.create(citing=made.__class__.objects.get(title="Nær"), cited=element(unit, title="Fjern"))
    client.force_login(user_with(Role.EMPLOYEE, unit))
    with assert_queries("thread.walk_page"):
        far = client.get(f"/styring/traad/{made.pk}/").content.decode()
    near = client.get(f"/styring/traad/{made.pk}/", {"depth": "1"}).content.decode()
    assert ("Fjern" in far, "Nær" in near, "Fjern" in near) == (True, True, False)


def test_walk_is_seen_as_of_a_day(client: Client, unit: Unit) -> None:
    made = element(unit)
    cited(unit, made, "Grunn")
    client.force_login(user_with(Role.EMPLOYEE, unit))
    before = client.get(f"/styring/traad/{made.pk}/", {"day": "2025-01-01"}).content.decode()
    assert "Grunn" not in before
