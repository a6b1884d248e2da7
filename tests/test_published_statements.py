"""Statements that municipalities have published add up as our lines say; runs where the files are."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from styring.ledger.rules.statements import compute, definition

SHARED = Path(__file__).parents[2] / "shared" / "data"
PUBLISHED = Path(os.environ.get("STYRING_REAL_DATA", SHARED)) / "published-statements"
NET = ("sandnes_2020_2024_5-4-1_netto.csv", 2020, [str(post) for post in range(1, 24)])
GROSS = ("hustadvika_2023_2027_5-4-1.csv", 2024, [*(str(post) for post in range(1, 18)), "22", "24", "25"])
pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason=f"no published statements are in {PUBLISHED}")


def printed(name: str, posts: list[str], place: int) -> dict[str, int]:
    """The amounts of a column by line, in 1000 kr, expenses plus and incomes minus."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    column = head.index("label") + 1 + place
    return {post: int(row[column] or 0) for post, row in zip(posts, rows, strict=True)}


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(("name", "year", "posts"), [NET, GROSS], ids=["net", "gross"])
def test_sums_and_results_are_those_that_were_published(name: str, year: int, posts: list[str], place: int) -> None:
    defined, amounts = definition("5-4-1", year), printed(name, posts, place)
    sums = {("1", min(line.arts)): amounts.get(line.post, 0) for line in defined.lines if line.arts}
    computed = {line.post: line.amount for line in compute(defined, sums)}
    results = [line.post for line in defined.lines if line.formula and line.post in amounts]
    wrong = [post for post in results if abs(abs(computed[post]) - abs(amounts[post])) > 1]
    assert (wrong, len(results)) == ([], 7)
