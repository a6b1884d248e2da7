"""Taking in levels, political bodies, parties, sectors, programme areas and people."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from styring.accounts.models import User
from styring.kernel.spans import FOREVER
from styring.organisation.importers.changes import overlapping
from styring.organisation.models import Body, Level, LevelName, Party, ProgrammeArea, Sector
from styring.organisation.tables import AREAS, BODIES, LEVELS, PARTIES, PEOPLE, SECTORS

if TYPE_CHECKING:
    from styring.organisation.importers.cells import Row
    from styring.organisation.importers.changes import Changes


def take_in_levels(changes: Changes) -> None:
    """Levels and what they are called through time; a level that the file names has the names of the file alone.

    Words that have always held stand with the level itself.
    """
    by_number: dict[int, list[Row]] = defaultdict(list)
    for row in changes.rows(LEVELS):
        by_number[row.number("nummer")].append(row)
    for number, rows in by_number.items():
        changes.faults += overlapping(rows)
        _take_in_level(changes, number, sorted(rows, key=lambda row: row.day("fra")))


def _take_in_level(changes: Changes, number: int, rows: list[Row]) -> None:
    last = rows[-1]
    level = Level(number=number, name=last.text("navn"), leader_title=last.text("leders tittel"))
    changes.save(LEVELS, "level", level, Level.objects.filter(number=number).first())
    stored = {name.valid_from: name for name in LevelName.objects.filter(level=number)}
    if not stored and [(row.day("fra"), row.day("til")) for row in rows] == [(date.min, FOREVER)]:
        return
    for row in rows:
        known = stored.pop(row.day("fra"), None)
        name = LevelName(pk=known.pk if known else None, level=level, name=row.text("navn"))
        name.leader_title, name.valid_from, name.valid_to = row.text("leders tittel"), row.day("fra"), row.day("til")
        changes.save(LEVELS, "level_name", name, known)
    for gone in stored.values():
        changes.remove(LEVELS, "level_name", gone)


def take_in_bodies(changes: Changes) -> None:
    """Political bodies."""
    stored = {body.code: body for body in Body.objects.all()}
    for row in changes.rows(BODIES):
        known = stored.get(row.text("kode"))
        body = Body(pk=known.pk if known else None, code=row.text("kode"), name=row.text("navn"), kind=row.text("type"))
        body.members, body.chair_title = row.number("medlemmer"), row.text("leder")
        body.valid_from, body.valid_to = row.day("fra"), row.day("til")
        changes.save(BODIES, "body", body, known)


def take_in_parties(changes: Changes) -> None:
    """Parties in the council."""
    stored = {party.code: party for party in Party.objects.all()}
    for row in changes.rows(PARTIES):
        known = stored.get(row.text("kode"))
        party = Party(pk=known.pk if known else None, code=row.text("kode"), name=row.text("navn"))
        party.seats, party.valid_from, party.valid_to = row.number("mandater"), row.day("fra"), row.day("til")
        changes.save(PARTIES, "party", party, known)


def take_in_sectors(changes: Changes) -> None:
    """Sectors, each under its body."""
    bodies = {body.code: body for body in Body.objects.all()}
    stored = {sector.code: sector for sector in Sector.objects.all()}
    for row in changes.rows(SECTORS):
        body = bodies.get(row.text("organ"))
        if body is None:
            changes.unknown(row, "organ", BODIES)
            continue
        known = stored.get(row.text("kode"))
        sector = Sector(pk=known.pk if known else None, code=row.text("kode"), name=row.text("navn"), body=body)
        changes.save(SECTORS, "sector", sector, known)


def take_in_areas(changes: Changes) -> None:
    """Programme areas, each in its sector."""
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    stored = {area.code: area for area in ProgrammeArea.objects.all()}
    for row in changes.rows(AREAS):
        sector = sectors.get(row.text("sektor"))
        if sector is None:
            changes.unknown(row, "sektor", SECTORS)
            continue
        known = stored.get(row.text("kode"))
        area = ProgrammeArea(pk=known.pk if known else None, code=row.text("kode"), name=row.text("navn"))
        area.number, area.sector = row.number("nummer"), sector
        changes.save(AREAS, "programme_area", area, known)


def take_in_people(changes: Changes) -> None:
    """People who are to hold positions; those who are known already keep their names and addresses."""
    known = set(User.objects.values_list("username", flat=True))
    for row in changes.rows(PEOPLE):
        if row.text("brukernavn") in known:
            changes.unchanged += 1
            continue
        person = User(username=row.text("brukernavn"), first_name=row.text("fornavn"), last_name=row.text("etternavn"))
        person.email = row.text("e-post")
        person.set_unusable_password()
        changes.save(PEOPLE, "person", person, None)
