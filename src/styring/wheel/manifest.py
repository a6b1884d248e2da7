"""What this app contributes to the whole: menu entry, duties, sentences, demo."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.audit.rules import add_sentence
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.ui import navigation
from styring.wheel.queries.duties import wheel_duties
from styring.wheel.queries.registries import add_duty_source
from styring.wheel.seeds import load_wheels

SENTENCES = {
    "wheel.setup.imported": gettext_noop("%(actor)s tok i bruk årshjulet «%(object)s»."),
    "wheel.year.turned": gettext_noop("%(actor)s dreide hjulet for %(object)s."),
    "wheel.activity.edited": gettext_noop("%(actor)s endret «%(object)s»."),
    "wheel.activity.started": gettext_noop("%(actor)s startet «%(object)s»."),
    "wheel.activity.finished": gettext_noop("%(actor)s meldte «%(object)s» ferdig."),
    "wheel.activity.reopened": gettext_noop("%(actor)s åpnet «%(object)s» igjen."),
    "wheel.activity.cancelled": gettext_noop("%(actor)s avlyste «%(object)s»."),
    "wheel.activity.restored": gettext_noop("%(actor)s tok inn igjen «%(object)s»."),
    "wheel.share.finished": gettext_noop("%(actor)s meldte sin andel ferdig: %(object)s."),
}


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    add_duty_source(wheel_duties)
    navigation.add(navigation.MenuItem("wheel", 10, _("Årshjulet"), "wheel:this_year", also_at="/"))
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
    add_demo_part(DemoPart(70, "wheel", load_wheels))
