from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Forecast, ForecastKind
from styring.budget.services import set_forecast
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

OCTOBER = Period.parse("2026-M10")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


def test_forecast_is_a_row_more_and_is_recorded(unit: Unit) -> None:
    leader = user_with(Role.UNIT_LEADER, unit)
    for amount in (100, 200):
        set_forecast(actor=leader, unit=unit, period=OCTOBER, amount=amount)
    assert list(Forecast.objects.values_list("amount", "author")) == [(100, leader.pk), (200, leader.pk)]
    assert Entry.objects.filter(verb="budget.forecast.given").count() == 2


def test_level_above_adjusts_with_a_reason(unit: Unit) -> None:
    head = user_with(Role.HEAD_OF_SERVICE, unit)
    with pytest.raises(RuleBrokenError):
        set_forecast(actor=head, unit=unit, period=OCTOBER, amount=9, kind=ForecastKind.ADJUSTMENT, reason=" ")
    made = set_forecast(actor=head, unit=unit, period=OCTOBER, amount=9, kind=ForecastKind.ADJUSTMENT, reason="Snø")
    assert (made.kind, made.amount, made.reason) == ("adjustment", 9, "Snø")


@pytest.mark.parametrize(
    ("role", "kind"),
    [(None, "own"), (Role.EMPLOYEE, "own"), (Role.AUDITOR, "own"), (Role.UNIT_LEADER, "adjustment")],
)
def test_others_foresee_nothing(unit: Unit, role: Role | None, kind: str) -> None:
    with pytest.raises(NotAllowedError):
        set_forecast(
            actor=user_with(role, unit), unit=unit, period=OCTOBER, amount=1, kind=ForecastKind(kind), reason="Fordi"
        )
    assert not Forecast.objects.exists()
    assert not Entry.objects.exists()


def test_leader_of_another_unit_foresees_nothing_here(unit: Unit) -> None:
    with pytest.raises(NotAllowedError):
        set_forecast(actor=user_with(Role.UNIT_LEADER, UnitFactory.create()), unit=unit, period=OCTOBER, amount=1)
    assert not Forecast.objects.exists()


def test_year_as_a_whole_has_no_forecast_of_its_own(unit: Unit) -> None:
    with pytest.raises(RuleBrokenError):
        set_forecast(actor=user_with(Role.UNIT_LEADER, unit), unit=unit, period=Period.parse("2026"), amount=1)
    assert not Forecast.objects.exists()
