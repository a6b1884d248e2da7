"""The wheel's words in the reader's language: states, roles, rules and reasons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from styring.ui.messages import filled
from styring.wheel.rules.dates import DaysAfter, FixedDay, NthWeekday, WorkdaysAfter, read_rule
from styring.wheel.rules.roles import ROLES
from styring.wheel.rules.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import Promise

    from styring.wheel.models import Activity
    from styring.wheel.rules.guards import Breach

STATE_WORDS: dict[State, Promise] = {
    State.LATE: gettext_lazy("Forsinket"),
    State.SOON: gettext_lazy("Frist snart"),
    State.RUNNING: gettext_lazy("Pågår"),
    State.COMING: gettext_lazy("Kommer"),
    State.DONE: gettext_lazy("Ferdig"),
    State.TREATED: gettext_lazy("Behandlet"),
    State.CANCELLED: gettext_lazy("Avlyst"),
    State.RESTING: gettext_lazy("Ikke i år"),
}
STATE_KINDS = {
    State.LATE: "late",
    State.SOON: "soon",
    State.RUNNING: "run",
    State.COMING: "idle",
    State.DONE: "ok",
    State.TREATED: "ok",
    State.CANCELLED: "none",
    State.RESTING: "none",
}
"""The shapes and colours of `styring.ui`'s status tag."""


def month_name(month: int) -> str:
    """A month's name as it stands inside a sentence."""
    name = str(MONTHS[month])
    return name if get_language() == "en" else name.lower()


def full_day(day: date) -> str:
    """A day in full: ``6. november 2026``."""
    return formats.date_format(day, "DATE_FORMAT")


def short_day(day: date) -> str:
    """A day without its year: ``6. nov``."""
    written = formats.date_format(day, "j M" if get_language() == "en" else "j. M")
    return written if get_language() == "en" else written.lower().rstrip(".")


def role_name(code: str) -> str:
    """What a role code is called; the code itself when nobody knows it."""
    return gettext(ROLES[code].name) if code in ROLES else code


def role_names(codes: Iterable[str]) -> str:
    """The names of some role codes, with commas."""
    return ", ".join(role_name(code) for code in codes)


def activity_title(activity: Activity) -> str:
    """An activity's title; of a report, with its month, and whose it is up the line.

    The month is in the reader's language, and so is the title when it is the one the standard wheel gives.
    """
    if activity.period[4:6] != "-M":
        return activity.title
    return gettext("%(report)s %(month)s: %(role)s") % {
        "report": gettext(activity.title),
        "month": month_name(int(activity.period[-2:])),
        "role": role_names(activity.responsible).lower(),
    }


def report_title(activity: Activity) -> str:
    """A month's report, whoever's turn it is; month and standard title in the reader's language."""
    month = month_name(int(activity.period[-2:]))
    return gettext("%(report)s %(month)s") % {"report": gettext(activity.title), "month": month}


def rule_words(written: Mapping[str, object], titles: Mapping[str, str]) -> str:
    """A date rule as a sentence's part: ``fjerde onsdag i september``; ``titles`` names activities by code."""
    rule = read_rule(written)
    match rule:
        case FixedDay(month, day, years):
            return _fixed_words(date(2024, month, day), years)
        case NthWeekday(n, weekday, month):
            which = {1: gettext("første"), 2: gettext("andre"), 3: gettext("tredje"), 4: gettext("fjerde")}
            return gettext("%(which)s %(weekday)s i %(month)s") % {
                "which": which.get(n, gettext("siste")),
                "weekday": _in_sentence(str(WEEKDAYS[weekday])),
                "month": month_name(month),
            }
        case WorkdaysAfter(workdays, cut_off):
            return gettext("%(number)s. virkedag etter %(day)s") % {
                "number": workdays,
                "day": _day_and_month(date(2024, cut_off.month, cut_off.day)),
            }
        case DaysAfter(days, activity):
            return _distance_words(days, titles.get(activity, activity))


def _fixed_words(day: date, years: int) -> str:
    said = {"day": _day_and_month(day)}
    if years < 0:
        return gettext("%(day)s året før") % said
    return gettext("%(day)s året etter") % said if years > 0 else said["day"]


def _distance_words(days: int, title: str) -> str:
    said = {"days": abs(days), "title": title}
    if days < 0:
        return ngettext("dagen før «%(title)s»", "%(days)s dager før «%(title)s»", abs(days)) % said
    if days == 0:
        return gettext("samme dag som «%(title)s»") % said
    return ngettext("dagen etter «%(title)s»", "%(days)s dager etter «%(title)s»", days) % said


def _day_and_month(day: date) -> str:
    return f"{day.day} {month_name(day.month)}" if get_language() == "en" else f"{day.day}. {month_name(day.month)}"


def _in_sentence(name: str) -> str:
    return name if get_language() == "en" else name.lower()


def distance(due: date, day: date) -> str:
    """How far off a deadline is: ``om 3 dager``, ``i dag``, ``12 dager over``."""
    days = (due - day).days
    if days == 0:
        return gettext("i dag")
    if days < 0:
        return ngettext("%(days)s dag over", "%(days)s dager over", -days) % {"days": -days}
    return ngettext("i morgen", "om %(days)s dager", days) % {"days": days}


def breach_sentence(breach: Breach) -> str:
    """What a demand says of dates that break it."""
    return filled(breach.sentence, breach.parts)


def why(activity: Activity, state: State, day: date) -> str:
    """Why an activity has the state it has, in a sentence."""
    due, starts = full_day(activity.due_on), full_day(activity.starts_on)
    match state:
        case State.LATE:
            late = (day - activity.due_on).days
            return ngettext(
                "Fristen var %(due)s, %(days)s dag over.", "Fristen var %(due)s, %(days)s dager over.", late
            ) % {"due": due, "days": late}
        case State.SOON:
            left = (activity.due_on - day).days
            if left == 0:
                return gettext("Fristen er i dag.")
            return ngettext("Fristen er i morgen.", "Fristen er om %(days)s dager.", left) % {"days": left}
        case State.RUNNING:
            return gettext("Startet %(starts)s, frist %(due)s.") % {"starts": starts, "due": due}
        case State.COMING:
            return gettext("Starter %(starts)s.") % {"starts": starts}
        case _:
            return _why_settled(activity, state)


def _why_settled(activity: Activity, state: State) -> str:
    if state is State.CANCELLED:
        return gettext("Avlyst: %(reason)s") % {"reason": activity.cancelled_because}
    if state is State.RESTING:
        return gettext("Ikke med i %(year)s. Neste gang %(next)s.") % {
            "year": activity.year,
            "next": activity.next_year,
        }
    if activity.done_on:
        said = gettext("Behandlet %(day)s.") if state is State.TREATED else gettext("Meldt ferdig %(day)s.")
        return said % {"day": full_day(activity.done_on)}
    if activity.deadline == "external":
        return gettext("Kommer utenfra, og dagen er passert.")
    return gettext("Alt som skulle leveres, er inne.")
