from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Grant, Role
from styring.access.policies import GIVE_ROLES, may
from styring.access.services import end_grant, grant_role
from styring.access.tests.factories import UserFactory, user_with
from styring.audit.models import Detail, Entry
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.spans import Span
from styring.organisation.models import Holding, Unit
from styring.organisation.tests.factories import PositionFactory, UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User

pytestmark = pytest.mark.django_db
YEAR = Span.of_years(2026, 2026)


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def administrator(top: Unit) -> User:
    return user_with(Role.ADMINISTRATOR, top)


def given(administrator: User, unit: Unit, span: Span = YEAR) -> Grant:
    return grant_role(actor=administrator, to=UserFactory.create(), role=Role.CONTROLLER, unit=unit, span=span)


def test_role_counts_below_its_unit_and_is_recorded(administrator: User, top: Unit) -> None:
    grant = given(administrator, UnitFactory.create(parent=top))
    assert list(Grant.objects.valid_on(date(2026, 12, 31)).exclude(user=administrator)) == [grant]
    assert not Grant.objects.valid_on(date(2027, 1, 1)).exclude(user=administrator)
    assert Entry.objects.get().verb == "access.role.granted"


def test_role_of_a_position_follows_its_holder(administrator: User, top: Unit) -> None:
    position, holder = PositionFactory.create(unit=top), UserFactory.create()
    grant_role(actor=administrator, to=position, role=Role.ADMINISTRATOR, unit=top, span=Span(date(2020, 1, 1)))
    assert not may(holder, GIVE_ROLES, top)
    Holding.objects.create(position=position, holder=holder, valid_from=date(2020, 1, 1))
    assert may(holder, GIVE_ROLES, top)


@pytest.mark.parametrize("role", [None, Role.CHIEF_EXECUTIVE, Role.AUDITOR])
def test_others_give_and_end_nothing(administrator: User, top: Unit, role: Role | None) -> None:
    grant, other = given(administrator, top), user_with(role, top)
    before = Grant.objects.count()
    with pytest.raises(NotAllowedError):
        given(other, top)
    with pytest.raises(NotAllowedError):
        end_grant(actor=other, grant=grant, on=date(2026, 6, 1))
    assert (Grant.objects.count(), Entry.objects.count()) == (before, 1)


def test_administrator_of_another_unit_gives_nothing(top: Unit) -> None:
    with pytest.raises(NotAllowedError):
        given(user_with(Role.ADMINISTRATOR, UnitFactory.create(parent=top)), top)


def test_nobody_gives_a_role_to_oneself(administrator: User, top: Unit) -> None:
    position = PositionFactory.create(unit=top)
    Holding.objects.create(position=position, holder=administrator, valid_from=date(2020, 1, 1))
    for to in (administrator, position):
        with pytest.raises(RuleBrokenError, match="deg selv"):
            grant_role(actor=administrator, to=to, role=Role.DIRECTOR, unit=top, span=YEAR)
    assert not Entry.objects.exists()


def test_role_is_not_given_twice_at_a_time(administrator: User, top: Unit) -> None:
    first = given(administrator, top)
    assert first.user
    with pytest.raises(RuleBrokenError, match="alt gitt"):
        grant_role(actor=administrator, to=first.user, role=Role.CONTROLLER, unit=top, span=Span(date(2026, 5, 1)))
    next_year = Span.of_years(2027, 2027)
    again = grant_role(actor=administrator, to=first.user, role=Role.CONTROLLER, unit=top, span=next_year)
    assert again.valid_from == first.valid_to


def test_ended_role_keeps_its_days_and_says_both(administrator: User, top: Unit) -> None:
    grant = end_grant(actor=administrator, grant=given(administrator, top), on=date(2026, 6, 1))
    detail = Detail.objects.get(entry__verb="access.role.ended")
    assert (grant.valid_to, detail.before) == (date(2026, 6, 1), {"valid_to": "2027-01-01"})
    with pytest.raises(RuleBrokenError):
        end_grant(actor=administrator, grant=grant, on=date(2026, 6, 1))


def test_role_that_has_not_begun_is_withdrawn(administrator: User, top: Unit) -> None:
    end_grant(actor=administrator, grant=given(administrator, top), on=date(2026, 1, 1))
    assert not Grant.objects.filter(role=Role.CONTROLLER).exists()


def test_last_administrator_stays(administrator: User, top: Unit) -> None:
    own = Grant.objects.get(user=administrator)
    with pytest.raises(RuleBrokenError, match="Minst én"):
        end_grant(actor=administrator, grant=own, on=today())
    user_with(Role.ADMINISTRATOR, top)
    assert end_grant(actor=administrator, grant=own, on=today()).valid_to == today()
