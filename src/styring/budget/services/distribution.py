"""Sharing a programme area's frame out to its units, as a draft until the sum is the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import ChangeKind, Distribution, UnitNet
from styring.budget.policies import DISTRIBUTE
from styring.budget.queries.distribution import may_distribute, shares_of
from styring.budget.rules.accounts import in_own_mix, keyed
from styring.budget.services.programme import ChangeText, hold_draft, lay_change
from styring.kernel.amounts import kroner
from styring.kernel.authority import require
from styring.kernel.clock import now, today
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.budget.queries.distribution import AreaShares, UnitYear
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import ProgrammeArea

NOT_ALL = gettext_noop("Du kan bare fordele rammen til enheter du svarer for.")
NOT_THE_FRAME = gettext_noop("I %(year)s er det %(kroner)s kroner igjen av rammen. Summen må være lik rammen.")
OTHER_UNIT = gettext_noop("Fordelingen har en enhet eller et år som ikke hører til rammen.")
NO_ACCOUNTS = gettext_noop("%(unit)s har ingen kontoer i %(year)s å legge beløpet på. Fyll ut budsjettarket først.")
TITLE = "Fordeling innenfor %(area)s"


@transaction.atomic
def save_distribution(*, actor: User, layer: Layer, area: ProgrammeArea, nets: Mapping[UnitYear, int]) -> Distribution:
    """Keep what units are to have as a draft, whatever it sums to; the budget is as before until it is made final.

    Args:
        actor: who answers for the units.
        layer: the draft.
        area: the programme area.
        nets: øre net for units, by key and year.

    Raises:
        NotAllowedError: the actor may not share out to each of the area's units.
        RuleBrokenError: the layer is no draft, or a unit or year is not of the frame.
    """
    require(actor, DISTRIBUTE)
    hold_draft(actor, layer)
    shares = shares_of(layer, area, today())
    _require_all(actor, shares)
    members = {unit.pk for unit in shares.units}
    if any(unit not in members or year not in layer.years for unit, year in nets):
        raise RuleBrokenError(OTHER_UNIT)
    kept = shares.distribution or Distribution(layer=layer, programme_area=area)
    kept.author, kept.saved_at, kept.is_final = actor, now(), False
    kept.save()
    kept.nets.all().delete()
    UnitNet.objects.bulk_create(
        UnitNet(distribution=kept, unit_id=unit, year=year, amount=amount) for (unit, year), amount in nets.items()
    )
    record(actor=actor, verb="budget.distribution.saved", thing=kept)
    return kept


@transaction.atomic
def finish_distribution(*, actor: User, layer: Layer, area: ProgrammeArea) -> Distribution:
    """Let what units are to have count in the draft: each unit's net on its own accounts, in its own mix, exactly.

    Raises:
        NotAllowedError: the actor may not share out to each of the area's units.
        RuleBrokenError: the layer is no draft, the sum is not the frame, or a unit has no accounts to put it on.
    """
    require(actor, DISTRIBUTE)
    hold_draft(actor, layer)
    shares = shares_of(layer, area, today())
    _require_all(actor, shares)
    for year, left in shares.left.items():
        if left:
            raise RuleBrokenError(NOT_THE_FRAME, year=year, kroner=kroner(left))
    kept = shares.distribution or Distribution(layer=layer, programme_area=area)
    text = ChangeText(ChangeKind.DISTRIBUTION, TITLE % {"area": area.name}, area=area)
    kept.change, _before = lay_change(layer, text, _lines(shares), kept.change)
    kept.author, kept.saved_at, kept.is_final = actor, now(), True
    kept.save()
    record(actor=actor, verb="budget.distribution.finished", thing=kept)
    return kept


def _require_all(actor: User, shares: AreaShares) -> None:
    if not may_distribute(actor, shares.members):
        raise NotAllowedError(NOT_ALL)


def _lines(shares: AreaShares) -> dict[LineKey, int]:
    """What is added to each account; each unit's lines sum to the change of its net."""
    parts = []
    for member in shares.members:
        for year in shares.layer.years:
            change = shares.nets(year)[member.unit_id] - shares.net_now(member.unit_id, year)
            spread = in_own_mix(change, shares.now.get((member.unit_id, year), {}))
            if change and not spread:
                raise RuleBrokenError(NO_ACCOUNTS, unit=member.name, year=year)
            parts.append((year, spread))
    return keyed(parts)
