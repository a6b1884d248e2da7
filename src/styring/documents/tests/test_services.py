from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from styring.audit.models import Entry
from styring.documents.models import Document, Version
from styring.documents.queries.published import broken_seals, is_whole, latest_versions, version_at
from styring.documents.rules.content import Graph, Paragraph, tables_of
from styring.documents.services import publish_round
from styring.documents.tests.factories import OVERSPENT, a_closed_round
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.reporting.tests.factories import Line, a_line

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)


@pytest.fixture
def line() -> Line:
    return a_closed_round()


@pytest.fixture
def version(line: Line) -> Version:
    return publish_round(actor=line.leaders["LINDVIK"], of_round=line.round, at=NOON)


def corrected(version: Version) -> Version:
    """A version whose text differs from what the round says, as after a mended template."""
    changed = version.content.replace("Vi styrer", "Vi styrte")
    return Version.objects.create(
        document=version.document, number=2, language="nb", content=changed, published_at=timezone.now(), checksum="x"
    )


def test_published_report_has_the_rounds_figures(version: Version) -> None:
    areas = next(table for table in tables_of(version.chapters) if table.title == "Økonomi per programområde")
    assert areas.rows[-1].cells[-1] == -OVERSPENT
    (bridge,) = [block for block in version.chapters[1].blocks if isinstance(block, Graph)]
    assert sum(value for _label, value in bridge.values) == 200_000_000_00 + OVERSPENT


def test_explanation_and_measure_are_told(version: Version) -> None:
    blocks = version.chapters[2].blocks
    assert (
        Paragraph("Enhet E214 bruker 4,5 millioner kroner mer enn budsjettet. Flere trenger hjelp <hjemme>.") in blocks
    )
    measures = next(table for table in tables_of(version.chapters) if table.title == "Tiltak for å rette opp")
    assert (measures.rows[0].head, measures.rows[0].cells[-1]) == ("Innleiestopp", -600_000_00)


def test_publication_is_sealed_and_recorded(version: Version) -> None:
    assert is_whole(version)
    assert version.number == 1
    assert Entry.objects.filter(verb="documents.version.published").count() == 1


def test_seal_shows_a_changed_content(version: Version) -> None:
    broken = corrected(version)
    assert broken_seals() == [broken]


@pytest.mark.parametrize("code", ["D2", "K21", "E214"])
def test_others_publish_nothing(line: Line, code: str) -> None:
    with pytest.raises(NotAllowedError):
        publish_round(actor=line.leaders[code], of_round=line.round, at=NOON)
    assert not Document.objects.exists()


def test_open_round_is_not_published() -> None:
    line = a_line()
    with pytest.raises(RuleBrokenError):
        publish_round(actor=line.leaders["LINDVIK"], of_round=line.round, at=NOON)
    assert not Document.objects.exists()


def test_nothing_new_is_not_published_again(line: Line, version: Version) -> None:
    with pytest.raises(RuleBrokenError, match="versjon 1"):
        publish_round(actor=line.leaders["LINDVIK"], of_round=line.round, at=NOON, note="Ingenting")
    assert list(Version.objects.all()) == [version]


def test_new_version_says_what_is_changed(line: Line, version: Version) -> None:
    corrected(version)
    with pytest.raises(RuleBrokenError, match="Skriv hva"):
        publish_round(actor=line.leaders["LINDVIK"], of_round=line.round, at=NOON)
    third = publish_round(actor=line.leaders["LINDVIK"], of_round=line.round, at=NOON, note="Rettet en skrivefeil.")
    assert (third.number, third.note, third.head["replaces"]) == (3, "Rettet en skrivefeil.", "x")
    assert list(latest_versions()) == [third]


def test_nothing_published_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        version_at("finnes-ikke")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_a_version(version: Version, change: str) -> None:
    found = Version.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(note="Noe annet") if change == "update" else found.delete()
