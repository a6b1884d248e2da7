"""What this app contributes to the whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.access.policies import open_to
from styring.audit.rules import add_sentence
from styring.imports.background import READ, note_broken_off, read_in_background
from styring.imports.policies import VIEW_BATCH
from styring.kernel.words import gettext_noop
from styring.tasks.rules import add_work
from styring.ui import navigation

SENTENCES = {
    "imports.batch.received": gettext_noop("%(actor)s sendte inn filen til «%(object)s»."),
    "imports.batch.posted": gettext_noop("%(actor)s tok innlesingen «%(object)s» i bruk."),
    "imports.batch.undone": gettext_noop("%(actor)s angret innlesingen «%(object)s»."),
    "imports.batch.discarded": gettext_noop("%(actor)s forkastet innlesingen «%(object)s»."),
    "imports.layout.made": gettext_noop("%(actor)s laget oppsettet «%(object)s» for innlesing."),
    "imports.layout.changed": gettext_noop("%(actor)s endret oppsettet «%(object)s» for innlesing."),
    "imports.layout.removed": gettext_noop("%(actor)s fjernet oppsettet «%(object)s» for innlesing."),
}


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    add_work(READ, read_in_background, note_broken_off)
    navigation.add(
        navigation.MenuItem(
            "reporting", 60, _("Innlesing"), "imports:batch_list", open_to(VIEW_BATCH), group="accounts"
        )
    )
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
