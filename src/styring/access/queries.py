"""Reading who people are and which roles they have, reader first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q

from styring.access.models import Grant
from styring.access.policies import VIEW_ROLES, require
from styring.accounts.models import User
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Holding, Position

if TYPE_CHECKING:
    from datetime import date

    from styring.access.models import GrantQuerySet

PEOPLE_ON_A_PAGE = 50


@dataclass
class Person:
    """A person with roles, by name and through positions, and positions held."""

    user: User
    grants: list[Grant] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)


@dataclass(frozen=True)
class DatedGrant:
    """A role as a person has it: when it holds beside a day, and through which position when not by name."""

    grant: Grant
    state: str
    through: Position | None = None


class PageOfPeople(NamedTuple):
    """Some of the people found, and which page of how many they are."""

    people: list[Person]
    page: Page[User]


def person_by_username(username: str) -> User:
    """The person with a username, such as one of the demo's; one query.

    Raises:
        NotFoundError: there is none.
    """
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NotFoundError(gettext_noop("Det finnes ingen med brukernavnet «%(username)s»."), username=username)
    return found


def person_signing_in(typed: str) -> User | None:
    """The person meant by what was typed at the door, a username or an e-mail; None when there is none; one query."""
    if not typed:
        return None
    return User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first()


def people_for(reader: User, day: date, search: str = "", page: str = "1") -> PageOfPeople:
    """A page of people by name, with the roles and positions they have on a day; five queries.

    Raises:
        NotAllowedError: the reader may not see who has which role.
    """
    require(reader, VIEW_ROLES)
    found = User.objects.order_by("first_name", "last_name", "username")
    for word in search.split():
        in_name = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found = found.filter(in_name | Q(username__icontains=word) | Q(email__icontains=word))
    shown = Paginator(found, PEOPLE_ON_A_PAGE).get_page(page)
    people = {user.pk: Person(user) for user in shown.object_list}
    holdings = Holding.objects.valid_on(day).filter(holder__in=people).select_related("position__unit")
    through: dict[int, list[Person]] = defaultdict(list)
    for holding in holdings:
        people[holding.holder_id].holdings.append(holding)
        through[holding.position_id].append(people[holding.holder_id])
    grants = Grant.objects.valid_on(day).filter(Q(user__in=people) | Q(position__in=through)).select_related("unit")
    for grant in grants:
        for person in [people[grant.user_id]] if grant.user_id else through[grant.position_id or 0]:
            person.grants.append(grant)
    return PageOfPeople(list(people.values()), shown)


def person_for(reader: User, pk: int) -> User:
    """A person, for one who may see roles; two queries.

    Raises:
        NotAllowedError: the reader may not see who has which role.
        NotFoundError: there is no such person.
    """
    require(reader, VIEW_ROLES)
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise NotFoundError(gettext_noop("Siden finnes ikke."))
    return found


def grants_through_time(person: User, day: date) -> list[DatedGrant]:
    """Every role a person has, has had or is to have, the valid first; by name and through positions; two queries."""
    held: dict[int, Position] = {}
    for holding in Holding.objects.valid_on(day).filter(holder=person).select_related("position__unit"):
        held[holding.position_id] = holding.position
    found = Grant.objects.filter(Q(user=person) | Q(position__in=held)).select_related("unit")
    dated = [
        DatedGrant(grant, state_of(grant, day), held[grant.position_id] if grant.position_id else None)
        for grant in found
    ]
    order = ["valid", "coming", "expired"]
    return sorted(dated, key=lambda one: (order.index(one.state), one.grant.unit.name, one.grant.role))


def state_of(grant: Grant, day: date) -> str:
    """Whether a role is ``valid``, ``coming`` or ``expired`` on a day."""
    if day < grant.valid_from:
        return "coming"
    return "valid" if day < grant.valid_to else "expired"


def holdings_of(person: User) -> list[Holding]:
    """The positions that a person holds, has held or is to hold, the latest first; one query."""
    found = Holding.objects.filter(holder=person).select_related("position__unit")
    return list(found.order_by("-valid_from"))


def vacant_grants(reader: User, day: date) -> GrantQuerySet:
    """Roles that wait for somebody to hold their position on a day; two queries.

    Raises:
        NotAllowedError: the reader may not see who has which role.
    """
    require(reader, VIEW_ROLES)
    held = Holding.objects.valid_on(day).filter(holder__is_active=True).values("position")
    waiting = Grant.objects.valid_on(day).filter(position__isnull=False).exclude(position__in=held)
    return waiting.select_related("unit", "position")


def grant_of(reader: User, pk: int) -> Grant:
    """A grant, for one who may see roles; two queries.

    Raises:
        NotAllowedError: the reader may not see who has which role.
        NotFoundError: there is no such grant.
    """
    require(reader, VIEW_ROLES)
    found = Grant.objects.filter(pk=pk).select_related("unit", "user", "position").first()
    if found is None:
        raise NotFoundError(gettext_noop("Siden finnes ikke."))
    return found


def first_roles(person: User, day: date) -> list[str]:
    """The words for a person's roles on a day, each once; one query."""
    positions = Holding.objects.valid_on(day).filter(holder=person).values("position")
    found = Grant.objects.valid_on(day).filter(Q(user=person) | Q(position__in=positions))
    return list(dict.fromkeys(str(grant.get_role_display()) for grant in found))
