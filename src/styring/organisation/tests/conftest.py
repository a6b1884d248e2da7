from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.apps import apps

from styring.accounts.models import User
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.organisation.models import Unit


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="LINDVIK", name="Lindvik kommune")


@pytest.fixture
def service(top: Unit) -> Unit:
    return UnitFactory.create(code="K11", name="Skole", parent=top)


@pytest.fixture
def school(service: Unit) -> Unit:
    return UnitFactory.create(code="E101", name="Bjørkåsen skole", parent=service)


def person_with(role: str, unit: Unit) -> User:
    """A person with a role; the table of access lies above this app and is asked for by name."""
    person = User.objects.create(username=role)
    apps.get_model("access", "Grant").objects.create(user=person, unit=unit, role=role, valid_from=date(2000, 1, 1))
    return person


@pytest.fixture
def administrator(top: Unit) -> User:
    return person_with("administrator", top)


@pytest.fixture
def colleague(top: Unit) -> User:
    return person_with("chief_executive", top)


@pytest.fixture
def stranger() -> User:
    return User.objects.create(username="stranger")
