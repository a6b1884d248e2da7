"""The front page: the year as a wheel for those who have signed in, a short welcome for everyone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render

from styring.access.policies import may
from styring.home.queries import is_founded
from styring.kernel.clock import today
from styring.wheel.policies import CHANGE_WHEEL, VIEW_WHEEL
from styring.wheel.queries.shown import Chosen, public_wheel, year_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def front(request: HttpRequest) -> HttpResponse:
    """The wheel of this year, the welcome, or the first run where nobody has set anything up."""
    day = today()
    if not request.user.is_authenticated:
        if not is_founded():
            return redirect("home:setup")
        return render(request, "home/welcome.html", {"wheel": public_wheel(day.year, day)})
    reader = request.user
    if not may(reader, VIEW_WHEEL):
        return redirect("home:my_page")
    shown = year_for(reader, day.year, day, Chosen.from_words(request.GET))
    context = {"shown": shown, "view": "wheel", "may_change": may(reader, CHANGE_WHEEL)}
    return render(request, "home/front.html", context)
