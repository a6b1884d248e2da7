"""What a sum is made of: arts, then months, then the lines of the ledger."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import render
from django.utils.translation import gettext as _

from styring.budget.forms import chosen
from styring.budget.policies import VIEW_ECONOMY
from styring.budget.queries import limits_on, lines_of, parts_by_art, parts_by_month, summed
from styring.budget.tables import MONTHLY, SHORT, Economy, Part
from styring.budget.views.parts import art_name, function_name
from styring.budget.views.places import Place, month_name, place_of
from styring.kernel.authority import require
from styring.kernel.periods import Length, Period
from styring.ledger.rules.groups import ART_GROUP_NAMES
from styring.organisation.queries import unit_by_code
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpResponse

    from styring.budget.queries import Choice
    from styring.budget.tables import Heading
    from styring.ledger.models import Posting
    from styring.ui.requests import SignedInRequest

LINES_A_PAGE = 50
MOST_LINES = 50_000
"""Lines that a spreadsheet may have; more is no table any longer."""


def _place(request: SignedInRequest, code: str, period: Period) -> Place:
    unit = unit_by_code(code)
    require(request.user, VIEW_ECONOMY, unit)
    return place_of(unit, unit.name_on(period.last_day), period)


@login_required
def arts(request: SignedInRequest, code: str, period: Period) -> HttpResponse:
    """What a part of a unit's economy is made of, by art."""
    place, choice = _place(request, code, period), chosen(request.GET)
    sums = parts_by_art(place.unit, period, choice)
    parts = [
        Part(art_name(art), part, place.to("months", **{**words(choice), "art": art})) for art, part in sums.items()
    ]
    return _shown(request, place, choice, _economy(place, choice, parts, head=_("Art"), headings=SHORT))


@login_required
def months(request: SignedInRequest, code: str, period: Period) -> HttpResponse:
    """What a part of a unit's economy is made of, month by month."""
    place, choice = _place(request, code, period), chosen(request.GET)
    sums = parts_by_month(place.unit, period, choice)
    parts = [
        Part(month_name(period.year, month), part, place.to("lines", **words(choice), maaned=month))
        for month, part in sums.items()
    ]
    economy = _economy(place, choice, parts, head=_("Måned"), headings=MONTHLY)
    return _shown(request, place, choice, replace(economy, title=_by_month(choice)))


@login_required
def lines(request: SignedInRequest, code: str, period: Period) -> HttpResponse:
    """The ledger lines that a sum is made of, with the batch that each came with."""
    place, choice = _place(request, code, period), chosen(request.GET)
    found = lines_of(place.unit, period, choice)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(place, choice, found[:MOST_LINES])], f"{title_of(choice)} {code} {period}")
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("side"))
    context = {
        "place": place, "choice": choice, "title": title_of(choice), "steps": steps_to(place, choice), "page": page,
        "total": found.aggregate(total=Sum("amount"))["total"] or 0,
        "chosen_month": Period(period.year, choice.month, Length.MONTH) if choice.month else None,
        "lines": [
            (line, line.combination.unit.name_on(period.last_day), art_name(line.combination.art),
             function_name(line.combination.function), month_name(period.year, line.delivery.month),
             Decimal(line.amount).scaleb(-2))
            for line in page
        ],
    }  # fmt: skip
    return render(request, "budget/lines.html", context)


def _economy(place: Place, choice: Choice, parts: list[Part], *, head: str, headings: Sequence[Heading]) -> Economy:
    whole = summed(part.figures for part in parts)
    return Economy(
        title=title_of(choice),
        head=head,
        headings=headings,
        total=Part(_("Sum"), whole, place.to("lines", **words(choice))),
        parts=parts,
        limits=limits_on(place.period.last_day),
        source=place.source,
    )


def _shown(request: SignedInRequest, place: Place, choice: Choice, economy: Economy) -> HttpResponse:
    note = _("1000 kr. Minus er merforbruk.")
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([economy.table(note)], f"{economy.title} {place.unit.code} {place.period}")
    context = {"place": place, "choice": choice, "economy": economy, "note": note, "steps": steps_to(place, choice)}
    return render(request, "budget/parts.html", context)


def _table(place: Place, choice: Choice, found: Iterable[Posting]) -> Table:
    columns = [
        Column(_("Måned")), Column(_("Enhet")), Column(_("Funksjon")), Column(_("Art")), Column(_("Prosjekt")),
        Column(_("Bilag")), Column(_("Innlesing")), Column(_("Beløp"), Shown.KR),
    ]  # fmt: skip
    rows = [
        Row(
            str(Period(place.period.year, line.delivery.month, Length.MONTH)),
            (line.combination.unit.name_on(place.period.last_day), function_name(line.combination.function),
             art_name(line.combination.art), line.combination.project, line.voucher, str(line.delivery.batch),
             line.amount),
        )
        for line in found
    ]  # fmt: skip
    return Table(title_of(choice), columns, rows, _("Kroner. Utgift pluss, inntekt minus."), place.source)


def _by_month(choice: Choice) -> str:
    return _("%(part)s måned for måned") % {"part": title_of(choice)}


def title_of(choice: Choice) -> str:
    """What is chosen, in words: the most particular of it."""
    if choice.art:
        return art_name(choice.art)
    if choice.group:
        return _(ART_GROUP_NAMES[choice.group])
    return function_name(choice.function) if choice.function else _("Alle arter")


def words(choice: Choice) -> dict[str, object]:
    """A choice as it stands after the question mark, without the month."""
    return {"gruppe": choice.group.value if choice.group else "", "funksjon": choice.function, "art": choice.art}


def steps_to(place: Place, choice: Choice) -> list[tuple[str, str]]:
    """The way from the unit's economy to what is chosen."""
    found = []
    if choice.group or choice.function:
        whole = replace(choice, art=None, month=None)
        found.append((title_of(whole), place.to("arts", **words(whole))))
    if choice.art and choice.month:
        found.append((title_of(choice), place.to("months", **words(choice))))
    return found
