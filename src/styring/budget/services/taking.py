"""Taking changes over from other proposals: what parties agree on ends in one layer, and its origin is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import Change, ChangeKind
from styring.budget.policies import known_to, working_on
from styring.budget.queries.programme import chain_of
from styring.budget.queries.records import summed_lines
from styring.budget.queries.taking import Draft, Hindrance, sources_for
from styring.budget.services.programme import ChangeText, hold_draft, lay_change, noted
from styring.kernel.authority import require
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Collection

    from styring.accounts.models import User
    from styring.budget.models import Layer

NOT_OFFERED = gettext_noop("Endringen finnes ikke i et forslag som er lagt fram for de samme årene.")
OWN = gettext_noop("Forslaget har alt sin egen endring av «%(title)s». Endre beløpet der i stedet.")
MISSING = gettext_noop("«%(title)s» endrer noe som ikke er med i dette forslaget.")
_SAYS = {Hindrance.OWN: OWN, Hindrance.MISSING: MISSING}


@transaction.atomic
def take_over(*, actor: User, layer: Layer, changes: Collection[int]) -> list[Change]:
    """Take changes of other proposals into a draft, with their lines; those it has already are left as they are.

    Args:
        actor: who works on the draft.
        layer: the draft.
        changes: the keys of the changes.

    Returns:
        The changes that the draft got.

    Raises:
        NotAllowedError: the actor may not work on the draft.
        NotFoundError: the actor may not know of the draft, or of a change.
        RuleBrokenError: the layer is no draft, changes the same part in its own way, or lacks the part.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    offered = {offer.change.pk: offer.change for source in sources_for(actor, layer) for offer in source.offers}
    if set(changes) - set(offered):
        raise NotFoundError(NOT_OFFERED)
    made = []
    for key in (key for key in offered if key in changes):
        kept = _taken(layer, offered[key])
        if kept is not None:
            record(actor=actor, **noted("taken_over", kept))
            made.append(kept)
    return made


def _taken(layer: Layer, change: Change) -> Change | None:
    """The draft's own of a change, None when it has it already."""
    offer = Draft.of(layer, chain_of(layer)).offer(change, ())
    if offer.hindrance is Hindrance.TAKEN:
        return None
    if offer.hindrance is not None:
        raise RuleBrokenError(_SAYS[offer.hindrance], title=change.title)
    text = ChangeText(
        ChangeKind(change.kind), change.title, change.reason, change.cause, change.programme_area,
        change.element, offer.amends, change.order,
    )  # fmt: skip
    kept, _before = lay_change(layer, text, summed_lines(change.lines.all()), Change(layer=layer, taken_from=change))
    return kept
