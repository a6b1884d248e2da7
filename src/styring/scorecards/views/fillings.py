"""What indicators add to the pages of goals, of units and to *Min side*; each filling gives "" where it has nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext

from styring.access.policies import may
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError
from styring.kernel.thresholds import Status
from styring.organisation.queries import top_unit
from styring.plans.queries import focus_areas
from styring.scorecards.policies import VIEW_COMMON
from styring.scorecards.queries import goals_measured_by, has_card, indicators_of, readings, standing_of
from styring.scorecards.queries.goals import goals_shown, month_of
from styring.scorecards.tables import chart_of, some
from styring.wheel.queries import Target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.http import HttpRequest

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.plans.models import Goal
    from styring.scorecards.queries import Reading
    from styring.scorecards.queries.goals import GoalGroup, GoalShown
    from styring.thread.models import Element
    from styring.wheel.queries import Occasion

_KEPT = "_scorecards"


def goal_status(request: HttpRequest, element: Element) -> str:
    """How a goal stands, for the head of its page."""
    reading = _reading_of(request, element)
    return render_to_string("scorecards/parts/head_status.html", {"reading": reading}) if reading else ""


def goal_outcome(request: HttpRequest, element: Element) -> str:
    """What a goal's indicator shows, for the strip of the thread."""
    reading = _reading_of(request, element)
    return render_to_string("scorecards/parts/outcome.html", {"reading": reading}) if reading else ""


def goal_figures(request: HttpRequest, element: Element) -> str:
    """A goal's indicator through time against targets and limits, and the units that measure it."""
    reading = _reading_of(request, element)
    if reading is None:
        return ""
    context = {"reading": reading, "chart": chart_of(reading)}
    return render_to_string("scorecards/parts/goal_figures.html", context, request)


def result_goals(request: HttpRequest, goal: Goal) -> str:
    """How the result goals under an overarching goal stand, for its page."""
    day = today()
    groups = goals_shown(request.user, day.year, day, with_units=False)  # type: ignore[arg-type]  # behind login
    under = (group.results for group in groups if group.overarching and group.overarching.goal == goal)
    return render_to_string("scorecards/parts/result_goals.html", {"results": next(under, [])}, request)


def goal_list(request: HttpRequest, year: int) -> str:
    """A year's goals with how they stand, narrowed as the address asks."""
    groups = goals_shown(request.user, year, today())  # type: ignore[arg-type]  # the page is behind login
    asked = {name: request.GET.get(name, "") for name in ("fokus", "eier", "status")}
    everything = [result for group in groups for result in group.results]
    standing = {status: _codes(everything, status) for status in Status}
    context = {
        "year": year,
        "years": range(today().year - 1, today().year + 5),
        "groups": [narrowed for group in groups if (narrowed := _narrowed(group, asked)) is not None],
        "asked": asked,
        "areas": [(area.element.code, area.element.title) for area in focus_areas(today())],
        "owners": _owners(everything),
        "counted": {status.value: len(codes) for status, codes in standing.items()},
        "codes": {status.value: some(codes) for status, codes in standing.items()},
        "number": len(everything),
    }
    return render_to_string("scorecards/parts/goal_list.html", context, request)


def _owners(goals: list[GoalShown]) -> list[str]:
    return sorted({owner.title for one in goals if (owner := one.goal.element.owner)})


def _codes(goals: list[GoalShown], status: Status) -> list[str]:
    return [one.goal.element.code for one in goals if one.status is status]


def unit_card(request: HttpRequest, unit: Unit) -> str:
    """A unit's card in short, for its page."""
    found = _standing(request, unit)
    if not found:
        return ""
    goals = goals_measured_by([reading.indicator for reading in found], today())
    rows = [(reading, goals.get(reading.indicator.pk)) for reading in found]
    return render_to_string("scorecards/parts/unit_card.html", {"rows": rows, "unit": unit}, request)


