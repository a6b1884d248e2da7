"""The budgets of 2025 and 2026, the amendments of 2026, and what the year was expected to come to month by month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.budget.models import Forecast, Layer, LayerKind
from styring.budget.rules.layers import together
from styring.budget.seeds.accounting import THOUSAND, file, keyed, months_of, pay_rise, rows, spread, units
from styring.budget.seeds.carry_over import load_carry_over
from styring.budget.seeds.investments import budget_of_2026
from styring.budget.services import (
    Heading,
    amend_budget,
    bring_in_forecasts,
    enter_adopted_budget,
    set_price_growth,
    set_profile,
)
from styring.kernel.amounts import round_half_away, spread_exactly
from styring.kernel.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User

TOP = "LINDVIK"
YEAR = 2026
FIRST_REPORT = Heading("Tertialrapport I: budsjettregulering", YEAR, YEAR, date(2026, 6, 17), "KST 61/26")
SECOND_REPORT = Heading("Tertialrapport II: budsjettregulering", YEAR, YEAR, date(2026, 10, 28), "KST 92/26")
FIRST_AMENDED = 6
"""The month of the first amendments; what was foreseen before it departs from the budget as it was adopted."""
TO_FUND = ("880", "540")
"""Function and art of setting aside to the disposition fund."""
PROFILES = {
    "fastlonn": "Fast lønn", "vikar": "Vikarer og innleie", "tillegg": "Tillegg og overtid",
    "avgift": "Arbeidsgiveravgift", "drift": "Varer og tjenester", "strom": "Strøm", "kjop": "Kjøp av tjenester",
    "sykelonn": "Sykelønnsrefusjon", "ramme": "Rammetilskudd", "desember": "Avsluttes i desember",
    "renter": "Renter, hvert kvartal", "gebyr": "Gebyrer, hvert kvartal",
}  # fmt: skip
"""What the profiles of ``kontering.yaml`` are called."""
SEEN = {2: 5, 3: 15, 4: 30, 5: 40, 6: 55, 8: 80, 9: 100}
"""How much of September's forecast deviation was seen in each month's report, in percent; none is made in July."""


def load_years() -> None:
    """Budgets and forecasts; nothing when they are there."""
    if Layer.objects.filter(kind=LayerKind.ADOPTED, first_year=YEAR).exists():
        return
    units.cache_clear()
    controller = person_by_username("controller")
    for year, percent in file("kontering")["lonns_og_prisvekst"].items():
        set_price_growth(actor=controller, year=year, thousandths=round(percent * 10))
    _phase_2026(controller)
    _enter_2025(controller)
    _enter_2026(controller)
    _amend_2026(controller, load_carry_over())
    if not Forecast.objects.filter(year=YEAR).exists():
        _foresee_2026(controller)


def _enter_2025(actor: User) -> None:
    """The adopted budget of 2026 in the prices of 2025; general income is what balances it."""
    growth = 1 + Fraction(str(file("kontering")["lonns_og_prisvekst"][YEAR])) / 100
    nets = {row["enhet"]: _earlier(row["vedtatt_budsjett"], growth) for row in rows()}
    amounts = together(keyed(code, YEAR - 1, spread(code, net, YEAR - 1)) for code, net in nets.items())
    central = {(item[1], item[0]): _earlier(item[3], growth) for item in file("enhetsandeler")["sentrale_poster"]}
    central["800", "870"] -= sum(central.values()) + sum(nets.values())
    heading = Heading(f"Budsjett {YEAR - 1}", YEAR - 1, YEAR - 1, date(2024, 12, 11), "KST 121/24")
    enter_adopted_budget(actor=actor, heading=heading, amounts=together([amounts, keyed(TOP, YEAR - 1, central)]))


def _earlier(amount: int, growth: Fraction) -> int:
    return round_half_away(Fraction(amount) / growth / 100) * 100


def _enter_2026(actor: User) -> None:
    units_ = [keyed(row["enhet"], YEAR, spread(row["enhet"], row["vedtatt_budsjett"], YEAR)) for row in rows()]
    central = {(item[1], item[0]): item[3] for item in file("enhetsandeler")["sentrale_poster"]}
    heading = Heading(f"Budsjett {YEAR}", YEAR, YEAR, date(2025, 12, 10), "KST 118/25")
    enter_adopted_budget(
        actor=actor, heading=heading, amounts=together([*units_, keyed(TOP, YEAR, central), budget_of_2026()])
    )


def _amend_2026(actor: User, carried: Mapping[str, int]) -> None:
    """The second report's amendments are given, and units took some with them from 2025; the rest was the first's.

    What the disposition fund paid of that is put back by the first report, so the year's sums are as given.
    """
    second = _second_report()
    first = {
        row["enhet"]: row["revidert_budsjett"] - row["vedtatt_budsjett"] - second[row["enhet"]]
        - carried.get(row["enhet"], 0)
        for row in rows()
    }  # fmt: skip
    central = {(item[1], item[0]): item[4] - item[3] for item in file("enhetsandeler")["sentrale_poster"]}
    central[TO_FUND] = central.get(TO_FUND, 0) + sum(carried.values())
    for heading, changes, extra in ((FIRST_REPORT, first, keyed(TOP, YEAR, central)), (SECOND_REPORT, second, {})):
        amounts = [keyed(code, YEAR, pay_rise(code, change)) for code, change in changes.items()]
        amend_budget(actor=actor, heading=heading, amounts=together([*amounts, extra]))


def _second_report() -> dict[str, int]:
    """What the second tertial report moved between programme areas, spread to their units by size."""
    changes: dict[str, int] = defaultdict(int)
    of_area: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows():
        of_area[row["programomraade"]].append(row)
    for moved in file("rapportering_2026")["tertialrapport_2"]["budsjettreguleringer"]:
        if moved["fra"] in of_area:
            _spread_to(of_area[moved["fra"]], -moved["belop"], changes)
            _spread_to(of_area[moved["til"]], moved["belop"], changes)
    return changes


def _spread_to(members: list[dict[str, Any]], amount: int, changes: dict[str, int]) -> None:
    """Share an amount (øre, in whole kroner) out to an area's units by size, on top of what they have been given."""
    parts = spread_exactly(amount // 100, [row["vekt"] for row in members])
    for row, part in zip(members, parts, strict=True):
        changes[row["enhet"]] += part * 100


def _phase_2026(actor: User) -> None:
    """Each unit's own profile: as its arts usually run, and October to date what the report says.

    One profile for the year before and one for the years to come would do as well; theirs stay flat but for arts.
    """
    for row in rows():
        code, year, until = row["enhet"], row["revidert_budsjett"], row["periodisert_budsjett_hittil"]
        shape = months_of(spread(code, year, YEAR))
        weights = [*spread_exactly(until, shape[:10]), *spread_exactly(year - until, shape[10:])]
        name = f"{code} {units()[code].name}"
        set_profile(actor=actor, year=YEAR, name=name, weights=weights, uses=[(units()[code], "")])
    accounting = file("kontering")
    arts: dict[str, list[str]] = defaultdict(list)
    for art, profile in accounting["profil_for_art"].items():
        arts[profile].append("" if art == "resten" else art)
    for year in (YEAR - 1, YEAR):
        for profile, used in arts.items():
            uses = [(None, art) for art in used]
            set_profile(
                actor=actor,
                year=year,
                name=PROFILES.get(profile, profile.capitalize()),
                weights=accounting["profiler"][profile],
                uses=uses,
            )


def _foresee_2026(actor: User) -> None:
    """October and September as given, and how the months before came to see it."""
    for month, share in SEEN.items():
        _foresee(actor, month, {
            row["enhet"]: row["vedtatt_budsjett" if month < FIRST_AMENDED else "revidert_budsjett"]
            - _part(row["forrige_prognoseavvik"], share)
            for row in rows()
        })  # fmt: skip
    _foresee(actor, 10, {row["enhet"]: row["aarsprognose"] for row in rows()})


def _part(amount: int, percent: int) -> int:
    return round_half_away(Fraction(amount * percent, 100 * 100)) * 100


def _foresee(actor: User, month: int, thousands: dict[str, int]) -> None:
    period = Period.parse(f"{YEAR}-M{month:02}")
    amounts = {units()[code]: amount * THOUSAND for code, amount in thousands.items()}
    bring_in_forecasts(actor=actor, period=period, amounts=amounts, reason="Fra enhetenes månedsrapport")
