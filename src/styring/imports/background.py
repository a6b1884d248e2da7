"""Reading a file in the background, in the name of the one who sent it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from styring.imports.importers import read_batch
from styring.imports.models import State
from styring.imports.queries import batch_for
from styring.tasks.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.tasks.rules import Progress

READ = "imports.read"


def read_in_background(owner: User, arguments: Mapping[str, Any], progress: Progress) -> Outcome:
    """Read a file that has come; nothing counts before somebody puts it to use.

    Raises:
        NotAllowedError: the owner may no longer see imports.
        NotFoundError: the batch is gone.
    """
    batch = batch_for(owner, arguments["batch"])
    progress.report(done=0, total=0, step=gettext("Leser og kontrollerer linjene"))
    read_batch(batch, Path(batch.stored_as.path), progress)
    address = reverse("imports:batch", args=[batch.pk])
    if batch.state == State.READY:
        words = gettext("%(title)s er lest uten feil. Se over og ta innlesingen i bruk.")
    else:
        words = gettext("%(title)s har feil. Ingenting er lest inn.")
    return Outcome(words % {"title": batch.title}, address=address)
