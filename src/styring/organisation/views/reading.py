"""The tree, a unit's page, and the political side, as they are on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from styring.audit.rules import sentence_of
from styring.kernel.authority import Action, Right, may, require
from styring.kernel.clock import today
from styring.kernel.spans import FOREVER
from styring.organisation.forms.reading import TreeForm
from styring.organisation.models import Body, Holding, Party, Placement, ProgrammeArea, Sector
from styring.organisation.policies import CHANGE_ORGANISATION, VIEW_ORGANISATION
from styring.organisation.queries import (
    acts_about,
    changes_of_tree,
    history_of,
    leading_on,
    level_names_on,
    level_word,
    life_of,
    line_above,
    placements_on,
    tree_on,
)
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpResponse

    from styring.audit.models import Entry
    from styring.organisation.models import Position, Unit
    from styring.organisation.queries import Life, Node
    from styring.ui.requests import SignedInRequest

VIEW_TRAIL = Action("organisation.acts.view", "audit_trail", Right.READ)
MANY, DEPTH_OF_MANY = 400, 2
"""Above so many units the tree stops at this depth; what lies below is on the pages of the units there."""
MOST_EVENTS = 12
MOST_ACTS = 20


@login_required
@require_GET
def tree(request: SignedInRequest) -> HttpResponse:
    """The organisation as it is on a day, all of it or what one looks for."""
    require(request.user, VIEW_ORGANISATION)
    form = TreeForm({"dag": today().isoformat(), **request.GET.dict()})
    asked = form.cleaned_data if form.is_valid() else {}
    day: date = asked.get("dag") or today()
    top = tree_on(day)
    nodes = list(top.walk()) if top else []
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(nodes, day)], f"{gettext('Organisasjonen')} {day.isoformat()}")
    context = {
        "form": form,
        "day": day,
        "is_today": day == today(),
        **_looked_for(asked, top, len(nodes)),
        "counts": _counts(nodes),
        "levels": level_names_on(day).items(),
        "events": changes_of_tree()[:MOST_EVENTS],
        "may_change": may(request.user, CHANGE_ORGANISATION),
    }
    return render(request, "organisation/tree.html", context)


def _looked_for(asked: dict[str, Any], top: Node | None, units: int) -> dict[str, object]:
    """What the reader looks for, what of the tree shows it, how many were found, and how deep the tree stands open."""
    looked_for = {name: asked.get(name) for name in ("sok", "omrade", "vis") if asked.get(name)}
    if top is None or not looked_for:
        deepest = DEPTH_OF_MANY if units > MANY else units
        return {"looked_for": looked_for, "found": units, "top": top, "deepest": deepest}
    shown = _only(top, looked_for)
    return {"looked_for": looked_for, "found": len(shown.found), "top": shown.node, "deepest": units}


def _table(nodes: Iterable[Node], day: date) -> Table:
    words = ("Enhet", "Kode", "Nivå", "Ligger under", "Leder", "Lederens tittel", "Programområde")
    rows = [
        Row(
            node.name,
            (
                node.unit.code,
                node.placement.level_id,
                node.placement.parent.name_on(day) if node.placement.parent else "",
                str(node.leader or ""),
                node.position.title if node.position else "",
                str(node.placement.programme_area or ""),
            ),
        )
        for node in nodes
    ]
    columns = [Column(gettext(word), Shown.NUMBER if word == "Nivå" else Shown.TEXT) for word in words]
    return Table(gettext("Organisasjonen"), columns, rows, source=date_format(day, "DATE_FORMAT"))


@dataclass(frozen=True)
class Found:
    """What one looks for in a tree: the nodes, and the tree cut down to them and what is above them."""

    found: set[int]
    node: Node | None


def _only(top: Node, looked_for: dict[str, object]) -> Found:
    found = {node.unit.pk for node in top.walk() if _is_looked_for(node, looked_for)}

    def cut(node: Node) -> Node | None:
        children = [child for child in map(cut, node.children) if child]
        return replace(node, children=children) if children or node.unit.pk in found else None

    return Found(found, cut(top))


def _is_looked_for(node: Node, looked_for: dict[str, object]) -> bool:
    words = str(looked_for.get("sok", "")).casefold()
    named = f"{node.name} {node.unit.code} {node.leader or ''}".casefold()
    area = looked_for.get("omrade")
    in_area = area is None or node.placement.programme_area == area
    leader = {"ledige": node.leader is None, "konstituerte": bool(node.holding and node.holding.is_acting)}
    return words in named and in_area and leader.get(str(looked_for.get("vis", "")), True)


def _counts(nodes: Iterable[Node]) -> dict[str, int]:
    listed = list(nodes)
    return {
        "units": len(listed),
        "leaders": len({node.leader.pk for node in listed if node.leader}),
        "vacant": sum(node.leader is None for node in listed),
        "acting": sum(bool(node.holding and node.holding.is_acting) for node in listed),
        "areas": ProgrammeArea.objects.count(),
        "sectors": Sector.objects.count(),
    }


@dataclass(frozen=True)
class Act:
    """An act on record: when, and a sentence of who did what."""

    entry: Entry
    sentence: str


@login_required
@require_GET
def unit_page(request: SignedInRequest, code: str) -> HttpResponse:
    """A unit as it is on a day: where it hangs, who leads it, what has happened to it."""
    require(request.user, VIEW_ORGANISATION)
    life = life_of(code)
    unit = life.unit
    form = TreeForm(request.GET or None)
    day: date = (form.cleaned_data["dag"] if form.is_valid() else None) or today()
    shown = min(max(day, unit.opened_on), max(unit.opened_on, _day_before(unit.closed_on)))
    placement = life.placement_on(shown)
    line, children = _around(unit, shown)
    may_change = may(request.user, CHANGE_ORGANISATION, unit)
    context = {
        "unit": unit,
        "name": unit.name_on(shown),
        "placement": placement,
        "day": day,
        "is_today": day == today(),
        "is_closed": unit.closed_on <= day,
        "is_coming": unit.opened_on > day,
        "closes": unit.closed_on if day < unit.closed_on < FOREVER else None,
        "level": level_word(placement.level, shown) if placement else None,
        "line": [(above, above.name_on(shown), holding) for above, holding in line],
        "children": children,
        "positions": [(position, *_held(position, shown)) for position in life.positions],
        "leading": life.leading_on(shown),
        "events": history_of(life),
        "acts": _acts(life) if may_change or may(request.user, VIEW_TRAIL) else [],
        "may_change": may_change and unit.closed_on > day,
    }
    return render(request, "organisation/unit.html", context)


def _day_before(day: date) -> date:
    return day if day == FOREVER else day.fromordinal(day.toordinal() - 1)


def _around(unit: Unit, day: date) -> tuple[list[tuple[Unit, Holding | None]], list[tuple[Placement, Holding | None]]]:
    """The units above a unit and those directly below it, each with its leader; three queries."""
    line = line_above(unit, day)
    below = list(placements_on(day).filter(parent=unit).order_by("unit__code"))
    leading: dict[int, Holding] = {}
    for holding in leading_on(day).filter(position__unit__in=[*line, *(placement.unit for placement in below)]):
        leading.setdefault(holding.position.unit_id, holding)
    return (
        [(above, leading.get(above.pk)) for above in line],
        [(placement, leading.get(placement.unit_id)) for placement in below],
    )


def _held(position: Position, day: date) -> tuple[list[Holding], list[Holding]]:
    """Who holds a position on a day, the acting first, and all others who have held or will hold it."""
    held = position.holdings.all()
    now = [holding for holding in held if holding.valid_from <= day < holding.valid_to]
    return sorted(now, key=lambda holding: not holding.is_acting), [holding for holding in held if holding not in now]


def _acts(life: Life) -> list[Act]:
    acts = []
    for entry in acts_about(life, MOST_ACTS):
        detail, sentence = getattr(entry, "detail", None), sentence_of(entry.verb)
        if detail and sentence:
            parts = {"actor": detail.actor_name, "object": detail.thing}
            acts.append(Act(entry, gettext(sentence) % parts))
    return acts


@login_required
@require_GET
def politics(request: SignedInRequest) -> HttpResponse:
    """Political bodies, parties, sectors and programme areas."""
    require(request.user, VIEW_ORGANISATION)
    day = today()
    parties = list(Party.objects.filter(valid_from__lte=day, valid_to__gt=day))
    areas = ProgrammeArea.objects.order_by("number")
    in_sector: dict[int, list[ProgrammeArea]] = {}
    for area in areas:
        in_sector.setdefault(area.sector_id, []).append(area)
    context = {
        "bodies": _in_order(Body.objects.filter(valid_from__lte=day, valid_to__gt=day)),
        "gone": Body.objects.filter(valid_to__lte=day),
        "parties": parties,
        "seats": sum(party.seats for party in parties),
        "sectors": [
            (sector, in_sector.get(sector.pk, [])) for sector in Sector.objects.select_related("body").order_by("code")
        ],
        "may_change": may(request.user, CHANGE_ORGANISATION),
    }
    return render(request, "organisation/politics.html", context)


def _in_order(bodies: Iterable[Body]) -> list[Body]:
    ranks = {kind: rank for rank, kind in enumerate(dict(Body._meta.get_field("kind").flatchoices))}  # noqa: SLF001 - Django's documented API
    return sorted(bodies, key=lambda body: (ranks[body.kind], body.code))
