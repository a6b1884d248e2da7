"""Two layers side by side: what each comes to, the difference, and the changes that make it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styring.budget.queries import changes_of, layer_named, layers_visible_to, state_of
from styring.budget.rules.layers import LineKey, together, undone
from styring.kernel.clock import today
from styring.ledger.rules.groups import ART_GROUP_NAMES, ArtGroup, art_group, is_appropriation
from styring.ledger.rules.statements import compute, definition
from styring.organisation.models import ProgrammeArea, Unit
from styring.organisation.queries import placements_on
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpResponse

    from styring.budget.models import Change, Layer
    from styring.budget.queries.programme import Item
    from styring.ui.requests import SignedInRequest

VIEWS = {
    "omrade": gettext_lazy("Programområde"),
    "enhet": gettext_lazy("Enhet"),
    "artsgruppe": gettext_lazy("Artsgruppe"),
    "linje": gettext_lazy("§ 5-4"),
}
OUTSIDE = ""


class Reason(NamedTuple):
    """A change that makes a difference, and how much in each year."""

    title: str
    why: str
    amounts: tuple[int, ...]
    address: str


@login_required
def compare(request: SignedInRequest, name: str, other: str) -> HttpResponse:
    """The difference of two layers in a year, by programme area, unit, group of arts or line of § 5-4."""
    new, old = layer_named(request.user, name), layer_named(request.user, other)
    view = request.GET.get("vis", "")
    view = view if view in VIEWS else "omrade"
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and int(asked) in new.years else new.first_year
    table = _table(new, old, view, year)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"{new.name} {old.name} {year}")
    key = request.GET.get("del", "")
    context = {
        "new": new, "old": old, "view": view, "views": VIEWS, "year": year, "table": table, "part": key,
        "part_name": _names(view, [key]).get(key, "") if key else "", "reasons": _reasons(new, old, view, key),
        "others": layers_visible_to(request.user, new.first_year).exclude(pk__in=[new.pk, old.pk]).order_by("pk"),
    }  # fmt: skip
    return render(request, "budget/compare.html", context)


def _table(new: Layer, old: Layer, view: str, year: int) -> Table:
    states = [{key: amount for key, amount in state_of(one).items() if key.year == year} for one in (new, old)]
    columns = [
        Column(str(VIEWS[view])), Column(old.title, Shown.KR1000), Column(new.title, Shown.KR1000),
        Column(_("Forskjell"), Shown.KR1000, change=True),
    ]  # fmt: skip
    rows = _statement(states, year) if view == "linje" else _parts(states, view, new, old, year)
    note = _("1000 kr. Utgift pluss, inntekt minus.") if view != "linje" else _("1000 kr, slik forskriften viser dem.")
    return Table(_("Forskjellen i %(year)s") % {"year": year}, columns, rows, note)


def _statement(states: list[dict[LineKey, int]], year: int) -> list[Row]:
    sums = []
    for state in states:
        by_art: dict[tuple[str, str], int] = defaultdict(int)
        for key, amount in state.items():
            by_art[key.account_class, key.art] += amount
        sums.append(compute(definition("5-4-1", year), by_art))
    return [
        Row(now.label, (then.amount, now.amount, now.amount - then.amount), "" if now.kind == "line" else "total")
        for now, then in zip(*sums, strict=True)
    ]


def _parts(states: list[dict[LineKey, int]], view: str, new: Layer, old: Layer, year: int) -> list[Row]:
    part_of = _part_of(view)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, state in enumerate(states):
        for key, amount in state.items():
            if is_appropriation(key.account_class, key.art):
                sums[part_of(key)][place] += amount
    names = _names(view, sums)
    page = reverse("budget:compare", args=[new.name, old.name])
    rows = [
        Row(
            names.get(key, _("Uten programområde")), (then, now, now - then),
            address=f"{page}?vis={view}&aar={year}&del={key}" if now != then else "",
        )
        for key, (now, then) in sorted(sums.items(), key=lambda one: names.get(one[0], "~"))
    ]  # fmt: skip
    totals = [sum(pair[place] for pair in sums.values()) for place in (0, 1)]
    return [*rows, Row(_("Sum netto rammer"), (totals[1], totals[0], totals[0] - totals[1]), "total")]


def _part_of(view: str) -> Callable[[LineKey], str]:
    """Which part of a view a line belongs to, by the part's key."""
    if view == "enhet":
        return lambda key: str(key.unit)
    if view == "artsgruppe":
        return lambda key: art_group(key.art).value
    placed = placements_on(today()).filter(programme_area__isnull=False)
    areas = dict(placed.values_list("unit_id", "programme_area__code"))
    return lambda key: areas.get(key.unit, OUTSIDE)


def _names(view: str, keys: Iterable[str]) -> dict[str, str]:
    if view == "enhet":
        known = [int(key) for key in keys if key.isdecimal()]
        return {str(unit.pk): f"{unit.code} {unit.name}" for unit in Unit.objects.filter(pk__in=known)}
    if view == "artsgruppe":
        return {group.value: _(ART_GROUP_NAMES[group]) for group in ArtGroup}
    return {area.code: str(area) for area in ProgrammeArea.objects.all()}


def _reasons(new: Layer, old: Layer, view: str, part: str) -> list[Reason]:
    """The changes that make the difference of a part, the largest first."""
    if not part or view == "linje":
        return []
    part_of = _part_of(view)
    mine, theirs = ({one.change.pk: one for one in changes_of(layer)} for layer in (new, old))
    found = []
    for key in {**theirs, **mine}:
        amounts = _by_year(_of_part(_moved(mine.get(key), theirs.get(key)), part_of, part), new)
        if any(amounts):
            found.append(_reason((mine.get(key) or theirs[key]).change, amounts))
    return sorted(found, key=lambda one: -max(abs(amount) for amount in one.amounts))


def _moved(mine: Item | None, theirs: Item | None) -> dict[LineKey, int]:
    return together([mine.amounts if mine else {}, undone(theirs.amounts) if theirs else {}])


def _of_part(moved: dict[LineKey, int], part_of: Callable[[LineKey], str], part: str) -> dict[LineKey, int]:
    return {line: amount for line, amount in moved.items() if part_of(line) == part}


def _reason(change: Change, amounts: tuple[int, ...]) -> Reason:
    address = reverse("thread:element", args=[change.element_id]) if change.element_id else ""
    return Reason(change.title, change.reason or str(change.get_kind_display()), amounts, address)


def _by_year(lines: Mapping[LineKey, int], layer: Layer) -> tuple[int, ...]:
    return tuple(sum(amount for key, amount in lines.items() if key.year == year) for year in layer.years)
