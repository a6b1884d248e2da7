"""How a suggested forecast is shown: its parts by kind of cost, whose experience it has, and what came of it.

Above units it is the sum of theirs, with what each part of the whole foresees itself beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styring.budget.queries import suggestions_of_groups
from styring.budget.rules.forecast import Group
from styring.budget.views.parts import own_name
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from styring.budget.queries import Figures, Node, NodeSuggestion, Past
    from styring.budget.rules.calibration import MonthLearnt
    from styring.budget.views.places import Place

_ORE = 100
GROUPS: dict[Group | None, str | Promise] = {
    Group.WAGES: gettext_lazy("Lønn"),
    Group.SOCIAL: gettext_lazy("Sosiale utgifter"),
    Group.VAT: gettext_lazy("Merverdiavgift og kompensasjon"),
    Group.GOODS: gettext_lazy("Varer og utstyr"),
    Group.BOUGHT_SERVICES: gettext_lazy("Kjøp av tjenester"),
    Group.TRANSFERS: gettext_lazy("Overføringer"),
    Group.SALES: gettext_lazy("Salg og brukerbetaling"),
    Group.SICK_PAY_REFUND: gettext_lazy("Sykelønnsrefusjon"),
    Group.REFUNDS: gettext_lazy("Refusjoner og tilskudd"),
    None: gettext_lazy("Poster med egen plan"),
}


@dataclass(frozen=True)
class SuggestionShown:
    """A suggestion as a page shows it, in øre."""

    found: NodeSuggestion
    place: Place
    below: Table | None = None
    """What each part of a whole foresees itself, beside what is suggested for it."""

    @property
    def amount(self) -> int:
        """The suggested forecast."""
        return self.found.amount

    @property
    def half_width(self) -> int:
        """Half the width of the interval."""
        return self.found.half_width_kr * _ORE

    @property
    def low(self) -> int:
        """The lower end of the interval."""
        return self.amount - self.half_width

    @property
    def high(self) -> int:
        """The upper end of the interval."""
        return self.amount + self.half_width

    @property
    def own_year(self) -> int | None:
        """The closed year whose experience the interval has; None when it is the shipped one's."""
        return self.found.calibration.year

    @property
    def learnt(self) -> MonthLearnt | None:
        """How often the intervals of the same month held last year."""
        return self.found.calibration.last

    @property
    def past(self) -> Sequence[Past]:
        """What was suggested for the unit in the same month of closed years, and what came of it."""
        return self.found.past

    @property
    def table(self) -> Table:
        """What each kind of cost adds, by the three parts."""
        columns = [
            Column(_("Art")), Column(_("Revidert budsjett"), Shown.KR1000, minor=True),
            Column(_("Ført hittil"), Shown.KR1000), Column(_("Pleier å gjenstå"), Shown.KR1000, minor=True),
            Column(_("Avvik som fortsetter"), Shown.KR1000, change=True, minor=True),
            Column(_("Forslag"), Shown.KR1000),
        ]  # fmt: skip
        rows = [
            Row(str(GROUPS[of.group]), (of.budget, *_rounded(of.parts), of.parts.total)) for of in self.found.groups
        ]
        whole = (self.found.budget, *_rounded(self.found.parts), self.amount)
        rows.append(Row(_("Sum"), whole, "total"))
        title = _("Forslaget etter art")
        return Table(title, columns, rows, _("1000 kr. Utgift pluss, inntekt minus."), self.place.source)


def suggested(place: Place, tree: Node) -> SuggestionShown | None:
    """The suggestion for a unit with all below it; None when there is nothing to build on.

    At most seven queries, however many units there are.
    """
    parts = _parts(tree)
    groups: dict[int, Sequence[int]] = {0: [node.unit.pk for node in tree.walk()]}
    groups |= {number: part.units for number, part in enumerate(parts, start=1)}
    found = suggestions_of_groups(groups, place.period)
    if 0 not in found:
        return None
    rows = [
        _beside(part.name, part.figures, found[number]) for number, part in enumerate(parts, start=1) if number in found
    ]
    total = _beside(_("Sum %(unit)s") % {"unit": place.name}, tree.figures, found[0], "total")
    return SuggestionShown(found[0], place, _below(place, [*rows, total]) if rows else None)


@dataclass(frozen=True)
class _Part:
    """A unit directly below with all that is below it again, or what the unit itself has."""

    name: str
    figures: Figures
    units: Sequence[int]


def _parts(tree: Node) -> list[_Part]:
    """What a whole consists of; nothing when it is one unit alone."""
    below = [_Part(child.name, child.figures, [node.unit.pk for node in child.walk()]) for child in tree.children]
    own = [_Part(own_name(tree), tree.own, [tree.unit.pk])] if tree.own.revised or tree.own.actual else []
    return [*below, *own] if below else []


def _beside(name: str, figures: Figures, found: NodeSuggestion, kind: str = "") -> Row:
    half_width = found.half_width_kr * _ORE
    difference = figures.forecast - found.amount
    words = _("Innenfor") if abs(difference) <= half_width else _("Over") if difference > 0 else _("Under")
    missed = found.past[0].outcome.error if found.past else None
    cells = (figures.revised, figures.forecast, found.amount, half_width, difference, words, missed)
    return Row(name, cells, kind)


def _below(place: Place, rows: Sequence[Row]) -> Table:
    columns = [
        Column(_("Enhet")), Column(_("Revidert budsjett"), Shown.KR1000, minor=True),
        Column(_("Prognose"), Shown.KR1000), Column(_("Forslag"), Shown.KR1000),
        Column(_("Forslaget ±"), Shown.KR1000, minor=True),
        Column(_("Prognose minus forslag"), Shown.KR1000, change=True, minor=True), Column(_("Prognosen er")),
        Column(_("Forslaget bommet sist"), Shown.KR1000, change=True, minor=True),
    ]  # fmt: skip
    note = _(
        "1000 kr. Innenfor, over og under gjelder intervallet til forslaget. Bommet med pluss: forslaget var for høyt."
    )
    return Table(_("Enhetenes egne prognoser ved siden av forslaget"), columns, rows, note, place.source)


def _rounded(parts: object) -> tuple[int, int, int]:
    booked, remaining, carried = (round(getattr(parts, name)) for name in ("booked", "remaining", "carried_on"))
    return booked, remaining, carried
