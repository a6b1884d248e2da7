"""The demo's investments: the projects of ``investeringer.yaml`` and their history, budget of 2026 and status."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.budget.models import Authority, Frame, Investment, Phase
from styring.budget.rules.layers import LineKey, together
from styring.budget.seeds.accounting import THOUSAND, file, units
from styring.budget.services import fund
from styring.budget.services.investments import (
    InvestmentText,
    Standing,
    YearOfInvestment,
    close_investment,
    start_investment,
    tell_status,
)
from styring.kernel.spans import Span
from styring.ledger.rules.codes import INVESTMENT
from styring.organisation.models import ProgrammeArea
from styring.organisation.queries import leader_position
from styring.plans.models import Risk
from styring.plans.services import Placed
from styring.thread.models import Element, Link

if TYPE_CHECKING:
    from styring.accounts.models import User

TOP = "LINDVIK"
YEAR, KNOWN_FROM, PLAN_FROM, PLAN_UNTIL = 2026, 2024, 2027, 2030
BUILDS = {"P45": "E313", "P43": "E315", "P17": "E431"}
PROPERTY = "E442"
PHASES = {
    "konsept": Phase.CONCEPT, "forprosjekt": Phase.PRELIMINARY, "gjennomforing": Phase.EXECUTION,
    "avslutning": Phase.CLOSING, "lopende": Phase.RUNNING, "avsluttet": Phase.CLOSING,
}  # fmt: skip
RISKS = {"lav": Risk.LOW, "middels": Risk.MIDDLE, "høy": Risk.HIGH}
TOLD_ON = date(2026, 10, 28)
VAT_SHARE = 1900


@cache
def history() -> dict[str, dict[str, Any]]:
    """What is known of each project beyond the plan, by code."""
    told = file("investeringshistorie")
    return {row[0]: dict(zip(told["kolonner"], row, strict=True)) for row in told["prosjekter"]}


def projects() -> list[dict[str, Any]]:
    """The projects of the plan, and those that are finished."""
    return [*file("investeringer")["prosjekter"], *file("investeringshistorie")["avsluttede"]]


def function_of(area: str) -> str:
    """The function that an area's investments are entered on."""
    functions: dict[str, str] = file("kontering")["investering"]["funksjon_for_omraade"]
    return functions.get(area, "130")


def load_investments() -> None:
    """The investments with their years, goals and status; nothing when they are there."""
    if Investment.objects.exists():
        return
    units.cache_clear()
    planner = person_by_username("planlegger")
    areas = {area.code: area for area in ProgrammeArea.objects.all()}
    goals = {goal.code: goal for goal in Element.objects.filter(kind="goal")}
    for given in projects():
        known = history()[given["id"]]
        one = start_investment(
            actor=planner, placed=_placed(given), text=_text(given, known, areas, goals.get(known["maal"]))
        )
        if one.phase != Phase.RUNNING:
            _tell(planner, one, given["id"], known)
        if "sluttkostnad" in given:
            cost, day = given["sluttkostnad"] * THOUSAND, given["vedtatt"]
            close_investment(actor=planner, investment=one, final_cost=cost, day=day, note=given["laerdom"])


def _placed(given: dict[str, Any]) -> Placed:
    unit = units()[BUILDS.get(given["programomraade"], PROPERTY)]
    ready = _ready(given)
    span = Span.of_years(KNOWN_FROM, max(ready.year if ready else PLAN_UNTIL, YEAR))
    return Placed(unit, given["navn"], span, leader_position(unit), given["id"], "Handlingsprogram 2027–2030")


def _ready(given: dict[str, Any]) -> date | None:
    if given["ferdig"] == "lopende":
        return None
    year, month = str(given["ferdig"]).split("-")
    return date(int(year), int(month), 1)


