"""The parts of an economy, with the addresses that they open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.queries import Figures
from styring.budget.tables import Part
from styring.ledger.rules.codes import arts, functions
from styring.ledger.rules.groups import ART_GROUP_NAMES, ArtGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styring.budget.queries import Node, Sums
    from styring.budget.views.places import Place
    from styring.kernel.periods import Period
    from styring.organisation.models import ProgrammeArea, Unit


def unit_parts(place: Place, tree: Node, opened: Iterable[str]) -> list[Part]:
    """Each unit directly below, with those below it again, and the unit's own economy when it has any."""
    parts = [_unit_part(place, child, opened) for child in tree.children]
    return [*parts, *_own_part(tree)]


def _unit_part(place: Place, node: Node, opened: Iterable[str]) -> Part:
    below = [_node_part(place, child) for child in node.children]
    parts = [*below, *_own_part(node)] if below else []
    return _openable(place, _node_part(place, node), node.unit.code, parts, opened)


def _openable(place: Place, part: Part, code: str, parts: list[Part], opened: Iterable[str], **view: str) -> Part:
    """A part that shows what it consists of when it is opened."""
    is_open = code in opened
    toggle = place.to(**view, aapne="" if is_open else code) if parts else ""
    return replace(part, parts=parts, toggle=toggle, is_open=is_open)


def _node_part(place: Place, node: Node) -> Part:
    address = reverse("budget:economy", args=[node.unit.code, place.period])
    made_of = reverse("budget:arts", args=[node.unit.code, place.period])
    return Part(node.name, node.figures, address, made_of, amended=amended_at(node.unit, place.period, node.figures))


def amended_at(unit: Unit, period: Period, figures: Sums) -> str:
    """The address of the amendments of a unit's budget; "" when they come to nought."""
    is_amended = figures.revised != figures.adopted
    return reverse("budget:amended", args=[unit.code, period]) if is_amended else ""


def _own_part(node: Node) -> list[Part]:
    if node.own == Figures():
        return []
    return [Part(own_name(node), node.own)]


def own_name(node: Node) -> str:
    """What a unit that has others below it calls what it has itself."""
    return _("Felles for %(unit)s") % {"unit": node.name}


def area_parts(place: Place, tree: Node, opened: Iterable[str]) -> list[Part]:
    """Each programme area, with its units."""
    members: dict[ProgrammeArea | None, list[Node]] = defaultdict(list)
    for node in tree.walk():
        if node.own != Figures():
            members[node.area].append(node)
    found = []
    for area in sorted(members, key=lambda area: (area is None, area.number if area else 0)):
        units = [Part(node.name, node.own, reverse("budget:economy", args=[node.unit.code, place.period]))
                 for node in members[area]]  # fmt: skip
        figures = sum((unit.figures for unit in units if isinstance(unit.figures, Figures)), Figures())
        whole = Part(str(area) if area else _("Uten programområde"), figures)
        code = area.code if area else "-"
        found.append(_openable(place, whole, code, units, opened, vis="programomrader"))
    return found


def art_group_parts(place: Place, sums: Mapping[ArtGroup, Sums]) -> list[Part]:
    """Each group of arts in the order of the statements, leading to its arts."""
    return [
        Part(_(ART_GROUP_NAMES[group]), sums[group], place.to("arts", gruppe=group.value))
        for group in ArtGroup
        if group in sums
    ]


def function_parts(place: Place, sums: Mapping[str, Sums]) -> list[Part]:
    """Each KOSTRA function, leading to its arts."""
    return [Part(function_name(code), sums[code], place.to("arts", funksjon=code)) for code in sorted(sums)]


def function_name(code: str) -> str:
    """A function's code and name."""
    known = functions().get(code)
    return f"{code} {known.name}" if known else code or _("Uten funksjon")


def art_name(code: str) -> str:
    """An art's code and name."""
    known = arts().get(code)
    return f"{code} {known.name}" if known else code
