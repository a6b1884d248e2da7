from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Forecast, Frame, FrameYear
from styring.budget.queries import figures
from styring.budget.tests.factories import AreaFactory, FrameFactory
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.spans import FOREVER
from styring.organisation.models import Placement, ProgrammeArea
from styring.reporting.models import (
    ClosedRound,
    Contribution,
    CorrectiveMeasure,
    Deviation,
    Effect,
    HistoryEntry,
    MeasureStatus,
)
from styring.reporting.queries import consolidated, level_sheet
from styring.reporting.queries.writing import Said
from styring.reporting.rules.sealing import checksum_of
from styring.reporting.services import (
    WrittenMeanwhileError,
    add_measure,
    answer_measure,
    approve,
    change_measure,
    close_round,
    deliver,
    open_round,
    remind,
    reopen,
    send_back,
    withdraw,
    write,
)
from styring.reporting.services.measures import Plan
from styring.reporting.tests.factories import BUDGET, OCTOBER, TODAY, Line, a_line
from styring.thread.models import Link

if TYPE_CHECKING:
    from styring.accounts.models import User

pytestmark = pytest.mark.django_db

WITHIN, BEYOND = BUDGET + 100_00, BUDGET + 2_000_000_00


@pytest.fixture
def line() -> Line:
    return a_line()


def delivered(line: Line, code: str, forecast: int = WITHIN) -> Contribution:
    line.write(code, forecast=forecast)
    return deliver(actor=line.leaders[code], contribution=line.report(code))


def explained(line: Line, code: str = "E214") -> Contribution:
    """A report beyond the limit, with all that it must say."""
    report = line.write(code, forecast=BEYOND, causes=("volume",), explanation="Flere timer i uka.")
    plan = Plan("Innleiestopp", report.element.owner, date(2026, 12, 1), -600_000_00)
    add_measure(actor=line.leaders[code], contribution=report, plan=plan)
    return deliver(actor=line.leaders[code], contribution=report)


def test_round_opens_for_every_unit_at_every_level(line: Line) -> None:
    found = Contribution.objects.filter(round=line.round)
    assert [(one.unit.code, one.above and one.above.unit.code, one.due.day, one.is_level) for one in found] == [
        ("LINDVIK", None, 13, True), ("D2", "LINDVIK", 12, True), ("K21", "D2", 11, True),
        ("E213", "K21", 9, False), ("E214", "K21", 9, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("period", "day"), [("2026-M10", TODAY), ("2026-M11", TODAY)])
def test_round_opens_once_and_when_the_period_is_over(line: Line, period: str, day: date) -> None:
    with pytest.raises(RuleBrokenError):
        open_round(actor=line.controller, period=OCTOBER.parse(period), day=day)


@pytest.mark.parametrize("code", ["E214", "K21", "LINDVIK"])
def test_others_do_not_open_rounds(line: Line, code: str) -> None:
    with pytest.raises(NotAllowedError):
        open_round(actor=line.leaders[code], period=OCTOBER.parse("2026-M09"), day=TODAY)


def test_delivered_forecast_is_one_more_of_the_budgets(line: Line) -> None:
    delivered(line, "E214")
    withdraw(actor=line.leaders["E214"], contribution=line.report("E214"))
    delivered(line, "E214", BUDGET)
    assert list(Forecast.objects.values_list("amount", flat=True)) == [WITHIN, BUDGET]


def test_deviation_beyond_the_limit_must_be_explained(line: Line) -> None:
    with pytest.raises(RuleBrokenError):
        delivered(line, "E214", BEYOND)
    assert not Forecast.objects.exists()
    assert line.report("E214").state == "draft"


def test_explained_deviation_is_an_element_that_a_measure_corrects(line: Line) -> None:
    explained(line)
    deviation = Deviation.objects.get()
    assert (deviation.amount, deviation.causes, deviation.element.state) == (-2_000_000_00, ["volume"], "adopted")
    assert Link.objects.get(type="corrects").cited_id == deviation.pk


def test_deviation_that_is_gone_ends_when_no_measure_is_at_work(line: Line) -> None:
    line.write("E214", forecast=BUDGET - 2_000_000_00, causes=("other",), explanation="Ledige stillinger.")
    deliver(actor=line.leaders["E214"], contribution=line.report("E214"))
    withdraw(actor=line.leaders["E214"], contribution=line.report("E214"))
    delivered(line, "E214")
    assert Deviation.objects.get().element.state == "done"


def test_later_save_with_an_old_version_loses_nothing(line: Line) -> None:
    read = line.report("E214")
    line.write("E214", explanation="Den første.")
    with pytest.raises(WrittenMeanwhileError) as caught:
        write(actor=line.controller, contribution=read, version=read.version, said=Said(explanation="Den andre."))
    assert caught.value.saved.explanation == line.report("E214").explanation == "Den første."


def test_saving_the_same_again_changes_nothing(line: Line) -> None:
    first = line.write("E214", explanation="Som sist.")
    line.write("E214", explanation="Som sist.")
    assert line.report("E214").version == first.version


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.DIRECTOR])
def test_others_write_and_deliver_nothing(line: Line, role: Role | None) -> None:
    other, before = user_with(role, line.units["E214"]), Entry.objects.count()
    report = line.report("E214")
    with pytest.raises(NotAllowedError):
        write(actor=other, contribution=report, version=0, said=Said(forecast=1))
    with pytest.raises(NotAllowedError):
        deliver(actor=other, contribution=report)
    assert (line.report("E214").state, Entry.objects.count()) == ("not_started", before)


