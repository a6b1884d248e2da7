from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import FrameYear, Layer, LayerKind
from styring.budget.queries.amended import given_by, steps_from_adopted
from styring.budget.tests.factories import AreaFactory, FrameFactory, LayerFactory, budgeted, spent
from styring.kernel.periods import Period
from styring.organisation.models import Placement, Unit
from styring.organisation.tests.factories import UnitFactory
from styring.thread.models import State

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

OCTOBER = Period.parse("2026-M10")
MILLION = 1_000_000_00


def amended_by(title: str, day: date, **amounts: int) -> Layer:
    layer: Layer = LayerFactory.create(kind=LayerKind.AMENDMENT, title=title, decided_on=day, decision="KST 1/26")
    for code, amount in amounts.items():
        budgeted(layer, unit_of(code), amount * MILLION)
    return layer


def unit_of(code: str) -> Unit:
    return Unit.objects.get(code=code)


@pytest.fixture
def top() -> Unit:
    """Two units with 100 million each; 3 moved from one to the other in June, 2 given to the first in October."""
    made: Unit = UnitFactory.create(code="TOPP", name="Lindvik")
    adopted = LayerFactory.create()
    for code in ("E1", "E2"):
        unit = UnitFactory.create(code=code, parent=made)
        budgeted(adopted, unit, 100 * MILLION)
        spent(unit, 10, 80 * MILLION)
    amended_by("Juni", date(2026, 6, 17), E1=3, E2=-3)
    amended_by("Oktober", date(2026, 10, 28), E1=2)
    amended_by("November", date(2026, 11, 4), E1=7)
    return made


def test_each_amendment_of_a_unit_adds_up_to_the_revised_budget(top: Unit) -> None:
    reader = user_with(Role.CONTROLLER, top)
    found = steps_from_adopted(reader, unit_of("E1"), OCTOBER)
    assert [(step.layer.title, step.amount) for step in found.amendments] == [
        ("Juni", 3 * MILLION), ("Oktober", 2 * MILLION)
    ]  # fmt: skip
    assert (found.adopted, found.revised) == (100 * MILLION, 105 * MILLION)
    whole = steps_from_adopted(reader, top, OCTOBER)
    assert [step.layer.title for step in whole.amendments] == ["Oktober"]


def test_area_has_its_own_units_only(top: Unit) -> None:
    area = AreaFactory.create()
    Placement.objects.filter(unit=unit_of("E2")).update(programme_area=area)
    found = steps_from_adopted(user_with(Role.CONTROLLER, top), top, OCTOBER, area)
    assert (found.adopted, found.amended) == (100 * MILLION, -3 * MILLION)


def test_page_is_one_click_from_the_economy(
    client: Client, top: Unit, assert_queries: AssertQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")
    client.force_login(user_with(Role.CONTROLLER, top))
    address = "/okonomi/E1/2026-M10/reguleringer/"
    assert f'href="{address}"' in client.get("/okonomi/TOPP/2026-M10/").content.decode()
    with assert_queries("budget.amended"):
        page = client.get(address).content.decode()
    assert "+5\u202f000" in page
    assert client.get(f"{address}?format=xlsx").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SECRETARIAT, HTTPStatus.OK), (Role.EMPLOYEE, HTTPStatus.FORBIDDEN), (Role.CITIZEN, HTTPStatus.FORBIDDEN)],
)
def test_council_and_its_secretariat_see_it_and_others_not(
    client: Client, top: Unit, role: Role, status: HTTPStatus
) -> None:
    client.force_login(user_with(role, top))
    assert client.get("/okonomi/E1/2026-M10/reguleringer/").status_code == status


def test_frame_shows_how_it_stands_this_year(
    client: Client, top: Unit, assert_queries: AssertQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")
    frame = FrameFactory.create(element__unit=top, element__state=State.ADOPTED)
    FrameYear.objects.create(frame=frame, year=2026, amount=100 * MILLION, before_measures=100 * MILLION)
    area = frame.programme_area
    Placement.objects.filter(unit=unit_of("E1")).update(programme_area=area)
    client.force_login(user_with(Role.CONTROLLER, top))
    with assert_queries("budget.frame_this_year"):
        page = client.get(f"/okonomi/rammer/{frame.pk}/").content.decode()
    assert "Rammen i år" in page
    assert f"/okonomi/TOPP/2026-M10/reguleringer/?omrade={area.code}" in page
    client.force_login(user_with(Role.EMPLOYEE, top))
    assert "Rammen i år" not in client.get(f"/okonomi/rammer/{frame.pk}/").content.decode()


def test_amendment_that_came_in_decided_says_what_each_unit_got(
    client: Client, top: Unit, assert_queries: AssertQueries
) -> None:
    layer = amended_by("Desember", date(2026, 12, 1), E1=4, E2=-4)
    budgeted(layer, top, -2 * MILLION, art="870")
    assert given_by(layer).common == -2 * MILLION
    client.force_login(user_with(Role.SECRETARIAT, top))
    address = f"/okonomi/reguleringer/lag/{layer.name}/"
    assert f'href="{address}"' in client.get("/okonomi/reguleringer/2026/").content.decode()
    with assert_queries("budget.amending_layer"):
        page = client.get(address).content.decode()
    assert "+4\u202f000" in page
    assert "Skatt, finans og fond" in page
    assert client.get(f"{address}?format=xlsx").status_code == HTTPStatus.OK
    adopted = Layer.objects.get(kind=LayerKind.ADOPTED)
    assert client.get(f"/okonomi/reguleringer/lag/{adopted.name}/").status_code == HTTPStatus.FOUND
