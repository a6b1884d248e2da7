from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from styring.audit.models import Detail, Entry
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.models import Body, BodyKind, Level, LevelName, Municipality, Party, ProgrammeArea, Sector
from styring.organisation.queries import level_names_on
from styring.organisation.services import (
    change_municipality,
    create_level,
    dissolve_body,
    end_party,
    keep_body,
    keep_party,
    keep_programme_area,
    keep_sector,
    retitle_level,
)

if TYPE_CHECKING:
    from styring.accounts.models import User

pytestmark = pytest.mark.django_db

START, DAY, LATER = date(2024, 1, 1), date(2027, 1, 1), date(2028, 1, 1)


@pytest.fixture
def level(administrator: User) -> Level:
    return create_level(actor=administrator, level=Level(number=4, name="Virksomhet", leader_title="Virksomhetsleder"))


@pytest.fixture
def body(administrator: User) -> Body:
    body = Body(code="HOO", name="Hovedutvalg for oppvekst", kind=BodyKind.COMMITTEE, members=11, valid_from=START)
    return keep_body(actor=administrator, body=body)


@pytest.fixture
def party(administrator: User) -> Party:
    return keep_party(actor=administrator, party=Party(code="byliste", name="Bylista", seats=8, valid_from=START))


def words_on(level: Level, day: date) -> tuple[str, str]:
    words = level_names_on(day)[level.number]
    return words.name, words.leader_title


def retitle(actor: User, level: Level, name: str, on: date) -> LevelName:
    return retitle_level(actor=actor, level=level, name=name, leader_title=f"{name}sleder", on=on)


def test_level_is_called_otherwise_from_a_day(administrator: User, level: Level) -> None:
    retitle(administrator, level, "Enhet", DAY)
    assert words_on(level, date(2026, 12, 31)) == ("Virksomhet", "Virksomhetsleder")
    assert words_on(level, DAY) == ("Enhet", "Enhetsleder")
    assert Level.objects.get(number=4).name == "Enhet"


def test_words_of_the_first_day_are_kept_when_a_founded_level_is_retitled(administrator: User, top: object) -> None:
    founded = Level.objects.get(number=1)
    assert words_on(founded, DAY) == ("Nivå 1", "Leder")
    retitle(administrator, founded, "Kommune", DAY)
    assert words_on(founded, START) == ("Nivå 1", "Leder")


def test_words_are_mended_on_their_own_day(administrator: User, level: Level) -> None:
    retitle(administrator, level, "Enhte", DAY)
    retitle(administrator, level, "Enhet", DAY)
    assert LevelName.objects.filter(level=level).count() == 2


def test_words_that_are_not_new_or_come_too_early_are_refused(administrator: User, level: Level) -> None:
    retitle(administrator, level, "Enhet", DAY)
    with pytest.raises(RuleBrokenError, match="Ingenting ble endret"):
        retitle(administrator, level, "Enhet", LATER)
    with pytest.raises(RuleBrokenError, match="får navnet «Enhet» 2027-01-01"):
        retitle(administrator, level, "Tjeneste", START)


def test_municipality_changes_with_both_names_on_record(administrator: User) -> None:
    Municipality.objects.create(pk=1, name="Lindvik", number="9901")
    changed = Municipality.objects.get()
    changed.name = "Lindvik kommune"
    change_municipality(actor=administrator, municipality=changed)
    assert Detail.objects.get().before == {"name": "Lindvik"}


def test_body_answers_for_a_sector_with_programme_areas(administrator: User, body: Body) -> None:
    sector = keep_sector(actor=administrator, sector=Sector(code="S1", name="Oppvekst", body=body))
    area = ProgrammeArea(code="P22", number=22, name="Grunnskole", sector=sector)
    keep_programme_area(actor=administrator, area=area)
    assert str(sector.areas.get()) == "22 Grunnskole"
    with pytest.raises(RuleBrokenError, match="har ansvar for Oppvekst"):
        dissolve_body(actor=administrator, body=body, on=DAY)


def test_what_is_new_about_a_body_is_kept(administrator: User, body: Body) -> None:
    body.members = 13
    keep_body(actor=administrator, body=body)
    assert Entry.objects.latest("number").verb == "organisation.body.changed"
    dissolve_body(actor=administrator, body=body, on=DAY)
    assert Body.objects.get().valid_to == DAY


def test_party_ends_once(administrator: User, party: Party) -> None:
    end_party(actor=administrator, party=party, on=DAY)
    with pytest.raises(RuleBrokenError, match="Bylista finnes ikke"):
        end_party(actor=administrator, party=party, on=LATER)


def test_code_is_taken_once(administrator: User, party: Party) -> None:
    with pytest.raises(ValidationError):
        keep_party(actor=administrator, party=Party(code=party.code, name="En annen", seats=1, valid_from=START))


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_change_nothing(
    request: pytest.FixtureRequest, level: Level, body: Body, party: Party, who: str
) -> None:
    actor, before = request.getfixturevalue(who), Entry.objects.count()
    with pytest.raises(NotAllowedError):
        retitle(actor, level, "Enhet", DAY)
    with pytest.raises(NotAllowedError):
        keep_body(actor=actor, body=body)
    with pytest.raises(NotAllowedError):
        dissolve_body(actor=actor, body=body, on=DAY)
    with pytest.raises(NotAllowedError):
        end_party(actor=actor, party=party, on=DAY)
    assert Entry.objects.count() == before
