"""A year of the wheel as drawing, list and timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import may
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.wheel.importers import import_default_wheel
from styring.wheel.policies import CHANGE_WHEEL
from styring.wheel.queries.shown import Chosen, year_for
from styring.wheel.services import turn_wheel

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from styring.ui.requests import SignedInRequest

_YEARS = range(2000, 2100)


@login_required
def this_year(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """The wheel of the year that it is."""
    return redirect("wheel:year", today().year)


@login_required
def year_page(request: SignedInRequest, year: int, view: str = "wheel") -> HttpResponse:
    """A year of the wheel, as drawing with list, list alone or timeline, cut to what was asked for."""
    if year not in _YEARS:
        raise NotFoundError(gettext_noop("Det året finnes ikke i årshjulet."))
    shown = year_for(request.user, year, today(), Chosen.from_words(request.GET))
    context = {"shown": shown, "view": view, "may_change": may(request.user, CHANGE_WHEEL)}
    return render(request, "wheel/year.html", context)


@login_required
@require_POST
@transaction.atomic
def turn(request: SignedInRequest, year: int) -> HttpResponse:
    """Turn the wheel for a year, with the wheel that comes with the product when the municipality has none."""
    import_default_wheel(actor=request.user)
    turned = turn_wheel(actor=request.user, year=year)
    said = _("Hjulet er dreid for %(year)s: %(made)s nye aktiviteter, %(updated)s oppdatert, %(left)s uendret.")
    messages.success(
        request, said % {"year": year, "made": turned.made, "updated": turned.updated, "left": turned.left}
    )
    return redirect("wheel:year", year)