def test_leader_of_the_level_above_returns_with_a_comment(line: Line) -> None:
    report = delivered(line, "E214")
    send_back(actor=line.leaders["K21"], contribution=report, comment="Hva skyldes økningen?")
    entry = HistoryEntry.objects.filter(contribution=report).last()
    assert entry is not None
    assert (entry.from_state, entry.to_state, entry.comment) == ("delivered", "returned", "Hva skyldes økningen?")


def test_nobody_approves_their_own(line: Line) -> None:
    line.write("K21", assessment="Vi er i rute.")
    deliver(actor=line.leaders["K21"], contribution=line.report("K21"))
    with pytest.raises(NotAllowedError):
        approve(actor=line.leaders["K21"], contributions=[line.report("K21")])
    approve(actor=line.leaders["D2"], contributions=[line.report("K21")])
    assert line.report("K21").state == "approved"


def test_several_are_approved_together_or_none(line: Line) -> None:
    delivered(line, "E213")
    both = [line.report("E213"), line.report("E214")]
    with pytest.raises(RuleBrokenError):
        approve(actor=line.leaders["K21"], contributions=both)
    assert line.report("E213").state == "delivered"


def test_reopening_leaves_a_trace(line: Line) -> None:
    approve(actor=line.leaders["K21"], contributions=[delivered(line, "E214")])
    reopen(actor=line.leaders["K21"], contribution=line.report("E214"), reason="Feil beløp.")
    trace = HistoryEntry.objects.filter(contribution=line.report("E214")).values_list("move", flat=True)
    assert list(trace) == ["deliver", "approve", "reopen"]
    assert line.report("E214").approved_by is None


def test_reminder_changes_no_state(line: Line) -> None:
    remind(actor=line.leaders["K21"], contributions=[line.report("E214")])
    assert (line.report("E214").state, HistoryEntry.objects.get().move) == ("not_started", "remind")


def test_adjustment_is_a_line_above_and_nothing_changes_below(line: Line) -> None:
    delivered(line, "E213")
    explained(line)
    line.write("K21", adjustment=-1_500_000_00, adjustment_reason="Innleiestopp.", assessment="Vi er på vei.")
    deliver(actor=line.leaders["K21"], contribution=line.report("K21"))
    assert figures([line.units["K21"].pk], OCTOBER)[line.units["K21"].pk].forecast == WITHIN + BEYOND - 1_500_000_00
    assert line.report("E214").forecast == BEYOND
    assert level_sheet(line.report("D2"), TODAY).forecast == WITHIN + BEYOND - 1_500_000_00


def test_adjustment_counts_no_more_when_the_report_is_sent_back(line: Line) -> None:
    line.write("K21", adjustment=-5_00, adjustment_reason="Noe.", assessment="Noe.")
    deliver(actor=line.leaders["K21"], contribution=line.report("K21"))
    send_back(actor=line.leaders["D2"], contribution=line.report("K21"), comment="Hva bygger det på?")
    top = line.units["LINDVIK"]
    assert figures([top.pk], OCTOBER)[top.pk].forecast == 2 * BUDGET


def all_the_way_up(line: Line) -> None:
    delivered(line, "E213")
    explained(line)
    approve(actor=line.leaders["K21"], contributions=[line.report("E213"), line.report("E214")])
    for code, above in (("K21", "D2"), ("D2", "LINDVIK"), ("LINDVIK", "")):
        line.write(code, assessment=f"{code} er i rute.")
        deliver(actor=line.leaders[code], contribution=line.report(code))
        if above:
            approve(actor=line.leaders[above], contributions=[line.report(code)])


def test_whole_round_ends_in_figures_that_stand(line: Line) -> None:
    all_the_way_up(line)
    live = consolidated(line.leaders["LINDVIK"], line.round)
    frozen = close_round(actor=line.leaders["LINDVIK"], closing=line.round, day=TODAY)
    line.units["E214"].names = [["2000-01-01", "Et annet navn"]]
    line.units["E214"].save()
    kept = consolidated(line.leaders["LINDVIK"], line.round)
    assert kept.total == live.total
    assert kept.total.forecast == WITHIN + BEYOND
    assert [deviation.unit for deviation in kept.deviations] == ["Enhet E214"]
    assert checksum_of(frozen.content.encode()) == frozen.checksum


