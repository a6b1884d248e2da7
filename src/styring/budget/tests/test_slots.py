from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import LayerKind, LayerState
from styring.budget.tests.factories import LayerFactory, budgeted, foreseen, spent
from styring.budget.views.fillings import economy_per_sector, economy_tile, unit_economy
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.test import Client

    from styring.accounts.models import User
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    made: Unit = UnitFactory.create()
    budgeted(LayerFactory.create(title="Budsjett 2026", decision="KST 118/25"), made, 118_500_000_00)
    spent(made, 10, 101_500_000_00)
    foreseen(made, 10, 121_100_000_00)
    return made


def asked_by(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    return request


FILLINGS = [unit_economy, economy_tile, economy_per_sector]


@pytest.mark.parametrize("filling", FILLINGS)
def test_leader_sees_the_unit_in_numbers(unit: Unit, filling: Callable[[HttpRequest, Unit], str]) -> None:
    shown = filling(asked_by(user_with(Role.UNIT_LEADER, unit)), unit)
    assert "−2,6" in shown
    assert f"/okonomi/{unit.code}/2026-M10/" in shown


@pytest.mark.parametrize("filling", FILLINGS)
def test_others_see_nothing(unit: Unit, filling: Callable[[HttpRequest, Unit], str]) -> None:
    assert filling(asked_by(user_with(Role.EMPLOYEE, unit)), unit) == ""


def test_unit_without_economy_shows_nothing() -> None:
    unit = UnitFactory.create()
    assert unit_economy(asked_by(user_with(Role.UNIT_LEADER, unit)), unit) == ""


@pytest.mark.usefixtures("unit")
def test_layers_of_a_year_tell_who_decided_them(client: Client) -> None:
    LayerFactory.create(title="Tertialrapport I", kind=LayerKind.AMENDMENT)
    LayerFactory.create(title="Gammelt", state=LayerState.REPLACED, reason="Feil fil", version=2)
    client.force_login(user_with(Role.CONTROLLER, UnitFactory.create()))
    page = client.get("/okonomi/budsjett/2026/").content.decode()
    for text in ("Budsjett 2026", "KST 118/25", "Tertialrapport I", "Versjon 2: Feil fil"):
        assert text in page
    assert "Ikke noe budsjett ennå" in client.get("/okonomi/budsjett/2031/").content.decode()
