"""What this app contributes: its pages in the menu, its part of the demo, what its verbs mean in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.audit.rules import add_sentence
from styring.kernel.authority import may
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.organisation.policies import CHANGE_ORGANISATION, VIEW_ORGANISATION
from styring.organisation.seeds import load_organisation
from styring.ui.navigation import MenuItem, add

SENTENCES = {
    "organisation.municipality.changed": gettext_noop("%(actor)s endret opplysninger om %(object)s."),
    "organisation.unit.opened": gettext_noop("%(actor)s opprettet enheten %(object)s."),
    "organisation.unit.imported": gettext_noop("%(actor)s leste inn endringer for enheten %(object)s."),
    "organisation.unit.renamed": gettext_noop("%(actor)s ga en enhet navnet %(object)s."),
    "organisation.unit.described": gettext_noop("%(actor)s endret type eller programområde for %(object)s."),
    "organisation.unit.moved": gettext_noop("%(actor)s flyttet %(object)s."),
    "organisation.unit.merged": gettext_noop("%(actor)s slo sammen %(object)s med en annen enhet."),
    "organisation.unit.closed": gettext_noop("%(actor)s la ned %(object)s."),
    "organisation.position.created": gettext_noop("%(actor)s opprettet stillingen %(object)s."),
    "organisation.position.changed": gettext_noop("%(actor)s endret stillingen %(object)s."),
    "organisation.position.retitled": gettext_noop("%(actor)s ga en stilling tittelen %(object)s."),
    "organisation.person.created": gettext_noop("%(actor)s la inn %(object)s."),
    "organisation.holding.created": gettext_noop("%(actor)s leste inn hvem som har en stilling: %(object)s."),
    "organisation.holding.changed": gettext_noop("%(actor)s leste inn når en person har en stilling: %(object)s."),
    "organisation.holding.begun": gettext_noop("%(actor)s satte en person i en stilling: %(object)s."),
    "organisation.holding.ended": gettext_noop("%(actor)s avsluttet en persons tid i en stilling: %(object)s."),
    "organisation.holding.withdrawn": gettext_noop("%(actor)s trakk tilbake en tiltredelse: %(object)s."),
    "organisation.level.created": gettext_noop("%(actor)s opprettet nivået %(object)s."),
    "organisation.level.changed": gettext_noop("%(actor)s endret nivået %(object)s."),
    "organisation.level.retitled": gettext_noop("%(actor)s ga et nivå navnet %(object)s."),
    "organisation.level_name.created": gettext_noop("%(actor)s leste inn nivånavnet %(object)s."),
    "organisation.level_name.changed": gettext_noop("%(actor)s endret nivånavnet %(object)s."),
    "organisation.level_name.withdrawn": gettext_noop("%(actor)s tok bort nivånavnet %(object)s."),
    "organisation.body.created": gettext_noop("%(actor)s opprettet organet %(object)s."),
    "organisation.body.changed": gettext_noop("%(actor)s endret organet %(object)s."),
    "organisation.body.dissolved": gettext_noop("%(actor)s la ned organet %(object)s."),
    "organisation.party.created": gettext_noop("%(actor)s la inn partiet %(object)s."),
    "organisation.party.changed": gettext_noop("%(actor)s endret partiet %(object)s."),
    "organisation.party.ended": gettext_noop("%(actor)s avsluttet partiet %(object)s i kommunestyret."),
    "organisation.sector.created": gettext_noop("%(actor)s opprettet sektoren %(object)s."),
    "organisation.sector.changed": gettext_noop("%(actor)s endret sektoren %(object)s."),
    "organisation.programme_area.created": gettext_noop("%(actor)s opprettet programområdet %(object)s."),
    "organisation.programme_area.changed": gettext_noop("%(actor)s endret programområdet %(object)s."),
}


MENU = (
    MenuItem(
        "administration",
        10,
        _("Organisasjonen"),
        "organisation:tree",
        is_for=lambda request: may(request.user, VIEW_ORGANISATION),
        group="organisation",
    ),
    MenuItem(
        "administration",
        12,
        _("Politisk organisering"),
        "organisation:politics",
        is_for=lambda request: may(request.user, VIEW_ORGANISATION),
        group="organisation",
    ),
    MenuItem(
        "administration",
        14,
        _("Organisasjonen inn og ut"),
        "organisation:files",
        is_for=lambda request: may(request.user, CHANGE_ORGANISATION),
        group="organisation",
    ),
)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    for item in MENU:
        add(item)
    add_demo_part(DemoPart(40, "organisation", load_organisation))
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
