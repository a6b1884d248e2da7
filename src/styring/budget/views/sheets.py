"""A unit's budget sheet: downloaded, sent in filled in, and what it changes shown before it is put to use."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styring.budget.exporters.sheets import workbook
from styring.budget.importers import read_sheet
from styring.budget.models import SentSheet, SheetState, UnitNet
from styring.budget.policies import DISTRIBUTE, FILL_IN, VIEW_UNIT_BUDGET
from styring.budget.queries.distribution import working_layer
from styring.budget.queries.sheets import lines_in, sheet_for, unit_sheet
from styring.budget.rules.sheets import compared, restored, sums_by_year, version_of
from styring.budget.services import Filled, discard_sheet, send_sheet, use_sheet
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.ledger.rules.codes import arts
from styring.organisation.queries import unit_by_code
from styring.ui.messages import filled, sentence
from styring.ui.spreadsheets import MEDIA_TYPE, spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table, text_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from styring.budget.importers import ReadSheet
    from styring.budget.models import Layer
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Unit
    from styring.ui.requests import SignedInRequest

LARGEST = 5_000_000
STATUS = {SheetState.SENT: "run", SheetState.USED: "ok", SheetState.DISCARDED: "idle"}
MOST_SHOWN = 10
CHANGE = Column("", Shown.KR, change=True)


@login_required
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """A unit's sheet: download it, send it in, and see those that were sent in."""
    unit, layer = unit_by_code(code), working_layer()
    require(request.user, VIEW_UNIT_BUDGET, unit)
    if request.GET.get("format") == "xlsx":
        return _download(layer, unit)
    faults: list[Any] = []
    if request.method == "POST":
        require(request.user, FILL_IN, unit)
        file: UploadedFile[Any] | None = request.FILES.get("file")
        read = _read(request, file, layer, unit)
        if file is not None and read is not None and not read.faults.count:
            said = Filled(file.name or "", read.version, read.lines, read.remarks)
            sent = send_sheet(actor=request.user, layer=layer, unit=unit, filled=said)
            return redirect("budget:sent_sheet", sent.pk)
        faults = [(one, filled(one.reason, one.parts)) for one in read.faults.kept] if read else []
    sent_in = SentSheet.objects.filter(layer=layer, unit=unit).select_related("sent_by")[:MOST_SHOWN]
    context = {
        "unit": unit, "layer": layer, "faults": faults, "may_fill_in": may(request.user, FILL_IN, unit),
        "sent": [(one, STATUS[SheetState(one.state)]) for one in sent_in],
    }  # fmt: skip
    return render(request, "budget/sheet.html", context, status=422 if request.method == "POST" else 200)


def _download(layer: Layer, unit: Unit) -> HttpResponse:
    response = HttpResponse(workbook(unit_sheet(layer, unit, today())), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="budsjettark-{unit.code}-{layer.name}.xlsx"'
    return response


def _read(request: SignedInRequest, file: UploadedFile[Any] | None, layer: Layer, unit: Unit) -> ReadSheet | None:
    """What was sent, read from a file that is gone afterwards; None when nothing that may be read was sent."""
    if file is None or not file.size or file.size > LARGEST:
        messages.error(request, _("Velg et budsjettark på høyst 5 MB."))
        return None
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        for piece in file.chunks():
            kept.write(piece)
        kept.flush()
        return read_sheet(Path(kept.name), layer, unit)


@login_required
def sent_sheet(request: SignedInRequest, key: int) -> HttpResponse:
    """What a sheet changes, and what to look out for, before it is put to use."""
    sent = sheet_for(request.user, key)
    if request.method == "POST":
        return _decided(request, sent)
    now, wanted = lines_in(sent.layer, sent.unit), restored(sent.lines, sent.unit_id)
    is_open = sent.state == SheetState.SENT
    table = _table(sent, wanted, now)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"budsjettark {sent.unit.code}")
    context = {
        "sent": sent, "table": table, "status": STATUS[SheetState(sent.state)],
        "warnings": _warnings(sent, wanted, now) if is_open else [],
        "is_stale": is_open and version_of(now) != sent.version,
        "may_use": is_open and may(request.user, DISTRIBUTE, sent.unit),
        "may_discard": is_open and may(request.user, FILL_IN, sent.unit),
    }  # fmt: skip
    return render(request, "budget/sent_sheet.html", context)


def _decided(request: SignedInRequest, sent: SentSheet) -> HttpResponse:
    try:
        if request.POST.get("act") == "discard":
            discard_sheet(actor=request.user, sheet=sent)
            messages.success(request, _("Arket er forkastet. Budsjettet er som før."))
        else:
            use_sheet(actor=request.user, sheet=sent, accept_stale=request.POST.get("stale") == "1")
            messages.success(request, _("Arket er tatt i bruk i budsjettutkastet."))
    except RuleBrokenError as error:
        messages.error(request, sentence(error))
    return redirect("budget:sent_sheet", sent.pk)


def _warnings(sent: SentSheet, wanted: dict[LineKey, int], now: dict[LineKey, int]) -> list[str]:
    """What to look out for, in words: remarks from reading, a draft that has changed, and sums that do not fit."""
    found = [filled(said, parts) for said, parts in sent.remarks]
    if version_of(now) != sent.version:
        found.append(_("Utkastet er endret etter at arket ble lastet ned. Se hva som blir annerledes."))
    frame = _frame_of(sent, now)
    for year, total in sums_by_year(wanted, sent.layer.years).items():
        if total != frame[year]:
            words = _("I %(year)s endrer arket summen for enheten med %(kroner)s kroner.")
            found.append(words % {"year": year, "kroner": text_of(total - frame[year], CHANGE)})
    return found


def _frame_of(sent: SentSheet, now: dict[LineKey, int]) -> dict[int, int]:
    """What the unit has to share out: what it was given when its frame was shared out, else what it has."""
    found = sums_by_year(now, sent.layer.years)
    given = UnitNet.objects.filter(distribution__layer=sent.layer, distribution__is_final=True, unit=sent.unit)
    return found | dict(given.values_list("year", "amount"))


def _table(sent: SentSheet, wanted: dict[LineKey, int], now: dict[LineKey, int]) -> Table:
    """Each account that changes: before, after and difference in each year."""
    years = list(sent.layer.years)
    rows = [
        Row(_account(one.function, one.art, one.project), _cells(one.before, one.after, years))
        for one in compared(wanted, now)
        if any(one.changes.values())
    ]
    sums = _cells(sums_by_year(now, years), sums_by_year(wanted, years), years)
    columns = [Column(_("Konto"))]
    for year in years:
        columns += [
            Column(_("%(year)s før") % {"year": year}, Shown.KR),
            Column(_("%(year)s etter") % {"year": year}, Shown.KR),
            Column(_("%(year)s endring") % {"year": year}, Shown.KR, change=True),
        ]
    note = _("Kroner. Utgift pluss, inntekt minus. Bare kontoer som endres, er med; summen er for hele enheten.")
    return Table(_("Hva arket endrer"), columns, [*rows, Row(_("Sum for enheten"), sums, "total")], note)


def _cells(before: Any, after: Any, years: list[int]) -> tuple[int, ...]:  # noqa: ANN401 - amounts by year
    return tuple(
        amount
        for year in years
        for amount in (before.get(year, 0), after.get(year, 0), after.get(year, 0) - before.get(year, 0))
    )


def _account(function: str, art: str, project: str) -> str:
    known = arts().get(art)
    return " ".join(part for part in (function, art, project, known.name if known else "") if part)
