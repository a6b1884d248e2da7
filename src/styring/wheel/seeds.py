"""The demo's wheels: last year's, all done; this year's, as far as it has come; and next year's, turned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from styring.access.queries import person_by_username
from styring.kernel.seeding import DEMO_FILES
from styring.kernel.workdays import workdays_after
from styring.wheel.importers import import_default_wheel
from styring.wheel.models import Activity, Deadline
from styring.wheel.queries.people import shares_of
from styring.wheel.services import finish_activity, finish_share, turn_wheel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.accounts.models import User

PLANNER = "planlegger"


def load_wheels() -> None:
    """Turn the wheel for the demo's years and say what is done in each; loading again changes nothing."""
    planner = person_by_username(PLANNER)
    import_default_wheel(actor=planner)
    years = yaml.safe_load((DEMO_FILES / "hjulet.yaml").read_text(encoding="utf-8"))["aar"]
    for year, come in years.items():
        if not Activity.objects.filter(year=year).exists():
            turn_wheel(actor=planner, year=year)
            _finish(planner, year, come)


def _finish(planner: User, year: int, come: dict[str, Any]) -> None:
    shared: dict[str, dict[str, list[str]]] = come.get("andeler", {})
    before = come.get("ferdig_til", date.min)
    past = Activity.objects.filter(year=year, occurs=True, due_on__lt=before).exclude(deadline=Deadline.EXTERNAL)
    for number, activity in enumerate(past):
        if activity.code in shared:
            _finish_shares(planner, activity, shared[activity.code]["mangler"])
        else:
            finish_activity(actor=planner, activity=activity, on=_some_days_before(activity, number))


def _finish_shares(planner: User, activity: Activity, missing: Iterable[str]) -> None:
    """Each leader says that the own unit's share is done; the planner for units that nobody leads."""
    for number, share in enumerate(shares_of(activity, activity.due_on)):
        if share.unit.code not in missing:
            day = _some_days_before(activity, number)
            finish_share(actor=share.leader or planner, activity=activity, unit=share.unit, on=day)


def _some_days_before(activity: Activity, number: int) -> date:
    """One to three working days before the deadline, never before the start."""
    return max(activity.starts_on, workdays_after(activity.due_on, -1 - number % 3))