def _text(
    given: dict[str, Any], known: dict[str, Any], areas: dict[str, ProgrammeArea], goal: Element | None
) -> InvestmentText:
    is_pot, is_self_cost = given["fase"] == "lopende", given.get("rentabel_selvkost", False)
    grants = given.get("tilskudd", {})
    years = {
        year: YearOfInvestment(spent * THOUSAND, grants.get(year, 0) * THOUSAND)
        for year, spent in given.get("budsjett", {}).items()
    }
    return InvestmentText(
        project=given["id"],
        function=function_of(given["programomraade"]),
        total_frame=given["totalramme"] * THOUSAND,
        counted_from=PLAN_FROM if is_pot else KNOWN_FROM,
        description=given["beskrivelse"],
        programme_area=areas[given["programomraade"]],
        phase=PHASES[given["fase"]],
        risk=RISKS[given.get("risiko", "lav")],
        authority=Authority.EXECUTIVE_COMMITTEE if given.get("delegering") == "formannskap" else Authority.COUNCIL,
        spent_before=known["tidligere"] * THOUSAND,
        vat_share=0 if is_self_cost else VAT_SHARE,
        is_self_cost=is_self_cost,
        useful_life=known["levetid"],
        running_cost=known["driftskostnad"] * THOUSAND,
        ready_on=_ready(given),
        years=years,
        goals=[goal] if goal else [],
    )


def _tell(actor: User, one: Investment, code: str, known: dict[str, Any]) -> None:
    told = file("investeringshistorie")
    late = told["forsinket"].get(code)
    year, month = str(late).split("-") if late else ("", "")
    standing = Standing(
        known["framdrift"],
        known["prognose"] * THOUSAND,
        date(int(year), int(month), 1) if late else one.ready_on,
        told["kommentarer"].get(code, ""),
    )
    tell_status(actor=actor, investment=one, standing=standing, day=TOLD_ON)


def fund_investments() -> None:
    """Let the frame of each area fund its investments; nothing when they are funded."""
    if Link.objects.filter(type="funds", cited__kind="investment").exists():
        return
    planner = person_by_username("planlegger")
    frames: dict[tuple[int | None, int], Frame] = {
        (frame.programme_area_id, frame.element.valid_from.year): frame
        for frame in Frame.objects.select_related("element", "programme_area")
    }
    for one in Investment.objects.select_related("element").order_by("element__code"):
        for year in (YEAR - 1, YEAR):
            frame = frames.get((one.programme_area_id, year))
            if frame is not None and _of(one.element).shared_with(_of(frame.element)):
                fund(actor=planner, frame=frame, funded=one.element)


def _of(element: Element) -> Span:
    return Span(element.valid_from, element.valid_to)


def budget_of_2026() -> dict[LineKey, int]:
    """The investment budget of 2026: projects, what pays for them, and what is lent on; it comes to nought."""
    plan = {name: kept[YEAR] * THOUSAND for name, kept in file("kontering")["investering"].items() if _has(kept)}
    top = units()[TOP].pk
    transfer = next(item[3] for item in file("enhetsandeler")["sentrale_poster"] if item[0] == "570") * THOUSAND
    lines = together(_lines_of_2026(given) for given in projects())
    parts = {
        ("172", "529"): plan["egenkapitalinnskudd"], ("222", "700"): -plan["tilskudd"], ("315", "670"): -plan["salg"],
        ("283", "522"): plan["videreutlan"], ("283", "912"): -plan["videreutlan"],
        ("283", "512"): plan["avdrag_videreutlan"], ("283", "922"): -plan["mottatte_avdrag_videreutlan"],
        ("880", "550"): plan["mottatte_avdrag_videreutlan"] - plan["avdrag_videreutlan"], ("880", "970"): -transfer,
    }  # fmt: skip
    common = {LineKey(YEAR, INVESTMENT, top, *place): amount for place, amount in parts.items()}
    loans = LineKey(YEAR, INVESTMENT, top, "870", "910")
    return together([lines, common, {loans: -sum(lines.values()) - sum(common.values())}])


def _has(kept: Any) -> bool:  # noqa: ANN401 - from a file
    return isinstance(kept, dict) and YEAR in kept


def _lines_of_2026(given: dict[str, Any]) -> dict[LineKey, int]:
    area = given["programomraade"]
    unit, function = units()[BUILDS.get(area, PROPERTY)].pk, function_of(area)
    spent = history()[given["id"]]["budsjett_2026"] * THOUSAND
    vat = 0 if given.get("rentabel_selvkost") else spent * VAT_SHARE // 10_000
    found: dict[LineKey, int] = defaultdict(int)
    for place, amount in ((function, "230"), spent - vat), ((function, "429"), vat), (("841", "729"), -vat):
        found[LineKey(YEAR, INVESTMENT, unit, *place, given["id"])] += amount
    return found
