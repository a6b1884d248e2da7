"""What this app contributes to the whole: its page in the menu and its sentences of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.access.policies import open_to
from styring.audit.rules import add_sentence
from styring.documents.policies import VIEW_DRAFT
from styring.documents.seeds import publish_closed_rounds
from styring.documents.views import next_step
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.ui import navigation, slots


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(navigation.MenuItem("documents", 10, _("Rapporter"), "documents:document_list", open_to(VIEW_DRAFT)))
    slots.fill("reporting.round.closed", next_step)
    add_sentence("documents.version.published", gettext_noop("%(actor)s publiserte «%(object)s»."))
    add_demo_part(DemoPart(140, "Publiserte rapporter", publish_closed_rounds))
