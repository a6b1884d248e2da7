"""Changing the wheel: turning it for a year, and what people say of its activities.

Each function asks for permission, checks the rules, writes and records, in one transaction. Whoever answers for an
activity may say how far it has come; its dates and what it is are for those who keep the wheel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, snapshot, take_turn
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.wheel.models import Activity, Completion, Year
from styring.wheel.policies import CHANGE_WHEEL
from styring.wheel.queries.people import expected_shares, part_of, units_at_levels
from styring.wheel.queries.plans import breaches_of, drawn_up
from styring.wheel.rules.roles import is_treated_by_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.wheel.rules.guards import Breach

EDITABLE = ("starts_on", "due_on", "responsible", "note")
_FROM_TEMPLATE = (
    "title", "deadline", "responsible", "contributors", "note", "starts_on", "due_on", "legal_due_on", "occurs",
    "next_year", "period", "level",
)  # fmt: skip


@dataclass(frozen=True)
class Turned:
    """What turning the wheel did: activities made, brought up to date with their template, and left alone."""

    made: int
    updated: int
    left: int


@transaction.atomic
def turn_wheel(*, actor: User, year: int) -> Turned:
    """Make a year's activities from the templates; again, bring those up to date that nothing has happened to.

    What people have changed, started, done or called off stays as they left it.

    Raises:
        NotAllowedError: the actor may not change the wheel.
        RuleBrokenError: there is no wheel set up, or its dates cannot be worked out.
    """
    require(actor, CHANGE_WHEEL)
    take_turn()
    present = {activity.code: activity for activity in Activity.objects.filter(year=year)}
    drafts = drawn_up(year)
    made = Activity.objects.bulk_create(draft for draft in drafts if draft.code not in present)
    updated = [present[draft.code] for draft in drafts if draft.code in present and _follow(present[draft.code], draft)]
    Activity.objects.bulk_update(updated, _FROM_TEMPLATE)
    turned, is_new = Year.objects.get_or_create(number=year, defaults={"turned_on": today()})
    if is_new or made or updated:
        record(actor=actor, verb="wheel.year.turned", thing=turned)
    return Turned(len(made), len(updated), len(present) - len(updated))


def _follow(activity: Activity, draft: Activity) -> bool:
    """Take over what the template now says; False when there was nothing to take over."""
    if activity.started_on or activity.done_on or activity.cancelled_on:
        return False
    changed = [
        name
        for name in _FROM_TEMPLATE
        if name not in activity.edited and getattr(activity, name) != getattr(draft, name)
    ]
    for name in changed:
        setattr(activity, name, getattr(draft, name))
    activity.starts_on = min(activity.starts_on, activity.due_on)
    return bool(changed)


@transaction.atomic
def edit_activity(*, actor: User, activity: Activity, changes: Mapping[str, object]) -> Activity:
    """Change an activity of one year; its template and other years stay as they are.

    Args:
        actor: who changes it.
        activity: the activity.
        changes: new values of some of `EDITABLE`.

    Raises:
        NotAllowedError: the actor may not change the wheel.
        RuleBrokenError: the dates would break a demand that stops changes, as 14 days' public inspection.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_WHEEL)
    before = snapshot(activity)
    changed = [name for name in EDITABLE if name in changes and getattr(activity, name) != changes[name]]
    for name in changed:
        setattr(activity, name, changes[name])
    activity.edited = sorted({*activity.edited, *changed})
    if "due_on" in changed:
        activity.legal_due_on = None
    activity.full_clean()
    _require_kept(breaches_of(activity.year, changed=activity))
    activity.save()
    record(actor=actor, verb="wheel.activity.edited", thing=activity, before=before)
    return activity


def _require_kept(broken: Iterable[Breach]) -> None:
    for breach in broken:
        if breach.demand.refuses:
            raise RuleBrokenError(breach.sentence, **breach.parts)


