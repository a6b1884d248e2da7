"""How far an activity has come, from its dates, what people have said and what it is to deliver."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

SOON_DAYS = 5
"""So many days before it is due, a deadline is near, unless the municipality has set another number."""


class State(Enum):
    """The states, from the one that asks most of people to the one that asks nothing."""

    LATE = "late"
    SOON = "soon"
    RUNNING = "running"
    COMING = "coming"
    DONE = "done"
    TREATED = "treated"
    CANCELLED = "cancelled"
    RESTING = "resting"

    @property
    def is_open(self) -> bool:
        """Is there something left to do?"""
        return self in {State.LATE, State.SOON, State.RUNNING, State.COMING}


@dataclass(frozen=True)
class Course:
    """What is known of an activity's course: planned days, both included, and what has happened."""

    starts_on: date
    due_on: date
    occurs: bool = True
    started: bool = False
    done: bool = False
    treated: bool = False
    cancelled: bool = False
    by_calendar: bool = False


def state_on(course: Course, day: date, soon_days: int = SOON_DAYS) -> State:
    """How far an activity has come on a day.

    What comes from outside (``by_calendar``), as the state budget, is done when its day has passed, with nobody to say
    so. Others are late from the day after they were due.

    >>> from datetime import date
    >>> talks = Course(date(2026, 9, 20), date(2026, 10, 20))
    >>> [state_on(talks, date(2026, month, 16)).value for month in (9, 10, 11)]
    ['coming', 'soon', 'late']
    """
    settled = _settled(course, day)
    if settled:
        return settled
    if day > course.due_on:
        return State.LATE
    if day < course.starts_on and not course.started:
        return State.COMING
    return State.SOON if (course.due_on - day).days <= soon_days else State.RUNNING


def _settled(course: Course, day: date) -> State | None:
    if course.cancelled:
        return State.CANCELLED
    if not course.occurs:
        return State.RESTING
    if course.treated:
        return State.TREATED
    if course.done or (course.by_calendar and day > course.due_on):
        return State.DONE
    return None


def state_of_all(states: list[State]) -> State:
    """The state of a process with several milestones: the one that asks most; under way between two of them.

    >>> state_of_all([State.DONE, State.COMING]).value, state_of_all([State.DONE, State.RESTING]).value
    ('running', 'done')
    """
    found = set(states)
    if State.COMING in found and found & {State.DONE, State.TREATED} and not found & {State.LATE, State.SOON}:
        return State.RUNNING
    return next(state for state in State if state in found)
