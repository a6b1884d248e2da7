from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
import yaml

from styring.kernel.seeding import DEMO_FILES
from styring.ledger.rules.codes import arts, functions

GIVEN = (
    "vedtatt_budsjett", "revidert_budsjett", "periodisert_budsjett_hittil", "regnskap_hittil", "avvik_hittil",
    "aarsprognose", "prognoseavvik", "forrige_prognoseavvik",
)  # fmt: skip


def read(name: str) -> Any:
    return yaml.safe_load((DEMO_FILES / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("column", GIVEN)
def test_units_of_an_area_add_up_to_the_given_figures(column: str) -> None:
    shares = read("enhetsandeler")
    sums: dict[str, int] = defaultdict(int)
    position = shares["kolonner"].index(column)
    for row in shares["enheter"]:
        sums[row[1]] += row[position]
    given = {row["programomraade"]: row[column] for row in read("rapportering_2026")["maanedsrapport"]["rader"]}
    assert sums == given


def test_every_named_unit_has_its_share() -> None:
    named = {unit["id"] for unit in read("organisasjon")["administrasjon"]["enheter"]}
    assert named <= {row[0] for row in read("enhetsandeler")["enheter"]}


@pytest.mark.parametrize("column", [3, 4])
def test_budget_with_central_items_balances(column: int) -> None:
    shares = read("enhetsandeler")
    assert sum(row[column] for row in shares["enheter"] + shares["sentrale_poster"]) == 0


def test_accounting_uses_codes_of_the_year_and_profiles_of_a_whole_year() -> None:
    accounting = read("kontering")
    used = {art for kit in accounting["sett"].values() for side in kit.values() for art in side}
    assert all(arts()[art].is_valid_in(2026) for art in used)
    assert all(functions()[part[0]].is_valid_in(2026) for parts in accounting["typer"].values() for part in parts)
    assert {sum(profile) for profile in accounting["profiler"].values()} == {1000}
