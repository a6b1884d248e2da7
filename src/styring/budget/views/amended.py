"""From the adopted to the revised budget of a unit: the amendments that lie between, one click from every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.models import LayerKind
from styring.budget.policies import VIEW_ECONOMY, VIEW_TRANSFER
from styring.budget.queries import layer_named
from styring.budget.queries.amended import given_by, may_see_steps, steps_from_adopted
from styring.budget.views.places import place_of
from styring.kernel.authority import require
from styring.organisation.models import ProgrammeArea
from styring.organisation.queries import unit_by_code
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.budget.models import Layer
    from styring.budget.queries.amended import Given, Step, Steps
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
    """Where a decision is shown: an amendment as it was written, one that came in decided as it counts, or a budget."""
    if amendment:
        return reverse("budget:amendment", args=[amendment])
    page = "amending_layer" if layer.kind == LayerKind.AMENDMENT else "layer"
    return reverse(f"budget:{page}", args=[layer.name])


@login_required
def amending_layer(request: SignedInRequest, name: str) -> HttpResponse:
    """What an amendment that came in decided gives to each unit, and to what is the municipality's own."""
    require(request.user, VIEW_TRANSFER)
    layer = layer_named(request.user, name)
    if layer.kind != LayerKind.AMENDMENT:
        return redirect("budget:layer", name)
    table = _layer_table(layer, given_by(layer))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], layer.title)
    return render(request, "budget/amending_layer.html", {"layer": layer, "table": table})


def _layer_table(layer: Layer, given: Given) -> Table:
    rows = [Row(unit.name, (amount,)) for unit, amount in given.units]
    own = ((_("Skatt, finans og fond"), given.common), (_("Investeringer"), given.investments))
    rows += [Row(name, (amount,), "sub") for name, amount in own if amount]
    columns = [Column(_("Enhet")), Column(_("Endring"), Shown.KR1000, change=True)]
    return Table(layer.title, columns, rows, _("1000 kr netto. Pluss er mer å bruke."))
