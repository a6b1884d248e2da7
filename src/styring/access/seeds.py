"""The demo's people: the municipality and its administrator, then a role for every leader position and for the rest.

All is given by the administrator, through the services that the pages use; loading again changes nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from styring.access.models import Grant, Role
from styring.access.queries import person_by_username
from styring.access.services import found_municipality, grant_role, invite_person
from styring.accounts.models import User
from styring.kernel.seeding import DEMO_FILES
from styring.kernel.spans import Span
from styring.organisation.models import Level, Municipality, Party, Placement, Position, Unit
from styring.organisation.queries import municipality

if TYPE_CHECKING:
    from datetime import date

TOP = "LINDVIK"
ADMINISTRATOR = "systemansvarlig"
LANGUAGES = {"bokmål": "nb", "nynorsk": "nn"}


@cache
def _plan() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEMO_FILES / "tilganger.yaml").read_text(encoding="utf-8"))
    return read


def _beginning() -> date:
    begins: date = _plan()["fra"]
    return begins


def found_lindvik() -> None:
    """Found Lindvik, with the unit ``LINDVIK`` at the top and ``systemansvarlig`` as administrator."""
    if municipality():
        return
    read = yaml.safe_load((DEMO_FILES / "organisasjon.yaml").read_text(encoding="utf-8"))["kommune"]
    found_municipality(
        actor=_account(next(person for person in _plan()["personer"] if person["bruker"] == ADMINISTRATOR)),
        municipality=Municipality(
            name=read["navn"],
            number=read["kommunenummer"],
            organisation_number=read["organisasjonsnummer"],
            language=LANGUAGES[read["maalform"]],
            vision=read["visjon"],
            contact="postmottak@lindvik.example",
        ),
        top=Unit(code=TOP),
        level=Level(number=1, name="Kommunen", leader_title=read["terminologi"]["administrativ_leder"]),
        since=_beginning(),
    )


def give_roles() -> None:
    """Give leader positions the role of their level, and the other people of the demo an account and their roles."""
    administrator = person_by_username(ADMINISTRATOR)
    _give_to_leaders(administrator)
    for person in _plan()["personer"]:
        user = User.objects.filter(username=person["bruker"]).first()
        user = user or invite_person(actor=administrator, person=_account(person))
        party = Party.objects.filter(code=person.get("parti", "")).first()
        for role, code in person.get("roller", {}).items():
            _give_once(administrator, user, Role(role), Unit.objects.get(code=code), party)


def _give_to_leaders(administrator: User) -> None:
    levels = dict(Placement.objects.order_by("valid_from").values_list("unit", "level"))
    roles: dict[int, str] = _plan()["ledere"]
    for position in Position.objects.filter(is_leader=True).select_related("unit"):
        level = min(levels[position.unit_id], max(roles))
        _give_once(administrator, position, Role(roles[level]), position.unit)


def _give_once(administrator: User, to: User | Position, role: Role, unit: Unit, party: Party | None = None) -> None:
    group = party if role == Role.PARTY_GROUP else None
    has = Grant(unit=unit, role=role, party=group, **{"user" if isinstance(to, User) else "position": to})
    if not Grant.objects.same_as(has).exists():
        grant_role(actor=administrator, to=to, role=role, unit=unit, span=Span(_beginning()), party=group)


def _account(person: dict[str, Any]) -> User:
    first, _space, last = person["navn"].rpartition(" ")
    user = User(username=person["bruker"], first_name=first, last_name=last, email=person["epost"])
    user.set_unusable_password()
    return user
