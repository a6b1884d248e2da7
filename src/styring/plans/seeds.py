"""The demo's focus areas, goals and measures, adopted and put forward by Lindvik's planner; again changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from styring.access.queries import person_by_username
from styring.kernel.seeding import DEMO_FILES
from styring.kernel.spans import Span
from styring.organisation.models import Placement, Position, ProgrammeArea, Unit
from styring.plans.models import Category, Level, Risk
from styring.plans.services import GoalText, MeasureText, Placed, adopt_focus_area, propose_measure, set_goal
from styring.thread.models import Element

if TYPE_CHECKING:
    from styring.accounts.models import User

TOP = "LINDVIK"
GOALS_APPLY = Span(date(2026, 1, 1), date(2031, 1, 1))
PROPOSED = Span(date(2026, 9, 23), date(2031, 1, 1))
"""From the day the chief executive puts the proposal forward to the end of the plan."""
ADOPTED_IN = "Handlingsprogram 2026–2029, vedtatt 10. desember 2025"
PROPOSED_IN = "Rådmannens forslag til handlingsprogram 2027–2030"
THOUSAND_KRONER = 100_000
CATEGORIES = {
    "demografi": Category.DEMOGRAPHY,
    "pris_volum": Category.PRICE_VOLUME,
    "styrking": Category.STRENGTHENING,
    "omstilling": Category.CHANGE,
    "innsparing": Category.SAVING,
}
RISKS = {"lav": Risk.LOW, "middels": Risk.MIDDLE, "hoy": Risk.HIGH}


@cache
def read(name: str) -> dict[str, Any]:
    """One of the demo's files."""
    found: dict[str, Any] = yaml.safe_load((DEMO_FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def load_plans() -> None:
    """Adopt Lindvik's goals and put its measures forward, as the planner."""
    if Element.objects.filter(kind="focus_area").exists():
        return
    planner, places = person_by_username("planlegger"), Places()
    areas = _focus_areas(planner, places)
    overarching = _overarching_goals(planner, places, areas)
    results = _result_goals(planner, places, overarching, areas)
    _measures(planner, places, results)


class Places:
    """Lindvik's units, leader positions and programme areas by the codes of the demo's files."""

    def __init__(self) -> None:
        """Look them all up at once."""
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.leaders = {place.unit_id: place for place in Position.objects.filter(is_leader=True)}
        self.areas = {area.code: area for area in ProgrammeArea.objects.all()}
        residual = Placement.objects.filter(unit__code__startswith="F", programme_area__isnull=False)
        self.heads = {place.programme_area_id: place.parent for place in residual.select_related("parent")}

    def unit(self, code: str | None) -> Unit:
        """A unit; the whole municipality for what belongs to all."""
        return self.units.get(code or TOP) or self.units[TOP]

    def leader(self, code: str | None) -> Position | None:
        """The position that leads a unit; None where nobody is to own the thing."""
        return self.leaders.get(self.units[code].pk) if code in self.units else None

    def head_of(self, area: str) -> Unit:
        """The unit that answers for a programme area."""
        return self.heads.get(self.areas[area].pk) or self.units[TOP]


def _focus_areas(planner: User, places: Places) -> dict[str, Element]:
    found = {}
    for said in read("maal")["fokusomraader"]:
        placed = Placed(
            places.unit(TOP), said["navn"], GOALS_APPLY, places.leader(TOP), code=said["id"], source=ADOPTED_IN
        )
        area = adopt_focus_area(actor=planner, placed=placed, description=said["beskrivelse"])
        found[said["id"]] = area.element
    return found


def _overarching_goals(planner: User, places: Places, areas: dict[str, Element]) -> dict[str, Element]:
    found = {}
    for said in read("maal")["overordnede_maal"]:
        more = read("brukervirkning")["overordnede_maal"][said["id"]]
        owner = places.leader(more.get("eier"))
        placed = Placed(places.unit(TOP), said["tittel"], GOALS_APPLY, owner, code=said["id"], source=ADOPTED_IN)
        text = GoalText(Level.OVERARCHING, user_meaning=more["tekst"], above=[areas[said["fokusomraade"]]])
        found[said["id"]] = set_goal(actor=planner, placed=placed, text=text).element
    return found


def _result_goals(
    planner: User, places: Places, overarching: dict[str, Element], areas: dict[str, Element]
) -> dict[str, Element]:
    found = {}
    meanings = read("brukervirkning")["resultatmaal"]
    for said in read("maal")["resultatmaal"]:
        owned_by = TOP if said["eier"] in {"alle", "RAD"} else said["eier"]
        placed = Placed(
            places.unit(owned_by), said["tittel"], GOALS_APPLY, places.leader(owned_by), said["id"], ADOPTED_IN
        )
        text = GoalText(
            user_meaning=meanings[said["id"]],
            baseline=_baseline(said["historikk"], said["indikator"]),
            above=[overarching[said["overordnet_maal"]], areas[said["fokusomraade"]]],
        )
        found[said["id"]] = set_goal(actor=planner, placed=placed, text=text).element
    draft = read("brukervirkning")["utkast"]
    placed = Placed(
        places.unit(draft["eier"]), draft["tittel"], PROPOSED, places.leader(draft["eier"]), draft["kode"], PROPOSED_IN
    )
    text = GoalText(user_meaning=draft["tekst"], above=[overarching[draft["overordnet_maal"]]])
    set_goal(actor=planner, placed=placed, text=text, is_draft=True)
    return found


def _baseline(history: dict[int, float], indicator: dict[str, Any]) -> str:
    year = max(history)
    shown = f"{history[year]:.{indicator['desimaler']}f}".replace(".", ",").replace("-", "−")
    return f"{shown} {indicator['enhet']} i {year}"


def _measures(planner: User, places: Places, results: dict[str, Element]) -> None:
    meanings = read("brukervirkning")["tiltak"]
    nobody = {"T32"}
    for said in read("tiltak")["tiltak"]:
        unit = places.head_of(said["programomraade"])
        owner = None if said["id"] in nobody else places.leader(unit.code)
        text = MeasureText(
            description=said["beskrivelse"],
            user_meaning=meanings[said["id"]],
            category=CATEGORIES[said["kategori"]],
            risk=RISKS[said["risiko"]],
            man_years=Decimal(str(said["aarsverk_2027"])),
            programme_area=places.areas[said["programomraade"]],
            is_in_proposal=said["i_raadmannens_forslag"],
            effects={year: amount * THOUSAND_KRONER for year, amount in said["effekt"].items()},
            goals=[results[code] for code in said["stotter_resultatmaal"]],
        )
        placed = Placed(unit, said["tittel"], PROPOSED, owner, said["id"], PROPOSED_IN)
        propose_measure(actor=planner, placed=placed, text=text)
