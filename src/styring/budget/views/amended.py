"""From the adopted to the revised budget of a unit: the amendments that lie between, one click from every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.policies import VIEW_ECONOMY
from styring.budget.queries.amended import may_see_steps, steps_from_adopted
from styring.budget.views.places import place_of
from styring.kernel.authority import require
from styring.organisation.models import ProgrammeArea
from styring.organisation.queries import unit_by_code
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.budget.models import Layer
    from styring.budget.queries.amended import Step, Steps
    from styring.kernel.periods import Period
    from styring.ui.requests import SignedInRequest


@login_required
def amended(request: SignedInRequest, code: str, period: Period) -> HttpResponse:
    """What a unit's budget was adopted as, each amendment of it, and what it is now."""
    unit = unit_by_code(code)
    if not may_see_steps(request.user, unit):
        require(request.user, VIEW_ECONOMY, unit)
    place = place_of(unit, unit.name_on(period.last_day), period)
    area = ProgrammeArea.objects.filter(code=request.GET.get("omrade", "")).first()
    steps = steps_from_adopted(request.user, unit, period, area)
    table = _table(steps, area.name if area else place.name)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"{table.title} {period}")
    context = {"place": place, "steps": [], "amounts": steps, "table": table, "area": area}
    return render(request, "budget/amended.html", context)


def _table(steps: Steps, name: str) -> Table:
    columns = [
        Column(_("Vedtak")), Column(_("Vedtatt av"), minor=True), Column(_("Sak"), minor=True),
        Column(_("Dato"), Shown.DAY), Column(_("Beløp"), Shown.KR1000),
    ]  # fmt: skip
    first = steps.first
    said = (first.get_authority_display(), first.decision, first.decided_on) if first else ("", "", None)
    rows = [Row(_("Vedtatt budsjett"), (*said, steps.adopted), address=_address(first, None) if first else "")]
    rows += [_row(step) for step in steps.amendments]
    rows.append(Row(_("Revidert budsjett"), ("", "", None, steps.revised), "total"))
    title = _("Fra vedtatt til revidert budsjett: %(name)s") % {"name": name}
    return Table(title, columns, rows, _("1000 kr. Utgift pluss, inntekt minus."))


def _row(step: Step) -> Row:
    layer = step.layer
    cells = (layer.get_authority_display(), layer.decision, layer.decided_on, step.amount)
    return Row(layer.title, cells, "sub", _address(layer, step.amendment))


def _address(layer: Layer, amendment: int | None) -> str:
    """An amendment's own page, else that of its layer, which all who read budgets may see."""
    if amendment:
        return reverse("budget:amendment", args=[amendment])
    return reverse("budget:layer", args=[layer.name])
