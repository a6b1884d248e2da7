"""The whole budget: from programme area to unit to what the money buys, with three years of accounts beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.policies import VIEW_ECONOMY
from styring.budget.queries.whole import YEARS_OF_ACCOUNTS, whole_budget
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.ledger.rules.codes import functions
from styring.ledger.rules.groups import ART_GROUP_NAMES, art_group
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.http import HttpResponse

    from styring.budget.queries.whole import WholeBudget
    from styring.ui.requests import SignedInRequest
    from styring.ui.tables import Cell


@login_required
def whole(request: SignedInRequest) -> HttpResponse:
    """All areas; with ``omraade`` the units of one; with ``enhet`` what one unit buys, by function and kind of art."""
    require(request.user, VIEW_ECONOMY)
    budget = whole_budget(request.user, today())
    area, unit = request.GET.get("omraade", ""), request.GET.get("enhet", "")
    if unit:
        title, head, rows = _bought(budget, unit)
    elif area:
        title, head, rows = _units(budget, area)
    else:
        title, head, rows = _areas(budget)
    table = _table(budget, title, head, rows)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], title)
    context = {"table": table, "title": title, "budget": budget, "is_part": bool(area or unit)}
    return render(request, "budget/whole.html", context)


def _areas(budget: WholeBudget) -> tuple[str, str, list[Row]]:
    sums: dict[Any, list[int]] = budget.sums(budget.area_of)
    rows = [
        Row(str(area), tuple(amounts), address=f"{reverse('budget:whole')}?omraade={area.code}")
        for area, amounts in sorted(sums.items(), key=lambda item: item[0].number)
    ]
    return _("Hele budsjettet"), _("Programområde"), rows


def _units(budget: WholeBudget, code: str) -> tuple[str, str, list[Row]]:
    areas = {one.programme_area.code: one.programme_area for one in budget.placed.values() if one.programme_area}
    area = areas.get(code)
    sums: dict[Any, list[int]] = budget.sums(lambda one: one.unit if area and budget.area_of(one) == area else None)
    rows = []
    for unit, amounts in sorted(sums.items(), key=lambda item: budget.placed[item[0]].unit.code):
        placed = budget.placed[unit]
        address = f"{reverse('budget:whole')}?enhet={placed.unit.code}"
        rows.append(Row(placed.name, tuple(amounts), address=address))
    return str(area) if area else _("Hele budsjettet"), _("Enhet"), rows


def _bought(budget: WholeBudget, code: str) -> tuple[str, str, list[Row]]:
    placed = next((one for one in budget.placed.values() if one.unit.code == code), None)
    sums: dict[Any, list[int]] = budget.sums(
        lambda one: (one.function, art_group(one.art)) if placed and one.unit == placed.unit_id else None
    )
    order = list(ART_GROUP_NAMES)
    rows: list[Row] = []
    for function, group in sorted(sums, key=lambda key: (key[0], order.index(key[1]))):
        known = functions().get(function)
        name = f"{function} {known.name}" if known else function
        if not rows or not any(row.head == name for row in rows):
            rows.append(Row(name, kind="group"))
        rows.append(Row(_(ART_GROUP_NAMES[group]), tuple(sums[function, group]), "sub"))
    return placed.name if placed else _("Hele budsjettet"), _("Hva pengene går til"), rows


def _table(budget: WholeBudget, title: str, head: str, rows: list[Row]) -> Table:
    years = range(budget.year - YEARS_OF_ACCOUNTS, budget.year)
    empty = [place for place, year in enumerate(years) if not budget.columns[place]]
    rows = [replace(row, cells=_without(row.cells, empty)) for row in rows]
    columns = [
        Column(head),
        *(
            Column(_("Regnskap %(year)s") % {"year": year}, Shown.KR1000, minor=year < years[-1])
            for place, year in enumerate(years)
            if place not in empty
        ),
        Column(_("Budsjett %(year)s") % {"year": budget.year}, Shown.KR1000),
        Column(_("Budsjett %(year)s") % {"year": budget.year + 1}, Shown.KR1000),
    ]
    amounts = [row.cells for row in rows if row.cells]
    sums = tuple(sum(int(str(cells[place])) for cells in amounts) for place in range(len(columns) - 1))
    source, note = budget.proposal.title if budget.proposal else "", _("1000 kr. Utgift pluss, inntekt minus.")
    return Table(title, columns, [*rows, Row(_("Sum"), sums, "total")], note, source)


def _without(cells: Sequence[Cell], empty: Collection[int]) -> tuple[Cell, ...]:
    """Cells but for those of years that nobody has taken in accounts of."""
    return tuple(cell for place, cell in enumerate(cells) if place not in empty)
