"""What this app contributes to the whole."""

from __future__ import annotations

from styring.audit.rules import add_sentence
from styring.kernel.words import gettext_noop
from styring.restapi.views import row_of_account
from styring.ui.slots import fill

SENTENCES = {
    "restapi.token.made": gettext_noop("%(actor)s laget en nøkkel til API-et: «%(object)s»."),
    "restapi.token.used": gettext_noop("%(actor)s brukte nøkkelen «%(object)s» for første gang denne dagen."),
    "restapi.token.withdrawn": gettext_noop("%(actor)s trakk tilbake nøkkelen «%(object)s»."),
}


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    fill("access.own_account", row_of_account)
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
