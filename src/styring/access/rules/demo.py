"""The people of the demo whom a visitor may step into, and what there is to try as each."""

from __future__ import annotations

from typing import NamedTuple

from styring.kernel.words import gettext_noop


class DemoPerson(NamedTuple):
    """A person of the demo: username, role in words, and what one can try."""

    username: str
    role: str
    hint: str


DEMO_PEOPLE = (
    DemoPerson(
        "marte.nygard",
        gettext_noop("Enhetsleder, hjemmetjenesten"),
        gettext_noop("Skriv månedsrapporten for oktober, forklar avviket og lever."),
    ),
    DemoPerson(
        "astrid.holm",
        gettext_noop("Rektor, barneskole"),
        gettext_noop("Se det samme som en annen enhetsleder, og at naboens tall er lukket."),
    ),
    DemoPerson(
        "kari.brekke",
        gettext_noop("Kommunalsjef"),
        gettext_noop("Godkjenn eller send tilbake rapportene fra enhetene dine."),
    ),
    DemoPerson(
        "siri.haugen",
        gettext_noop("Direktør"),
        gettext_noop("Se hele sektoren på én side, og legg ditt eget anslag oppå."),
    ),
    DemoPerson(
        "ingrid.solheim",
        gettext_noop("Rådmann"),
        gettext_noop("Se kommunen samlet, og følg et tall ned til bilaget."),
    ),
    DemoPerson(
        "controller",
        gettext_noop("Controller"),
        gettext_noop("Les inn regnskapet, åpne en runde og se hvem som mangler."),
    ),
    DemoPerson(
        "okonomisjef",
        gettext_noop("Økonomisjef"),
        gettext_noop("Se oppstillingene etter forskriften, og budsjettet lag for lag."),
    ),
    DemoPerson(
        "planlegger",
        gettext_noop("Planlegger"),
        gettext_noop("Følg den røde tråden fra mål til tiltak, og finn bruddene."),
    ),
    DemoPerson(
        "hr",
        gettext_noop("HR-rådgiver"),
        gettext_noop("Se sykefraværet enhet for enhet, som sum og aldri som snitt av snitt."),
    ),
    DemoPerson(
        "sekretariat",
        gettext_noop("Politisk sekretariat"),
        gettext_noop("Se hva som skal til politisk behandling, og før inn budsjettvedtaket."),
    ),
    DemoPerson(
        "ordforer",
        gettext_noop("Ordfører"),
        gettext_noop("Les rapportene slik kommunestyret får dem."),
    ),
    DemoPerson(
        "folkevalgt",
        gettext_noop("Folkevalgt"),
        gettext_noop("Arbeid videre med partiets alternative budsjett, som ingen andre ser."),
    ),
    DemoPerson(
        "tillitsvalgt",
        gettext_noop("Hovedtillitsvalgt"),
        gettext_noop("Se sykefravær og rapporter på tvers av kommunen."),
    ),
    DemoPerson(
        "revisor",
        gettext_noop("Revisor"),
        gettext_noop("Les revisjonssporet, og se at ingen har endret det."),
    ),
    DemoPerson(
        "systemansvarlig",
        gettext_noop("Systemansvarlig"),
        gettext_noop("Gi en rolle, inviter en person, og rett organisasjonen."),
    ),
    DemoPerson(
        "medarbeider",
        gettext_noop("Medarbeider"),
        gettext_noop("Se målene for enheten du arbeider i, og hvor lite annet du ser."),
    ),
)


def person_by_username_of(username: str) -> DemoPerson | None:
    """The demo's words about a person, None for one whom nobody may step into.

    >>> person_by_username_of("revisor").role
    'Revisor'
    """
    return next((person for person in DEMO_PEOPLE if person.username == username), None)
