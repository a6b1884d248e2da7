"""Reading what a unit's budget sheet shows: the draft's lines, this year's budget and last year's accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from styring.access.policies import permitted_units
from styring.budget.models import BudgetLine, ChangeKind, Layer, SentSheet
from styring.budget.policies import VIEW_UNIT_BUDGET
from styring.budget.queries.programme import lines_of_state
from styring.budget.queries.records import summed_lines
from styring.budget.rules.sheets import Stamp, version_of
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.queries import actuals
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User
    from styring.budget.models import Change
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Unit

NO_SHEET = gettext_noop("Budsjettarket finnes ikke, eller du har ikke tilgang til det.")
TITLE = "Budsjettark for %(unit)s"


@dataclass(frozen=True)
class UnitSheet:
    """A unit's lines in a draft with what came before, in øre; ``before`` and ``this_year`` by function and art."""

    layer: Layer
    unit: Unit
    year: int
    lines: dict[LineKey, int]
    before: dict[tuple[str, str], int]
    this_year: dict[tuple[str, str], int]

    @property
    def stamp(self) -> Stamp:
        """What the sheet is of."""
        return Stamp(self.layer.name, self.unit.code, version_of(self.lines))

    @property
    def accounts(self) -> list[tuple[str, str, str]]:
        """Every account that has an amount in any of the columns, by function and art."""
        own = {(key.function, key.art, key.project) for key in self.lines}
        plain = {(function, art) for function, art, _project in own}
        return sorted(own | {(*known, "") for known in {*self.before, *self.this_year} - plain})


def unit_sheet(layer: Layer, unit: Unit, day: date) -> UnitSheet:
    """A unit's budget sheet in a draft; four queries."""
    arts = appropriation_arts()
    before: dict[tuple[str, str], int] = defaultdict(int)
    for key, amount in actuals([unit.pk], [day.year - 1], by=("function", "art")).items():
        before[str(key[0]), str(key[1])] += amount
    budgeted = BudgetLine.objects.filter(
        layer__in=Layer.objects.budget_of(day.year, day), year=day.year, unit=unit, account_class=OPERATING,
        art__in=arts,
    )  # fmt: skip
    sums = budgeted.order_by().values_list("function", "art").annotate(total=Sum("amount"))
    this_year = {(function, art): total for function, art, total in sums if total}
    return UnitSheet(layer, unit, day.year, lines_in(layer, unit), dict(before), this_year)


def lines_in(layer: Layer, unit: Unit, without: Change | None = None) -> dict[LineKey, int]:
    """A unit's operating lines in a layer's state, of the years of the layer; a change may be left out. Two queries."""
    lines = lines_of_state(layer).filter(
        unit=unit, account_class=OPERATING, art__in=appropriation_arts(), year__in=layer.years
    )
    return summed_lines(lines if without is None else lines.filter(Q(change=None) | ~Q(change=without)))


def change_of_sheet(layer: Layer, unit: Unit) -> Change | None:
    """What a unit's sheet has come to in a layer, None when none has been used; one query."""
    return layer.changes.filter(kind=ChangeKind.MANUAL, title=TITLE % {"unit": unit.name}).first()


def sheet_for(reader: User, key: int) -> SentSheet:
    """A sheet that was sent in.

    Raises:
        NotFoundError: there is none that the reader may know of.
    """
    seen = SentSheet.objects.filter(pk=key, unit__in=permitted_units(reader, VIEW_UNIT_BUDGET))
    found = seen.select_related("unit", "layer__base", "sent_by").first()
    if found is None:
        raise NotFoundError(NO_SHEET)
    return found
