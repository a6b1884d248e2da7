"""Reminding those who have not delivered: by mail, on record, on the pages, once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from styring.audit.models import Entry
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.reporting.models import HistoryEntry
from styring.reporting.queries.duties import reporting_duties
from styring.reporting.services import remind
from styring.reporting.tests.factories import TODAY, Line, a_line

if TYPE_CHECKING:
    from styring.accounts.models import User

pytestmark = pytest.mark.django_db
CODES = ("E213", "E214")


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("STYRING_TODAY", str(TODAY))
    made = a_line()
    for code in CODES:
        leader = made.leaders[code]
        leader.email = f"{code}@example.org"
        leader.save()
    return made


def reminded(line: Line, *codes: str, by: User | None = None) -> list[str]:
    found = remind(
        actor=by or line.leaders["K21"], contributions=[line.report(code) for code in codes], comment="I dag."
    )
    return [report.unit.code for report in found]


def seen(line: Line, who: str, page: str) -> str:
    client = Client()
    client.force_login(line.leaders[who])
    return client.get(page).content.decode()


def test_leader_gets_a_mail_with_the_way_to_the_report(line: Line) -> None:
    reminded(line, "E214")
    sent = mail.outbox[0]
    assert (sent.to, len(mail.outbox)) == (["E214@example.org"], 1)
    assert "Enhet E214" in sent.subject
    for said in ("I dag.", "oktober 2026", reverse("reporting:report", args=["2026-M10", "E214"])):
        assert said in sent.body
    assert Entry.objects.order_by("number").last().verb == "reporting.report.reminded"  # type: ignore[union-attr]


def test_mail_is_in_the_language_of_its_reader(line: Line) -> None:
    line.leaders["E214"].language = "en"
    line.leaders["E214"].save()
    reminded(line, "E214")
    assert mail.outbox[0].subject.startswith("Reminder")


def test_nobody_is_reminded_twice_a_day(line: Line) -> None:
    reminded(line, "E214")
    assert reminded(line, *CODES) == ["E213"]
    with pytest.raises(RuleBrokenError):
        reminded(line, *CODES)
    assert len(mail.outbox) == len(CODES)


def test_next_day_is_another_day(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    reminded(line, "E214")
    monkeypatch.setenv("STYRING_TODAY", str(TODAY + timedelta(days=1)))
    assert reminded(line, "E214") == ["E214"]


def test_others_remind_nobody(line: Line) -> None:
    with pytest.raises(NotAllowedError):
        reminded(line, "E214", by=line.leaders["E213"])
    assert mail.outbox == []
    assert not HistoryEntry.objects.exists()


def test_unit_without_a_leader_to_write_to_is_still_marked(line: Line) -> None:
    line.leaders["E214"].is_active = False
    line.leaders["E214"].save()
    assert reminded(line, "E214") == ["E214"]
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["reporting:round", "reporting:level"])
def test_pages_say_when(line: Line, page: str) -> None:
    address = reverse(page, args=["2026-M10"] if page == "reporting:round" else ["2026-M10", "K21"])
    assert "purret 6. nov" not in seen(line, "K21", address)
    reminded(line, "E214")
    assert "purret 6. nov" in seen(line, "K21", address)


def test_duty_of_the_leader_says_when(line: Line) -> None:
    reminded(line, "E214")
    duty = next(iter(reporting_duties(line.leaders["E214"], TODAY)))
    assert str(duty.explanation).startswith("Purret 6. november.")
