"""Ready-made people with roles for tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from styring.access.models import Grant, Role
from styring.accounts.models import User

if TYPE_CHECKING:
    from styring.organisation.models import Party, Unit


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = Sequence(lambda n: f"person{n}")


def user_with(role: Role | None, unit: Unit, party: Party | None = None) -> User:
    """A person who holds a role in a unit, in the group of a party if one is given, or none."""
    user: User = UserFactory.create()
    if role is not None:
        Grant.objects.create(user=user, unit=unit, role=role, party=party, valid_from=date(2000, 1, 1))
    return user
