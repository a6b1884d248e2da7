"""Sharing the frames of programme areas out to units: all areas, and one with its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.forms.grids import KRONER, THOUSANDS, ore_of, typed
from styring.budget.models import Distribution
from styring.budget.policies import VIEW_UNIT_BUDGET
from styring.budget.queries import figures
from styring.budget.queries.distribution import (
    area_named,
    areas_for,
    frames_in,
    may_distribute,
    nets_before,
    shares_of,
    working_layer,
)
from styring.budget.rules.distribution import with_the_rest
from styring.budget.services import finish_distribution, save_distribution
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError
from styring.kernel.periods import Period
from styring.ui.messages import sentence
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.budget.queries.distribution import AreaShares, UnitYear
    from styring.ui.requests import SignedInRequest

UNITS = {"kr": KRONER, "1000": THOUSANDS}


@login_required
def distributions(request: SignedInRequest) -> HttpResponse:
    """Every programme area with its frame in the draft, and how far it is shared out."""
    require(request.user, VIEW_UNIT_BUDGET)
    layer, day = working_layer(), today()
    areas = list(areas_for(request.user, day).order_by("number"))
    frames = frames_in(layer, day)
    kept = {one.programme_area_id: one for one in Distribution.objects.filter(layer=layer)}
    years = [Column(str(year), Shown.KR1000) for year in layer.years]
    rows = [
        Row(
            str(area),
            (*(frames[area.pk][year] for year in layer.years), _state(kept.get(area.pk))),
            address=reverse("budget:distribution", args=[area.code]),
        )
        for area in areas
    ]
    sums = [sum(frames[area.pk][year] for area in areas) for year in layer.years]
    rows.append(Row(_("Sum"), (*sums, ""), "total"))
    columns = [Column(_("Programområde")), *years, Column(_("Fordeling"))]
    title = _("Rammer i %(layer)s") % {"layer": layer.title}
    table = Table(title, columns, rows, _("1000 kr. Utgift pluss, inntekt minus."))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"rammer {layer.name}")
    return render(request, "budget/distributions.html", {"layer": layer, "table": table})


def _state(kept: Distribution | None) -> str:
    if kept is None:
        return _("Som før")
    return _("Endelig") if kept.is_final else _("Utkast")


@login_required
def distribution(request: SignedInRequest, code: str) -> HttpResponse:
    """What each unit of a programme area is to have, against the frame; kept as a draft, or made final."""
    day = today()
    area = area_named(request.user, code, day)
    shares = shares_of(working_layer(), area, day)
    unit = UNITS.get(request.GET.get("i", ""), THOUSANDS)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(shares)], f"fordeling {area.code}")
    errors: list[str] = []
    if request.method == "POST" and _sent(request, shares, unit, errors):
        return redirect(f"{reverse('budget:distribution', args=[code])}?i={request.GET.get('i', '1000')}")
    context = {
        "shares": shares, "area": area, "rows": _rows(shares, unit, request.POST if errors else {}), "errors": errors,
        "sums": [(year, shares.frames[year], shares.left[year]) for year in shares.layer.years],
        "may": may_distribute(request.user, shares.members), "ore": unit, "day": day,
    }  # fmt: skip
    return render(request, "budget/distribution.html", context, status=422 if errors else 200)


def _rows(shares: AreaShares, unit: int, sent: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a form's data or nothing
    """A row a unit: last year's accounts, this year's budget, and what it is to have in each year."""
    day = today()
    keys = [one.pk for one in shares.units]
    before = nets_before(keys, day.year - 1)
    this_year = figures(keys, Period.parse(str(day.year))) if keys else {}
    rows = []
    for member in shares.members:
        names = {year: f"net-{member.unit_id}-{year}" for year in shares.layer.years}
        cells = [
            (year, name, sent.get(name, typed(shares.nets(year)[member.unit_id], unit))) for year, name in names.items()
        ]
        rows.append({
            "name": member.name, "code": member.unit.code, "before": before.get(member.unit_id, 0),
            "this_year": this_year[member.unit_id].revised, "cells": cells,
        })  # fmt: skip
    return rows


def _sent(request: SignedInRequest, shares: AreaShares, unit: int, errors: list[str]) -> bool:
    """Do what the button that was pressed says; false when something is wrong."""
    nets = _nets(request, shares, unit, errors)
    if errors:
        return False
    act = request.POST.get("act", "")
    if act == "share":
        nets = _with_rests(shares, nets)
    try:
        save_distribution(actor=request.user, layer=shares.layer, area=shares.area, nets=nets)
        if act == "finish":
            finish_distribution(actor=request.user, layer=shares.layer, area=shares.area)
    except GovernanceError as error:
        messages.error(request, sentence(error))
        return True
    done = {
        "finish": _("Fordelingen er endelig og ligger i budsjettutkastet."),
        "share": _("Resten er fordelt etter størrelse. Utkastet er lagret."),
    }
    messages.success(request, done.get(act, _("Utkastet er lagret. Budsjettet er som før til du gjør det endelig.")))
    return True


def _nets(request: SignedInRequest, shares: AreaShares, unit: int, errors: list[str]) -> dict[UnitYear, int]:
    found: dict[UnitYear, int] = {}
    for member in shares.members:
        for year in shares.layer.years:
            text = request.POST.get(f"net-{member.unit_id}-{year}", "")
            amount = ore_of(text, unit)
            if amount is None:
                words = _("%(unit)s %(year)s: «%(text)s» er ikke et beløp.")
                errors.append(words % {"unit": member.name, "year": year, "text": text})
            else:
                found[member.unit_id, year] = amount
    return found


def _with_rests(shares: AreaShares, nets: dict[UnitYear, int]) -> dict[UnitYear, int]:
    found: dict[UnitYear, int] = {}
    for year in shares.layer.years:
        of_year = {unit: amount for (unit, one), amount in nets.items() if one == year}
        found |= {(unit, year): amount for unit, amount in with_the_rest(shares.frames[year], of_year).items()}
    return found


def _table(shares: AreaShares) -> Table:
    years = list(shares.layer.years)
    rows = [Row(member.name, tuple(shares.nets(year)[member.unit_id] for year in years)) for member in shares.members]
    rows.append(Row(_("Ramme"), tuple(shares.frames[year] for year in years), "total"))
    rows.append(Row(_("Igjen å fordele"), tuple(shares.left[year] for year in years)))
    columns = [Column(_("Enhet")), *(Column(str(year), Shown.KR1000) for year in years)]
    return Table(str(shares.area), columns, rows, _("1000 kr. Utgift pluss, inntekt minus."))
