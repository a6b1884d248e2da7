from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import FOREVER, Span
from styring.organisation.rules import Place, Stretch, Wrong, changed_from, ended, faults, lineages

FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FOREVER if number >= 9 else FIRST + timedelta(days=number)


def place(unit: str, parent: str | None, since: int = 0, until: int = 9, level: int | None = None) -> Place[str]:
    return Place(unit, parent, Span(day(since), day(until)), level)


def wrongs(*places: Place[str]) -> list[Wrong]:
    return [fault.wrong for fault in faults(places)]


@pytest.mark.parametrize(
    ("places", "wrong"),
    [
        ([place("K", None), place("a", "K", 0, 5), place("a", "K", 4, 9)], Wrong.OVERLAP),
        ([place("K", None), place("a", "K", 0, 3), place("a", "K", 4, 9)], Wrong.GAP),
        ([place("K", None), place("a", "K", 0, 4), place("b", "a")], Wrong.NO_PARENT),
        ([place("K", None, level=2), place("a", "K", level=2)], Wrong.LEVEL),
        ([place("K", None), place("L", None, 4, 9)], Wrong.TWO_TOPS),
        ([place("K", None, 0, 4)], Wrong.NO_TOP),
        ([place("K", None), place("a", "b"), place("b", "a")], Wrong.CIRCLE),
    ],
)
def test_what_is_wrong_is_named(places: list[Place[str]], wrong: Wrong) -> None:
    assert set(wrongs(*places)) == {wrong}


def test_top_may_hand_over_to_another() -> None:
    assert wrongs(place("K", None, 0, 4), place("L", None, 4, 9), place("a", "K", 1, 4), place("a", "L", 4, 9)) == []


units = st.sampled_from("Kabc")
places = st.builds(
    lambda unit, parent, since, length: place(unit, None if unit == "K" else parent, since, since + length),
    units, units, st.integers(0, 4), st.integers(1, 9),
)  # fmt: skip


def sound_on(tree: list[Place[str]], when: date) -> bool:
    """Is every unit of the day in one place and below the one top?"""
    here = [hung for hung in tree if when in hung.span]
    above = {hung.unit: hung.parent for hung in here}
    reached: set[str | None] = {None}
    for _step in here:
        reached |= {unit for unit, parent in above.items() if parent in reached}
    return len(above) == len(here) and list(above.values()).count(None) == 1 and reached >= above.keys()


@given(st.lists(places, max_size=7))
def test_a_tree_without_faults_is_sound_on_every_day(others: list[Place[str]]) -> None:
    tree = [place("K", None), *(other for other in others if other.unit != "K")]
    found = set(wrongs(*tree))
    sound = all(sound_on(tree, day(number)) for number in range(9))
    assert sound == (not found) or found == {Wrong.GAP}


@given(st.lists(places, max_size=7))
def test_lineage_is_what_a_climb_of_each_day_finds(others: list[Place[str]]) -> None:
    tree = [place("K", None), *(other for other in others if other.unit != "K")]
    if faults(tree):
        return
    for when in map(day, range(9)):
        above = {hung.unit: hung.parent for hung in tree if when in hung.span}
        climbed = set()
        for unit in above:
            here: str | None = unit
            steps = 0
            while here is not None:
                climbed.add((here, unit, steps))
                here, steps = above[here], steps + 1
        assert climbed == {(a.ancestor, a.descendant, a.distance) for a in lineages(tree) if when in a.span}


HISTORY = [Stretch(Span(day(0), day(4)), "K", 2, "Før"), Stretch(Span(day(4)), "K", 2, "Etter")]


def test_change_leaves_the_days_before_and_what_was_decided_for_later() -> None:
    moved = changed_from(day(2), HISTORY, parent="L")
    assert [(s.span.since, s.parent, s.name) for s in moved] == [
        (day(0), "K", "Før"), (day(2), "L", "Før"), (day(4), "L", "Etter"),
    ]  # fmt: skip
    renamed = changed_from(day(2), HISTORY, name="Midt")
    assert [s.name for s in renamed] == ["Før", "Midt", "Etter"]


def test_change_back_leaves_no_seam() -> None:
    assert changed_from(day(4), HISTORY, name="Før") == [Stretch(Span(day(0)), "K", 2, "Før")]


@pytest.mark.parametrize("when", [day(0) - timedelta(days=1), day(8)])
def test_change_outside_the_life_of_a_unit_is_refused(when: date) -> None:
    with pytest.raises(RuleBrokenError, match="finnes ikke"):
        changed_from(when, ended(day(6), HISTORY), name="Nytt")


def test_end_cuts_the_history() -> None:
    assert ended(day(2), HISTORY) == [Stretch(Span(day(0), day(2)), "K", 2, "Før")]
    with pytest.raises(RuleBrokenError, match="finnes ikke"):
        ended(day(0), HISTORY)


@given(st.integers(0, 8), st.integers(0, 8))
def test_days_before_a_change_are_never_touched(when: int, asked: int) -> None:
    def names(history: list[Stretch[str]]) -> list[str]:
        return [stretch.name for stretch in history if day(asked) in stretch.span]

    changed = changed_from(day(when), HISTORY, name="Nytt")
    assert names(changed) == (names(HISTORY) if asked < when else ["Nytt"] if asked < 4 or when >= 4 else ["Etter"])
