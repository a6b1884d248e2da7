"""What a year comes to by its templates, and what demands its dates break."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from styring.kernel.errors import RuleBrokenError
from styring.kernel.periods import Length, Period
from styring.kernel.words import gettext_noop
from styring.kernel.workdays import Shift, workdays_after
from styring.wheel.models import Activity, ClosedDay, Guard, Setup, Template, TemplateKind
from styring.wheel.rules.dates import Draft, plan_year, read_rule
from styring.wheel.rules.guards import Dated, Demand, DemandKind, breaches
from styring.wheel.rules.roles import ROLES, levels_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.wheel.rules.dates import Planned
    from styring.wheel.rules.guards import Breach


def setup_of_wheel() -> Setup:
    """How this municipality's wheel is set up; one query.

    Raises:
        RuleBrokenError: no wheel is set up yet.
    """
    found = Setup.objects.first()
    if found is None:
        raise RuleBrokenError(gettext_noop("Kommunen har ikke tatt i bruk noe årshjul ennå."))
    return found


def drawn_up(year: int) -> list[Activity]:
    """A year's activities as the templates have them, not saved; three queries.

    Raises:
        RuleBrokenError: no wheel is set up, or its dates cannot be worked out.
    """
    shifts = setup_of_wheel().shifts
    closed = set(ClosedDay.objects.values_list("day", flat=True))
    templates = list(Template.objects.exclude(kind=TemplateKind.RUNNING))
    yearly = {template.code: template for template in templates if template.kind == TemplateKind.YEARLY}
    planned = plan_year([_draft(template, shifts) for template in yearly.values()], year, closed)
    once = [_activity(yearly[code], year, plan) for code, plan in planned.items() if plan.occurs or plan.next_year]
    monthly = [step for template in templates if template.steps for step in _reports(template, year, closed)]
    return once + monthly


def _draft(template: Template, shifts: dict[str, str]) -> Draft:
    return Draft(
        template.code,
        read_rule(template.starts),
        read_rule(template.due),
        Shift(shifts.get(template.deadline, "none")),
        template.every,
        template.first_year,
        tuple(template.only_if),
    )


def _activity(template: Template, year: int, plan: Planned) -> Activity:
    levels = levels_of(template.responsible)
    return Activity(
        year=year,
        code=template.code,
        template=template,
        period=f"{year}-{template.period}" if template.period else "",
        level=levels[0] if len(levels) == len(template.responsible) == 1 else None,
        title=template.title,
        deadline=template.deadline,
        responsible=template.responsible,
        contributors=template.contributors,
        note=template.note,
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        legal_due_on=plan.by_rule if template.deadline == "statutory" else None,
        occurs=plan.occurs,
        next_year=plan.next_year,
    )


def _reports(template: Template, year: int, closed: set[date]) -> Iterable[Activity]:
    """A month's report goes up the line: one activity a level, each with working days after the end of the month."""
    for month in template.months:
        last_day = date(year, month, monthrange(year, month)[1])
        before = last_day
        for number, step in enumerate(template.steps):
            due = workdays_after(last_day, step["workdays"], closed)
            starts = workdays_after(before, 1, closed)
            yield _report(template, year, month, number, (starts, due))
            before = due


def _report(template: Template, year: int, month: int, number: int, days: tuple[date, date]) -> Activity:
    role = template.steps[number]["role"]
    code = f"MR{month:02}" if number == 0 else f"MR{month:02}-{role}"
    return Activity(
        year=year,
        code=code,
        template=template,
        period=str(Period(year, month, Length.MONTH)),
        level=ROLES[role].level,
        title=template.title,
        deadline=template.deadline,
        responsible=[role],
        contributors=template.contributors,
        note=template.note,
        starts_on=days[0],
        due_on=days[1],
    )


def breaches_of(year: int, changed: Activity | None = None) -> list[Breach]:
    """The demands that a year's dates break, with one activity as it is about to be saved; two queries."""
    rows = Activity.objects.filter(year=year, occurs=True, cancelled_on=None)
    dated = {row.code: Dated(row.title, row.starts_on, row.due_on) for row in rows}
    if changed and changed.occurs:
        dated[changed.code] = Dated(changed.title, changed.starts_on, changed.due_on)
    return breaches([_demand(guard) for guard in Guard.objects.all()], year, dated)


def _demand(guard: Guard) -> Demand:
    month, day = (int(part) for part in (guard.latest or "12-31").split("-"))
    return Demand(
        DemandKind(guard.kind),
        guard.template_id,
        guard.after_id or "",
        guard.days,
        (month, day),
        guard.source,
        guard.refuses,
    )
