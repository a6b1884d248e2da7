from __future__ import annotations

from datetime import date

import pytest

from styring.accounts.models import User
from styring.audit.models import Entry
from styring.kernel.errors import InvalidValueError, NotAllowedError
from styring.organisation.exporters import FORMATS, organisation_file, organisation_tables
from styring.organisation.importers import Outcome, import_organisation, import_organisation_file
from styring.organisation.models import (
    Body,
    Holding,
    LevelName,
    Lineage,
    Municipality,
    Party,
    Placement,
    Position,
    ProgrammeArea,
    Sector,
    Unit,
)
from styring.organisation.queries import children_of, leader_of, tree_on, unit_by_code
from styring.organisation.seeds import lindvik
from styring.organisation.tests.factories import place

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 6)
UNITS = """
enheter:
- {kode: K11, navn: Skole, nivå: 2, overordnet: LINDVIK, fra: 2020-01-01}
- {kode: E101, navn: Bjørkåsen skole, nivå: 3, overordnet: K11, fra: 2020-01-01, til: 2025-08-01}
- {kode: E101, navn: Bjørkåsen barneskole, nivå: 3, overordnet: K11, fra: 2025-08-01}
"""
LEVELS = """
nivåer:
- {nummer: 2, navn: Tjenesteområde, leders tittel: Kommunalsjef}
- {nummer: 3, navn: Enhet, leders tittel: Enhetsleder}
"""


@pytest.fixture
def lindvik_taken_in(administrator: User) -> Outcome:
    outcome = import_organisation(actor=administrator, lines=lindvik())
    assert outcome.faults == []
    return outcome


def take_in(actor: User, content: str | bytes, name: str = "org.yaml", *, keep: bool = True) -> Outcome:
    written = content.encode() if isinstance(content, str) else content
    return import_organisation_file(actor=actor, name=name, content=written, keep=keep)


def said(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.reason % fault.parts) for fault in outcome.faults]


def test_units_come_in_with_their_history(administrator: User) -> None:
    outcome = take_in(administrator, LEVELS + UNITS)
    assert (outcome.faults, outcome.unchanged) == ([], 0)
    school = unit_by_code("E101")
    assert (school.name, school.opened_on) == ("Bjørkåsen barneskole", date(2020, 1, 1))
    assert [child.code for child in children_of(unit_by_code("K11"), DAY)] == ["E101"]


def test_the_same_again_changes_nothing_and_says_so(administrator: User) -> None:
    take_in(administrator, LEVELS + UNITS)
    before = Entry.objects.count()
    again = take_in(administrator, LEVELS + UNITS)
    assert (again.changes, again.unchanged, Entry.objects.count()) == ([], 4, before)


def test_trying_says_the_same_and_keeps_nothing(administrator: User) -> None:
    tried = take_in(administrator, LEVELS + UNITS, keep=False)
    assert (Unit.objects.count(), Entry.objects.count()) == (1, 0)
    assert tried == take_in(administrator, LEVELS + UNITS)


UNDER_ITSELF = "ville komme til å ligge under seg selv fra 2020-01-01. Velg en annen overordnet enhet."
WRONG = {
    "leder: 1": (2, "leder", "Kolonnen er ukjent."),
    "kode: ''": (2, "kode", "Cellen er tom."),
    "kode: A B": (2, "kode", "En kode kan bare ha bokstaver, sifre, punktum, strek og understrek."),
    "navn: =SUM(A1)": (2, "navn", "Formler leses ikke."),
    "nivå: ni": (2, "nivå", "Dette er ikke et helt tall."),
    "nivå: 9": (2, "nivå", "«9» finnes verken i filen eller fra før."),
    "fra: i dag": (2, "fra", "Dette er ikke en dato."),
    "til: 2019-01-01": (2, "til", "«til» må være etter «fra»."),
    "overordnet: X9": (2, "overordnet", "«X9» finnes verken i filen eller fra før."),
    "overordnet: E1": (2, "kode", f"Skole {UNDER_ITSELF}"),
    "programområde: P9": (2, "programområde", "«P9» finnes verken i filen eller fra før."),
    "gikk inn i: X9": (2, "gikk inn i", "«X9» finnes verken i filen eller fra før."),
}  # fmt: skip


@pytest.mark.parametrize("cell", WRONG)
def test_what_is_wrong_is_said_with_line_and_column_and_nothing_is_kept(
    administrator: User, service: Unit, cell: str
) -> None:
    cells = {"kode": "E1", "navn": "Skole", "nivå": "2", "overordnet": "LINDVIK", "fra": "2020-01-01"}
    word, value = cell.split(": ")
    row = ", ".join(f"{name}: {text}" for name, text in {**cells, word: value}.items())
    outcome = take_in(administrator, f"enheter:\n- {{{row}}}")
    assert said(outcome)[0] == WRONG[cell]
    assert (Unit.objects.count(), Entry.objects.count()) == (2, 0)


