"""The frames of programme areas: those of 2026 as adopted, and those proposed for 2027–2030."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

from styring.access.queries import person_by_username
from styring.budget.models import Frame
from styring.budget.seeds.accounting import THOUSAND, file, rows
from styring.budget.services import fund, propose_frame
from styring.budget.services.frames import FrameText, YearOfFrame
from styring.organisation.models import Placement, ProgrammeArea
from styring.plans.models import Goal, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.thread.models import Element

YEAR, ADOPTED = 2026, date(2025, 12, 10)
ADOPTED_PLAN = "Handlingsprogram 2026–2029, vedtatt i KST 118/25"
LAID_FORWARD = date(2026, 9, 23)
PLAN = "Rådmannens forslag til handlingsprogram 2027–2030"


def load_frames() -> None:
    """Frames of the year that runs and of the plan to come; nothing when they are there."""
    planner = person_by_username("planlegger")
    if not Frame.objects.filter(years__year=YEAR).exists():
        _adopted_frames(planner)
    if not Frame.objects.exclude(years__year=YEAR).exists():
        _proposed_frames(planner)


def _adopted_frames(actor: User) -> None:
    """The adopted budget of 2026 by area, which funds the area's goals; later years of that plan are not known."""
    nets: dict[str, int] = defaultdict(int)
    for row in rows():
        nets[row["programomraade"]] += row["vedtatt_budsjett"] * THOUSAND
    goals = _goals_of_areas()
    for code, net in nets.items():
        area = ProgrammeArea.objects.get(code=code)
        years = {YEAR: YearOfFrame(net, net)}
        text = FrameText(area, years, ADOPTED, ADOPTED_PLAN, is_ordinary=not goals[code])
        _propose(actor, text, goals[code])


def _goals_of_areas() -> dict[str, list[Element]]:
    areas = {told["id"]: told["programomraade"] for told in file("maal")["resultatmaal"]}
    found: dict[str, list[Element]] = defaultdict(list)
    for goal in Goal.objects.filter(element__code__in=areas).select_related("element"):
        found[areas[goal.element.code]].append(goal.element)
    return found


def _proposed_frames(actor: User) -> None:
    measures: dict[str, list[Element]] = defaultdict(list)
    for measure in Measure.objects.filter(is_in_proposal=True).select_related("element", "programme_area"):
        if measure.programme_area:
            measures[measure.programme_area.code].append(measure.element)
    for given in file("okonomi")["bevilgninger_per_programomraade"]["rader"]:
        area = ProgrammeArea.objects.get(code=given["programomraade"])
        years = {
            year: YearOfFrame(given["konsekvensjustert_ramme"] * THOUSAND, amount * THOUSAND)
            for year, amount in given["netto_ramme"].items()
        }
        text = FrameText(area, years, LAID_FORWARD, PLAN, is_ordinary=not any(given["tiltak"].values()))
        _propose(actor, text, measures[area.code])


def _propose(actor: User, text: FrameText, funded: Sequence[Element]) -> None:
    frame = propose_frame(actor=actor, unit=_who_answers(text.area), text=text)
    for element in funded:
        fund(actor=actor, frame=frame, funded=element)


def _who_answers(area: ProgrammeArea) -> Unit:
    """The unit that most of an area's units lie directly under."""
    placed = Placement.objects.valid_on(LAID_FORWARD).filter(programme_area=area).select_related("parent")
    parents = Counter(placement.parent for placement in placed if placement.parent)
    return min(parents, key=lambda unit: (-parents[unit], unit.code))
