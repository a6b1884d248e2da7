"""What this app contributes to the whole."""

from __future__ import annotations

from styring.audit.rules import add_sentence
from styring.kernel.words import gettext_noop


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    for verb, sentence in (
        ("imports.batch.received", gettext_noop("%(actor)s sendte inn filen til «%(object)s».")),
        ("imports.batch.posted", gettext_noop("%(actor)s tok innlesingen «%(object)s» i bruk.")),
        ("imports.batch.undone", gettext_noop("%(actor)s angret innlesingen «%(object)s».")),
        ("imports.batch.discarded", gettext_noop("%(actor)s forkastet innlesingen «%(object)s».")),
    ):
        add_sentence(verb, sentence)
