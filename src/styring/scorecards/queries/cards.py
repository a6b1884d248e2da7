"""The cards that indicators stand on, and the goals they measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from styring.kernel.asked import asked_once
from styring.kernel.errors import NotAllowedError
from styring.organisation.queries import top_unit
from styring.scorecards.models import CommonRow, Indicator, OwnRow, Scorecard
from styring.scorecards.queries.readings import glance, readings, require_view
from styring.scorecards.rules import distribution
from styring.thread.models import Element, Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.kernel.thresholds import Status
    from styring.organisation.models import Unit
    from styring.scorecards.queries.values import Reading


def goals_measured_by(indicators: Sequence[Indicator], day: date) -> dict[UUID, Element]:
    """The goal that each indicator measures on a day, the first by code where there are several; one query."""
    links = Link.objects.valid_on(day).filter(type="measures", citing__in=[i.pk for i in indicators])
    ordered = links.select_related("cited__owner").order_by("-cited__code")
    return {link.citing_id: link.cited for link in ordered}


def indicators_of(goals: Sequence[UUID], day: date) -> dict[UUID, Indicator]:
    """The indicator of each goal on a day, by the goal's id, the first by code where there are several; one query."""
    holds = Q(element__cites__valid_from__lte=day, element__cites__valid_to__gt=day, element__cites__type="measures")
    measuring = Indicator.objects.annotate(
        link=FilteredRelation("element__cites", condition=holds), goal=F("link__cited")
    ).filter(goal__in=goals)
    found = measuring.select_related("element__unit").order_by("-element__code")
    return {vars(indicator)["goal"]: indicator for indicator in found}


def indicators_in_use(day: date) -> QuerySet[Indicator]:
    """The indicators in force on a day, with unit and owner; one query, made when it is read."""
    used = Indicator.objects.filter(element__in=Element.objects.in_force(day))
    return used.select_related("element__unit", "element__owner")


@dataclass(frozen=True)
class Row:
    """A line of a card: what the indicator shows here and in the whole municipality, and the goal it measures."""

    reading: Reading
    whole: Reading
    goal: Element | None


@dataclass(frozen=True)
class Card:
    """A unit's card at the end of a period: the rows that stand on all cards, and the unit's own."""

    unit: Unit
    card: Scorecard | None
    until: Period
    common: list[Row]
    own: list[Row]

    @property
    def rows(self) -> list[Row]:
        """All rows in their order."""
        return [*self.common, *self.own]

    @property
    def spread(self) -> dict[Status, int]:
        """How many rows stand in each status."""
        return distribution(row.reading.status for row in self.rows)

    def standing(self, status: Status) -> list[Row]:
        """The rows that stand in a status."""
        return [row for row in self.rows if row.reading.status is status]


def scorecard_of(reader: User, unit: Unit, until: Period) -> Card:
    """A unit's card at the end of a period, held against the whole municipality; 17 queries at the most.

    Raises:
        NotAllowedError: the reader may not read the unit's card.
    """
    day = until.last_day
    common, own = _indicators_on(unit, day)
    here = {reading.indicator: reading for reading in readings(reader, [*common, *own], unit, until)}
    top = top_unit(day) or unit
    whole = here
    if top != unit:
        whole = {reading.indicator: reading for reading in glance(reader, [*common, *own], top, until)}
    goals = goals_measured_by([*common, *own], day)

    def rows(indicators: list[Indicator]) -> list[Row]:
        return [Row(here[one], whole[one], goals.get(one.pk)) for one in indicators]

    card = Scorecard.objects.filter(unit=unit).first()
    return Card(unit, card, until, rows(common), rows(own))


def has_card(reader: User, unit: Unit, until: Period) -> bool:
    """Is there anything on a unit's card that the reader may read? At most four queries."""
    day = until.last_day
    if not any(_indicators_on(unit, day)):
        return False
    try:
        require_view(reader, unit, day)
    except NotAllowedError:
        return False
    return True


@asked_once
def standing_of(reader: User, unit: Unit, until: Period) -> list[Reading]:
    """What a unit's card shows, and no more: no goals, units below or whole; ten queries, two when nothing is on it.

    Raises:
        NotAllowedError: the reader may not read the unit's card.
    """
    common, own = _indicators_on(unit, until.last_day)
    return readings(reader, [*common, *own], unit, until, with_units=False) if common or own else []


@asked_once
def _indicators_on(unit: Unit, day: date) -> tuple[list[Indicator], list[Indicator]]:
    """What stands on all cards on a day, and what the unit has besides, each in its order; one query."""
    here = Q(indicator=OuterRef("pk"), valid_from__lte=day, valid_to__gt=day)
    common = CommonRow.objects.filter(here).order_by("order").values("order")[:1]
    own = OwnRow.objects.filter(here, card=unit.pk).order_by("order").values("order")[:1]
    placed = Indicator.objects.annotate(common=Subquery(common), own=Subquery(own))
    found = placed.filter(Q(common__isnull=False) | Q(own__isnull=False)).select_related("element__unit")
    rows = [(indicator, getattr(indicator, "common", None)) for indicator in found.order_by("common", "own", "pk")]
    return [one for one, order in rows if order is not None], [one for one, order in rows if order is None]
