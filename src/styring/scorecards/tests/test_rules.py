from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.kernel.periods import Period
from styring.kernel.thresholds import Status
from styring.scorecards.rules import Part, Rule, distribution, last_value, roll_up

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text())["cases"]
WHOLE = st.integers(0, 1000).map(Fraction)


def cases(rule: str) -> list[Any]:
    return [pytest.param(case["in"], case["out"], id=case["id"]) for case in CASES if case["rule"] == rule]


@pytest.mark.parametrize(("asked", "out"), cases("roll_up"))
def test_roll_up_vectors(asked: dict[str, Any], out: dict[str, Any]) -> None:
    parts = [Part(**{name: Fraction(number) for name, number in said.items()}) for said in asked["parts"]]
    value = None if out["value"] is None else Fraction(out["value"])
    assert roll_up(Rule(asked["rule"]), parts) == (value, Fraction(out["coverage"]), out["missing"])


@pytest.mark.parametrize(("asked", "out"), cases("last_value"))
def test_last_value_vectors(asked: dict[str, Any], out: list[str] | None) -> None:
    values = {Period.parse(period): value and Fraction(value) for period, value in asked["values"].items()}
    expected = out and (Period.parse(out[0]), Fraction(out[1]))
    assert last_value(values, Period.parse(asked["until"])) == expected


@pytest.mark.parametrize(("asked", "out"), cases("distribution"))
def test_distribution_vectors(asked: dict[str, Any], out: dict[str, int]) -> None:
    counted = distribution(Status(status) for status in asked["statuses"])
    assert {status.value: number for status, number in counted.items()} == out


@given(st.lists(st.tuples(WHOLE, WHOLE), min_size=2, max_size=6), st.integers(1, 5))
def test_rolling_up_in_two_steps_is_rolling_up_in_one(pairs: list[tuple[Fraction, Fraction]], cut: int) -> None:
    def whole(some: list[tuple[Fraction, Fraction]]) -> Part:
        return Part(
            numerator=sum((n for n, _ in some), Fraction(0)), denominator=sum((d for _, d in some), Fraction(0))
        )

    at_once = roll_up(Rule.RATIO, [whole([pair]) for pair in pairs])
    in_steps = roll_up(Rule.RATIO, [whole(pairs[:cut]), whole(pairs[cut:])])
    assert at_once.value == in_steps.value


@given(st.lists(st.one_of(st.none(), WHOLE), max_size=6))
def test_what_is_missing_never_counts_as_nought(values: list[Fraction | None]) -> None:
    rolled = roll_up(Rule.SUM, [Part(value=value) for value in values])
    known = [value for value in values if value is not None]
    assert rolled.value == (sum(known) if known else None)
    assert rolled.missing == len(values) - len(known)


def test_little_of_the_whole_is_not_judged() -> None:
    held = Part(numerator=Fraction(1), denominator=Fraction(79), expected=Fraction(79))
    assert not roll_up(Rule.RATIO, [held, Part(expected=Fraction(21))]).is_enough
