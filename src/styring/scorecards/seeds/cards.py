"""What Lindvik measures: indicators, targets and limits, and whose cards they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from styring.access.queries import person_by_username
from styring.kernel.seeding import DEMO_FILES
from styring.kernel.spans import Span
from styring.kernel.thresholds import Threshold
from styring.organisation.models import Unit
from styring.plans.services import Placed
from styring.scorecards.models import Direction, Frequency, Grace, Indicator, RollUp
from styring.scorecards.services import (
    IndicatorText,
    add_own_row,
    define_indicator,
    open_card,
    put_on_every_card,
    set_target,
    set_threshold,
)
from styring.thread.models import Element

if TYPE_CHECKING:
    from styring.accounts.models import User

TOP = "LINDVIK"
APPLIES = Span(date(2022, 1, 1), date(2031, 1, 1))
CARDS_SINCE = date(2026, 1, 1)
LIMITS_SINCE = date(2022, 1, 1)
FREQUENCIES = {
    "maned": Frequency.MONTH,
    "kvartal": Frequency.QUARTER,
    "tertial": Frequency.TERTIAL,
    "arlig": Frequency.YEAR,
    "hvert_annet_ar": Frequency.SECOND_YEAR,
}
FACTORS = {"prosent": 100, "per 1 000": 1000}
SICK_LEAVE = "I18"
GROWS = {"I16", "I23"}
"""What grows until the year is over."""
ADDED = {"I08": RollUp.RATIO, "I10": RollUp.SUM, "I12": RollUp.SUM, "I16": RollUp.SUM, "I22": RollUp.NONE}
"""How indicators are rolled up that are not ratios."""


@dataclass(frozen=True)
class Defined:
    """An indicator and what the demo's file says of it."""

    indicator: Indicator
    said: dict[str, Any]


@cache
def read(name: str) -> dict[str, Any]:
    """One of the demo's files."""
    found: dict[str, Any] = yaml.safe_load((DEMO_FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def exact(number: float) -> Fraction:
    """A number of the demo's files, as it is written.

    >>> exact(8.9)
    Fraction(89, 10)
    """
    return Fraction(str(number))


def load_cards() -> list[Defined]:
    """Define the indicators and put them on the cards; those that are there are left as they are."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = {found.element.code: found for found in Indicator.objects.select_related("element__unit")}
    if known:
        return [Defined(known[said["indikator"]["id"]], said) for said in read("maal")["resultatmaal"]]
    planner = person_by_username("planlegger")
    defined = [_defined(planner, units, said) for said in read("maal")["resultatmaal"]]
    by_goal = {one.said["id"]: one.indicator for one in defined}
    for order, goal in enumerate(read("maalekart")["maalekart"][0]["felles"], start=1):
        put_on_every_card(actor=planner, indicator=by_goal[goal], order=order, since=CARDS_SINCE)
    controller = person_by_username("controller")
    for said in read("maalekart")["maalekart"]:
        _card(controller, units, said, by_goal)
    return defined


def _card(controller: User, units: dict[str, Unit], said: dict[str, Any], by_goal: dict[str, Indicator]) -> None:
    unit = units[TOP if said["eier"] == "RAD" else said["eier"]]
    name = said["navn"] if said["navn"].startswith(("Målekart", "Overordnet")) else f"Målekart {said['navn']}"
    adopted_by = "Kommunestyret" if said.get("vedtas_av") else ""
    card = open_card(actor=controller, unit=unit, name=name, adopted_by=adopted_by)
    for order, goal in enumerate(said["unike"], start=1):
        add_own_row(actor=controller, card=card, indicator=by_goal[goal], order=order, since=CARDS_SINCE)


def _defined(planner: User, units: dict[str, Unit], said: dict[str, Any]) -> Defined:
    goal = Element.objects.select_related("unit", "owner").get(kind="goal", code=said["id"])
    counted = said["indikator"]
    placed = Placed(goal.unit, counted["navn"], APPLIES, goal.owner, code=counted["id"])
    indicator = define_indicator(actor=planner, placed=placed, text=_text(counted), goals=[goal])
    _limits(planner, indicator, said["terskler"])
    for year, value in said["maal"].items():
        set_target(actor=planner, indicator=indicator, unit=units[TOP], year=year, value=exact(value))
    for code, value in said.get("differensierte_maal_2027", {}).items():
        set_target(actor=planner, indicator=indicator, unit=units[code], year=2027, value=exact(value))
    return Defined(indicator, said)


def _text(counted: dict[str, Any]) -> IndicatorText:
    key = counted["id"]
    is_late = counted["frekvens"] in {"arlig", "hvert_annet_ar"}
    roll_up = ADDED.get(key, RollUp.RATIO)
    return IndicatorText(
        unit_of_measure=counted["enhet"],
        decimals=counted["desimaler"],
        factor=FACTORS.get(counted["enhet"], 1) if roll_up == RollUp.RATIO else 1,
        direction=Direction.UP if counted["retning"].startswith("høyere") else Direction.DOWN,
        roll_up=roll_up,
        adds_up_through_year=key == SICK_LEAVE,
        is_judged_by_year=key in GROWS,
        source=counted["datakilde"],
        frequency=FREQUENCIES[counted["frekvens"]],
        grace_days=Grace.YEAR if is_late else Grace.QUARTER,
        is_about_people=key == SICK_LEAVE,
    )


def _limits(planner: User, indicator: Indicator, said: dict[str, Any]) -> None:
    limits = Threshold(indicator.better, exact(said["gronn"]), exact(said["gul"]))
    set_threshold(actor=planner, indicator=indicator, limits=limits, since=LIMITS_SINCE)
