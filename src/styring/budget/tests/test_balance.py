from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.budget.rules.balance import WORDS, Bounds, Break, YearFacts, balance_breaks, facts_of, in_kroner

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text())["cases"]
SAYS = {
    "transfer": "transfer: 570 and 970 differ",
    "depreciation": "depreciation: 590 and 990 differ",
    "loan_frame": "loans: above the adopted frame",
    "loan_vat": "loans: cover VAT that is compensated",
    "instalments": "instalments: under the least by law",
}
BOUNDS = {"loan_frame", "instalment_floor"}


def in_the_words_of_the_vectors(found: Break) -> str:
    if found.kind in SAYS:
        return SAYS[found.kind]
    if found.kind == "fund":
        return f"{found.name}: overdrawn by {found.amount}"
    part, what = found.kind.split("_")
    return f"{part}: {what} {found.amount}"


@pytest.mark.parametrize(
    ("year", "out"),
    [
        pytest.param(case["in"]["year"], case["out"], id=case["id"])
        for case in CASES
        if case["rule"] == "balance_errors"
    ],
)
def test_balance_as_the_vectors_have_it(year: dict[str, Any], out: list[str]) -> None:
    funds = {name: amount for name, amount in year.items() if name.startswith("fund_")}
    facts = {name: amount for name, amount in year.items() if name not in BOUNDS | set(funds)}
    found = balance_breaks(YearFacts(**facts), Bounds(year["loan_frame"], year["instalment_floor"], funds=funds))
    assert [in_the_words_of_the_vectors(one) for one in found] == out


amounts = st.integers(-(10**14), 10**14)
sums = st.dictionaries(
    st.tuples(st.sampled_from(["0", "1"]), st.sampled_from(["010", "429", "570", "870", "910", "970", "980"])), amounts
)


@given(sums)
def test_what_lacks_is_what_would_balance_it(given_: dict[tuple[str, str], int]) -> None:
    kinds = {"operating_lacks": -1, "operating_leaves": 1}
    left = [kinds[one.kind] * one.amount for one in balance_breaks(facts_of(given_), Bounds()) if one.kind in kinds]
    assert sum(left) == -sum(amount for (account_class, _art), amount in given_.items() if account_class == "1")


@given(sums)
def test_a_year_without_breaks_sums_to_nought_in_both_parts(given_: dict[tuple[str, str], int]) -> None:
    facts = facts_of(given_)
    assert facts.operating + facts.investment == sum(given_.values())
    if not balance_breaks(facts, Bounds()):
        assert facts.operating == facts.investment == facts.to_investment + facts.from_operating == 0


def test_pushing_a_shortfall_on_is_no_balance() -> None:
    found = balance_breaks(facts_of({("1", "010"): 500, ("1", "980"): -500}), Bounds())
    assert found == [Break("carried", 500)]


def test_earlier_shortfall_is_to_be_covered() -> None:
    assert balance_breaks(YearFacts(covered=400), Bounds(to_cover=1000)) == [Break("cover", 600)]


def test_every_break_has_a_sentence_and_a_law() -> None:
    worst = YearFacts(
        operating=1, investment=-1, to_investment=5, depreciation=5, loans=-9, covered=0, carried=3, instalments=1
    )
    bounds = Bounds(loan_frame=1, instalment_floor=9, to_cover=9, funds={"Disposisjonsfond": -3})
    found = balance_breaks(worst, bounds) + balance_breaks(YearFacts(operating=-1, investment=1), Bounds())
    assert {one.kind for one in found} == set(WORDS)
    assert all("§" in WORDS[one.kind].law for one in found)
    assert "overtrukket med 3 kroner" in WORDS["fund"].sentence % {"year": 2027, "name": "Fondet", "kroner": 3}


def test_kroner_are_written_as_people_do() -> None:
    assert [in_kroner(amount) for amount in (0, 99, -123456789)] == ["0", "0,99", "−1\xa0234\xa0567,89"]
