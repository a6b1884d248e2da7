"""The wheel's role codes: what each is called, which roles of access it stands for, and its level of the line.

This is the one place that knows them. A code with a level answers once for every unit at that level, through the
leader of it; one with roles of access answers once, through whoever holds one of them; one with neither is somebody
outside the system. Levels count from 1 at the top.
"""

from __future__ import annotations

from dataclasses import dataclass

from styring.kernel.words import gettext_noop


@dataclass(frozen=True)
class RoleCode:
    """What a code means. ``is_body``: it decides in meetings, so that its part is treated and not only delivered."""

    name: str
    roles: tuple[str, ...] = ()
    level: int | None = None
    is_body: bool = False


ROLES: dict[str, RoleCode] = {
    "RAD": RoleCode(gettext_noop("Rådmann"), ("chief_executive",), level=1),
    "DIR": RoleCode(gettext_noop("Direktør"), ("director",), level=2),
    "KSJ": RoleCode(gettext_noop("Kommunalsjef"), ("head_of_service",), level=3),
    "ENL": RoleCode(gettext_noop("Enhetsleder"), ("unit_leader",), level=4),
    "OKO": RoleCode(gettext_noop("Økonomi og virksomhetsstyring"), ("controller", "planner")),
    "CTR": RoleCode(gettext_noop("Controller"), ("controller",)),
    "HRS": RoleCode(gettext_noop("HR-stab"), ("hr_staff",)),
    "SEK": RoleCode(gettext_noop("Politisk sekretariat"), ("secretariat",)),
    "KST": RoleCode(gettext_noop("Kommunestyret"), ("council",), is_body=True),
    "FSK": RoleCode(gettext_noop("Formannskapet"), ("executive_committee",), is_body=True),
    "ORD": RoleCode(gettext_noop("Ordfører"), ("executive_committee",)),
    "HUT": RoleCode(gettext_noop("Hovedutvalg"), ("committee",), is_body=True),
    "KTU": RoleCode(gettext_noop("Kontrollutvalget"), ("auditor",), is_body=True),
    "PGR": RoleCode(gettext_noop("Partigruppe"), ("party_group",)),
    "FOL": RoleCode(gettext_noop("Folkevalgt"), ("party_group",)),
    "RAA": RoleCode(gettext_noop("Medvirkningsråd"), ("advisory_council",), is_body=True),
    "REV": RoleCode(gettext_noop("Revisor"), ("auditor",)),
    "HTV": RoleCode(gettext_noop("Hovedtillitsvalgt"), ("chief_union_representative",)),
    "TIL": RoleCode(gettext_noop("Tillitsvalgt i enhet"), ("union_representative",)),
    "HVO": RoleCode(gettext_noop("Hovedverneombud"), ("chief_union_representative",)),
    "VER": RoleCode(gettext_noop("Verneombud"), ("union_representative",)),
    "AMU": RoleCode(gettext_noop("Arbeidsmiljøutvalget"), ("hr_staff", "chief_union_representative"), is_body=True),
    "BRF": RoleCode(gettext_noop("Brukerforum"), ("user_forum",)),
    "BRU": RoleCode(gettext_noop("Bruker/pårørende")),
    "MED": RoleCode(gettext_noop("Medarbeider"), ("employee",)),
    "INN": RoleCode(gettext_noop("Innbygger"), ("citizen",)),
    "ADM": RoleCode(gettext_noop("Systemansvarlig"), ("administrator",)),
    "PVO": RoleCode(gettext_noop("Personvernombud")),
}


def levels_of(codes: list[str]) -> list[int]:
    """The levels of the line that some codes stand for, the lowest first.

    >>> levels_of(["RAD", "DIR", "OKO"])
    [2, 1]
    """
    return sorted({role.level for role in _known(codes) if role.level}, reverse=True)


def access_roles_of(codes: list[str]) -> set[str]:
    """The roles of access that answer for some codes that have no level.

    >>> sorted(access_roles_of(["RAD", "OKO"]))
    ['controller', 'planner']
    """
    return {name for role in _known(codes) if not role.level for name in role.roles}


def codes_for(roles: set[str]) -> set[str]:
    """The codes without a level that somebody with some roles of access answers for.

    >>> sorted(codes_for({"secretariat"}))
    ['SEK']
    """
    return {code for code, role in ROLES.items() if not role.level and roles & set(role.roles)}


def is_treated_by_body(codes: list[str]) -> bool:
    """Does a political body itself answer for it?"""
    return any(role.is_body for role in _known(codes))


def _known(codes: list[str]) -> list[RoleCode]:
    return [ROLES[code] for code in codes if code in ROLES]