NOT_UTF8 = "Filen er ikke lagret som UTF-8, så æ, ø og å kan ikke leses."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("org.yaml", b" ", "Filen er tom."),
        ("org.pdf", b"%PDF", "Filtypen er ukjent."),
        ("org.yaml", b"a: [", "Filen kan ikke leses som YAML."),
        ("org.yaml", b"- a", "Filen er ikke en liste av tabeller."),
        ("org.yaml", b"enheder: []", "Tabellen er ukjent."),
        ("org.zip", b"PK", "Arkivet kan ikke leses."),
        ("org.xlsx", b"PK", "Regnearket kan ikke leses."),
        ("enheter.csv", "kode;navn\nE1;Blåbær".encode("cp1252"), NOT_UTF8),
        ("enheter.csv", b'kode;navn\n"E1;', "Filen kan ikke leses som CSV."),
        ("enheter.csv", b"kode;navn\nE1;A", "Kolonnen mangler."),
        ("noe.csv", b"a;b\n1;2", "Tabellen er ukjent."),
        ("org.yaml", b"x" * 5_000_001, "Filen er større enn 5 MB."),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_is_said_to_be_so(administrator: User, name: str, content: bytes, reason: str) -> None:
    assert take_in(administrator, content, name).faults[0].reason == reason


def test_row_that_stands_twice_is_said_to_be_so(administrator: User) -> None:
    party = "- {kode: by, navn: Bylista, mandater: 8, fra: 2023-10-01}\n"
    outcome = take_in(administrator, f"partier:\n{party}{party}")
    assert said(outcome) == [(3, "kode", "Raden står to ganger, første gang på linje 2.")]


HELD = """
personer:
- {brukernavn: kari, fornavn: Kari, etternavn: Lie}
stillinger:
- {enhet: E101, tittel: Rektor, leder enheten: ja}
innehavere:
- {enhet: E101, tittel: Rektor, brukernavn: kari, fra: 2020-01-01}
"""


def test_leader_comes_in_with_a_person(administrator: User, school: Unit) -> None:
    assert take_in(administrator, HELD).is_taken
    assert str(leader_of(school, DAY)) == "Kari Lie"
    assert not User.objects.get(username="kari").has_usable_password()


def test_two_cannot_hold_a_position_at_once(administrator: User, school: Unit) -> None:
    take_in(administrator, HELD)
    other = HELD.replace("kari", "ola").replace("Kari", "Ola")
    outcome = take_in(administrator, other)
    assert said(outcome)[0][2] == "Kari Lie har stillingen fra før i samme tidsrom."
    both = f"{HELD}- {{enhet: E101, tittel: Rektor, brukernavn: kari, fra: 2024-01-01}}"
    assert said(take_in(administrator, both))[0][2].startswith("Tidsrommet overlapper det på linje")
    assert Holding.objects.count() == 1


def test_position_cannot_be_held_before_its_unit_is_there(administrator: User) -> None:
    early = HELD.replace("fra: 2020-01-01", "fra: 2019-01-01")
    outcome = take_in(administrator, LEVELS + UNITS + early)
    assert "finnes bare fra" in said(outcome)[0][2]


def test_unit_has_one_leading_position_in_the_file(administrator: User, school: Unit) -> None:
    two = "stillinger:\n" + "".join(
        f"- {{enhet: E101, tittel: {title}, leder enheten: ja}}\n" for title in ("Rektor", "Sjef")
    )
    assert said(take_in(administrator, two))[0][:2] == (3, "leder enheten")


@pytest.mark.parametrize("written_as", FORMATS)
def test_what_is_written_out_comes_in_again_unchanged(
    administrator: User, lindvik_taken_in: Outcome, written_as: str
) -> None:
    ending = {"csv": "zip"}.get(written_as, written_as)
    again = take_in(administrator, organisation_file(written_as), f"org.{ending}")
    assert (again.faults, again.changes) == ([], [])
    assert again.unchanged > 300


def test_whole_organisation_moves_to_another_installation(
    administrator: User, colleague: User, top: Unit, lindvik_taken_in: Outcome
) -> None:
    written, tables = organisation_file("xlsx"), organisation_tables()
    for model in (Holding, Position, Lineage, Placement, LevelName, ProgrammeArea, Sector, Body, Party):
        model.objects.all()._raw_delete(using="default")
    Unit.objects.filter(merged_into__isnull=False).update(merged_into=None)
    Unit.objects.exclude(pk=top.pk)._raw_delete(using="default")
    place(top, None)
    assert take_in(administrator, written, "org.xlsx").faults == []
    assert organisation_tables() == tables


def test_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="docx"):
        organisation_file("docx")


def test_demo_tree_has_its_units_leaders_and_history(lindvik_taken_in: Outcome) -> None:
    tree = tree_on(DAY)
    assert tree is not None
    nodes = {node.unit.code: node for node in tree.walk()}
    assert len(nodes) == 1 + 4 + 13 + 62 + 19
    assert [code for code, node in nodes.items() if node.leader is None] == []
    assert str(nodes["F22"].leader) == str(nodes["K11"].leader) == "Gunnar Sletten"
    assert nodes["E225"].holding is not None
    assert nodes["E225"].holding.is_acting
    assert unit_by_code("E434").merged_into == unit_by_code("E432")
    before = tree_on(date(2025, 7, 31))
    assert before is not None
    then = {node.unit.code: node for node in before.walk()}
    assert (then["E215"].name, str(then["E214"].leader)) == ("Fysio- og ergoterapitjenesten", "Bjørg Haaland")


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_take_nothing_in(request: pytest.FixtureRequest, top: Unit, who: str) -> None:
    with pytest.raises(NotAllowedError):
        take_in(request.getfixturevalue(who), LEVELS + UNITS)
    assert (Unit.objects.count(), Entry.objects.count(), Position.objects.count()) == (1, 0, 0)
    assert not Municipality.objects.exists()
