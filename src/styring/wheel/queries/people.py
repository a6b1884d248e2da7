"""Who answers for an activity: roles held, units led, and whose share of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from styring.access.models import Grant
from styring.access.policies import roles_of
from styring.kernel.asked import asked_once
from styring.organisation.models import Holding, Lineage, Placement
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
    held = Holding.objects.valid_on(day).filter(holder=person, position__is_leader=True).values("position__unit")
    placements = Placement.objects.valid_on(day).filter(unit__in=held).select_related("unit").order_by("level", "name")
    led = tuple(Led(placement.unit, placement.level_id) for placement in placements)
    return Part(frozenset(codes_for(roles)), led)


def levels_below(part: Part, day: date) -> dict[int, list[int]]:
    """The units below those that somebody leads, themselves not included, by level; one query."""
    led = [one.unit for one in part.led]
    below = Lineage.objects.valid_on(day).filter(ancestor__in=led, distance__gt=0).values("descendant")
    found: dict[int, list[int]] = {}
    placements = Placement.objects.valid_on(day).filter(unit__in=below)
    for row in placements.values("unit", "level"):
        found.setdefault(row["level"], []).append(row["unit"])
    return found


@asked_once
def units_at_levels(day: date) -> dict[int, int]:
    """How many units each level has on a day; one query."""
    counted = Placement.objects.valid_on(day).order_by().values("level").annotate(units=Count("pk"))
    return {row["level"]: row["units"] for row in counted}


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
    for holding in holdings.select_related("position", "holder").order_by("position__unit__name"):
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
