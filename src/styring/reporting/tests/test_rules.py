from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.budget.rules.deviation import Limits
from styring.kernel.errors import RuleBrokenError
from styring.reporting.rules.answers import Answers, LevelAnswers, lacks, level_lacks
from styring.reporting.rules.consolidated import (
    Adjustment,
    Amounts,
    Area,
    Consolidated,
    DeviationLine,
    LevelStatus,
    MeasureLine,
    Missing,
    Sector,
    SickLeave,
)
from styring.reporting.rules.line import Node, totals
from styring.reporting.rules.measures import Standing, Worked, standing
from styring.reporting.rules.states import WITH_THE_LEVEL_ABOVE, Move, State, after, allowed, tally
from styring.reporting.rules.values import plain, restored

AMOUNTS = st.integers(-(10**13), 10**13)


@st.composite
def trees(draw: st.DrawFn) -> list[Node[int]]:
    """Units 0, 1, …, each under an earlier one; those without units below have forecasts, the others adjustments."""
    above = [None, *(draw(st.integers(0, unit - 1)) for unit in range(1, draw(st.integers(1, 30))))]
    inner = set(above)
    return [
        Node(unit, parent, adjustment=draw(AMOUNTS)) if unit in inner else Node(unit, parent, own=draw(AMOUNTS))
        for unit, parent in enumerate(above)
    ]


@given(trees())
def test_total_is_all_forecasts_and_all_adjustments(tree: list[Node[int]]) -> None:
    top = totals(tree)[0]
    assert top.of_units == sum(node.own for node in tree)
    assert top.forecast == sum(node.own + node.adjustment for node in tree)


@given(trees(), st.data(), AMOUNTS)
def test_adjusting_moves_the_line_above_and_nothing_else(tree: list[Node[int]], data: st.DataObject, by: int) -> None:
    chosen = data.draw(st.sampled_from(tree))
    before, changed = totals(tree), chosen._replace(adjustment=chosen.adjustment + by)
    now = totals([changed if node is chosen else node for node in tree])
    of_unit = {node.unit: node for node in tree}
    line = [chosen.unit]
    while (above := of_unit[line[-1]].above) is not None:
        line.append(above)
    assert {unit: now[unit].forecast - before[unit].forecast for unit in now} == {
        unit: by if unit in line else 0 for unit in now
    }
    assert all(now[unit].of_units == before[unit].of_units for unit in now)


@given(st.lists(st.sampled_from(Move), max_size=30))
def test_states_are_reached_by_open_moves_only(moves: list[Move]) -> None:
    here = State.NOT_STARTED
    for move in moves:
        if allowed(here, move):
            there = after(here, move, "fordi")
            assert there is not State.NOT_STARTED or move is Move.REMIND
            assert there is not State.APPROVED or (here, move) == (State.DELIVERED, Move.APPROVE)
            here = there
        else:
            with pytest.raises(RuleBrokenError):
                after(here, move, "fordi")


@pytest.mark.parametrize(("state", "move"), [(State.DELIVERED, Move.RETURN), (State.APPROVED, Move.REOPEN)])
def test_taking_back_needs_a_reason(state: State, move: Move) -> None:
    with pytest.raises(RuleBrokenError):
        after(state, move, "  ")


@given(st.lists(st.sampled_from(State)))
def test_tally_counts_each_once(states: list[State]) -> None:
    counted = tally(states)
    assert counted.delivered + counted.returned + counted.draft + counted.not_started == counted.expected
    assert counted.missing == sum(state not in WITH_THE_LEVEL_ABOVE for state in states)
    assert counted.approved <= counted.delivered


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        (Answers(budget=100_000_00, forecast=100_000_00), []),
        (Answers(budget=100_000_00, forecast=102_000_00), ["causes", "explanation", "measure"]),
        (Answers(budget=100_000_00, forecast=98_000_00), ["causes", "explanation"]),
        (Answers(100_000_00, 102_000_00, ("volume",), "Flere timer", 1), []),
        (Answers(budget=0, forecast=1), ["causes", "explanation", "measure"]),
        (Answers(budget=1, forecast=None, unanswered_measures=("Turnus",)), ["forecast", "worked"]),
    ],
)
def test_what_is_missing(answers: Answers, missing: list[str]) -> None:
    assert [lack.question for lack in lacks(answers, Limits())] == missing


def test_level_that_does_not_adjust_owes_no_reason() -> None:
    assert level_lacks(LevelAnswers(assessment="Vi er i rute.")) == []


@pytest.mark.parametrize(
    ("worked", "answered_on", "expected"),
    [
        (None, None, Standing.ANSWER_DUE),
        (Worked.TOO_EARLY, date(2026, 10, 26), Standing.UNDER_WAY),
        (Worked.PARTLY, date(2026, 10, 12), Standing.PARTLY),
        (Worked.NO, date(2026, 10, 12), Standing.NO_EFFECT),
    ],
)
def test_standing_after_the_deadline(worked: Worked | None, answered_on: date | None, expected: Standing) -> None:
    assert standing(worked, answered_on, date(2026, 10, 25), date(2026, 11, 6)) is expected


def a_report() -> Consolidated:
    area = Area("P31", 31, "Hjemmetjenester", Amounts(90, 100, 80, 85, 110, None))
    measure = MeasureLine("Innleiestopp", "Enhetsleder", date(2026, 12, 1), -600_000_00, "works")
    return Consolidated(
        municipality="Lindvik", period="2026-M10", is_closed=True, cut_off=date(2026, 10, 31),
        sectors=(Sector("S2", "Helse", (area, area)),), adjustments=(Adjustment("K21", "Helse", -5, "Innleiestopp"),),
        sick_leave=(SickLeave("K21", "Helse", None, None, None),), sick_leave_of_all=None,
        deviations=(DeviationLine("E201", "Vest", "P31", 100, -10, ("volume",), "Timer", (measure,)),),
        levels=(LevelStatus(4, "Enhet", 2, 1, 0, 1, 1, 0),),
        missing=(Missing("E202", "Nord", 4, date(2026, 11, 9), "draft"),), assessment="", assessed_by="",
    )  # fmt: skip


def test_report_comes_back_as_it_was_written_down() -> None:
    assert restored(Consolidated, plain(a_report())) == a_report()


def test_adjustments_are_added_to_the_total_only() -> None:
    report = a_report()
    assert (report.units.forecast, report.total.forecast, report.total.forecast_deviation) == (220, 215, -15)
    assert report.sectors[0].amounts.forecast_deviation == -20
