"""Rounds, and how far each level has come in them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styring.access.policies import permitted_units
from styring.kernel.errors import InvalidValueError, NotFoundError
from styring.kernel.periods import Period
from styring.kernel.words import gettext_noop
from styring.organisation.queries import levels
from styring.reporting.models import Contribution, Round
from styring.reporting.policies import VIEW_REPORT
from styring.reporting.rules.consolidated import LevelStatus
from styring.reporting.rules.states import State, tally

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.reporting.models import RoundQuerySet


def rounds_for(reader: User) -> RoundQuerySet:
    """The rounds in which there is a report that a person may see, newest first; one query, made when it is read."""
    seen = Contribution.objects.filter(unit__in=permitted_units(reader, VIEW_REPORT))
    return Round.objects.filter(pk__in=seen.values("round"))


def rounds_of(period: str) -> RoundQuerySet:
    """The round of a period as it stands in an address; none when there is none, or it is no period."""
    try:
        return Round.objects.filter(period=str(Period.parse(period)))
    except InvalidValueError:
        return Round.objects.none()


def round_of(period: str) -> Round:
    """The round of a period as it stands in an address; one query.

    Raises:
        NotFoundError: there is none, or it is no period.
    """
    found = rounds_of(period).first()
    if found is None:
        raise NotFoundError(gettext_noop("Det finnes ingen rapporteringsrunde for %(period)s."), period=period)
    return found


def levels_of(of_round: Round, within: QuerySet[Contribution] | None = None) -> list[LevelStatus]:
    """How many reports each level has, and how far they have come, the top first; two queries."""
    counted = Contribution.objects.filter(round=of_round) if within is None else within
    states: dict[int, list[State]] = defaultdict(list)
    for level, state in counted.order_by().values_list("level", "state"):
        states[level].append(State(state))
    names = {level.number: level.name for level in levels()}
    return [
        LevelStatus(level, names.get(level, str(level)), **tally(states[level])._asdict()) for level in sorted(states)
    ]


def latest_reports(reader: User, unit: Unit, number: int) -> list[Contribution]:
    """A unit's reports in the latest rounds, newest first, for one who may see them; one query."""
    seen = Contribution.objects.filter(unit=unit).filter(unit__in=permitted_units(reader, VIEW_REPORT))
    return list(seen.select_related("round", "unit").order_by("-round__cut_off")[:number])