@transaction.atomic
def cancel_activity(*, actor: User, activity: Activity, reason: str, on: date) -> Activity:
    """Call an activity off this year, with the reason; it stays in the wheel, marked.

    Raises:
        NotAllowedError: the actor may not change the wheel.
        RuleBrokenError: no reason is given.
    """
    require(actor, CHANGE_WHEEL)
    if not reason.strip():
        raise RuleBrokenError(gettext_noop("Skriv hvorfor aktiviteten avlyses."))
    before = snapshot(activity)
    _save(activity, cancelled_on=on, cancelled_because=reason.strip())
    record(actor=actor, verb="wheel.activity.cancelled", thing=activity, before=before)
    return activity


@transaction.atomic
def restore_activity(*, actor: User, activity: Activity) -> Activity:
    """Take back that an activity was called off.

    Raises:
        NotAllowedError: the actor may not change the wheel.
    """
    require(actor, CHANGE_WHEEL)
    before = snapshot(activity)
    _save(activity, cancelled_on=None, cancelled_because="")
    record(actor=actor, verb="wheel.activity.restored", thing=activity, before=before)
    return activity


@transaction.atomic
def start_activity(*, actor: User, activity: Activity, on: date) -> Activity:
    """Say that an activity is under way, perhaps before its first day.

    Raises:
        NotAllowedError: the actor neither answers for it nor may change the wheel.
        RuleBrokenError: it does not come this year, is done or called off.
    """
    if not part_of(actor, on).answers_for(activity):
        require(actor, CHANGE_WHEEL)
    _require_open(activity)
    before = snapshot(activity)
    _save(activity, started_on=on)
    record(actor=actor, verb="wheel.activity.started", thing=activity, before=before)
    return activity


@transaction.atomic
def finish_activity(*, actor: User, activity: Activity, on: date) -> Activity:
    """Say that an activity is done, as a whole; when a political body answers for it, it is thereby treated.

    Raises:
        NotAllowedError: the actor neither answers for all of it nor may change the wheel.
        RuleBrokenError: it does not come this year, is done or called off.
    """
    if not part_of(actor, on).answers_for_all(activity):
        require(actor, CHANGE_WHEEL)
    _require_open(activity)
    before = snapshot(activity)
    _save(activity, done_on=on, treated_on=on if is_treated_by_body(activity.responsible) else None)
    record(actor=actor, verb="wheel.activity.finished", thing=activity, before=before)
    return activity


@transaction.atomic
def reopen_activity(*, actor: User, activity: Activity) -> Activity:
    """Take back that an activity is done; the units' shares stay as they are.

    Raises:
        NotAllowedError: the actor may not change the wheel.
    """
    require(actor, CHANGE_WHEEL)
    before = snapshot(activity)
    _save(activity, done_on=None, treated_on=None)
    record(actor=actor, verb="wheel.activity.reopened", thing=activity, before=before)
    return activity


@transaction.atomic
def finish_share(*, actor: User, activity: Activity, unit: Unit, on: date) -> Completion:
    """Say that a unit's share of an activity is done; the last one finishes the activity.

    Raises:
        NotAllowedError: the actor neither leads the unit, at a level that answers for it, nor may change the wheel.
        RuleBrokenError: the activity does not come this year, is done or called off.
        ValidationError: the unit's share is done already.
    """
    if unit not in part_of(actor, on).units_of(activity):
        require(actor, CHANGE_WHEEL)
    _require_open(activity)
    share = Completion(activity=activity, unit=unit, done_on=on, by=actor)
    share.full_clean()
    share.save()
    if activity.completions.count() >= expected_shares(activity, units_at_levels(on)):
        _save(activity, done_on=on)
    record(actor=actor, verb="wheel.share.finished", thing=share)
    return share


def _require_open(activity: Activity) -> None:
    if not activity.occurs:
        raise RuleBrokenError(gettext_noop("«%(title)s» er ikke med i år."), title=activity.title)
    if activity.cancelled_on:
        raise RuleBrokenError(gettext_noop("«%(title)s» er avlyst."), title=activity.title)
    if activity.done_on:
        raise RuleBrokenError(gettext_noop("«%(title)s» er allerede ferdig."), title=activity.title)


def _save(activity: Activity, **values: object) -> None:
    for name, value in values.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(values))
