"""The table of access in words, for a page that people can read."""

from __future__ import annotations

from typing import NamedTuple

from styring.access.rules import Right, counts_everywhere, matrix, roles_with
from styring.kernel.words import gettext_noop

DOCUMENTS = {
    "common_scorecard": gettext_noop("Overordnet målekart"),
    "unit_scorecard": gettext_noop("Enhetens målekart"),
    "own_agreement": gettext_noop("Egen resultatavtale"),
    "subordinate_agreement": gettext_noop("Underordnedes resultatavtaler"),
    "monthly_report": gettext_noop("Månedsrapport"),
    "tertial_report": gettext_noop("Tertialrapport"),
    "annual_report": gettext_noop("Årsrapport"),
    "action_programme": gettext_noop("Handlingsprogram og budsjett"),
    "alternative_budget": gettext_noop("Alternativt budsjett"),
    "measures": gettext_noop("Tiltak og investeringer"),
    "budget_amendment": gettext_noop("Budsjettregulering"),
    "budget_transfer": gettext_noop("Omdisponering innenfor egen ramme"),
    "resolutions": gettext_noop("Verbalvedtak"),
    "user_survey": gettext_noop("Brukerundersøkelse"),
    "employee_survey": gettext_noop("Medarbeiderundersøkelse"),
    "sick_leave": gettext_noop("Sykefravær"),
    "quality_standards": gettext_noop("Kvalitetsstandarder"),
    "operations_report": gettext_noop("Driftsrapport"),
    "consultation_minutes": gettext_noop("Drøftingsreferat"),
    "setup": gettext_noop("Systemoppsett"),
    "budget_work": gettext_noop("Utkast til budsjettforslag"),
    "wishes": gettext_noop("Innspill til budsjettet"),
    "unit_budgets": gettext_noop("Enhetenes budsjetter mens de lages"),
    "decisions": gettext_noop("Vedtak i politiske organer"),
    "investments": gettext_noop("Investeringer"),
    "finance": gettext_noop("Lån, fond og forutsetninger"),
    "goals": gettext_noop("Mål"),
    "economy": gettext_noop("Økonomi"),
    "wheel": gettext_noop("Årshjulet"),
    "organisation": gettext_noop("Organisasjonen"),
    "roles": gettext_noop("Roller og tilganger"),
    "imports": gettext_noop("Innlesing av data"),
    "audit_trail": gettext_noop("Revisjonssporet"),
}
RIGHTS = {
    Right.READ: (gettext_noop("Lese"), "Eye"),
    Right.WRITE: (gettext_noop("Skrive"), "Pencil"),
    Right.APPROVE: (gettext_noop("Godkjenne"), "Checkmark"),
    Right.SIGN: (gettext_noop("Underskrive"), "FileText"),
}
"""Each right as a word, and its icon."""


class Allowed(NamedTuple):
    """What a right gives a role: the documents, in its own units and in all of the municipality."""

    right: Right
    word: str
    icon: str
    own_units: list[str]
    everywhere: list[str]


def rights_of(role: str) -> list[Allowed]:
    """What a role may do, by right, with the names of documents; a right that gives nothing is left out.

    >>> [(allowed.word, allowed.everywhere) for allowed in rights_of("user_forum")][1]
    ('Skrive', [])
    """
    found = []
    for right, (word, icon) in RIGHTS.items():
        names = [document for document in matrix() if role in roles_with(document, right)]
        everywhere = [DOCUMENTS[name] for name in names if counts_everywhere(name, right)]
        own = [DOCUMENTS[name] for name in names if not counts_everywhere(name, right)]
        if names:
            found.append(Allowed(right, word, icon, own, everywhere))
    return found
