"""Who answers for an activity: roles held, units led, and whose share of it is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from styring.access.models import Grant
from styring.access.policies import roles_of
from styring.kernel.asked import asked_once
from styring.organisation.models import Holding, Placement
from styring.organisation.queries import posts_of
from styring.wheel.models import Completion
from styring.wheel.rules.roles import ROLES, access_roles_of, codes_for, levels_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.wheel.models import Activity


@dataclass(frozen=True)
class Led:
    """A unit that somebody leads on a day, and its level of the line."""

    unit: Unit
    level: int


@dataclass(frozen=True)
class Part:
    """What a person answers for in the wheel: role codes without a level, and units with theirs."""

    codes: frozenset[str]
    led: tuple[Led, ...]

    def answers_for(self, activity: Activity) -> bool:
        """Does the person answer for an activity, or for a share of it?"""
        return bool(self.codes.intersection(activity.responsible)) or bool(self.units_of(activity))

    def answers_for_all(self, activity: Activity) -> bool:
        """Does the person answer for all of an activity, and not only for a unit's share among others'?"""
        levels = levels_of(activity.responsible)
        is_alone = levels == [1] and bool(self.units_of(activity))
        return is_alone or bool(self.codes.intersection(activity.responsible))

    def units_of(self, activity: Activity) -> list[Unit]:
        """The units whose share of an activity the person answers for."""
        levels = levels_of(activity.responsible)
        return [led.unit for led in self.led if led.level in levels]


@dataclass(frozen=True)
class Share:
    """A unit's share of an activity: who leads the unit, and when it was done."""

    unit: Unit
    level: int
    leader: User | None
    done_on: date | None


@asked_once
def part_of(person: User, day: date) -> Part:
    """What a person answers for on a day; two queries."""
    roles = {held.role for held in roles_of(person, day)}
    leading = {post.unit: post for post in posts_of(person, day) if post.holding.position.is_leader}
    placed = [(post.level, post.unit_name, unit) for unit, post in leading.items() if post.level is not None]
    ordered = sorted(placed, key=itemgetter(0, 1))
    return Part(frozenset(codes_for(roles)), tuple(Led(unit, level) for level, _name, unit in ordered))


def levels_below(part: Part, day: date) -> dict[int, list[int]]:
    """The units below those that somebody leads, themselves not included, by level; one query."""
    under: dict[int | None, list[_Place]] = {}
    for place in _places_on(day):
        under.setdefault(place.parent, []).append(place)
    below: dict[int, int] = {}
    above = [one.unit.pk for one in part.led]
    while above:
        new = {place.unit: place.level for place in under.get(above.pop(), ()) if place.unit not in below}
        below.update(new)
        above.extend(new)
    found: dict[int, list[int]] = {}
    for unit, level in below.items():
        found.setdefault(level, []).append(unit)
    return found


class _Place(NamedTuple):
    unit: int
    parent: int | None
    level: int


@asked_once
def _places_on(day: date) -> list[_Place]:
    """Where every unit hangs on a day, by keys alone; one query."""
    placed = Placement.objects.valid_on(day).order_by("unit")
    return [_Place(*row) for row in placed.values_list("unit", "parent", "level")]


def units_at_levels(day: date) -> dict[int, int]:
    """How many units each level has on a day; one query."""
    return Counter(place.level for place in _places_on(day))


def expected_shares(activity: Activity, units_by_level: dict[int, int]) -> int:
    """How many units have a share in an activity; 0 when only the top of the line answers for it, or nobody in it."""
    levels = levels_of(activity.responsible)
    return 0 if levels == [1] else sum(units_by_level.get(level, 0) for level in levels)


def shares_of(activity: Activity, day: date) -> list[Share]:
    """The units that have a share in an activity, from the top, with leader and what is done; three queries."""
    levels = levels_of(activity.responsible)
    placements = Placement.objects.valid_on(day).filter(level__in=levels).select_related("unit")
    holdings = Holding.objects.valid_on(day).filter(position__is_leader=True, position__unit__placements__in=placements)
    leaders = {holding.position.unit_id: holding.holder for holding in holdings.select_related("position", "holder")}
    done = dict(Completion.objects.filter(activity=activity).values_list("unit", "done_on"))
    return [
        Share(placement.unit, placement.level_id, leaders.get(placement.unit_id), done.get(placement.unit_id))
        for placement in placements.order_by("level", "name")
    ]


def holders_of(codes: Iterable[str], day: date) -> dict[str, list[User]]:
    """Who holds each of some role codes on a day, by name; leaders of units for codes with a level; two queries."""
    codes = [code for code in codes if code in ROLES]
    levels = levels_of(codes)
    found: dict[str, dict[int, User]] = {code: {} for code in codes}
    leading = Placement.objects.valid_on(day).filter(level__in=levels).values("unit", "level")
    level_of = {row["unit"]: row["level"] for row in leading}
    holdings = Holding.objects.valid_on(day).filter(position__is_leader=True, position__unit__in=level_of)
    for holding in holdings.select_related("position", "holder").order_by("position__unit__code"):
        for code in codes:
            if ROLES[code].level == level_of[holding.position.unit_id]:
                found[code][holding.holder_id] = holding.holder
    for code, people in _granted(codes, day).items():
        found[code] |= people
    return {code: list(people.values()) for code, people in found.items()}


def _granted(codes: list[str], day: date) -> dict[str, dict[int, User]]:
    wanted = access_roles_of(codes)
    grants = Grant.objects.valid_on(day).filter(role__in=wanted, user__isnull=False).select_related("user")
    found: dict[str, dict[int, User]] = {}
    for grant in grants.order_by("user__last_name", "user__first_name", "user__username"):
        for code in codes:
            if grant.user and not ROLES[code].level and grant.role in ROLES[code].roles:
                found.setdefault(code, {})[grant.user.pk] = grant.user
    return found
