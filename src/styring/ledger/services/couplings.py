"""What the municipality's own codes are, from a year on: said anew, or ended; what was said before stays as history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot, take_turn
from styring.kernel.authority import require
from styring.kernel.errors import InvalidValueError, RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.models import CodeRule, OwnCode
from styring.ledger.policies import CHANGE_CHART
from styring.ledger.queries import known_units
from styring.ledger.rules.chart import LONGEST_CODE
from styring.ledger.rules.codes import CODE_LENGTH, Kind
from styring.ledger.rules.couplings import (
    BAD_YEAR,
    FIRST_SENSIBLE_YEAR,
    LAST_SENSIBLE_YEAR,
    changed,
    ended,
    judge,
    key_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.accounts.models import User
    from styring.imports.models import Batch
    from styring.ledger.rules.chart import Coupling
    from styring.ledger.rules.couplings import Change, Key

SAID_ALREADY = gettext_noop("Koden er koblet slik fra før. Ingenting er endret.")
NO_LONGER_LIVE = gettext_noop("Koblingen er byttet ut med en annen. Se hva som gjelder nå.")
ONLY_KOSTRA = gettext_noop("Bare arter og funksjoner har KOSTRA-koden inne i seg.")
BAD_SKIP = gettext_noop("Koden kan begynne etter 0 til %(limit)s tegn.")


@transaction.atomic
def couple_code(*, actor: User, coupling: Coupling) -> OwnCode:
    """Say what a code is for some years; what it was said to be in them is kept as history.

    Raises:
        NotAllowedError: the actor may not change the chart of accounts.
        InvalidValueError: the coupling could never be of use.
        RuleBrokenError: it is so already.
    """
    require(actor, CHANGE_CHART)
    judge(coupling, known_units())
    take_turn()
    change = changed([row.coupling() for row in live_of(key_of(coupling))], coupling)
    if not change:
        raise RuleBrokenError(SAID_ALREADY)
    made = apply_change(change, actor)
    row = next(row for row in made if row.coupling() == coupling)
    record(actor=actor, verb="ledger.code.coupled", thing=row)
    return row


@transaction.atomic
def end_code(*, actor: User, code: OwnCode, last_year: int) -> None:
    """Let a code be nothing after a year; what it was in the years before stays.

    Raises:
        NotAllowedError: the actor may not change the chart of accounts.
        RuleBrokenError: something has taken the place of the coupling.
        InvalidValueError: the year is none, or the code is nothing then already.
    """
    require(actor, CHANGE_CHART)
    take_turn()
    code.refresh_from_db()
    if not code.is_live:
        raise RuleBrokenError(NO_LONGER_LIVE)
    _refuse_year(last_year)
    before, key = snapshot(code), key_of(code.coupling())
    apply_change(ended([row.coupling() for row in live_of(key)], key, last_year), actor)
    code.refresh_from_db()
    record(actor=actor, verb="ledger.code.ended", thing=code, before=before)


@transaction.atomic
def set_code_rule(*, actor: User, kind: Kind, first_year: int, skip: int | None) -> CodeRule:
    """Say where KOSTRA's code stands in longer codes from a year on; a rule of the same year is kept as history.

    Args:
        actor: who says it.
        kind: arts or functions.
        first_year: the first accounting year.
        skip: the characters before KOSTRA's code; None when it is not in there.

    Raises:
        NotAllowedError: the actor may not change the chart of accounts.
        InvalidValueError: it is about neither arts nor functions, or the year or the place is none.
    """
    require(actor, CHANGE_CHART)
    if kind not in {Kind.ART, Kind.FUNCTION}:
        raise InvalidValueError(ONLY_KOSTRA)
    _refuse_year(first_year)
    if skip is not None and not 0 <= skip <= LONGEST_CODE - CODE_LENGTH:
        raise InvalidValueError(BAD_SKIP, limit=LONGEST_CODE - CODE_LENGTH)
    take_turn()
    CodeRule.objects.filter(kind=kind.value, first_year=first_year, is_live=True).update(is_live=False)
    made = CodeRule.objects.create(kind=kind.value, first_year=first_year, skip=skip)
    record(actor=actor, verb="ledger.code_rule.set", thing=made)
    return made


def live_of(key: Key) -> list[OwnCode]:
    """What is said of a code, of any year; one query."""
    kind, code, is_prefix = key
    return list(OwnCode.objects.live().filter(kind=kind.value, code=code, is_prefix=is_prefix))


def apply_change(change: Change, actor: User, batch: Batch | None = None) -> list[OwnCode]:
    """Write what an act does; what is replaced is no longer live, and knows the batch that did it."""
    for known in change.replaced:
        kind, code, is_prefix = key_of(known)
        OwnCode.objects.live().filter(
            kind=kind.value, code=code, is_prefix=is_prefix, first_year=known.first_year
        ).update(is_live=False, superseded_by=batch)
    return OwnCode.objects.bulk_create(rows_of(change.added, actor, batch))


def rows_of(couplings: Iterable[Coupling], actor: User, batch: Batch | None, *, is_live: bool = True) -> list[OwnCode]:
    """Couplings as they are stored; not yet saved."""
    return [
        OwnCode(
            kind=known.kind.value,
            code=known.code,
            is_prefix=known.is_prefix,
            name=known.name,
            target=known.target,
            first_year=known.first_year,
            last_year=known.last_year,
            is_live=is_live,
            batch=batch,
            recorded_by=actor,
        )
        for known in couplings
    ]


def _refuse_year(year: int) -> None:
    if not FIRST_SENSIBLE_YEAR <= year <= LAST_SENSIBLE_YEAR:
        raise InvalidValueError(BAD_YEAR, first=FIRST_SENSIBLE_YEAR, last=LAST_SENSIBLE_YEAR)
