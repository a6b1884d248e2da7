"""What apps above tell the wheel: what an activity opens, and what is due for a person.

Apps above tell the wheel what it cannot know, from their manifests: `add_target` says what the activities with an
output open and how far that has come; `add_duty_source` says what is due for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import Promise

    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.wheel.rules.states import State


@dataclass(frozen=True)
class Occasion:
    """One time that something is to be delivered: a year's activity, or a process that runs all the year.

    ``period`` is written as in addresses (``2026-M10``) and ``level`` is that of the line, both for reports that go up
    it, else empty and None.
    """

    code: str
    output: str
    year: int
    period: str = ""
    level: int | None = None


@dataclass(frozen=True)
class Target:
    """What an occasion opens: where, its name, one sentence about it, and how far it has come.

    ``done`` of ``expected`` parts are in; an activity is done when all are, and treated when ``is_treated``.
    """

    address: str
    title: str | Promise
    summary: str | Promise = ""
    done: int = 0
    expected: int = 0
    is_treated: bool = False

    @property
    def is_done(self) -> bool:
        """Is everything in that was expected?"""
        return self.is_treated or (self.expected > 0 and self.done >= self.expected)


@dataclass(frozen=True)
class Duty:
    """Something a person has to do: what, for which unit, by when, how far, where, and about how many minutes."""

    title: str | Promise
    due: date
    state: State
    address: str
    explanation: str | Promise = ""
    action: str | Promise = ""
    unit: Unit | None = None
    minutes: int | None = None


TargetFinder = Callable[["User", Sequence[Occasion]], Mapping[Occasion, Target]]
DutySource = Callable[["User", "date"], Iterable[Duty]]

_targets: dict[str, TargetFinder] = {}
_sources: dict[str, DutySource] = {}
_left_to_others: set[str] = set()


def add_target(output: str, finder: TargetFinder) -> None:
    """Say what all occasions with an output open; the finder gets them at once and leaves out what it does not know."""
    _targets[output] = finder


def add_duty_source(source: DutySource, outputs: Collection[str] = ()) -> None:
    """Have what a function finds stand on *Min side*; it gets the reader and the day, in a fixed number of queries.

    Args:
        source: the function.
        outputs: what the activities deliver whose duties it finds, each person's part of them; the wheel then leaves
            these activities to it.
    """
    _sources[f"{source.__module__}.{source.__qualname__}"] = source
    _left_to_others.update(outputs)


def is_left_to_others(output: str) -> bool:
    """Does another source find the duties of the activities that deliver this?"""
    return output in _left_to_others


def targets_for(reader: User, occasions: Iterable[Occasion]) -> dict[Occasion, Target]:
    """What occasions open, as far as the reader may see it; the queries of one finder for each output among them."""
    by_output: dict[str, list[Occasion]] = {}
    for occasion in occasions:
        by_output.setdefault(occasion.output, []).append(occasion)
    found: dict[Occasion, Target] = {}
    for output, same in by_output.items():
        if output in _targets:
            found |= _targets[output](reader, same)
    return found


def duties_for(reader: User, day: date) -> list[Duty]:
    """What is due for a person, nearest first; the queries of each source."""
    found = [duty for _name, source in sorted(_sources.items()) for duty in source(reader, day)]
    return sorted(found, key=lambda duty: (duty.due, str(duty.title)))
