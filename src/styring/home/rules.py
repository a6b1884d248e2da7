"""The parts of the system in words."""

from __future__ import annotations

from styring.kernel.words import gettext_noop

PARTS = {
    "access": gettext_noop("Innlogging og roller"),
    "agreements": gettext_noop("Resultatavtaler"),
    "budget": gettext_noop("Budsjett og prognoser"),
    "dialogue": gettext_noop("Medvirkning"),
    "documents": gettext_noop("Dokumenter"),
    "imports": gettext_noop("Innlesing"),
    "ledger": gettext_noop("Regnskap"),
    "organisation": gettext_noop("Organisasjon"),
    "plans": gettext_noop("Mål og tiltak"),
    "politics": gettext_noop("Politisk"),
    "reporting": gettext_noop("Rapportering"),
    "restapi": gettext_noop("Nøkler til API-et"),
    "scorecards": gettext_noop("Målekart"),
    "surveys": gettext_noop("Undersøkelser"),
    "tasks": gettext_noop("Oppgaver i bakgrunnen"),
    "thread": gettext_noop("Den røde tråden"),
    "wheel": gettext_noop("Årshjulet"),
}
"""What each part that records in the audit trail is called."""