def my_tiles(request: HttpRequest, unit: Unit | None) -> str:
    """Sick leave and goals on track, as two tiles of *Min side*."""
    found = _standing(request, unit) if unit else []
    if not (unit and found):
        return ""
    context = {
        "sick": next((one for one in found if one.indicator.is_about_people), None),
        "address": reverse("scorecards:card", args=[unit.code]),
        "held": sum(one.status in {Status.GREEN, Status.YELLOW} for one in found),
        "judged": sum(one.status is not Status.MISSING for one in found),
        "red": _names([one for one in found if one.status is Status.RED]),
    }
    return render_to_string("scorecards/parts/my_tiles.html", context, request)


def _names(found: list[Reading]) -> list[str]:
    """What people call what some indicators measure: the goal's code, or else the indicator's own."""
    goals = goals_measured_by([one.indicator for one in found], today())
    return [(goals.get(one.indicator.pk) or one.indicator.element).code for one in found]


def my_goals(request: HttpRequest, _unit: Unit | None) -> str:
    """All goals as a mark each, for those who see the whole."""
    day = today()
    groups = goals_shown(request.user, day.year, day, with_units=False)  # type: ignore[arg-type]  # behind login
    return render_to_string("scorecards/parts/my_goals.html", {"groups": groups}, request) if groups else ""


def common_card(reader: User, occasions: Sequence[Occasion]) -> Mapping[Occasion, Target]:
    """What stands in the hub of this year's wheel: how much of the municipality's card is within its limits."""
    day = today()
    top = top_unit(day)
    if not (top and has_card(reader, top, month_of(day))):
        return {}
    summary = lazy(_within_limits, str)(reader, top, day)
    target = Target(reverse("scorecards:card", args=[top.code]), gettext("Felles målekart"), summary)
    return {occasion: target for occasion in occasions if occasion.year == day.year}


def _within_limits(reader: User, top: Unit, day: date) -> str:
    """How much of a card is within its limits, in words."""
    found = _card_of(reader, top, day)
    said = {
        "held": sum(one.status in {Status.GREEN, Status.YELLOW} for one in found),
        "judged": sum(one.status is not Status.MISSING for one in found),
    }
    return gettext("%(held)s av %(judged)s mål\ninnenfor kravet") % said


def _reading_of(request: HttpRequest, element: Element) -> Reading | None:
    """What a goal's indicator shows where the goal is to be reached; asked once a request."""
    if element.kind != "goal":
        return None
    kept: dict[object, Reading | None] = request.__dict__.setdefault(_KEPT, {})
    if element.pk not in kept:
        kept[element.pk] = _read(request, element)
    return kept[element.pk]


def _read(request: HttpRequest, element: Element) -> Reading | None:
    day = today()
    found = indicators_of([element.pk], day)
    top = top_unit(day)
    if not (found and top and may(request.user, VIEW_COMMON)):
        return None
    (reading,) = readings(request.user, list(found.values()), top, month_of(day))  # type: ignore[arg-type]
    return reading


def _standing(request: HttpRequest, unit: Unit) -> list[Reading]:
    return _card_of(request.user, unit, today())  # type: ignore[arg-type]  # behind login


def _card_of(reader: User, unit: Unit, day: date) -> list[Reading]:
    try:
        return standing_of(reader, unit, month_of(day))
    except NotAllowedError:
        return []


def _narrowed(group: GoalGroup, asked: dict[str, str]) -> GoalGroup | None:
    results = [result for result in group.results if _fits(result, asked)]
    if results or not any(asked.values()):
        return type(group)(group.overarching, results)
    return None


def _fits(result: GoalShown, asked: dict[str, str]) -> bool:
    owner = result.goal.element.owner
    return (
        asked["fokus"] in {"", *result.areas}
        and asked["eier"] in {"", owner.title if owner else ""}
        and asked["status"] in {"", result.status.value}
    )
