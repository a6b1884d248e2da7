"""One activity as its page shows it: what, who, when and why, what it waits for and what waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext

from styring.access.policies import may
from styring.audit.models import Entry
from styring.audit.rules import sentence_of
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.wheel.models import Activity, Deadline, Dependency, Template, TemplateKind
from styring.wheel.policies import CHANGE_WHEEL
from styring.wheel.queries.people import Part, Share, holders_of, levels_below, part_of, shares_of
from styring.wheel.queries.plans import breaches_of
from styring.wheel.queries.shown import address_of
from styring.wheel.queries.words import (
    STATE_KINDS,
    STATE_WORDS,
    activity_title,
    breach_sentence,
    role_name,
    rule_words,
    why,
)
from styring.wheel.queries.years import Standing, fed_by, needs_of, standings
from styring.wheel.rules.roles import levels_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.utils.functional import Promise

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.wheel.rules.states import State


class Holder(NamedTuple):
    """A role and the people who hold it now."""

    role: str
    people: list[User]


class Related(NamedTuple):
    """Another activity, or a process that runs all the year, that this one waits for or that waits for it."""

    title: str
    address: str
    due_on: date | None
    kind: str
    word: str | Promise


class Event(NamedTuple):
    """Something that was done: when, and what in the reader's language."""

    at: datetime
    said: str


@dataclass(frozen=True)
class ActivityShown:
    """An activity for a reader on a day."""

    standing: Standing
    title: str
    day: date
    holders: list[Holder]
    contributors: list[str]
    needs: list[Related]
    feeds: list[Related]
    rule: str
    shares: list[Share]
    own_units: list[Unit]
    history: list[Event]
    warnings: list[str]
    may_change: bool
    answers: bool
    answers_for_all: bool

    @property
    def activity(self) -> Activity:
        """The activity itself."""
        return self.standing.activity

    @property
    def state(self) -> State:
        """How far it has come."""
        return self.standing.state

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        return STATE_KINDS[self.state]

    @property
    def word(self) -> str | Promise:
        """Its state in a word."""
        return STATE_WORDS[self.state]

    @property
    def why(self) -> str:
        """Why it has that state."""
        return why(self.activity, self.state, self.day)

    @property
    def held_up_by(self) -> list[Related]:
        """What it waits for that is late."""
        return [one for one in self.needs if one.kind == "late"]

    @property
    def own_open(self) -> list[Unit]:
        """The reader's units whose share is not done."""
        done = {share.unit for share in self.shares if share.done_on}
        return [unit for unit in self.own_units if unit not in done]

    @property
    def can_be_done(self) -> bool:
        """Is there something left to do?"""
        return self.state.is_open

    @property
    def is_statutory(self) -> bool:
        """Is its deadline set by law?"""
        return self.activity.deadline == Deadline.STATUTORY


def activity_for(reader: User, key: int, day: date) -> ActivityShown:
    """An activity as its page shows it; the queries of its year, and some twenty that don't grow.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: the reader may not see the wheel.
    """
    activity = Activity.objects.filter(pk=key).first()
    if activity is None:
        raise NotFoundError(gettext_noop("Aktiviteten finnes ikke i årshjulet."))
    around = {one.activity.pk: one for one in standings(reader, activity.year, day)}
    part, may_change = part_of(reader, day), may(reader, CHANGE_WHEEL)
    activity = around[key].activity
    return ActivityShown(
        standing=around[key],
        title=activity_title(activity),
        day=day,
        holders=[Holder(role_name(code), people) for code, people in holders_of(activity.responsible, day).items()],
        contributors=[role_name(code) for code in activity.contributors],
        needs=_related(reader, needs_of(activity), "needs", around, day),
        feeds=_related(reader, fed_by(activity), "template", around, day),
        rule=_rule(activity),
        shares=_visible_shares(activity, part, may_change, day),
        own_units=part.units_of(activity),
        history=_history(activity),
        warnings=[
            breach_sentence(breach)
            for breach in breaches_of(activity.year)
            if activity.code in {breach.demand.code, breach.demand.after}
        ],
        may_change=may_change,
        answers=part.answers_for(activity),
        answers_for_all=part.answers_for_all(activity),
    )


def _visible_shares(activity: Activity, part: Part, may_change: bool, day: date) -> list[Share]:  # noqa: FBT001
    """Whose share is missing, then whose is done: all for those who keep the wheel, else in the units one leads."""
    if levels_of(activity.responsible) in ([], [1]):
        return []
    found = sorted(shares_of(activity, day), key=lambda share: share.done_on is not None)
    if may_change:
        return found
    own = [led.unit.pk for led in part.led]
    seen = {*own, *chain.from_iterable(levels_below(part, day).values())}
    return [share for share in found if share.unit.pk in seen]


def _related(
    reader: User,
    met: Iterable[tuple[Dependency, Activity | None]],
    end: str,
    around: dict[int, Standing],
    day: date,
) -> list[Related]:
    pairs = list(met)
    other_years = {other.year for _need, other in pairs if other and other.pk not in around}
    known = dict(around)
    for year in sorted(other_years):
        known |= {one.activity.pk: one for one in standings(reader, year, day)}
    return [_one_related(getattr(need, end), other, known) for need, other in pairs]


def _one_related(template: Template, other: Activity | None, known: dict[int, Standing]) -> Related:
    if other is None or other.pk not in known:
        word = gettext("Løpende") if template.kind == TemplateKind.RUNNING else gettext("Ikke i hjulet")
        return Related(template.title, "", None, "none", word)
    state = known[other.pk].state
    return Related(activity_title(other), address_of(other.pk), other.due_on, STATE_KINDS[state], STATE_WORDS[state])


def _rule(activity: Activity) -> str:
    """How the deadline is worked out, in words."""
    template = activity.template
    if template.steps:
        step = next(step for step in template.steps if step["role"] in activity.responsible)
        return gettext("%(number)s. virkedag etter månedens siste dag") % {"number": step["workdays"]}
    titles = dict(Template.objects.values_list("code", "title"))
    return rule_words(template.due, titles)


def _history(activity: Activity) -> list[Event]:
    """What the trail has on an activity, newest first; whose share is done stands in a table of its own."""
    entries = Entry.objects.filter(object=f"wheel.activity:{activity.pk}").select_related("detail")
    return [
        Event(entry.at, gettext(sentence) % {"actor": detail.actor_name, "object": detail.thing})
        for entry in entries.order_by("-number")[:12]
        if (sentence := sentence_of(entry.verb)) and (detail := getattr(entry, "detail", None))
    ]
