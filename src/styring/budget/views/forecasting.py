"""How a suggested forecast is shown: its parts by kind of cost, whose experience it has, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styring.budget.rules.forecast import Group
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

    from styring.budget.queries import NodeSuggestion, Past
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


def _rounded(parts: object) -> tuple[int, int, int]:
    booked, remaining, carried = (round(getattr(parts, name)) for name in ("booked", "remaining", "carried_on"))
    return booked, remaining, carried
