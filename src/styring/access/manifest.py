"""What this app contributes: the answer to who may, parts of the demo, what its verbs mean in the audit trail."""

from __future__ import annotations

from styring.access.policies import may
from styring.access.seeds import found_lindvik, give_roles
from styring.audit.rules import add_sentence
from styring.kernel.authority import answered_by
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop

SENTENCES = {
    "access.municipality.founded": gettext_noop("%(actor)s satte opp %(object)s."),
    "access.person.invited": gettext_noop("%(actor)s inviterte %(object)s."),
    "access.role.granted": gettext_noop("%(actor)s ga en rolle: %(object)s."),
    "access.role.ended": gettext_noop("%(actor)s avsluttet en rolle: %(object)s."),
    "access.role.withdrawn": gettext_noop("%(actor)s trakk tilbake en rolle før den begynte: %(object)s."),
}


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    answered_by(may)
    add_demo_part(DemoPart(30, "founding", found_lindvik))
    add_demo_part(DemoPart(50, "access", give_roles))
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
