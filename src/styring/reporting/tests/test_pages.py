from __future__ import annotations

from datetime import date
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.tests.factories import LayerFactory, budgeted
from styring.kernel.periods import Period
from styring.organisation.tests.factories import UnitFactory
from styring.reporting.models import Contribution, CorrectiveMeasure
from styring.reporting.queries import deviations_for
from styring.reporting.queries.duties import reporting_duties, rounds_opened
from styring.reporting.services import add_measure, deliver, open_round, send_back
from styring.reporting.services.measures import Plan
from styring.reporting.tests.factories import BUDGET, TODAY, Line, a_line
from styring.wheel.queries import Occasion

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db

BEYOND = BUDGET + 2_000_000_00


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", TODAY.isoformat())


def larger_line() -> Line:
    """The line with eight units more, all reporting in September's round."""
    line = a_line()
    layer = LayerFactory.create(first_year=2025, last_year=2025, decided_on=date(2024, 12, 10))
    for number in range(8):
        budgeted(layer, UnitFactory.create(code=f"E3{number:02}", parent=line.units["K21"]), BUDGET)
    line.round = open_round(actor=line.controller, period=Period.parse("2026-M09"), day=TODAY)
    return line


@pytest.fixture(params=[a_line, larger_line], ids=["two units", "ten units"])
def line(request: pytest.FixtureRequest) -> Line:
    made: Line = request.param()
    return made


def page(line: Line, name: str, *units: str) -> str:
    return reverse(f"reporting:{name}", args=[line.round.period, *units])


@pytest.mark.parametrize(
    ("name", "who", "units"),
    [("report", "E214", ["E214"]), ("level", "K21", ["K21"]), ("round", "K21", []), ("consolidated", "LINDVIK", [])],
)
def test_page_costs_the_same_however_many_report(
    client: Client, assert_queries: AssertQueries, line: Line, name: str, who: str, units: list[str]
) -> None:
    client.force_login(line.leaders[who])
    with assert_queries(f"reporting.{name}"):
        assert client.get(page(line, name, *units)).status_code == HTTPStatus.OK


def explained(line: Line) -> Contribution:
    report = line.write("E214", forecast=BEYOND, causes=("volume",), explanation="Flere timer i uka.")
    plan = Plan("Innleiestopp", report.element.owner, date(2026, 11, 1), -600_000_00)
    add_measure(actor=line.leaders["E214"], contribution=report, plan=plan)
    return deliver(actor=line.leaders["E214"], contribution=report)


def post(client: Client, line: Line, who: str, address: str, **sent: str) -> str:
    client.force_login(line.leaders[who])
    return client.post(address, sent).content.decode()


def test_leader_types_thousands_and_the_report_has_ore(client: Client) -> None:
    line = a_line()
    post(client, line, "E214", page(line, "report", "E214"), version="0", forecast="100 100", explanation=" Ja. ")
    saved = line.report("E214")
    assert (saved.forecast, saved.explanation, saved.state) == (100_100_000_00, "Ja.", "draft")


def test_amount_that_is_none_says_so_beside_the_field(client: Client) -> None:
    line = a_line()
    answer = post(client, line, "E214", page(line, "report", "E214"), version="0", forecast="mange")
    assert "«mange» er ikke et beløp" in answer
    assert line.report("E214").forecast is None


def test_untouched_amount_keeps_its_kroner(client: Client) -> None:
    line = a_line()
    line.write("E214", forecast=100_000_123_45)
    post(client, line, "E214", page(line, "report", "E214"), version="1", forecast="100 000", explanation="Ny.")
    assert line.report("E214").forecast == 100_000_123_45


def test_autosave_gives_the_parts_that_changed(client: Client) -> None:
    line = a_line()
    client.force_login(line.leaders["E214"])
    sent = {"version": "0", "forecast": "103 000"}
    words = client.post(page(line, "report", "E214"), sent, headers={"HX-Request": "true"}).content.decode()
    assert all(text in words for text in ('id="versjon"', "Velg minst én årsak", "Lagret", "−3\u202f000"))


def test_draft_is_for_those_who_write(client: Client) -> None:
    line = a_line()
    line.write("E214", explanation="Bare et utkast.")
    found = {}
    for role in (Role.HEAD_OF_SERVICE, Role.COUNCIL):
        client.force_login(user_with(role, line.units["LINDVIK"]))
        found[role] = "Bare et utkast." in client.get(page(line, "report", "E214")).content.decode()
    assert found == {Role.HEAD_OF_SERVICE: True, Role.COUNCIL: False}


def test_several_are_approved_in_one_move(client: Client) -> None:
    line = a_line()
    for code in ("E213", "E214"):
        line.write(code, forecast=BUDGET)
        deliver(actor=line.leaders[code], contribution=line.report(code))
    client.force_login(line.leaders["K21"])
    client.post(page(line, "move", "K21"), {"move": "approve", "unit": ["E213", "E214"], "back": "level"})
    assert {line.report(code).state for code in ("E213", "E214")} == {"approved"}


