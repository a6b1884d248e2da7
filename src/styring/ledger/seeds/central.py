"""The accounts of the demo that belong to no unit: taxes and grants, finance, funds, and what is invested."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from styring.kernel.amounts import round_half_away, spread_exactly
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.ledger.rules.statements import compute, definition
from styring.ledger.seeds.accounting import (
    LAST_MONTH,
    THOUSAND,
    TOP,
    Line,
    art_in,
    chance,
    file,
    growth_until,
    is_steady,
    profile_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAX, TO_FUND, FROM_FUND, TO_INVESTMENT, FROM_OPERATING = "870", "540", "940", "570", "970"
DISPOSED = frozenset({"540", "550", "570", "940", "950"})
_TAX_FUNCTION, _FUND_FUNCTION = "800", "880"
_WHOLE_YEAR = 12


def central_lines(year: int, of_units: Iterable[Line]) -> Iterator[Line]:
    """The central items of a year; in a closed one the tax and the fund make the result what is stated (RM22)."""
    shares = file("enhetsandeler")
    items = [dict(zip(shares["sentrale_kolonner"], row, strict=True)) for row in shares["sentrale_poster"]]
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    for item in items:
        change = 1 if year == max(LAST_MONTH) else chance("central", item["art"], year).gauss(1, 0.01)
        amount = round(item["revidert_budsjett"] * THOUSAND * growth_until(year) * change)
        for function, part in _on_functions(item["art"], item["funksjon"], amount):
            amounts[art_in(year, item["art"]), function] += part
    if LAST_MONTH[year] == _WHOLE_YEAR:
        _close(year, amounts, of_units)
    for (art, function), amount in amounts.items():
        yield from _over_months(year, OPERATING, (TOP, function, art, ""), amount)


def _on_functions(art: str, function: str, amount: int) -> list[tuple[str, int]]:
    shares = file("kontering")["sentrale_funksjoner"].get(art)
    if not shares:
        return [(function, amount)]
    return list(zip(shares, spread_exactly(amount, list(shares.values())), strict=True))


def _close(year: int, amounts: dict[tuple[str, str], int], of_units: Iterable[Line]) -> None:
    """Let tax give the stated net operating result, the depreciation meet its counter, and the fund take the rest."""
    depreciation = sum(amount for (art, _function), amount in amounts.items() if art == "590")
    amounts["990", "860"] = -depreciation
    amounts[TAX, _TAX_FUNCTION] = 0
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in of_units:
        sums[OPERATING, line.art] += line.amount
    for (art, _function), amount in amounts.items():
        sums[OPERATING, art] += amount
    lines = {line.post: line.amount for line in compute(definition("5-6", year), sums)}
    wanted = Fraction(file("kontering")["netto_driftsresultat"][year], 1000)
    tax = round_half_away((wanted * lines["9"] - lines["24"]) / (1 - wanted))
    amounts[TAX, _TAX_FUNCTION] = -tax
    disposed = sum(amount for (art, _function), amount in amounts.items() if art in DISPOSED - {TO_FUND})
    rest = lines["24"] + tax - disposed
    amounts[TO_FUND, _FUND_FUNCTION] = 0
    amounts[TO_FUND if rest > 0 else FROM_FUND, _FUND_FUNCTION] = rest


def transferred(lines: Iterable[Line]) -> int:
    """What the operating accounts hand over to the investments."""
    return sum(line.amount for line in lines if line.account_class == OPERATING and line.art == TO_INVESTMENT)


def investment_lines(year: int, from_operating: int) -> Iterator[Line]:
    """The investment accounts of a year; a closed one balances, by use of loans."""
    plan = {name: kept[year] * THOUSAND for name, kept in file("kontering")["investering"].items() if _has(kept, year)}
    amounts: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for unit, function, project, amount in _projects(year, plan["brutto"]):
        arts = file("kontering")["investering"]["arter"]
        for art, part in zip(arts, spread_exactly(amount, list(arts.values())), strict=True):
            amounts[unit, function, art, project] += part
    vat = sum(amount for (_unit, _function, art, _project), amount in amounts.items() if art == "429")
    misplaced = plan.get("feilfort_kompensasjon", 0)
    compensated = vat * file("kontering")["investering"]["kompensert_mva"] // 1000
    amounts |= {
        (TOP, "841", "729", ""): misplaced - compensated,
        (TOP, "222", "729", ""): -misplaced,
        (TOP, "172", "529", ""): plan["egenkapitalinnskudd"],
        (TOP, "222", "700", ""): -plan["tilskudd"],
        (TOP, "315", "670", ""): -plan["salg"],
        (TOP, "283", "522", ""): plan["videreutlan"],
        (TOP, "283", "912", ""): -plan["videreutlan"],
        (TOP, "283", "512", ""): plan["avdrag_videreutlan"],
        (TOP, "283", "922", ""): -plan["mottatte_avdrag_videreutlan"],
        (TOP, _FUND_FUNCTION, "550", ""): plan["mottatte_avdrag_videreutlan"] - plan["avdrag_videreutlan"],
        (TOP, _FUND_FUNCTION, FROM_OPERATING, ""): -from_operating,
    }
    amounts[TOP, "870", "910", ""] = -sum(amounts.values())
    for key, amount in amounts.items():
        yield from _over_months(year, INVESTMENT, key, amount)


def _has(kept: Any, year: int) -> bool:  # noqa: ANN401 - from a file
    return isinstance(kept, dict) and year in kept


def _projects(year: int, gross: int) -> Iterator[tuple[str, str, str, int]]:
    """The year's investment on projects, in the unit that builds."""
    functions = file("kontering")["investering"]["funksjon_for_omraade"]
    told = file("investeringshistorie")
    history = {row[0]: dict(zip(told["kolonner"], row, strict=True)) for row in told["prosjekter"]}
    projects = [*file("investeringer")["prosjekter"], *told["avsluttede"]]
    weights = [history[project["id"]][f"regnskap_{year}"] for project in projects]
    for project, amount in zip(projects, spread_exactly(gross, weights), strict=True):
        area = project["programomraade"]
        unit = {"P45": "E313", "P43": "E315", "P17": "E431"}.get(area, "E442")
        yield unit, functions.get(area, "130"), project["id"], amount


def _over_months(year: int, account_class: str, key: tuple[str, str, str, str], amount: int) -> Iterator[Line]:
    """A year's amount over its months, as far as the year has come."""
    unit, function, art, project = key
    random = chance(account_class, *key, year)
    profile = profile_of(art) if account_class == OPERATING or art == FROM_OPERATING else _building()
    change = 0.004 if is_steady(art) else 0.03
    weights = [round(share * 1000 * max(0.2, random.gauss(1, change))) for share in profile]
    for month, part in enumerate(spread_exactly(amount, weights)[: LAST_MONTH[year]], start=1):
        if part:
            yield Line(month, account_class, unit, function, art, project, part)


def _building() -> list[int]:
    months: list[int] = file("kontering")["profiler"]["bygging"]
    return months
