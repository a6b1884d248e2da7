"""What this app contributes to the whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.audit.rules import add_sentence
from styring.kernel.words import gettext_noop
from styring.ui import navigation

SENTENCES = {
    "thread.element.placed": gettext_noop("%(actor)s opprettet «%(object)s»."),
    "thread.element.retitled": gettext_noop("%(actor)s endret tittelen til «%(object)s»."),
    "thread.element.revised": gettext_noop("%(actor)s endret «%(object)s»."),
    "thread.element.dropped": gettext_noop("%(actor)s tok ut «%(object)s»."),
    "thread.link.made": gettext_noop("%(actor)s knyttet sammen: %(object)s."),
    "thread.link.ended": gettext_noop("%(actor)s avsluttet koblingen: %(object)s."),
}


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(navigation.MenuItem("steering", 14, _("Brudd i den røde tråden"), "thread:breaks", group="goals"))
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
