"""What lacks in the tables that a budget decision must have (Local Government Act § 14-4, regulation § 5-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.budget.queries.checks import Remark
from styring.budget.queries.programme import lines_of_state
from styring.kernel.clock import today
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts
from styring.ledger.rules.statements import definition
from styring.organisation.models import Unit
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.budget.models import Layer
    from styring.budget.queries.checks import Sums

NO_INCOME = gettext_noop("%(year)s: Bevilgningsoversikt drift mangler generelle driftsinntekter.")
NO_FRAMES = gettext_noop("%(year)s: Ingen midler er bevilget til programområdene.")
NO_AREA = gettext_noop("%(unit)s har bevilgninger, men hører ikke til noe programområde.")
FIRST = "budsjett- og regnskapsforskriften § 5-4 første ledd"
SECOND = "budsjett- og regnskapsforskriften § 5-4 andre ledd"
GENERAL_INCOME = ("1", "2", "3", "4")


def lacking_in_appropriations(layer: Layer, sums: Sums) -> list[Remark]:
    """What lacks in the tables of operating appropriations; one query."""
    return [*_empty_years(layer, sums), *_outside(layer)]


def _empty_years(layer: Layer, sums: Sums) -> Iterator[Remark]:
    lines = definition("5-4-1", layer.first_year).lines
    general = frozenset(art for line in lines if line.post in GENERAL_INCOME for art in line.arts)
    for year in layer.years:
        known = {art for (account_class, art) in sums.get(year, {}) if account_class == OPERATING}
        if not known & general:
            yield Remark(NO_INCOME, FIRST, {"year": year}, year)
        if not known & appropriation_arts():
            yield Remark(NO_FRAMES, SECOND, {"year": year}, year)


def _outside(layer: Layer) -> Iterator[Remark]:
    lines = lines_of_state(layer).filter(account_class=OPERATING, art__in=appropriation_arts()).order_by()
    in_areas = placements_on(today()).filter(programme_area__isnull=False).values("unit")
    units = Unit.objects.filter(pk__in=lines.values("unit")).exclude(pk__in=in_areas)
    for unit in units:
        yield Remark(NO_AREA, SECOND, {"unit": unit.name})
