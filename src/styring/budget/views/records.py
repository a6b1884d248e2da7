"""The page of a frame, and the layers that a year's budget is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.policies import VIEW_ECONOMY, VIEW_LAYERS, WORK_ON_BUDGET
from styring.budget.queries import figures_by, frame_sheet, layers_visible_to
from styring.budget.views.places import months_to_choose
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.organisation.queries import top_unit
from styring.thread.queries import around, element_for
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table
from styring.ui.templatetags.ui import period_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.budget.queries import FrameSheet, Funded
    from styring.ui.requests import SignedInRequest


@login_required
def frame(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A programme area's frame, year by year, with the measures that its money goes to."""
    element, day = element_for(request.user, key), today()
    if element.kind != "frame":
        raise NotFoundError(_("Dette finnes ikke, eller du har ikke tilgang til det."))
    surroundings = around(request.user, element, day)
    sheet = frame_sheet(
        element, [near.element for near in surroundings.above if near.type == "funds" and near.element.kind != "goal"]
    )
    table = _table(sheet)
    now = _this_year(request.user, sheet, day)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"{element.code} {element.title}")
    context = {"around": surroundings, "sheet": sheet, "table": table, "now": now}
    return render(request, "budget/frame.html", context)


def _this_year(reader: User, sheet: FrameSheet, day: date) -> Table | None:
    """How the frame stands this year: adopted, amended, spent and foreseen; for those who see the whole economy."""
    top, area = top_unit(day), sheet.frame.programme_area
    if top is None or day.year not in {year.year for year in sheet.years} or not may(reader, VIEW_ECONOMY, top):
        return None
    period = months_to_choose(day)[-1]
    found = figures_by(top, period, "programme_area").get(area.pk)
    if found is None or period.year != day.year:
        return None
    columns = [
        Column(_("Måned")), Column(_("Vedtatt budsjett"), Shown.KR1000), Column(_("Revidert budsjett"), Shown.KR1000),
        Column(_("Budsjett hittil"), Shown.KR1000, minor=True), Column(_("Regnskap hittil"), Shown.KR1000, minor=True),
        Column(_("Årsprognose"), Shown.KR1000, minor=True), Column(_("Avvik prognose"), Shown.KR1000, change=True),
    ]  # fmt: skip
    cells = (found.adopted, found.revised, found.phased, found.actual, found.forecast, found.forecast_deviation)
    way = f"{reverse('budget:amended', args=[top.code, period])}?omrade={area.code}"
    row = Row(period_name(period).capitalize(), cells, links={1: way})
    return Table(_("Rammen i år"), columns, [row], _("1000 kr. Minus er merforbruk."))


def _table(sheet: FrameSheet) -> Table:
    years = [Column(str(year.year), Shown.KR1000) for year in sheet.years]
    rows = [Row(_("Ramme før nye tiltak"), tuple(year.before_measures for year in sheet.years))]
    rows += [_funded_row(one) for one in sheet.funded]
    if any(sheet.unexplained):
        rows.append(Row(_("Endringer uten tiltak i rammen"), sheet.unexplained, "sub"))
    rows.append(Row(_("Netto ramme"), tuple(year.amount for year in sheet.years), "total"))
    return Table(_("Rammen år for år"), [Column(_("Ledd")), *years], rows, _("1000 kr. Utgift pluss, inntekt minus."))


def _funded_row(one: Funded) -> Row:
    name = f"{one.element.code} {one.element.title}".strip()
    return Row(name, one.effects, "sub", reverse("thread:element", args=[one.element.pk]))


@login_required
def layers_latest(request: SignedInRequest) -> HttpResponse:
    """To the newest programme or budget that the reader may see; to this year's when there is none."""
    require(request.user, VIEW_LAYERS)
    newest = layers_visible_to(request.user).aggregate(newest=Max("first_year"))["newest"]
    return redirect("budget:layers", newest or today().year)


@login_required
def layers(request: SignedInRequest, year: int) -> HttpResponse:
    """What a year's budget is made of: proposed, adopted, amended, with who decided it and when."""
    require(request.user, VIEW_LAYERS)
    found = layers_visible_to(request.user).filter(first_year__lte=year, last_year__gte=year)
    of_year = Q(lines__year=year)
    shown = found.select_related("batch", "replaces", "base").annotate(
        number=Count("lines", filter=of_year), moved=Sum("lines__amount", filter=of_year & Q(lines__amount__gt=0))
    )
    in_order = shown.order_by("-first_year", "pk")
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_layers_table(year, in_order)], f"budsjettlag {year}")
    context = {
        "year": year,
        "years": sorted(set(layers_visible_to(request.user).values_list("first_year", flat=True))),
        "layers": in_order,
        "may_begin": may(request.user, WORK_ON_BUDGET),
    }
    return render(request, "budget/layers.html", context)


def _layers_table(year: int, found: Iterable[Any]) -> Table:
    columns = [
        Column(_("Lag")), Column(_("Type")), Column(_("Vedtatt"), Shown.DAY), Column(_("Sak")),
        Column(_("Linjer"), Shown.NUMBER), Column(_("Økt utgift"), Shown.KR1000), Column(_("Status")),
    ]  # fmt: skip
    rows = [
        Row(
            one.title,
            (
                one.get_kind_display(),
                one.decided_on,
                one.decision,
                one.number,
                one.moved or 0,
                one.get_state_display(),
            ),
        )
        for one in found
    ]
    return Table(_("Budsjettet for %(year)s") % {"year": year}, columns, rows, _("Utgifter i 1000 kr."))
