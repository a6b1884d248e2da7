"""Asking whether a person may do a thing: the one place that answers.

An app declares its actions once, in its own ``policies.py``, as rights to a kind of document of the table of access::

    CHANGE = Action("plans.goal.change", "goals", Right.WRITE)

and everything else, views, services, templates and the API, asks `require`, `may` or `permitted_units`. Roles count as
of today, in the unit they are held in and all below it. A person has a role by name or through a position held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, Q

from styring.access.models import Grant
from styring.access.rules import Right, counts_everywhere, roles_with
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Holding, Lineage, Unit

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from styring.access.models import GrantQuerySet
    from styring.accounts.models import User


@dataclass(frozen=True)
class Action:
    """A thing that can be done: its name, and the right to a kind of document that it takes."""

    name: str
    document: str
    right: Right

    @property
    def allowed_to(self) -> tuple[str, ...]:
        """The roles that may take the action."""
        return roles_with(self.document, self.right)

    @property
    def is_everywhere(self) -> bool:
        """Does a role held anywhere suffice for all of the municipality?"""
        return counts_everywhere(self.document, self.right)


def grants_of(actor: User | AnonymousUser, day: date) -> GrantQuerySet:
    """The roles that a person has on a day, by name or through positions held; one query, made when it is read."""
    positions = Holding.objects.valid_on(day).filter(holder_id=actor.pk).values("position")
    return Grant.objects.valid_on(day).filter(Q(user_id=actor.pk) | Q(position__in=positions))


def permitted_units(actor: User | AnonymousUser, action: Action) -> QuerySet[Unit]:
    """The units in which a person may take an action, closed ones too; one query, made when it is read."""
    day = today()
    held = grants_of(actor, day).filter(role__in=action.allowed_to)
    if action.is_everywhere:
        return Unit.objects.filter(Exists(held))
    below = Lineage.objects.known_on(day).filter(ancestor__in=held.values("unit"))
    return Unit.objects.filter(pk__in=below.values("descendant"))


def may(actor: User | AnonymousUser, action: Action, unit: Unit | None = None) -> bool:
    """May a person take an action in a unit, or in any unit at all when none is named? One query."""
    permitted = permitted_units(actor, action)
    return (permitted.filter(pk=unit.pk) if unit else permitted).exists()


def require(actor: User | AnonymousUser, action: Action, unit: Unit | None = None) -> None:
    """Go on only if a person may take an action in a unit, or in any unit at all when none is named.

    Raises:
        NotAllowedError: the person may not.
    """
    if not may(actor, action, unit):
        raise NotAllowedError(gettext_noop("Du har ikke rettighet til å gjøre dette her."))
