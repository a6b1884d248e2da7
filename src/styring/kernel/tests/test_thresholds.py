from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.kernel.errors import InvalidValueError
from styring.kernel.thresholds import Direction, Status, Threshold, reached, rounded

CASES = json.loads((Path(__file__).parent / "thresholds.json").read_text())["cases"]
VALUES = st.fractions(min_value=-100, max_value=100, max_denominator=1000)


def read(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def answer(rule: str, given_: dict[str, Any]) -> object:
    direction = Direction(given_["direction"])
    if rule == "reached":
        return reached(direction, Fraction(given_["target"]), read(given_["value"]))
    limits = Threshold(direction, *(Fraction(limit) for limit in given_["limits"]))
    if rule == "status":
        return limits.status(read(given_["value"])).value
    status, certain = limits.certain_status(*(Fraction(given_[name]) for name in ("low", "value", "high")))
    return [status.value, certain]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_vectors(case: dict[str, Any]) -> None:
    assert answer(case["rule"], case["in"]) == case["out"]


@pytest.mark.parametrize(
    ("direction", "limits"),
    [
        (Direction.UP, (4, 5)),
        (Direction.DOWN, (8, 7)),
        (Direction.BAND, (95, 90)),
        (Direction.BAND, (95, 96, 100, 105)),
    ],
)
def test_limits_out_of_order_are_refused(direction: Direction, limits: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValueError):
        Threshold(direction, *(Fraction(limit) for limit in limits))


@given(VALUES, VALUES, VALUES)
def test_shown_value_stands_as_the_exact_one(one: Fraction, other: Fraction, value: Fraction) -> None:
    limits = Threshold(Direction.DOWN, rounded(min(one, other), 2), rounded(max(one, other), 2))
    shown = rounded(value, limits.decimals_to_show(value, 1))
    assert limits.status(shown) is limits.status(value)


@given(VALUES, VALUES)
def test_better_values_never_stand_worse(one: Fraction, other: Fraction) -> None:
    order = [Status.RED, Status.YELLOW, Status.GREEN]
    limits = Threshold(Direction.UP, Fraction(10), Fraction(-10))
    worse, better = (order.index(limits.status(value)) for value in sorted((one, other)))
    assert worse <= better