def test_closed_round_is_written_in_no_more(line: Line) -> None:
    all_the_way_up(line)
    close_round(actor=line.leaders["LINDVIK"], closing=line.round, day=TODAY)
    with pytest.raises(RuleBrokenError):
        reopen(actor=line.leaders["K21"], contribution=line.report("E214"), reason="For sent.")
    with pytest.raises(RuleBrokenError):
        close_round(actor=line.leaders["LINDVIK"], closing=line.report("E214").round, day=TODAY)


def test_round_closes_when_the_municipality_has_delivered(line: Line) -> None:
    with pytest.raises(RuleBrokenError):
        close_round(actor=line.leaders["LINDVIK"], closing=line.round, day=TODAY)
    with pytest.raises(NotAllowedError):
        close_round(actor=line.leaders["D2"], closing=line.round, day=TODAY)


@pytest.mark.parametrize("model", [ClosedRound, HistoryEntry])
def test_database_refuses_to_change_what_stands(line: Line, model: type[ClosedRound | HistoryEntry]) -> None:
    all_the_way_up(line)
    close_round(actor=line.leaders["LINDVIK"], closing=line.round, day=TODAY)
    stands = model.objects.all()
    field = {"content": "{}"} if model is ClosedRound else {"comment": "Noe annet"}
    with pytest.raises(DatabaseError), transaction.atomic():
        stands.update(**field)
    with pytest.raises(DatabaseError), transaction.atomic():
        stands.delete()


def test_owner_answers_whether_a_measure_worked(line: Line) -> None:
    explained(line)
    measure = CorrectiveMeasure.objects.get()
    answer_measure(actor=line.leaders["E214"], measure=measure, worked=Effect.PARTLY, day=TODAY)
    assert (CorrectiveMeasure.objects.get().worked, measure.worked_on) == ("partly", TODAY)


def test_others_answer_for_no_measure(line: Line) -> None:
    explained(line)
    stranger: User = line.leaders["E213"]
    with pytest.raises(NotAllowedError):
        answer_measure(actor=stranger, measure=CorrectiveMeasure.objects.get(), worked=Effect.NO, day=TODAY)
    assert CorrectiveMeasure.objects.get().worked == ""


def framed(line: Line, year: int = 2026, since: date = date(2025, 12, 10)) -> Frame:
    """A frame of the units' programme area, answered for by D2."""
    area = ProgrammeArea.objects.first() or AreaFactory.create()
    Placement.objects.filter(unit__code__in=("E213", "E214")).update(programme_area=area)
    element = {"element__unit": line.units["D2"], "element__state": "adopted", "element__valid_from": since}
    until = date(year + 1, 1, 1)
    frame: Frame = FrameFactory.create(programme_area=area, **element, element__valid_to=until)
    FrameYear.objects.create(frame=frame, year=year, before_measures=BUDGET, amount=BUDGET)
    return frame


def reported_on(report: Contribution, day: date) -> set[str]:
    """The kinds of what a report is about on a day."""
    links = Link.objects.valid_on(day).filter(type="reports_on", citing=report.element)
    return set(links.values_list("cited__kind", flat=True))


def test_deviation_departs_from_the_frame_of_its_year(line: Line) -> None:
    this_year = framed(line)
    framed(line, 2027, since=date(2026, 9, 23))
    explained(line)
    made = Link.objects.get(type="departs_from")
    assert (made.cited, made.valid_from, made.valid_to) == (
        this_year.element,
        line.round.cut_off,
        this_year.element.valid_to,
    )


def test_report_is_about_its_frame_deviation_and_measures(line: Line) -> None:
    framed(line)
    report = explained(line)
    assert reported_on(report, line.round.cut_off) == {"frame", "deviation", "corrective_measure"}


def test_report_delivered_again_is_linked_no_more_than_once(line: Line) -> None:
    framed(line)
    report = explained(line)
    before = set(Link.objects.values_list("pk", "valid_to"))
    withdraw(actor=line.leaders["E214"], contribution=report)
    deliver(actor=line.leaders["E214"], contribution=report)
    assert set(Link.objects.values_list("pk", "valid_to")) == before


def test_report_is_about_a_measure_only_while_it_is_at_work(line: Line) -> None:
    leader, last = line.leaders["E214"], FOREVER - timedelta(days=1)
    report = explained(line)
    stopped = CorrectiveMeasure.objects.get()
    plan = Plan("Innleiestopp", None, date(2026, 12, 1), 0)
    withdraw(actor=leader, contribution=report)
    add_measure(actor=leader, contribution=report, plan=plan)
    deliver(actor=leader, contribution=report)
    links = Link.objects.filter(type="reports_on", cited=stopped.element)
    for status, holds in ((MeasureStatus.DROPPED, False), (MeasureStatus.OPEN, True)):
        withdraw(actor=leader, contribution=report)
        change_measure(actor=leader, measure=stopped, plan=plan, status=status)
        deliver(actor=leader, contribution=report)
        assert links.valid_on(last).exists() == holds
    first, again = links.order_by("valid_from")
    assert first.valid_to == again.valid_from
