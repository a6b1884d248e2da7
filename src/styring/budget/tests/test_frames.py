from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Frame
from styring.budget.services import FrameText, YearOfFrame, fund, propose_frame
from styring.budget.tests.factories import AreaFactory
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect
from styring.plans.tests.factories import MeasureFactory
from styring.thread.queries import breaks

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit
    from styring.plans.models import Measure

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 6)


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", str(TODAY))


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def planner(unit: Unit) -> User:
    return user_with(Role.PLANNER, unit)


@pytest.fixture
def text() -> FrameText:
    area = AreaFactory.create(number=31)
    years = {2027: YearOfFrame(961_000_000_00, 986_200_000_00), 2028: YearOfFrame(961_000_000_00, 994_400_000_00)}
    return FrameText(area, years, date(2026, 9, 23), "Rådmannens forslag")


@pytest.fixture
def frame(planner: User, unit: Unit, text: FrameText) -> Frame:
    return propose_frame(actor=planner, unit=unit, text=text)


@pytest.fixture
def measure(unit: Unit) -> Measure:
    made: Measure = MeasureFactory.create(element__unit=unit, element__title="Digitalt tilsyn", element__code="T12")
    Effect.objects.create(measure=made, year=2027, amount=2_700_000_00)
    return made


def test_frame_is_an_element_of_the_thread(frame: Frame) -> None:
    element = frame.element
    assert (element.kind, element.code, element.title) == ("frame", "R31", "Hjemmetjenester")
    assert (element.valid_from, element.valid_to) == (date(2026, 9, 23), date(2029, 1, 1))


def test_frame_that_funds_nothing_is_a_break_until_it_does(planner: User, frame: Frame, measure: Measure) -> None:
    reader = user_with(Role.CHIEF_EXECUTIVE, frame.element.unit)
    assert "F1" in {broken.code for broken in breaks(reader, TODAY)}
    fund(actor=planner, frame=frame, funded=measure.element)
    assert "F1" not in {broken.code for broken in breaks(reader, TODAY)}


def test_frame_of_ordinary_running_is_no_break(frame: Frame) -> None:
    Frame.objects.update(is_ordinary=True)
    assert not breaks(user_with(Role.CHIEF_EXECUTIVE, frame.element.unit), TODAY)


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.AUDITOR])
def test_others_propose_no_frame(unit: Unit, text: FrameText, role: Role | None) -> None:
    with pytest.raises(NotAllowedError):
        propose_frame(actor=user_with(role, unit), unit=unit, text=text)
    assert not Frame.objects.exists()


def test_frame_without_years_or_for_other_days_is_refused(
    planner: User, unit: Unit, text: FrameText, frame: Frame, measure: Measure
) -> None:
    with pytest.raises(RuleBrokenError):
        propose_frame(actor=planner, unit=unit, text=FrameText(text.area, {}, text.since))
    measure.element.valid_from, measure.element.valid_to = date(2040, 1, 1), date(2041, 1, 1)
    with pytest.raises(RuleBrokenError):
        fund(actor=planner, frame=frame, funded=measure.element)


def test_page_shows_the_years_and_what_they_fund(
    client: Client, planner: User, frame: Frame, measure: Measure, assert_queries: AssertQueries
) -> None:
    fund(actor=planner, frame=frame, funded=measure.element)
    client.force_login(planner)
    with assert_queries("budget.frame"):
        page = client.get(f"/okonomi/rammer/{frame.pk}/").content.decode().replace("\u202f", " ")
    for text in ("986 200", "994 400", "T12", "2 700", "22 500", "Endringer uten tiltak i rammen"):
        assert text in page


def test_another_element_is_no_frame(client: Client, planner: User, measure: Measure) -> None:
    client.force_login(planner)
    assert client.get(f"/okonomi/rammer/{measure.pk}/").status_code == HTTPStatus.NOT_FOUND
