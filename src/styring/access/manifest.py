"""What this app contributes: the answer to who may, parts of the demo, what its verbs mean in the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from styring.access.models import Role
from styring.access.policies import VIEW_ROLES, may
from styring.access.seeds import found_lindvik, give_roles
from styring.access.views.demo import banner
from styring.audit.rules import add_sentence, add_words
from styring.kernel.authority import answered_by
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.ui import navigation
from styring.ui.slots import fill

if TYPE_CHECKING:
    from django.http import HttpRequest

SENTENCES = {
    "access.municipality.founded": gettext_noop("%(actor)s satte opp %(object)s."),
    "access.person.invited": gettext_noop("%(actor)s inviterte %(object)s."),
    "access.person.invited_again": gettext_noop("%(actor)s sendte %(object)s en ny invitasjon."),
    "access.person.registered": gettext_noop("%(object)s kom inn første gang med kommunekontoen."),
    "access.person.shut_out": gettext_noop("%(actor)s stengte ute %(object)s."),
    "access.person.let_in_again": gettext_noop("%(actor)s slapp inn igjen %(object)s."),
    "access.person.changed_own": gettext_noop("%(actor)s endret eget navn eller språk."),
    "access.person.signed_in": gettext_noop("%(actor)s logget inn."),
    "access.person.signed_out": gettext_noop("%(actor)s logget ut."),
    "access.person.failed_to_sign_in": gettext_noop("Noen prøvde å logge inn som %(object)s og fikk det ikke til."),
    "access.person.stepped_into": gettext_noop("%(actor)s gikk inn som %(object)s i demoen."),
    "access.password.changed": gettext_noop("%(actor)s byttet passord."),
    "access.authenticator_app.added": gettext_noop("%(actor)s slo på app med engangskoder."),
    "access.authenticator_app.removed": gettext_noop("%(actor)s slo av app med engangskoder."),
    "access.passkey.added": gettext_noop("%(actor)s la til en passnøkkel."),
    "access.passkey.removed": gettext_noop("%(actor)s fjernet en passnøkkel."),
    "access.recovery_codes.made": gettext_noop("%(actor)s laget nye reservekoder."),
    "access.email.changed": gettext_noop("%(actor)s byttet e-postadresse."),
    "access.municipal_account.joined": gettext_noop("%(actor)s knyttet til en kommunekonto."),
    "access.municipal_account.left": gettext_noop("%(actor)s fjernet tilknytningen til en kommunekonto."),
    "access.role.granted": gettext_noop("%(actor)s ga en rolle: %(object)s."),
    "access.role.ended": gettext_noop("%(actor)s avsluttet en rolle: %(object)s."),
    "access.role.withdrawn": gettext_noop("%(actor)s trakk tilbake en rolle før den begynte: %(object)s."),
}


def _sees_roles(request: HttpRequest) -> bool:
    return request.user.is_authenticated and may(request.user, VIEW_ROLES)


MENU = (
    navigation.MenuItem("administration", 20, _("Personer og roller"), "access:people", _sees_roles, group="access"),
    navigation.MenuItem(
        "administration", 21, _("Hva rollene kan"), "access:roles", lambda r: r.user.is_authenticated, group="access"
    ),
)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    answered_by(may)
    fill("page.top", banner)
    for item in MENU:
        navigation.add(item)
    add_demo_part(DemoPart(30, "founding", found_lindvik))
    add_demo_part(DemoPart(50, "access", give_roles))
    add_words("role", lambda key: Role(key).label)
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
