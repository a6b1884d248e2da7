from __future__ import annotations

from datetime import date

import pytest

from styring.access.models import Grant
from styring.access.queries import person_by_username
from styring.access.seeds import found_lindvik, give_roles
from styring.accounts.models import User
from styring.audit.models import Entry
from styring.kernel.errors import NotFoundError
from styring.organisation.models import Unit
from styring.organisation.tests.factories import PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _lindvik() -> None:
    found_lindvik()
    above = Unit.objects.get()
    for code in ("D2", "K21", "E214"):
        above = UnitFactory.create(code=code, parent=above)
        PositionFactory.create(unit=above, is_leader=True)
    give_roles()


@pytest.mark.usefixtures("_lindvik")
def test_leaders_get_the_role_of_their_level() -> None:
    found = dict(Grant.objects.filter(position__isnull=False).values_list("unit__code", "role"))
    assert found == {"D2": "director", "K21": "head_of_service", "E214": "unit_leader"}


@pytest.mark.usefixtures("_lindvik")
@pytest.mark.parametrize(
    ("username", "roles"), [("systemansvarlig", {"administrator"}), ("ordforer", {"council", "executive_committee"})]
)
def test_people_of_the_demo_have_their_roles(username: str, roles: set[str]) -> None:
    held = Grant.objects.valid_on(date(2026, 11, 6)).filter(user=person_by_username(username))
    assert {grant.role for grant in held} == roles


@pytest.mark.usefixtures("_lindvik")
def test_loading_again_changes_nothing() -> None:
    before = Entry.objects.count(), Grant.objects.count(), User.objects.count()
    found_lindvik()
    give_roles()
    assert (Entry.objects.count(), Grant.objects.count(), User.objects.count()) == before


def test_unknown_person_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="ingen"):
        person_by_username("ingen")
