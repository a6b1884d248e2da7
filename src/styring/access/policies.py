"""Asking whether a person may do a thing: the one place that answers.

An app declares its actions once, in its own ``policies.py``, as rights to a kind of document of the table of access::

    CHANGE = Action("plans.goal.change", "goals", Right.WRITE)

and everything else, views, services, templates and the API, asks `require`, `may` or `permitted_units`. Roles count as
of today, in the unit they are held in and all below it. A person has a role by name or through a position held. Apps
below this one ask `styring.kernel.authority`, which hands the question on to `may`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q

from styring.access.models import Grant
from styring.access.rules import counts_everywhere, roles_with
from styring.kernel.asked import asked_once, is_keeping
from styring.kernel.authority import Action, Right, require
from styring.kernel.clock import today
from styring.organisation.models import Holding, Lineage, Unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from styring.access.models import GrantQuerySet
    from styring.accounts.models import User

__all__ = ["Action", "grants_of", "may", "open_to", "permitted_units", "require", "roles_of"]


def grants_of(actor: User | AnonymousUser, day: date) -> GrantQuerySet:
    """The roles that a person has on a day, by name or through positions held; one query, made when it is read.

    Who has not signed in, or is shut out, has none.
    """
    if actor.pk is None or not actor.is_active:  # a missing key would match every role that is given to a position
        return Grant.objects.none()
    positions = Holding.objects.valid_on(day).filter(holder_id=actor.pk).values("position")
    return Grant.objects.valid_on(day).filter(Q(user_id=actor.pk) | Q(position__in=positions))


def permitted_units(actor: User | AnonymousUser, action: Action) -> QuerySet[Unit]:
    """The units in which a person may take an action, closed ones too; one query, made when it is read."""
    day = today()
    held = grants_of(actor, day).filter(role__in=roles_with(action.document, action.right))
    if counts_everywhere(action.document, action.right):
        return Unit.objects.filter(Exists(held))
    below = Lineage.objects.known_on(day).filter(ancestor__in=held.values("unit"))
    return Unit.objects.filter(pk__in=below.values("descendant"))


def may(actor: User | AnonymousUser, action: Action, unit: Unit | None = None) -> bool:
    """May a person take an action in a unit, or in any unit at all when none is named? One query.

    While a page is read it is answered from the roles of the person and the line of the unit, each asked for once.
    """
    if is_keeping():
        return _may_by_roles(actor, action, unit, today())
    permitted = permitted_units(actor, action)
    return (permitted.filter(pk=unit.pk) if unit else permitted).exists()


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


@asked_once
def _known_above(unit: Unit, day: date) -> frozenset[int]:
    """The keys of a unit and those above it; one query."""
    lines = Lineage.objects.known_on(day).filter(descendant=unit).order_by()
    return frozenset(lines.values_list("ancestor", flat=True))


def _may_by_roles(actor: User | AnonymousUser, action: Action, unit: Unit | None, day: date) -> bool:
    """The same answer as that of the units permitted; at most two queries, none when they have been asked."""
    roles = roles_with(action.document, action.right)
    held = [one for one in roles_of(actor, day) if one.role in roles]
    if counts_everywhere(action.document, action.right):
        return bool(held)
    if unit is None or not held:
        return any(one.is_placed for one in held)
    return not _known_above(unit, day).isdisjoint(one.unit for one in held)


def may_somewhere(actor: User | AnonymousUser, action: Action) -> bool:
    """May a person take an action in any unit at all? One query for all such questions about one person and day.

    For menus, which ask about many actions on every page.
    """
    day = today()
    known: dict[date, set[str]] = actor.__dict__.setdefault("_roles_on", {})
    if day not in known:
        known[day] = {held.role for held in roles_of(actor, day)}
    return not known[day].isdisjoint(roles_with(action.document, action.right))


VIEW_ROLES = Action("access.role.view", "roles", Right.READ)
GIVE_ROLES = Action("access.role.give", "roles", Right.WRITE)


def open_to(action: Action) -> Callable[[HttpRequest], bool]:
    """The answer to whether a reader may take an action in any unit at all; one query a request, however many ask."""

    def answered(request: HttpRequest) -> bool:
        return may_somewhere(request.user, action)

    return answered
