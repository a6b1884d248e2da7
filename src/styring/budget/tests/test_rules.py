from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.budget.rules import forecast
from styring.budget.rules.deviation import Limits, needs_explanation
from styring.budget.rules.layers import Imbalance, difference, imbalances, together, undone
from styring.budget.rules.phasing import FLAT, phase, running, running_of_layer, shares_of
from styring.budget.tables import Heading
from styring.kernel.errors import InvalidValueError

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text())["cases"]


def cases_of(rule: str) -> list[Any]:
    return [pytest.param(case["in"], case["out"], id=case["id"]) for case in CASES if case["rule"] == rule]


def fractions(written: list[str]) -> tuple[Fraction, ...]:
    return tuple(Fraction(share) for share in written)


def cell(given_: dict[str, Any]) -> forecast.Cell:
    return forecast.Cell(
        forecast.Group(given_["group"]),
        given_["budget"],
        given_["last_year"],
        tuple(given_["months"]),
        fractions(given_["profile"]),
        given_["budget_only"],
    )


@pytest.mark.parametrize(("given_", "out"), cases_of("phase"))
def test_phasing_as_the_vectors_have_it(given_: dict[str, Any], out: list[int]) -> None:
    assert phase(given_["amount"], fractions(given_["profile"])) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("apply_layers"))
def test_layers_as_the_vectors_have_them(given_: dict[str, Any], out: dict[str, int]) -> None:
    assert together(given_["layers"]) == out


def in_words(found: Imbalance) -> str:
    if found.kind == "class":
        return f"operating: nets to {found.amount}, must be 0"
    return f"frame {found.name}: changes by {found.amount}"


@pytest.mark.parametrize(("given_", "out"), cases_of("amendment_errors"))
def test_amendments_as_the_vectors_have_them(given_: dict[str, Any], out: list[str]) -> None:
    found = imbalances(
        given_["layer"],
        class_of=dict.fromkeys(given_["layer"], "1"),
        frame_of=given_["frames"],
        may_cross_frames=given_["may_cross_frames"],
    )
    assert [in_words(imbalance) for imbalance in found] == out


@pytest.mark.parametrize(("given_", "out"), cases_of("art_group"))
def test_art_groups_as_the_vectors_have_them(given_: dict[str, str], out: str | None) -> None:
    group = forecast.group_of(given_["art"])
    assert (group.value if group else None) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("cell"))
def test_cells_as_the_vectors_have_them(given_: dict[str, Any], out: int) -> None:
    assert forecast.cell_parts(cell(given_)).total == out


@pytest.mark.parametrize(("given_", "out"), cases_of("unit"))
def test_units_as_the_vectors_have_them(given_: dict[str, Any], out: dict[str, int]) -> None:
    suggestion = forecast.suggestion_of([cell(each) for each in given_["cells"]])
    assert {"forecast": suggestion.amount, "half_width_kr": suggestion.half_width_kr} == out


@pytest.mark.parametrize(("given_", "out"), cases_of("node_interval"))
def test_intervals_above_units_as_the_vectors_have_them(given_: dict[str, list[int]], out: int) -> None:
    assert forecast.node_half_width_kr(given_["halves_kr"]) == out


@pytest.mark.parametrize(("given_", "out"), cases_of("profile"))
def test_profiles_as_the_vectors_have_them(given_: dict[str, Any], out: list[str]) -> None:
    assert forecast.profile(given_["own"], fractions(given_["common"])) == fractions(out)


amounts = st.integers(-10_000_000_000, 10_000_000_000)
weights = st.lists(st.integers(-50, 200), min_size=12, max_size=12).filter(sum)
layers = st.dictionaries(st.sampled_from("abcdef"), amounts)


@given(amounts, weights)
def test_months_sum_to_the_year_and_running_totals_are_near(amount: int, given_: list[int]) -> None:
    shares = shares_of(given_)
    assert sum(phase(amount, shares)) == amount
    for month, total in enumerate(running(amount, shares), 1):
        assert abs(total - amount * sum(shares[:month], Fraction(0))) <= Fraction(1, 2)


@given(st.lists(st.lists(amounts, min_size=1, max_size=5), min_size=1, max_size=4), weights)
def test_phased_layers_sum_to_the_phased_budget(given_: list[list[int]], weighed: list[int]) -> None:
    shares, before, months = shares_of(weighed), 0, [0] * 12
    for lines in given_:
        for line in running_of_layer(before, lines, weighed):
            months = [a + b for a, b in zip(months, line, strict=True)]
        before += sum(lines)
    assert months == running(before, shares)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=6), weights)
def test_line_of_a_layer_ends_on_its_amount_and_is_never_off_by_an_ore(
    before: int, lines: list[int], weighed: list[int]
) -> None:
    shares = shares_of(weighed)
    for line, amount in zip(running_of_layer(before, lines, weighed), lines, strict=True):
        assert line[-1] == amount
        assert all(abs(total - amount * sum(shares[:month], Fraction(0))) <= 1 for month, total in enumerate(line, 1))


@given(st.lists(layers), st.randoms())
def test_order_of_layers_does_not_matter(given_: list[dict[str, int]], chance: Any) -> None:
    shuffled = given_[:]
    chance.shuffle(shuffled)
    assert together(shuffled) == together(given_)


@given(layers, layers)
def test_difference_turns_one_state_into_another_and_undoing_takes_it_back(
    old: dict[str, int], new: dict[str, int]
) -> None:
    step = difference(new, old)
    assert together([old, step]) == together([new])
    assert together([old, step, undone(step)]) == together([old])


@pytest.mark.parametrize("wrong", [(), (1,) * 11, (0,) * 12, (1, -1) * 6])
def test_profile_without_a_sum_is_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValueError):
        shares_of(wrong)


def test_shares_that_are_not_a_whole_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        running(100, shares_of(FLAT)[:11])


def test_explanation_is_due_from_the_limit_both_ways() -> None:
    limits = Limits(share=Fraction(1, 100), amount=500_000_00)
    asked = [needs_explanation(d, 10_000_000_00, limits) for d in (99_999_99, 100_000_00, -100_000_00, 0)]
    assert asked == [False, True, True, False]
    assert needs_explanation(500_000_00, 100_000_000_00, limits)


@pytest.mark.parametrize(
    ("title", "lines"),
    [("Årsprognose", ["Årsprognose"]), ("Budsjett hittil", ["Budsjett", "hittil"]),
     ("Last year to date", ["Last year", "to date"])],
)  # fmt: skip
def test_head_of_a_column_stands_on_two_lines_at_most(title: str, lines: list[str]) -> None:
    assert Heading("actual", title).lines == lines
