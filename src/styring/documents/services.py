"""Publishing documents: each publication asks, seals, writes and records in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record, take_turn
from styring.documents.models import Document, Version
from styring.documents.policies import PUBLISH
from styring.documents.queries.composition import draft_of
from styring.documents.rules.content import Plain, plain_chapter
from styring.documents.rules.seals import version_sum
from styring.kernel.canonical import canonical_bytes
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from datetime import datetime

    from styring.accounts.models import User
    from styring.reporting.models import Round


@transaction.atomic
def publish_round(*, actor: User, of_round: Round, at: datetime, note: str = "") -> Version:
    """Publish a closed round's consolidated report as a version that never changes.

    Args:
        actor: who publishes it on the chief executive's behalf.
        of_round: a round that is closed, so that its figures stand still.
        at: the moment of publication.
        note: what is changed since the version before; must be said from the second version on.

    Raises:
        NotAllowedError: the actor may not publish for the whole municipality.
        RuleBrokenError: the round is open, nothing is changed, or the change is not said.
    """
    require(actor, PUBLISH, top_unit(of_round.cut_off))
    if of_round.is_open:
        raise RuleBrokenError(gettext_noop("Runden er åpen. Lukk den først, så tallene står stille."))
    take_turn()
    draft = draft_of(actor, of_round)
    document, _made = Document.objects.get_or_create(
        kind=draft.kind, period=of_round.period, defaults={"slug": draft.slug, "title": draft.title}
    )
    parts = [plain_chapter(chapter) for chapter in draft.chapters]
    last = document.versions.first()
    _require_change(last, parts, note)
    number = last.number + 1 if last else 1
    head = {
        "id": str(document.pk),
        "kind": document.kind,
        "number": number,
        "language": draft.language,
        "title": draft.title,
        "description": draft.description,
        "period": of_round.period,
        "cut_off": of_round.cut_off.isoformat(),
        "replaces": last.checksum if last else None,
    }
    version = Version.objects.create(
        document=document,
        number=number,
        language=draft.language,
        content=canonical_bytes({"head": head, "parts": parts}).decode(),
        checksum=version_sum(head, parts),
        note=note,
        published_at=at,
        published_by=str(actor),
    )
    record(actor=actor, verb="documents.version.published", thing=version)
    return version


def _require_change(last: Version | None, parts: list[Plain], note: str) -> None:
    if last is None:
        return
    if [plain_chapter(chapter) for chapter in last.chapters] == parts:
        raise RuleBrokenError(
            gettext_noop("Ingenting er endret siden versjon %(number)s, som alt er publisert."), number=last.number
        )
    if not note.strip():
        raise RuleBrokenError(gettext_noop("Skriv hva som er endret siden versjon %(number)s."), number=last.number)