def test_those_ticked_are_approved_and_none_is_told_in_words(client: Client) -> None:
    line = a_line()
    for code in ("E213", "E214"):
        line.write(code, forecast=BUDGET)
        deliver(actor=line.leaders[code], contribution=line.report(code))
    client.force_login(line.leaders["K21"])
    assert client.get(page(line, "level", "K21")).content.decode().count('form="godkjenn-valgte"') == len(
        ("E213", "E214")
    )
    sent = {"move": "approve", "ticked": "yes", "back": "level"}
    assert "Kryss av for minst" in client.post(page(line, "move", "K21"), sent, follow=True).content.decode()
    client.post(page(line, "move", "K21"), {**sent, "unit": ["E213"]})
    assert [line.report(code).state for code in ("E213", "E214")] == ["approved", "delivered"]


def test_refused_move_is_told_in_words(client: Client) -> None:
    line = a_line()
    line.write("E214", forecast=BUDGET)
    deliver(actor=line.leaders["E214"], contribution=line.report("E214"))
    client.force_login(line.leaders["K21"])
    answer = client.post(page(line, "move", "E214"), {"move": "return", "comment": " "}, follow=True)
    assert "Skriv hvorfor" in answer.content.decode()
    assert line.report("E214").state == "delivered"


def test_tables_come_as_a_workbook(client: Client) -> None:
    line = a_line()
    client.force_login(line.leaders["LINDVIK"])
    content = client.get(page(line, "consolidated") + "?format=xlsx").content
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert len(book.sheet_names) == 4


def test_measure_is_begun_changed_and_answered_for_on_its_pages(client: Client) -> None:
    line = a_line()
    owner = line.report("E214").element.owner_id
    plan = {"title": "Innleiestopp", "owner": str(owner), "deadline": "2026-12-01", "effect": "−600"}
    post(client, line, "E214", page(line, "new_measure", "E214"), **plan)
    measure = CorrectiveMeasure.objects.get()
    address = reverse("reporting:measure", args=[measure.pk])
    client.post(address, {**plan, "effect": "-800", "status": "open"})
    client.post(address, {"worked": "partly", "note": "Halvveis."})
    measure.refresh_from_db()
    assert (measure.effect, measure.worked, measure.note) == (-800_000_00, "partly", "Halvveis.")


def test_overdue_measures_put_their_deviation_first(assert_queries: AssertQueries) -> None:
    line = a_line()
    explained(line)
    line.write("E213", forecast=BEYOND + BUDGET, causes=("other",), explanation="Mer.")
    report = line.report("E213")
    plan = Plan("Senere", report.element.owner, date(2026, 12, 31), 0)
    add_measure(actor=line.leaders["E213"], contribution=report, plan=plan)
    deliver(actor=line.leaders["E213"], contribution=report)
    with assert_queries("reporting.deviations"):
        found = deviations_for(line.leaders["K21"], TODAY)
    assert [view.deviation.element.unit.code for view in found] == ["E214", "E213"]


def duties(line: Line, who: str) -> list[str]:
    return [str(duty.title) for duty in reporting_duties(line.leaders[who], TODAY)]


def test_duties_follow_the_report(assert_queries: AssertQueries) -> None:
    line = a_line()
    assert duties(line, "E214") == ["Månedsrapport: Enhet E214"]
    report = explained(line)
    assert duties(line, "E214") == ["Innleiestopp"]
    with assert_queries("reporting.duties"):
        assert duties(line, "K21") == ["Månedsrapport: Enhet K21", "Godkjenn rapporter"]
    send_back(actor=line.leaders["K21"], contribution=report, comment="Hva er nytt?")
    assert duties(line, "E214") == ["Månedsrapport: Enhet E214", "Innleiestopp"]


def test_wheel_is_told_how_many_are_in() -> None:
    line = a_line()
    line.write("E213", forecast=BUDGET)
    deliver(actor=line.leaders["E213"], contribution=line.report("E213"))
    occasion = Occasion("LOP1", "monthly_report", 2026, "2026-M10", 4)
    other = Occasion("LOP1", "monthly_report", 2026, "2026-M11", 4)
    found = rounds_opened(line.leaders["K21"], [occasion, other])
    assert {one: (target.done, target.expected) for one, target in found.items()} == {occasion: (1, 2)}


def economy_of(client: Client, line: Line, who: str, code: str, month: int) -> str:
    client.force_login(line.leaders[who])
    response = client.get(f"/okonomi/{code}/2026-M{month:02}/")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_economy_of_a_level_has_what_its_units_have_explained(client: Client, line: Line) -> None:
    assert "Forklart av enhetene" not in economy_of(client, line, "K21", "K21", 10)
    explained(line)
    page_of_level = economy_of(client, line, "K21", "K21", 10)
    for text in ("Forklart av enhetene", "Flere timer i uka.", "−2,0", "1 tiltak."):
        assert text in page_of_level


def test_economy_of_an_earlier_month_has_no_later_explanation(client: Client, line: Line) -> None:
    explained(line)
    assert "Forklart av enhetene" not in economy_of(client, line, "K21", "K21", 2)


def test_economy_with_explanations_holds_its_count(client: Client, line: Line, assert_queries: AssertQueries) -> None:
    explained(line)
    client.force_login(line.leaders["K21"])
    with assert_queries("reporting.economy_explained"):
        client.get("/okonomi/K21/2026-M10/")
