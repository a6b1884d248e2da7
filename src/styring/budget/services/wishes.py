"""What units wish for: proposing, ranking, merging and answering; a wish is never deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot, take_turn
from styring.budget.models import Wish, WishPlace, WishState, WishYear
from styring.budget.policies import ANSWER_WISH, WISH
from styring.budget.queries.wishes import placed_in_order
from styring.budget.rules.ranking import moved
from styring.kernel.authority import require
from styring.kernel.clock import now, today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.queries import leader_position, placements_on, units_below
from styring.plans.models import Category, Stage
from styring.plans.rules import years_of_action_programme
from styring.plans.services import MeasureText, Placed, decide_measure, propose_measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.thread.models import Element

ANSWERED = gettext_noop("Innspillet «%(title)s» er besvart og kan ikke endres.")
NO_MEANING = gettext_noop("Skriv hva innspillet betyr for brukerne.")
NO_REASON = gettext_noop("Skriv hvorfor. Enheten ser begrunnelsen.")
TOO_FEW = gettext_noop("Velg minst to innspill som skal slås sammen.")
OTHER_LINE = gettext_noop("Innspillene må komme fra enheten eller enheter under den.")
OTHER_YEAR = gettext_noop("Innspillet har beløp for %(year)s, men planen gjelder %(first)s til %(last)s.")


@dataclass(frozen=True)
class WishText:
    """What a wish says. Amounts are øre by year, + costs and − saves."""

    title: str
    why: str
    user_meaning: str
    amounts: Mapping[int, int]
    man_years: Decimal | int = 0
    goals: Sequence[Element] = field(default=())


@transaction.atomic
def make_wish(*, actor: User, unit: Unit, first_year: int, text: WishText) -> Wish:
    """Wish for a measure in the programme that begins in a year; it is placed last among the unit's own.

    Raises:
        NotAllowedError: the actor may not wish for the unit.
        RuleBrokenError: it says nothing of users, or has an amount outside the programme.
        ValidationError: it lacks a title or a reason.
    """
    require(actor, WISH, unit)
    wish = _made(actor, unit, first_year, text)
    record(actor=actor, verb="budget.wish.made", thing=wish)
    return wish


@transaction.atomic
def change_wish(*, actor: User, wish: Wish, text: WishText) -> Wish:
    """Let a wish that has no answer say something else.

    Raises:
        NotAllowedError: the actor may not wish for the unit.
        RuleBrokenError: it is answered, says nothing of users, or has an amount outside the programme.
        ValidationError: it lacks a title or a reason.
    """
    require(actor, WISH, wish.unit)
    _require_open(wish)
    before = snapshot(wish)
    _say(wish, text)
    record(actor=actor, verb="budget.wish.changed", thing=wish, before=before)
    return wish


@transaction.atomic
def move_wish(*, actor: User, level: Unit, wish: Wish, steps: int) -> None:
    """Move a wish in a level's order, some steps down, or up when negative; all of the level's get their places.

    Raises:
        NotAllowedError: the actor may not rank for the level.
        RuleBrokenError: the wish is answered, or not of the level.
    """
    require(actor, WISH, level)
    _require_open(wish)
    order = placed_in_order(level, wish.first_year, today())
    if wish.pk not in order:
        raise RuleBrokenError(OTHER_LINE)
    WishPlace.objects.filter(level=level, wish__in=order).delete()
    WishPlace.objects.bulk_create(
        WishPlace(level=level, wish_id=key, place=place)
        for place, key in enumerate(moved(order, wish.pk, steps), start=1)
    )
    record(actor=actor, verb="budget.wish.ranked", thing=wish)


@transaction.atomic
def merge_wishes(*, actor: User, unit: Unit, wishes: Sequence[Wish], text: WishText) -> Wish:
    """Make one wish of several; those it is made of stay, and lead to it.

    Args:
        actor: who leads the units that wish.
        unit: whose the merged one is.
        wishes: at least two, of the unit and those below it, for the same programme.
        text: what the merged one says.

    Raises:
        NotAllowedError: the actor may not answer wishes of the unit.
        RuleBrokenError: they are too few, answered, or of other units.
    """
    require(actor, ANSWER_WISH, unit)
    if len({wish.pk for wish in wishes}) < 2:  # noqa: PLR2004 - two is what merging takes
        raise RuleBrokenError(TOO_FEW)
    allowed = {unit.pk, *units_below(unit, today()).values_list("pk", flat=True)}
    for wish in wishes:
        _require_open(wish)
        if wish.unit_id not in allowed or wish.first_year != wishes[0].first_year:
            raise RuleBrokenError(OTHER_LINE)
    merged = _made(actor, unit, wishes[0].first_year, text)
    for wish in wishes:
        _close(actor, wish, WishState.MERGED, merged_into=merged)
    record(actor=actor, verb="budget.wish.merged", thing=merged)
    return merged


@transaction.atomic
def choose_wish(*, actor: User, wish: Wish, reason: str) -> Wish:
    """Take a wish into the plan: it becomes a measure of the unit, with its amounts and goals.

    Raises:
        NotAllowedError: the actor may not answer the unit's wishes, or not propose its measures.
        RuleBrokenError: it is answered, or no reason is given.
    """
    require(actor, ANSWER_WISH, wish.unit)
    _require_answer(wish, reason)
    wish.measure = propose_measure(actor=actor, placed=_placed(wish), text=_measure_text(wish))
    decide_measure(actor=actor, measure=wish.measure, stage=Stage.CHOSEN)
    _close(actor, wish, WishState.CHOSEN, answer=reason.strip())
    record(actor=actor, verb="budget.wish.chosen", thing=wish)
    return wish


@transaction.atomic
def reject_wish(*, actor: User, wish: Wish, reason: str) -> Wish:
    """Say no to a wish, with the reason that the unit sees; it is kept.

    Raises:
        NotAllowedError: the actor may not answer the unit's wishes.
        RuleBrokenError: it is answered, or no reason is given.
    """
    require(actor, ANSWER_WISH, wish.unit)
    _require_answer(wish, reason)
    _close(actor, wish, WishState.REJECTED, answer=reason.strip())
    record(actor=actor, verb="budget.wish.rejected", thing=wish)
    return wish


@transaction.atomic
def withdraw_wish(*, actor: User, wish: Wish) -> Wish:
    """Take a wish back before it is answered; it is kept.

    Raises:
        NotAllowedError: the actor may not wish for the unit.
        RuleBrokenError: it is answered.
    """
    require(actor, WISH, wish.unit)
    _require_open(wish)
    _close(actor, wish, WishState.WITHDRAWN)
    record(actor=actor, verb="budget.wish.withdrawn", thing=wish)
    return wish


def _made(actor: User, unit: Unit, first_year: int, text: WishText) -> Wish:
    wish = Wish(unit=unit, first_year=first_year, author=actor, recorded=now())
    _say(wish, text)
    last = WishPlace.objects.filter(level=unit, wish__first_year=first_year).order_by("-place").first()
    WishPlace.objects.create(wish=wish, level=unit, place=last.place + 1 if last else 1)
    return wish


def _say(wish: Wish, text: WishText) -> None:
    if not text.user_meaning.strip():
        raise RuleBrokenError(NO_MEANING)
    years = years_of_action_programme(wish.first_year - 1)
    for year in text.amounts:
        if year not in years:
            raise RuleBrokenError(OTHER_YEAR, year=year, first=years[0], last=years[-1])
    wish.title, wish.why, wish.user_meaning = text.title, text.why, text.user_meaning
    wish.man_years_hundredths = round(text.man_years * 100)
    wish.full_clean()
    wish.save()
    wish.goals.set(text.goals)
    wish.years.all().delete()
    WishYear.objects.bulk_create(WishYear(wish=wish, year=year, amount=amount) for year, amount in text.amounts.items())


def _require_open(wish: Wish) -> None:
    take_turn()
    wish.refresh_from_db(fields=["state"])
    if not wish.is_open:
        raise RuleBrokenError(ANSWERED, title=wish.title)


def _require_answer(wish: Wish, reason: str) -> None:
    _require_open(wish)
    if not reason.strip():
        raise RuleBrokenError(NO_REASON)


def _close(actor: User, wish: Wish, state: WishState, *, answer: str = "", merged_into: Wish | None = None) -> None:
    wish.state, wish.answer, wish.merged_into = state, answer, merged_into
    wish.answered_by, wish.answered_on = actor, today()
    wish.full_clean()
    wish.save()


def _placed(wish: Wish) -> Placed:
    years = years_of_action_programme(wish.first_year - 1)
    span = Span(today(), Span.of_years(years[0], years[-1]).until)
    return Placed(wish.unit, wish.title, span, leader_position(wish.unit))


def _measure_text(wish: Wish) -> MeasureText:
    effects = {one.year: one.amount for one in wish.years.all()}
    placed = placements_on(today()).filter(unit=wish.unit).select_related("programme_area").first()
    return MeasureText(
        description=wish.why,
        user_meaning=wish.user_meaning,
        category=Category.SAVING if sum(effects.values()) < 0 else Category.STRENGTHENING,
        man_years=wish.man_years,
        programme_area=placed.programme_area if placed else None,
        is_free=not any(effects.values()),
        effects=effects,
        goals=list(wish.goals.all()),
    )
