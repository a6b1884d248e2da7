"""Ready-made wheels for tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.models import Holding, Position
from styring.organisation.tests.factories import BEGINNING, UnitFactory
from styring.wheel.importers import import_default_wheel
from styring.wheel.models import Activity, Setup, Template
from styring.wheel.services import turn_wheel

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit


class TemplateFactory(DjangoModelFactory[Template]):
    class Meta:
        model = Template

    code = Sequence(lambda n: f"X{n:02}")
    title = Sequence(lambda n: f"Aktivitet {n}")
    ring = "document"
    responsible = ("SEK",)
    output = "statement"
    starts = {"day": "09-20"}  # noqa: RUF012 - factory_boy copies it
    due = {"day": "10-20"}  # noqa: RUF012 - factory_boy copies it


class ActivityFactory(DjangoModelFactory[Activity]):
    """An activity from 20 September to 20 October 2026 that the secretariat answers for."""

    class Meta:
        model = Activity

    template = SubFactory(TemplateFactory)
    year = 2026
    code = Sequence(lambda n: f"X{n:02}")
    title = Sequence(lambda n: f"Aktivitet {n}")
    deadline = "internal"
    responsible = ("SEK",)
    starts_on = date(2026, 9, 20)
    due_on = date(2026, 10, 20)


def setup_row() -> Setup:
    """The one row of setup, without any template."""
    setup, _made = Setup.objects.get_or_create(pk=1, defaults={"name": "Hjulet", "version": "1", "shifts": {}})
    return setup


def planner() -> User:
    """Somebody who keeps the wheel."""
    return user_with(Role.PLANNER, UnitFactory.create())


def turned(year: int = 2026) -> User:
    """The default wheel turned for a year, and the planner who turned it."""
    keeper = planner()
    import_default_wheel(actor=keeper)
    turn_wheel(actor=keeper, year=year)
    return keeper


def leader_of(unit: Unit, role: Role = Role.UNIT_LEADER) -> User:
    """Somebody who leads a unit and has the role that goes with it."""
    leader = user_with(role, unit)
    position = Position.objects.create(unit=unit, title="Leder", is_leader=True)
    Holding.objects.create(position=position, holder=leader, valid_from=BEGINNING)
    return leader
