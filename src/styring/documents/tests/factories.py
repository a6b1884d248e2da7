"""A closed round, for tests of what is published from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from styring.documents.models import Document, Version
from styring.documents.rules.content import Chapter, Paragraph, plain_chapter
from styring.documents.rules.seals import version_sum
from styring.kernel.canonical import canonical_bytes
from styring.reporting.services import add_measure, approve, close_round, deliver
from styring.reporting.services.measures import Plan
from styring.reporting.tests.factories import BUDGET, TODAY, a_line
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from styring.reporting.tests.factories import Line


def published_version() -> Version:
    """A report of one sentence and one figure, published as version 1."""
    table = Table("Økonomi", [Column("Sektor"), Column("Avvik", Shown.KR1000)], [Row("Oppvekst", (-160_000_000,))])
    parts = [plain_chapter(Chapter("1", "kort", "Kort fortalt", (Paragraph("Det går mot balanse."), table)))]
    head = {"title": "Månedsrapport august 2026", "description": "Økonomi.", "language": "nb", "number": 1}
    document = Document.objects.create(
        kind="monthly_report", period="2026-M08", slug="manedsrapport-2026-m08", title="Månedsrapport august 2026"
    )
    return Version.objects.create(
        document=document,
        number=1,
        language="nb",
        content=canonical_bytes({"head": head, "parts": parts}).decode(),
        checksum=version_sum(head, parts),
        published_at=timezone.now(),
        published_by="Ingrid Solheim",
    )


OVERSPENT = 4_500_000_00


def a_closed_round() -> Line:
    """A round in which one of two units explains an overspending, closed by the chief executive."""
    line = a_line()
    line.write("E213", forecast=BUDGET)
    line.write("E214", forecast=BUDGET + OVERSPENT, causes=("volume",), explanation="Flere trenger hjelp <hjemme>.")
    plan = Plan("Innleiestopp", line.report("E214").element.owner, TODAY.replace(month=12), -600_000_00)
    add_measure(actor=line.leaders["E214"], contribution=line.report("E214"), plan=plan)
    for code in ("E213", "E214"):
        deliver(actor=line.leaders[code], contribution=line.report(code))
    approve(actor=line.leaders["K21"], contributions=[line.report("E213"), line.report("E214")])
    for code, above in (("K21", "D2"), ("D2", "LINDVIK")):
        line.write(code, assessment="I rute.")
        deliver(actor=line.leaders[code], contribution=line.report(code))
        approve(actor=line.leaders[above], contributions=[line.report(code)])
    line.write("LINDVIK", assessment="Vi styrer mot balanse.\n\nHjemmetjenestene følges tett.")
    deliver(actor=line.leaders["LINDVIK"], contribution=line.report("LINDVIK"))
    close_round(actor=line.leaders["LINDVIK"], closing=line.round, day=TODAY)
    line.round.refresh_from_db()
    return line
