"""The audit trail: its command, its page, and a sentence for every verb that the code records."""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from styring.access.models import Role
from styring.access.services import change_own_name, record_failed_sign_in, record_sign_in
from styring.access.tests.factories import UserFactory, user_with
from styring.audit.models import Detail
from styring.audit.queries import ENTRIES_ON_A_PAGE, Wanted, trail
from styring.audit.rules import sentence_of, verbs
from styring.kernel.clock import today
from styring.organisation.tests.factories import UnitFactory
from styring.project.commands import audit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from styring.accounts.models import User
    from styring.conftest import AssertQueries

SOURCE = Path(__file__).parent.parent / "src" / "styring"


@pytest.fixture
def auditor(db: None) -> User:
    cache.clear()
    return user_with(Role.AUDITOR, UnitFactory.create())


def styring_audit(*words: str) -> int:
    parser = ArgumentParser()
    audit.add_to(parser)
    return audit.run(parser.parse_args(words))


def recorded_verbs() -> Iterator[tuple[str, str]]:
    """Where each verb is recorded, and the verb; what varies in it as ``*``."""
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                verb = next((word.value for word in node.keywords if word.arg == "verb"), None)
                if isinstance(verb, ast.Constant):
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", str(verb.value)
                elif isinstance(verb, ast.JoinedStr):
                    parts = [part.value if isinstance(part, ast.Constant) else "*" for part in verb.values]
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", "".join(map(str, parts))


def test_every_verb_that_is_recorded_has_a_sentence() -> None:
    found = list(recorded_verbs())
    silent = [
        f"{where} {verb}"
        for where, verb in found
        if not any(re.fullmatch(re.escape(verb).replace(r"\*", r"\w+"), known) for known in verbs())
    ]
    assert len(found) > 50
    assert silent == []


def test_every_sentence_says_who() -> None:
    unsaid = [verb for verb in verbs() if not re.search(r"%\((actor|object)\)s", sentence_of(verb) or "")]
    assert unsaid == []


def test_command_proves_the_chain(auditor: User, capsys: pytest.CaptureFixture[str]) -> None:
    record_sign_in(actor=auditor)
    assert styring_audit("verify") == 0
    assert "Revisjonssporet er helt: 1 innslag." in capsys.readouterr().out


@pytest.mark.usefixtures("trail_that_is_wiped")
def test_command_names_the_first_broken_link(auditor: User, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        record_sign_in(actor=auditor)
    call_command("migrate", "audit", "0001", verbosity=0)  # what the owner of the database can do: take the guards away
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET verb = 'x' WHERE number = 2")
    assert styring_audit("verify") == 1
    assert "Innslag 2 " in capsys.readouterr().err


def test_tail_shows_the_last_in_words(auditor: User, capsys: pytest.CaptureFixture[str]) -> None:
    record_failed_sign_in(actor=None, person=auditor)
    record_sign_in(actor=auditor)
    assert styring_audit("tail", "-n", "2") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert f"Noen prøvde å logge inn som {auditor} og fikk det ikke til." in first
    assert f"{auditor} logget inn." in second


def test_page_shows_sentences_and_what_was_before(client: Client, auditor: User) -> None:
    person = UserFactory.create(first_name="Kari", last_name="Vik")
    change_own_name(actor=person, first_name="Kari", last_name="Nes", language="nn")
    client.force_login(auditor)
    page = client.get("/revisjonsspor/").content.decode()
    assert "Kari Nes endret eget navn eller språk." in page
    assert "<del>Vik</del>" in page
    assert "<ins>Nes</ins>" in page
    assert "Kjeden er hel" in page


def test_page_speaks_the_readers_language(client: Client, auditor: User) -> None:
    auditor.language = "en"
    auditor.save()
    record_sign_in(actor=auditor)
    client.force_login(auditor)
    assert f"{auditor} signed in." in client.get("/revisjonsspor/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), 3),
        (Wanted(person="kari"), 1),
        (Wanted(thing="OLA"), 2),
        (Wanted(part="access"), 3),
        (Wanted(part="plans"), 0),
        (Wanted(since=date(2000, 1, 1), until=date(2000, 1, 2)), 0),
        (Wanted(since=today(), until=today()), 3),
    ],
)
def test_trail_is_narrowed(auditor: User, wanted: Wanted, found: int) -> None:
    kari, ola = UserFactory.create(first_name="Kari"), UserFactory.create(first_name="Ola")
    record_sign_in(actor=kari)
    record_sign_in(actor=ola)
    record_failed_sign_in(actor=None, person=ola)
    assert len(trail(auditor, wanted).entries) == found


def test_pages_go_by_number(auditor: User, assert_queries: AssertQueries) -> None:
    for _ in range(ENTRIES_ON_A_PAGE + 5):
        record_sign_in(actor=auditor)
    with assert_queries("audit.trail"):
        first = trail(auditor, Wanted())
    record_sign_in(actor=auditor)
    second = trail(auditor, Wanted(), first.older)
    assert (len(first.entries), first.older) == (ENTRIES_ON_A_PAGE, 5)
    assert ([entry.number for entry in second.entries], second.older) == ([5, 4, 3, 2, 1], None)


def test_erased_names_are_said_to_be_erased(client: Client, auditor: User) -> None:
    record_sign_in(actor=auditor)
    Detail.objects.all().delete()
    client.force_login(auditor)
    page = client.get("/revisjonsspor/").content.decode()
    assert "(slettet navn) logget inn." in page
    assert "Kjeden er hel" in page


@pytest.mark.parametrize("query", ["fra=99999999999999999999999", "fra=x", "since=tull&part=finnes-ikke"])
def test_nonsense_in_the_address_line_narrows_nothing(client: Client, auditor: User, query: str) -> None:
    record_sign_in(actor=auditor)
    client.force_login(auditor)
    assert "logget inn." in client.get(f"/revisjonsspor/?{query}").content.decode()


def test_check_on_demand(client: Client, auditor: User) -> None:
    record_sign_in(actor=auditor)
    client.force_login(auditor)
    assert client.post("/revisjonsspor/")["Location"] == "/revisjonsspor/#kjeden"
    assert "Kontrollert til og med innslag 1" in client.get("/revisjonsspor/").content.decode()
