"""The account lines of a measure: on its page, in words, and in a table for those who know accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.forms.grids import Grid, sums_of
from styring.budget.models import FrameYear
from styring.budget.policies import FILL_IN
from styring.budget.queries import lines_of_measures
from styring.budget.rules.accounts import Basis
from styring.budget.services import refine_measure
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError
from styring.ledger.rules.codes import arts, functions
from styring.organisation.queries import placements_on, units_below
from styring.plans.models import Measure
from styring.plans.queries import measure_for
from styring.thread.models import Element, State
from styring.ui.messages import sentence
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from styring.budget.queries import MeasureLines
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Unit
    from styring.ui.requests import SignedInRequest

SPARE_ROWS = 3


def measure_money(request: HttpRequest, element: Element) -> str:
    """Where a measure's money lies, and what it comes to in year four and later; on the measure's page."""
    if element.kind != "measure":
        return ""
    measure = Measure.objects.select_related("element__unit", "programme_area").get(pk=element.pk)
    found = lines_of_measures([measure])[measure.pk]
    effects = sorted(measure.effects.values_list("year", "amount"))
    if not effects:
        return ""
    return render_to_string(
        "budget/parts/measure_money.html",
        {
            "measure": measure, "table": _summary(found, [year for year, _amount in effects]), "words": _words(found),
            "last": effects[-1], "changed": [year for year, _amount in effects if found.left_in(year)],
            "frame": _frame(measure, [year for year, _amount in effects]),
            "may_refine": element.state != State.DROPPED and may(request.user, FILL_IN, element.unit),
        },
        request,
    )  # fmt: skip


def _frame(measure: Measure, years: Collection[int]) -> Element | None:
    """The frame of the measure's programme area for its years, the last that was laid forward."""
    if measure.programme_area_id is None:
        return None
    frames = FrameYear.objects.filter(frame__programme_area=measure.programme_area_id, year__in=years)
    return Element.objects.filter(kind="frame", pk__in=frames.values("frame")).order_by("-valid_from", "-pk").first()


def _words(found: MeasureLines) -> dict[str, Any]:
    """Why the lines are as proposed: from what, on what, and on which function."""
    function = next((place.function for place in found.weights), "")
    basis = {
        Basis.PAY: _("Tiltaket endrer årsverk, så beløpet ligger på lønn og sosiale utgifter."),
        Basis.GOODS: _("Tiltaket endrer ikke årsverk, så beløpet ligger på det enheten kjøper."),
        Basis.ALL: _("Beløpet ligger på alt enheten bruker penger på."),
    }
    budget, accounts = _("Grunnlaget er budsjettet for %(year)s."), _("Grunnlaget er regnskapet for %(year)s.")
    source = budget if found.spending.is_budget else accounts
    return {
        "source": source % {"year": found.spending.year}, "basis": basis[found.basis], "function": _named(function),
        "units": len({place.unit for place in found.weights}),
    }  # fmt: skip


def _named(function: str) -> str:
    known = functions().get(function)
    return f"{function} {known.name}" if known else function


def _summary(found: MeasureLines, years: list[int]) -> Table:
    """The lines by function and art, all units together."""
    accounts = sorted({(key.function, key.art) for key in found.lines})
    rows = []
    for function, art in accounts:
        lines = {key: amount for key, amount in found.lines.items() if (key.function, key.art) == (function, art)}
        kind = arts().get(art)
        rows.append(Row(f"{art} {kind.name if kind else ''}", (_named(function), *sums_of(lines, years))))
    rows.append(Row(_("Sum"), ("", *sums_of(found.lines, years)), "total"))
    columns = [Column(_("Art")), Column(_("Funksjon")), *(Column(str(y), Shown.KR1000, change=True) for y in years)]
    return Table(_("Kontoene tiltaket ligger på"), columns, rows, _("1000 kr. + er økt utgift, − er innsparing."))


@login_required
def measure_lines(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put a measure on other accounts than those that are proposed."""
    measure = measure_for(request.user, key)
    require(request.user, FILL_IN, measure.element.unit)
    found = lines_of_measures([measure])[measure.pk]
    years = sorted(effect.year for effect in measure.effects.all())
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_summary(found, years)], measure.element.name)
    units = _units(measure.element.unit)
    grid = Grid.of_lines(years, {code: unit.pk for code, unit in units.items()}, found.lines, SPARE_ROWS)
    if request.method == "POST":
        grid = Grid.sent(years, grid.units, request.POST)
        if _refined(request, measure, grid, found):
            messages.success(request, _("Kontoene er lagret."))
            return redirect("plans:measure", measure.pk)
    context = {
        "measure": measure, "grid": grid, "effects": measure.effects.all(), "units": units.values(),
        "words": _words(found), "refined": sorted(found.refined_years), "functions": _valid(functions(), years),
        "arts": _valid(arts(), years), "table": _summary(found, years),
    }  # fmt: skip
    return render(request, "budget/measure_lines.html", context, status=422 if grid.errors else 200)


@login_required
def forget_lines(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Go back to the accounts that are proposed."""
    measure = measure_for(request.user, key)
    require(request.user, FILL_IN, measure.element.unit)
    if request.method == "POST":
        for effect in measure.effects.all():
            refine_measure(actor=request.user, measure=measure, year=effect.year, lines={})
        messages.success(request, _("Tiltaket ligger på de foreslåtte kontoene igjen."))
    return redirect(reverse("budget:measure_lines", args=[measure.pk]))


def _refined(request: SignedInRequest, measure: Measure, grid: Grid, found: MeasureLines) -> bool:
    """Save the years that say something else than what is there; false when something is wrong."""
    said = grid.lines()
    for year in [] if grid.errors else grid.years:
        lines = _of_year(said.items(), year)
        if lines == _of_year(found.lines.items(), year):
            continue
        try:
            refine_measure(actor=request.user, measure=measure, year=year, lines=lines)
        except GovernanceError as error:
            grid.errors.append(sentence(error))
    return not grid.errors


def _of_year(lines: Iterable[tuple[LineKey, int]], year: int) -> dict[LineKey, int]:
    return {key: amount for key, amount in lines if key.year == year and amount}


def _units(unit: Unit) -> dict[str, Unit]:
    """The unit and those below it, by code, under the names of today."""
    day = today()
    below = units_below(unit, day).values("pk")
    placed = placements_on(day).filter(unit__in=below).order_by("level", "unit__code")
    return {one.unit.code: one.unit for one in placed}


def _valid(codes: dict[str, Any], years: list[int]) -> list[tuple[str, str]]:
    return [(code, known.name) for code, known in sorted(codes.items()) if any(known.is_valid_in(y) for y in years)]
