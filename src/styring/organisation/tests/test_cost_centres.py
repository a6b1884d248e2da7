from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from styring.audit.models import Entry
from styring.organisation.importers import import_organisation_file
from styring.organisation.models import Level, Unit
from styring.organisation.queries import children_of, line_above, unit_by_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.test import Client

    from styring.accounts.models import User
    from styring.organisation.importers import Outcome

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).parents[5] / "shared" / "data"
REAL = Path(os.environ.get("STYRING_REAL_DATA", SHARED)) / "randaberg" / "organisasjon_ansvar.csv"
HEAD = "ansvar,navn,virksomhet,virksomhetsomrade,tjenesteomrade,aktiv_fra,aktiv_til\n"
SAMPLE = """\
210,Grunnskole Nes,Nes skole,Skole,Oppvekst,,
211,Skolefritid Nes,Nes skole,Skole,oppvekst ,,
251,Skolefritid Vik,Vik  skole,Skole,Oppvekst,2023-08-01,2025-12-31
400,Plan,Plan,Plan og miljø,Samfunn,,1999-12-31
420,Geodata,Kart,Plan og miljø,Samfunn,2027-01-01,
"""
DAY = date(2026, 11, 6)


def take_in(actor: User, content: str, *, keep: bool = True) -> Outcome:
    return import_organisation_file(actor=actor, name="ansvar-2026.csv", content=content.encode(), keep=keep)


def names_of(units: Iterable[Unit]) -> list[str]:
    return [unit.name for unit in units]


@pytest.fixture
def outcome(administrator: User) -> Outcome:
    return take_in(administrator, HEAD + SAMPLE)


def test_cost_centres_hang_under_the_levels_above_them(outcome: Outcome) -> None:
    assert [fault.reason % fault.parts for fault in outcome.faults] == []
    school = unit_by_code("210")
    assert names_of(line_above(school, DAY)) == ["Nes skole", "Skole", "Oppvekst", "Lindvik kommune"]
    assert names_of(children_of(line_above(school, DAY)[0], DAY)) == ["Grunnskole Nes", "Skolefritid Nes"]
    assert unit_by_code("T-oppvekst").name == "Oppvekst"


def test_levels_that_have_no_name_get_one_and_others_keep_theirs(administrator: User) -> None:
    Level.objects.create(number=2, name="Sektor", leader_title="Direktør")
    take_in(administrator, HEAD + SAMPLE)
    assert [level.name for level in Level.objects.filter(number__gt=1)] == [
        "Sektor", "Virksomhetsområde", "Virksomhet", "Ansvar",
    ]  # fmt: skip


def test_days_in_use_hold_for_what_lies_above_too(outcome: Outcome) -> None:
    after_school = unit_by_code("251")
    assert (after_school.opened_on, after_school.closed_on) == (date(2023, 8, 1), date(2026, 1, 1))
    above = line_above(after_school, date(2024, 1, 1))[0]
    assert (above.name, above.opened_on, above.closed_on) == ("Vik skole", date(2023, 8, 1), date(2026, 1, 1))
    assert unit_by_code("T-samfunn").opened_on == date(2027, 1, 1)


def test_what_ended_before_the_municipality_begins_is_left_out(outcome: Outcome) -> None:
    assert outcome.left_out == 1
    assert not Unit.objects.filter(code="400").exists()


def test_the_same_list_again_changes_nothing(outcome: Outcome, administrator: User) -> None:
    before = Entry.objects.count()
    again = take_in(administrator, HEAD + SAMPLE.replace("oppvekst ", "OPPVEKST"))
    assert (again.faults, again.changes, Entry.objects.count()) == ([], [], before)


@pytest.mark.parametrize(
    ("row", "line", "column", "reason"),
    [
        ("1,A,B,C,,,", 2, "tjenesteomrade", "Cellen er tom."),
        ("1 2,A,B,C,D,,", 2, "ansvar", "En kode kan bare ha bokstaver, sifre, punktum, strek og understrek."),
        ("1,=A1,B,C,D,,", 2, "navn", "Formler leses ikke."),
        ("1,A,B,C,D,i fjor,", 2, "aktiv_fra", "Dette er ikke en dato."),
        ("1,A,B,C,D,2025-02-01,2025-01-31", 2, "aktiv_til", "«aktiv_til» er før «aktiv_fra»."),
        ("1,A,B,C,D,,\n1,A2,B,C,D,,", 3, "ansvar", "Raden står to ganger, første gang på linje 2."),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(
    administrator: User, row: str, line: int, column: str, reason: str
) -> None:
    outcome = take_in(administrator, HEAD + row)
    assert [(f.line, f.column, f.reason % f.parts) for f in outcome.faults] == [(line, column, reason)]
    assert Unit.objects.count() == 1


def test_page_shows_what_would_change_first(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    file = SimpleUploadedFile("ansvar.csv", (HEAD + SAMPLE).encode())
    page = client.post("/organisasjon/filer/", {"file": file}).content.decode()
    assert "Ny i enheter: Grunnskole Nes (210)" in page
    assert "1 ansvar var ute av bruk" in page
    assert Unit.objects.count() == 1


@pytest.mark.skipif(not REAL.exists(), reason=f"the cost centres of Randaberg are not at {REAL}")
def test_real_municipality_comes_in_whole(administrator: User) -> None:
    outcome = import_organisation_file(actor=administrator, name=REAL.name, content=REAL.read_bytes())
    assert (outcome.faults, outcome.left_out) == ([], 0)
    centres = [unit for unit in Unit.objects.all() if unit.code.isdecimal()]
    assert len(centres) == 118
    assert names_of(line_above(unit_by_code("210"), DAY)) == ["Harestad skole", "Skole", "Oppvekst", "Lindvik kommune"]
    assert unit_by_code("362").closed_on == date(2022, 1, 1)
