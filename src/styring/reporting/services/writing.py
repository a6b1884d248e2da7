"""Writing in a report: saved as it is typed, and never over what another has just written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.kernel.clock import now
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.reporting.policies import writing
from styring.reporting.queries.writing import locked, what_it_says
from styring.reporting.rules.answers import CAUSES
from styring.reporting.rules.states import Move, after

if TYPE_CHECKING:
    from datetime import datetime

    from styring.accounts.models import User
    from styring.reporting.models import Contribution
    from styring.reporting.queries.writing import Said


class WrittenMeanwhileError(RuleBrokenError):
    """Somebody else has saved since the writer read; ``saved`` is the report as it is now."""

    def __init__(self, saved: Contribution) -> None:
        super().__init__(gettext_noop("Noen andre har lagret i rapporten mens du skrev. Ingenting av ditt er borte."))
        self.saved = saved


@transaction.atomic
def write(
    *, actor: User, contribution: Contribution, version: int, said: Said, at: datetime | None = None
) -> Contribution:
    """Save what is written in a report; saving the same again changes nothing.

    Args:
        actor: who writes.
        contribution: the report.
        version: the version that the writer had read.
        said: all that it is to say now.
        at: when it was written; left out: now.

    Raises:
        NotAllowedError: the actor may not write in the unit's report.
        RuleBrokenError: it is delivered, the round is closed, or a cause is unknown.
        WrittenMeanwhileError: somebody else has saved another version.
    """
    require(actor, writing(contribution), contribution.unit)
    found = locked(contribution)
    state = after(found.stands, Move.WRITE)
    if not set(said.causes) <= CAUSES.keys():
        raise RuleBrokenError(gettext_noop("Velg årsakene fra lista."))
    if what_it_says(found) == said:
        return found
    if found.version != version:
        raise WrittenMeanwhileError(found)
    before = snapshot(found)
    for name, value in said._asdict().items():
        setattr(found, name, list(value) if name == "causes" else value)
    found.state, found.version, found.saved_at = state.value, version + 1, at or now()
    found.save()
    record(actor=actor, verb="reporting.report.written", thing=found, before=before)
    return found
