"""Found the municipality of a new installation without the browser: name, number and those who are let in first.

Makes the installation ready first. People get no password here: set one with «styring manage changepassword NAME».
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from styring.accounts.models import User

LEVELS = (
    ("Kommunen", "Kommunedirektør"),
    ("Sektor", "Direktør"),
    ("Kommunalområde", "Kommunalsjef"),
    ("Virksomhet", "Virksomhetsleder"),
)


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring found``."""
    parser.add_argument("--name", required=True, help="the municipality's name, such as «Randaberg kommune»")
    parser.add_argument("--number", required=True, help="its number, four digits; becomes the top unit's code")
    parser.add_argument("--administrator", required=True, metavar="USERNAME", help="who lets others in")
    parser.add_argument("--controller", metavar="USERNAME", help="another, who may take in accounts and budgets")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="first day (else 1 January this year)")


def run(chosen: argparse.Namespace) -> int:
    """Make ready and found."""
    from django.db import transaction

    from styring.project.upkeep import make_ready

    make_ready()
    with transaction.atomic():
        _found(chosen)
    print(f"{chosen.name} er opprettet.")
    return 0


def _found(chosen: argparse.Namespace) -> None:
    from styring.access.models import Role
    from styring.access.services import found_municipality, grant_role, invite_person
    from styring.kernel.clock import today
    from styring.kernel.spans import Span
    from styring.organisation.models import Level, Municipality, Unit
    from styring.organisation.services import create_level

    administrator, since = _person(chosen.administrator), chosen.since or today().replace(month=1, day=1)
    top, *below = [Level(number=n, name=name, leader_title=title) for n, (name, title) in enumerate(LEVELS, start=1)]
    municipality = Municipality(name=chosen.name, number=chosen.number)
    unit = Unit(code=chosen.number)
    found_municipality(actor=administrator, municipality=municipality, top=unit, level=top, since=since)
    for level in below:
        create_level(actor=administrator, level=level)
    if chosen.controller:
        person = invite_person(actor=administrator, person=_person(chosen.controller))
        grant_role(actor=administrator, to=person, role=Role.CONTROLLER, unit=unit, span=Span(since))


def _person(username: str) -> User:
    from styring.accounts.models import User

    person = User(username=username)
    person.set_unusable_password()
    return person
