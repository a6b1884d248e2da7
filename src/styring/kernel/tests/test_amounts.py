from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.kernel import amounts
from styring.kernel.amounts import LARGEST, kroner, ore, ores, round_keeping_sum, spread_exactly
from styring.kernel.errors import InvalidValueError

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text())["cases"]
FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


def read(value: Any) -> Any:
    if isinstance(value, list):
        return [read(inner) for inner in value]
    return Fraction(value) if isinstance(value, str) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_vectors(case: dict[str, Any]) -> None:
    arguments = {name: read(value) for name, value in case["in"].items()}
    assert getattr(amounts, case["rule"])(**arguments) == case["out"]


@given(st.lists(FRACTIONS, min_size=1))
def test_rounded_parts_keep_the_sum_and_none_moves_by_one(parts: list[Fraction]) -> None:
    rounded = round_keeping_sum(parts)
    assert sum(rounded) == amounts.round_half_away(sum(parts, Fraction(0)))
    assert all(abs(whole - part) < 1 for whole, part in zip(rounded, parts, strict=True))


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_what_is_shared_out_adds_up(amount: int, weights: list[int]) -> None:
    shares = spread_exactly(amount, weights)
    assert sum(shares) == amount
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@given(st.integers(1 - LARGEST, LARGEST - 1))
def test_what_is_written_can_be_read(amount: int) -> None:
    assert ore(kroner(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0), ("12", 1200), ("-12,5", -1250), ("1 234,50", 123450), ("1\u00a0234,50", 123450),
        ("1.234,50-", -123450), ("12.450,00-", -1245000), ("(1 234,50)", -123450), ("1,234.50", 123450),
        ("1.234.567", 123456700), ("\u22121\u202f234,5", -123450), ("+7", 700), ("1234.500", 123450),
        ("12,00 kr", 1200),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, amount: int) -> None:
    assert ore(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "1,2,3",
        "1.2.3",
        "12,345",
        "1,23,456.0",
        "--1",
        "(1",
        "1.234.56",
        "1e5",
        "٣",
        "=1+1",
        "1.234,5.6",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        ore(text)


def test_known_decimal_mark_settles_what_is_ambiguous() -> None:
    assert (ore("1.234", ","), ore("1.230", ".")) == (123400, 123)
    with pytest.raises(InvalidValueError):
        ore("1.234", ".")


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-1000, 1000), min_size=1).filter(sum))
def test_whole_weights_share_out_as_fractions_do(amount: int, weights: list[int]) -> None:
    assert spread_exactly(amount, weights) == spread_exactly(amount, [Fraction(weight, 7) for weight in weights])


WRITTEN = st.sampled_from(["{:d}", "{:d},5", "{:d}.50", "-{:d},25", "{:d}-", "({:d})", " {:d}"])


@given(st.lists(st.builds(str.format, WRITTEN, st.integers(0, 10**11)), min_size=1))
def test_many_are_read_as_each_is(texts: list[str]) -> None:
    assert ores(texts, ",") == [ore(text, ",") for text in texts]


@pytest.mark.parametrize("text", ["9" * 99, "-" + "9" * 99 + ",00", "1" + "0" * 13, "(1 000 000 000 000,00)"])
def test_what_nobody_has_is_no_amount(text: str) -> None:
    for reading in (ore, lambda text: ores([text])):
        with pytest.raises(InvalidValueError, match="over 1000 milliarder"):
            reading(text)


def test_two_amounts_in_a_cell_are_none() -> None:
    with pytest.raises(InvalidValueError):
        ores(["1,00\n2,00", "3,00"])
