from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import LayerKind
from styring.budget.tests.factories import LayerFactory
from styring.home.queries.first_steps import first_steps_for
from styring.ledger.tests.factories import BalanceFactory
from styring.organisation.models import Municipality
from styring.organisation.tests.factories import UnitFactory
from styring.plans.tests.factories import GoalFactory
from styring.reporting.models import Round, RoundKind
from styring.wheel.models import Year

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 6)


@pytest.fixture
def top(monkeypatch: pytest.MonkeyPatch) -> Unit:
    monkeypatch.setenv("STYRING_TODAY", DAY.isoformat())
    Municipality.objects.create(pk=1, name="Nyby kommune", number="9999")
    return UnitFactory.create()


@pytest.fixture
def administrator(top: Unit) -> User:
    return user_with(Role.ADMINISTRATOR, top)


def done(person: User) -> set[str]:
    return {step.name for step in first_steps_for(person, DAY) if step.is_done}


def test_new_installation_says_what_to_begin_with(administrator: User, assert_queries: AssertQueries) -> None:
    client = Client()
    client.force_login(administrator)
    with assert_queries("home.my_page_of_a_new_installation"):
        page = client.get("/min-side/").content.decode()
    assert "Kom i gang" in page
    assert "0 av 8 er gjort" in page
    assert 'href="/organisasjon/filer/"' in page
    assert "Ingenting å gjøre nå" not in page


def test_what_another_does_has_no_link_and_says_who(administrator: User) -> None:
    steps = {step.name: step for step in first_steps_for(administrator, DAY)}
    assert steps["organisation"].is_yours
    assert not steps["accounts"].is_yours
    assert str(steps["accounts"].done_by) == "controller"


def test_controller_sees_them_and_others_do_not(administrator: User, top: Unit) -> None:
    assert done(user_with(Role.CONTROLLER, top)) == {"people"}
    assert first_steps_for(user_with(Role.PLANNER, top), DAY) == []


def test_steps_are_done_by_what_there_is(administrator: User, top: Unit) -> None:
    UnitFactory.create(parent=top)
    Municipality.objects.update(contact="post@nyby.example")
    Year.objects.create(number=2026, turned_on=DAY)
    assert done(administrator) == {"organisation", "contact", "wheel"}
    Year.objects.all().delete()
    assert done(administrator) == {"organisation", "contact"}


def test_they_are_gone_for_one_who_has_nothing_left_to_do(administrator: User, top: Unit) -> None:
    controller = user_with(Role.CONTROLLER, top)
    BalanceFactory.create(combination__unit=UnitFactory.create(parent=top))
    Municipality.objects.update(contact="post@nyby.example")
    Year.objects.create(number=2026, turned_on=DAY)
    LayerFactory.create(kind=LayerKind.ADOPTED)
    GoalFactory.create()
    assert first_steps_for(administrator, DAY) == []
    assert len(done(controller)) == 7
    Round.objects.create(period="2026-M10", kind=RoundKind.MONTH, opened_on=DAY, cut_off=DAY)
    assert first_steps_for(controller, DAY) == []
