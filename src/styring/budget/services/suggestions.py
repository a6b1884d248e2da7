"""Keeping what the system suggested, and learning from what came of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot
from styring.budget.models import KeptMonth, KeptSuggestion, Learnt, UnusualYear
from styring.budget.policies import KEEP_SUGGESTIONS, SET_LIMIT
from styring.budget.queries import closed_sums, suggestions_at
from styring.budget.rules.calibration import Outcome, learnt
from styring.kernel.authority import require
from styring.kernel.clock import now
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Length, Period
from styring.kernel.words import gettext_noop
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from styring.accounts.models import User
    from styring.budget.rules.forecast import Suggestion
    from styring.organisation.models import Unit

NOT_CLOSED = gettext_noop(
    "Regnskapet for %(year)s er ikke ferdig. Treffsikkerheten regnes ut når desember er lest inn."
)
NOTHING_KEPT = gettext_noop("Ingen forslag ble tatt vare på i %(year)s, så det er ingenting å lære av.")
NO_TOP = gettext_noop("Legg inn organisasjonen først.")
NO_REASON = gettext_noop("Skriv hvorfor året er uvanlig.")
DECEMBER = 12


@transaction.atomic
def keep_suggestions(*, actor: User, year: int, months: Collection[int]) -> list[KeptMonth]:
    """Keep what is suggested for every unit as of some months, as they are closed; those that are kept already stay.

    Nothing is kept of December, when the year is what it came to. The year before is learnt from first, when it has
    ended and nobody has done so.

    Args:
        actor: who closes the months.
        year: the year.
        months: from 1 to 12.

    Raises:
        NotAllowedError: the actor may not close months.
    """
    require(actor, KEEP_SUGGESTIONS, _whole_municipality(year))
    known = set(KeptMonth.objects.filter(year=year).values_list("month", flat=True))
    waiting = sorted(set(months) - known - {DECEMBER})
    if not waiting:
        return []
    if _can_learn_from(year - 1):
        learn_from(actor=actor, year=year - 1)
    found = suggestions_at([Period(year, month, Length.MONTH) for month in waiting])
    made = [_keep(period, suggestions) for period, suggestions in found.items()]
    for kept in made:
        record(actor=actor, verb="budget.suggestions.kept", thing=kept)
    return made


def _whole_municipality(year: int) -> Unit:
    """The unit that has all others below it."""
    top = top_unit(date(year, DECEMBER, 31))
    if top is None:
        raise NotAllowedError(NO_TOP)
    return top


def _keep(period: Period, suggestions: dict[int, Suggestion]) -> KeptMonth:
    kept = KeptMonth.objects.create(year=period.year, month=period.number, kept_at=now())
    KeptSuggestion.objects.bulk_create(
        (
            KeptSuggestion(kept=kept, unit_id=unit, amount=one.amount, half_width_kr=one.half_width_kr, scale=one.scale)
            for unit, one in suggestions.items()
        ),
        batch_size=500,
    )
    return kept


def _can_learn_from(year: int) -> bool:
    if Learnt.objects.filter(year=year).exists() or not KeptMonth.objects.filter(year=year).exists():
        return False
    return year in closed_sums([year])


@transaction.atomic
def learn_from(*, actor: User, year: int) -> list[Learnt]:
    """Work out how often the suggestions of a closed year held, and how wide their intervals should have been.

    What was learnt of the year before, from accounts that have been corrected since, is worked out anew.

    Args:
        actor: who has it done.
        year: the year, which must have accounts for December.

    Raises:
        NotAllowedError: the actor may not close months.
        RuleBrokenError: the year's accounts are not complete, or no suggestions were kept.
    """
    require(actor, KEEP_SUGGESTIONS, _whole_municipality(year))
    closed = closed_sums([year]).get(year)
    if closed is None:
        raise RuleBrokenError(NOT_CLOSED, year=year)
    outcomes: dict[int, list[Outcome]] = defaultdict(list)
    kept = KeptSuggestion.objects.filter(kept__year=year).order_by("kept__month")
    for month, unit, amount, half, scale in kept.values_list(
        "kept__month", "unit_id", "amount", "half_width_kr", "scale"
    ):
        outcomes[month].append(Outcome(amount, half, scale, closed.get(unit, 0)))
    if not outcomes:
        raise RuleBrokenError(NOTHING_KEPT, year=year)
    Learnt.objects.filter(year=year).delete()
    found = [learnt(month, of_month) for month, of_month in outcomes.items()]
    rows = Learnt.objects.bulk_create(
        Learnt(year=year, month=one.month, units=one.units, held=one.held, width=one.width) for one in found
    )
    for row in rows:
        record(actor=actor, verb="budget.suggestions.learnt", thing=row)
    return rows


@transaction.atomic
def mark_unusual(*, actor: User, year: int, reason: str, unit: Unit | None = None) -> UnusualYear:
    """Say that a year's accounts say nothing of what a year is like, in a unit or everywhere, and why.

    Raises:
        NotAllowedError: the actor may not set what suggestions build on.
        RuleBrokenError: there is no reason.
        ValidationError: the year is marked already.
    """
    require(actor, SET_LIMIT)
    if not reason.strip():
        raise RuleBrokenError(NO_REASON)
    made = UnusualYear(year=year, unit=unit, reason=reason.strip())
    made.full_clean()
    made.save(force_insert=True)
    record(actor=actor, verb="budget.year.marked", thing=made)
    return made


@transaction.atomic
def unmark_unusual(*, actor: User, marked: UnusualYear) -> None:
    """Let a year count again.

    Raises:
        NotAllowedError: the actor may not set what suggestions build on.
    """
    require(actor, SET_LIMIT)
    record(actor=actor, verb="budget.year.unmarked", thing=marked, before=snapshot(marked))
    marked.delete()
