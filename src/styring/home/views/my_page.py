"""*Min side*: what is due, and the figures of what one leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from styring.access.policies import may
from styring.home.queries.first_steps import first_steps_for
from styring.kernel.clock import today
from styring.wheel.policies import VIEW_WHEEL
from styring.wheel.queries.duties import upcoming_for
from styring.wheel.queries.people import Led, part_of
from styring.wheel.queries.registries import Duty, duties_for
from styring.wheel.queries.shown import YearShown, this_year_for
from styring.wheel.queries.words import STATE_KINDS, STATE_WORDS, activity_title, distance
from styring.wheel.rules.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse
    from django.utils.functional import Promise

    from styring.home.queries.first_steps import FirstStep
    from styring.organisation.models import Unit
    from styring.ui.requests import SignedInRequest
    from styring.wheel.models import Activity

EVERYTHING = "alle"
_WHOLE_PICTURE = 2
"""Leaders down to this level of the line see the whole picture of what lies below them."""


@dataclass(frozen=True)
class ToDo:
    """A duty as a line: its date, how far off it is, its status and its button."""

    duty: Duty
    day: date

    @property
    def distance(self) -> str:
        """How far off it is, in words."""
        return distance(self.duty.due, self.day)

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        return STATE_KINDS[self.duty.state]

    @property
    def word(self) -> str | Promise:
        """Its state in a word."""
        return STATE_WORDS[self.duty.state]

    @property
    def button(self) -> str:
        """How much the button stands out."""
        return {State.LATE: "primary", State.SOON: "primary"}.get(self.duty.state, "tertiary")


@dataclass(frozen=True)
class Ahead:
    """Something that comes in the wheel."""

    activity: Activity
    title: str


@dataclass(frozen=True)
class MyPage:
    """What stands on the page: what is due for the unit shown (None: everything), and the units to choose among."""

    day: date
    led: Sequence[Led]
    shown: Led | None
    todo: list[ToDo]
    ahead: list[Ahead]
    wheel: YearShown | None
    sees_whole: bool
    first_steps: Sequence[FirstStep] = ()

    @property
    def unit(self) -> Unit | None:
        """The unit whose figures are shown."""
        return self.shown.unit if self.shown else None

    @property
    def minutes(self) -> int:
        """About how long it all takes, as far as anyone has said."""
        return sum(one.duty.minutes or 0 for one in self.todo)

    @property
    def first_steps_done(self) -> int:
        """How many of the first steps are done."""
        return sum(step.is_done for step in self.first_steps)

    @property
    def late(self) -> list[ToDo]:
        """What is past its day."""
        return [one for one in self.todo if one.duty.state is State.LATE]


@login_required
def my_page(request: SignedInRequest) -> HttpResponse:
    """What is due for the reader, and the figures of the unit shown."""
    page = _page_for(request, today())
    template = "home/whole.html" if page.sees_whole else "home/my_page.html"
    return render(request, template, {"page": page})


def _page_for(request: SignedInRequest, day: date) -> MyPage:
    reader = request.user
    led = part_of(reader, day).led
    shown = _chosen(led, request.GET.get("enhet", ""))
    duties = [duty for duty in duties_for(reader, day) if _is_shown(duty, led, shown)]
    ahead = [Ahead(one, activity_title(one)) for one in upcoming_for(reader, day)]
    wheel = this_year_for(reader, day) if may(reader, VIEW_WHEEL) else None
    sees_whole = wheel is not None and shown is not None and shown.level <= _WHOLE_PICTURE
    first = [] if sees_whole else first_steps_for(reader, day)
    return MyPage(day, led, shown, [ToDo(duty, day) for duty in duties], ahead, wheel, sees_whole, first)


def _chosen(led: Sequence[Led], code: str) -> Led | None:
    """The unit asked for, else the first that the reader leads; None for everything."""
    if code == EVERYTHING and len(led) > 1:
        return None
    return next((one for one in led if one.unit.code == code), led[0] if led else None)


def _is_shown(duty: Duty, led: Sequence[Led], shown: Led | None) -> bool:
    """Is a duty of the unit shown, or of no unit that one could have chosen instead?"""
    others = {one.unit for one in led if one is not shown}
    return shown is None or duty.unit is None or duty.unit not in others
