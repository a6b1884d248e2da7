from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styring.access.models import Grant, Role
from styring.access.services import found_municipality
from styring.accounts.models import User
from styring.audit.models import Entry
from styring.kernel.errors import RuleBrokenError
from styring.organisation.models import Level, Lineage, Municipality, Placement, Unit

pytestmark = pytest.mark.django_db


def found(*, username: str = "kari", number: str = "9901") -> Grant:
    actor = User(username=username)
    actor.set_unusable_password()
    return found_municipality(
        actor=actor,
        municipality=Municipality(name="Lindvik", number=number),
        top=Unit(code="LINDVIK"),
        level=Level(number=1, name="Kommunen", leader_title="Rådmann"),
        since=date(2020, 1, 1),
    )


def test_founding_leaves_a_top_unit_and_its_administrator() -> None:
    grant = found()
    assert (grant.role, grant.unit.code, str(grant.user)) == (Role.ADMINISTRATOR, "LINDVIK", "kari")
    assert Placement.objects.get().parent is None
    assert Lineage.objects.get().distance == 0
    assert Entry.objects.count() == 2


def test_municipality_is_founded_once() -> None:
    found()
    with pytest.raises(RuleBrokenError):
        found(username="ola")
    assert User.objects.count() == Municipality.objects.count() == 1


def test_founding_with_a_wrong_number_leaves_nothing() -> None:
    with pytest.raises(ValidationError):
        found(number="99011")
    assert not User.objects.exists()
    assert not Unit.objects.exists()
