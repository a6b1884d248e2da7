"""The cards: of all units, of one unit, and choosing what stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import may, permitted_units, require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError, InvalidValueError, NotFoundError
from styring.kernel.periods import Length, Period
from styring.kernel.thresholds import Status
from styring.organisation.queries import children_of, line_above, tree_on, unit_by_code, units_led_by
from styring.scorecards.forms import OwnRowForm
from styring.scorecards.models import OwnRow, Scorecard
from styring.scorecards.policies import CHANGE_CARD, VIEW_CARD
from styring.scorecards.queries import scorecard_of
from styring.scorecards.queries.goals import month_of
from styring.scorecards.services import add_own_row, end_own_row, open_card
from styring.scorecards.tables import card_table, some
from styring.ui.messages import sentence
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse

    from styring.scorecards.queries import Row
    from styring.ui.requests import SignedInRequest


@login_required
def card_list(request: SignedInRequest) -> HttpResponse:
    """The cards a person may read, as the tree of units, with one's own first."""
    day = today()
    readable = set(permitted_units(request.user, VIEW_CARD).values_list("pk", flat=True))
    tree = tree_on(day)
    nodes = [node for node in tree.walk() if node.depth == 0 or node.unit.pk in readable] if tree else []
    context = {"own": units_led_by(request.user, day), "nodes": nodes}
    return render(request, "scorecards/card_list.html", context)


@login_required
def card_page(request: SignedInRequest, code: str) -> HttpResponse:
    """A unit's card at the end of a period, now when none is asked for."""
    unit, day = unit_by_code(code), today()
    until = _asked_period(request, day)
    card = scorecard_of(request.user, unit, until)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([card_table(card, min(until.last_day, day))], f"malekart-{code}-{until}")
    readable = permitted_units(request.user, VIEW_CARD)
    context = {
        "card": card,
        "unit": unit,
        "name": unit.name_on(min(until.last_day, day)),
        "until": until,
        "choices": [Period(day.year - 1, 1, Length.YEAR), *_tertials(day)],
        "is_now": until == month_of(day),
        "line": [above for above in reversed(line_above(unit, day)) if above.pk],
        "children": children_of(unit, day).filter(pk__in=readable),
        "standing": [(status, rows, _codes(rows)) for status in Status for rows in (card.standing(status),)],
        "may_change": may(request.user, CHANGE_CARD, unit),
    }
    return render(request, "scorecards/card.html", context)


@login_required
def own_rows(request: SignedInRequest, code: str) -> HttpResponse:
    """Choose what stands on a unit's card beyond the common rows."""
    unit, day = unit_by_code(code), today()
    require(request.user, CHANGE_CARD, unit)
    card = Scorecard.objects.filter(unit=unit).first()
    form = OwnRowForm(card, day, request.POST or None)
    if form.is_valid():
        try:
            card = card or open_card(actor=request.user, unit=unit, name=_("Målekart %(unit)s") % {"unit": unit.name})
            order = card.rows.count() + 1
            add_own_row(actor=request.user, card=card, indicator=form.cleaned_data["indicator"], order=order, since=day)
        except GovernanceError as error:
            form.add_error("indicator", sentence(error))
        else:
            messages.success(request, _("Målet står på målekartet."))
            return redirect("scorecards:own_rows", code)
    rows = card.rows.filter(valid_to__gt=day).select_related("indicator__element") if card else []
    context = {"form": form, "unit": unit, "rows": rows}
    return render(request, "scorecards/own_rows.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end_row(request: SignedInRequest, code: str, row: int) -> HttpResponse:
    """Take an indicator off a unit's card."""
    found = get_object_or_404(OwnRow.objects.select_related("card__unit"), pk=row, card__unit__code=code)
    day = today()
    if found.valid_from >= day:
        message = _("Raden ble lagt til i dag. Den kan tas av fra i morgen.")
        messages.warning(request, message)
    else:
        end_own_row(actor=request.user, row=found, on=day)
        messages.success(request, _("Målet er tatt av målekartet."))
    return redirect("scorecards:own_rows", code)


def _asked_period(request: SignedInRequest, day: date) -> Period:
    asked = request.GET.get("periode", "")
    try:
        return Period.parse(asked) if asked else month_of(day)
    except InvalidValueError as error:
        raise NotFoundError(str(error)) from error


def _tertials(day: date) -> list[Period]:
    return [period for number in (1, 2, 3) if (period := Period(day.year, number, Length.TERTIAL)).last_day < day]


def _codes(rows: Sequence[Row]) -> str:
    return some([row.goal.code if row.goal else row.reading.indicator.element.code for row in rows])
