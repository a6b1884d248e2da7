"""What lies between the adopted and the revised budget of a unit or a programme area: each amendment by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.budget.models import BudgetLine, Layer, LayerKind
from styring.budget.policies import VIEW_ECONOMY, VIEW_TRANSFER
from styring.budget.queries.amendments import amendments_for
from styring.budget.queries.economy import appropriated
from styring.budget.rules.investment_accounts import SPENDING, line_of_investments
from styring.kernel.authority import may
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import is_appropriation
from styring.organisation.models import Lineage, Unit
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.organisation.models import ProgrammeArea


@dataclass(frozen=True)
class Step:
    """A layer of a budget, what it adds in øre, and the key of the amendment that the reader may open, if any."""

    layer: Layer
    amount: int
    amendment: int | None = None


@dataclass(frozen=True)
class Steps:
    """The adopted budget, and each amendment since, the first decided first; those that come to nought are left out."""

    adopted: int
    amendments: tuple[Step, ...]
    first: Layer | None = None

    @property
    def amended(self) -> int:
        """What all amendments come to."""
        return sum(step.amount for step in self.amendments)

    @property
    def revised(self) -> int:
        """The revised budget."""
        return self.adopted + self.amended


def may_see_steps(reader: User, unit: Unit) -> bool:
    """May a person see what a unit's budget was amended by: who sees its economy, or amendments of it?"""
    return may(reader, VIEW_ECONOMY, unit) or may(reader, VIEW_TRANSFER, unit)


def steps_from_adopted(reader: User, unit: Unit, period: Period, area: ProgrammeArea | None = None) -> Steps:
    """From the adopted to the revised net budget of a unit and all below it; four queries.

    Args:
        reader: who asks, for the amendments that may be opened; whether the unit may be seen is asked before.
        unit: the unit.
        period: as of its last day.
        area: only units of this programme area.
    """
    lines = appropriated(period).filter(
        unit__in=Lineage.objects.known_on(period.last_day).filter(ancestor=unit).values("descendant")
    )
    if area is not None:
        lines = lines.filter(unit__in=placements_on(period.last_day).filter(programme_area=area).values("unit"))
    sums = dict(lines.values_list("layer").annotate(total=Sum("amount")))
    layers = Layer.objects.filter(pk__in=sums).select_related("body").order_by("decided_on", "pk")
    known = dict(amendments_for(reader).filter(layer__in=sums).order_by().values_list("layer", "pk"))
    steps = [Step(layer, sums[layer.pk], known.get(layer.pk)) for layer in layers]
    return Steps(
        sum(step.amount for step in steps if step.layer.kind == LayerKind.ADOPTED),
        tuple(step for step in steps if step.layer.kind == LayerKind.AMENDMENT and step.amount),
        next((step.layer for step in steps if step.layer.kind == LayerKind.ADOPTED), None),
    )


@dataclass(frozen=True)
class Given:
    """What an amendment gives each unit in net frames, and what it moves of the municipality's own, in øre."""

    units: tuple[tuple[Unit, int], ...]
    common: int
    investments: int


def given_by(layer: Layer) -> Given:
    """What an amendment gives to whom in its first year; two queries. Investments are what is spent more on them."""
    sums: dict[int, int] = {}
    common = investments = 0
    lines = BudgetLine.objects.filter(layer=layer, year=layer.first_year).order_by()
    for unit, kind, art, amount in lines.values_list("unit", "account_class", "art").annotate(total=Sum("amount")):
        if is_appropriation(kind, art):
            sums[unit] = sums.get(unit, 0) + amount
        elif kind == OPERATING:
            common += amount
        elif line_of_investments(art) == SPENDING:
            investments += amount
    units = Unit.objects.filter(pk__in=[unit for unit, amount in sums.items() if amount]).order_by("code")
    return Given(tuple((unit, sums[unit.pk]) for unit in units), common, investments)
