"""Asking whether a person may do a thing: the one place that answers.

An app declares its actions once, in its own ``policies.py``, as rights to a kind of document of the table of access::

    CHANGE = Action("plans.goal.change", "goals", Right.WRITE)

and everything else, views, services, templates and the API, asks `require`, `may` or `permitted_units`. Roles count as
of today, in the unit they are held in and all below it. A person has a role by name or through a position held. Apps
below this one ask `styring.kernel.authority`, which hands the question on to `may`.

There is one way to an answer: the roles that the person has on the day (`roles_of`), held against the table. A page
that is read asks for them once; a change asks afresh each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q

from styring.access.models import Grant, Role
from styring.access.rules import counts_everywhere, roles_with
from styring.kernel.asked import asked_once
from styring.kernel.authority import Action, Right, require
from styring.kernel.clock import today
from styring.organisation.models import Holding, Lineage, Unit
from styring.organisation.queries import known_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from styring.access.models import GrantQuerySet
    from styring.accounts.models import User

__all__ = [
    "Action", "grants_of", "may", "open_to", "parties_of", "permitted_units", "reach_of", "require", "roles_of"
]  # fmt: skip


def grants_of(actor: User | AnonymousUser, day: date) -> GrantQuerySet:
    """The roles that a person has on a day, by name or through positions held; one query, made when it is read.

    Who has not signed in, or is shut out, has none.
    """
    if actor.pk is None or not actor.is_active:  # a missing key would match every role that is given to a position
        return Grant.objects.none()
    positions = Holding.objects.valid_on(day).filter(holder_id=actor.pk).values("position")
    return Grant.objects.valid_on(day).filter(Q(user_id=actor.pk) | Q(position__in=positions))


@asked_once
def parties_of(actor: User | AnonymousUser, day: date) -> frozenset[int]:
    """The keys of the parties whose groups a person sits in on a day; one query."""
    held = grants_of(actor, day).filter(role=Role.PARTY_GROUP, party__isnull=False).order_by()
    return frozenset(held.values_list("party", flat=True))


class Held(NamedTuple):
    """A role that somebody has, the key of the unit it is held in, and whether that unit lies anywhere on the day."""

    role: str
    unit: int
    is_placed: bool


@asked_once
def roles_of(actor: User | AnonymousUser, day: date) -> frozenset[Held]:
    """The roles that a person has on a day, and where; one query."""
    placed = Exists(Lineage.objects.known_on(day).filter(ancestor=OuterRef("unit")))
    found = grants_of(actor, day).order_by().annotate(is_placed=placed)
    return frozenset(Held(*row) for row in found.values_list("role", "unit", "is_placed"))


def _giving(actor: User | AnonymousUser, action: Action, day: date) -> list[Held]:
    """Those of a person's roles that give the right to an action: every answer here is made of them."""
    roles = roles_with(action.document, action.right)
    return [held for held in roles_of(actor, day) if held.role in roles]


class Reach(NamedTuple):
    """How far a person may take an action on a day: everywhere, or in some units, by key, and all below them."""

    day: date
    is_everywhere: bool
    tops: frozenset[int]

    def covers(self, other: Reach) -> bool:
        """Does it reach wherever another does?"""
        return self.is_everywhere or (not other.is_everywhere and other.tops <= self.tops)

    @property
    def units(self) -> QuerySet[Unit]:
        """The units it reaches, closed ones too; one query, made when it is read."""
        if self.is_everywhere:
            return Unit.objects.all()
        below = Lineage.objects.known_on(self.day).filter(ancestor__in=self.tops)
        return Unit.objects.filter(pk__in=below.values("descendant"))


def reach_of(actor: User | AnonymousUser, action: Action) -> Reach:
    """How far a person may take an action, to make conditions of; the query of the person's roles."""
    day = today()
    giving = _giving(actor, action, day)
    if counts_everywhere(action.document, action.right):
        return Reach(day, bool(giving), frozenset())
    return Reach(day, is_everywhere=False, tops=frozenset(held.unit for held in giving))


def permitted_units(actor: User | AnonymousUser, action: Action) -> QuerySet[Unit]:
    """The units in which a person may take an action, closed ones too; one query, and that of the person's roles."""
    return reach_of(actor, action).units


def may(actor: User | AnonymousUser, action: Action, unit: Unit | None = None) -> bool:
    """May a person take an action in a unit, or in any unit at all when none is named?

    Two queries, of the person's roles and the unit's line; while a page is read each is asked for once.
    """
    day = today()
    giving = _giving(actor, action, day)
    if not giving or counts_everywhere(action.document, action.right):
        return bool(giving)
    if unit is None:
        return any(held.is_placed for held in giving)
    line = {above.pk for above in known_line(unit, day)}
    return any(held.unit in line for held in giving)


VIEW_ROLES = Action("access.role.view", "roles", Right.READ)
GIVE_ROLES = Action("access.role.give", "roles", Right.WRITE)


def open_to(action: Action) -> Callable[[HttpRequest], bool]:
    """The answer to whether a reader may take an action in any unit at all; for menus, which ask it of many actions."""

    def answered(request: HttpRequest) -> bool:
        return may(request.user, action)

    return answered
