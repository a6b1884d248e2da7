"""Reading what units wish for, in the order that a level has set, with answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.access.policies import permitted_units
from styring.budget.models import Wish, WishPlace, WishState
from styring.budget.policies import VIEW_WISHES
from styring.budget.rules.ranking import in_order
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Lineage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.organisation.models import Unit

NO_WISH = gettext_noop("Innspillet finnes ikke, eller du har ikke tilgang til det.")


@dataclass(frozen=True)
class Ranked:
    """A wish as a level sees it: its place there (None until it is placed), and at the unit that sent it."""

    wish: Wish
    place: int | None
    place_below: int | None

    def in_year(self, year: int) -> int:
        """What it costs (+) or saves (−) in a year, in øre."""
        return sum(one.amount for one in self.wish.years.all() if one.year == year)


def wishes_for(reader: User, first_year: int) -> QuerySet[Wish]:
    """The wishes for a programme that a person may see, with units and years; two queries and the reader's roles."""
    seen = Wish.objects.filter(first_year=first_year, unit__in=permitted_units(reader, VIEW_WISHES))
    return seen.select_related("unit", "measure__element", "merged_into", "answered_by").prefetch_related("years")


def wish_for(reader: User, key: int) -> Wish:
    """A wish by its key.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    seen = Wish.objects.filter(pk=key, unit__in=permitted_units(reader, VIEW_WISHES))
    found = seen.select_related("unit", "measure__element", "merged_into", "answered_by", "author").first()
    if found is None:
        raise NotFoundError(NO_WISH)
    return found


def ranked_for(reader: User, level: Unit, first_year: int, day: date) -> list[Ranked]:
    """What a unit and those below it wish for, in the unit's own order; answered ones last. Three queries and roles."""
    below = Lineage.objects.known_on(day).filter(ancestor=level).values("descendant")
    return ranked(wishes_for(reader, first_year).filter(unit__in=below).order_by("pk"), level)


def ranked(wishes: Iterable[Wish], level: Unit) -> list[Ranked]:
    """Wishes in a level's order, open ones first; one query more than the wishes themselves."""
    found = {wish.pk: wish for wish in wishes}
    own: dict[int, int] = {}
    below: dict[int, int] = {}
    given: dict[int, dict[int, int]] = defaultdict(dict)
    for placed in WishPlace.objects.filter(wish__in=list(found)):
        given[placed.wish_id][placed.level_id] = placed.place
    for key, wish in found.items():
        places = given[key]
        if level.pk in places:
            own[key] = places[level.pk]
        if wish.unit_id in places and wish.unit_id != level.pk:
            below[key] = places[wish.unit_id]
    order = in_order(list(found), own, below)
    rows = [Ranked(found[key], own.get(key), below.get(key)) for key in order]
    return sorted(rows, key=lambda row: row.wish.state != WishState.PROPOSED)


def placed_in_order(level: Unit, first_year: int, day: date) -> list[int]:
    """The keys of the open wishes of a unit and those below it, in the unit's order; two queries."""
    below = Lineage.objects.known_on(day).filter(ancestor=level).values("descendant")
    open_ones = Wish.objects.filter(first_year=first_year, unit__in=below, state=WishState.PROPOSED).order_by("pk")
    return [row.wish.pk for row in ranked(open_ones, level)]
