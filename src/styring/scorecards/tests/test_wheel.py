from __future__ import annotations

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.tests.factories import UnitFactory
from styring.scorecards.tests.factories import CommonRowFactory, IndicatorFactory, ObservationFactory, ThresholdFactory
from styring.scorecards.views.fillings import common_card
from styring.wheel.queries import Occasion

pytestmark = pytest.mark.django_db

THIS_YEAR, NEXT_YEAR = (Occasion("LOP5", "common_scorecard", year) for year in (2026, 2027))


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


def test_hub_of_this_years_wheel_says_how_much_is_within_the_limits() -> None:
    top = UnitFactory.create()
    indicator = IndicatorFactory.create(element__unit=top)
    CommonRowFactory.create(indicator=indicator)
    ThresholdFactory.create(indicator=indicator)
    ObservationFactory.create(indicator=indicator, unit=top)
    found = common_card(user_with(Role.EMPLOYEE, top), [THIS_YEAR, NEXT_YEAR])
    assert set(found) == {THIS_YEAR}
    assert "1 av 1 mål\ninnenfor kravet" in str(found[THIS_YEAR].summary)


def test_hub_says_nothing_without_a_card_or_a_municipality() -> None:
    reader = user_with(None, UnitFactory.create())
    assert common_card(reader, [THIS_YEAR]) == {}
