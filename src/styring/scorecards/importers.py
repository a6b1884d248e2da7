"""Taking in many values at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record
from styring.scorecards.models import Observation, Part
from styring.scorecards.policies import right_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.accounts.models import User
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit
    from styring.scorecards.models import Indicator, Measured

AT_ONCE = 500
"""How many rows are sent to the database at a time."""


class Line(NamedTuple):
    """What an indicator showed in a unit in a period."""

    indicator: Indicator
    unit: Unit
    period: Period
    measured: Measured


@transaction.atomic
def import_values(*, actor: User, lines: Iterable[Line]) -> int:
    """Write down many values at once, all or none; those that are there already are left as they are.

    Returns:
        How many were new.

    Raises:
        NotAllowedError: the actor may not change the card, or the sick leave, of one of the units.
        InvalidValueError: an indicator needs another kind of value.
    """
    known = set(Observation.objects.current().values_list("indicator", "unit", "period"))
    new = [line for line in lines if (line.indicator.pk, line.unit.pk, str(line.period)) not in known]
    for action, unit in dict.fromkeys((right_to_record(line.indicator), line.unit) for line in new):
        require(actor, action, unit)
    by_indicator: dict[Indicator, list[Line]] = defaultdict(list)
    for line in new:
        line.indicator.require_fitting(line.measured)
        by_indicator[line.indicator].append(line)
    for indicator, own in by_indicator.items():
        _written(actor, own)
        record(actor=actor, verb="scorecards.values.imported", thing=indicator)
    return len(new)


def _written(actor: User, lines: list[Line]) -> None:
    rows = [Observation.of(line.indicator, line.unit, line.period, line.measured, actor) for line in lines]
    made = Observation.objects.bulk_create(rows, batch_size=AT_ONCE)
    parts = [part for row, line in zip(made, lines, strict=True) for part in row.parts_of(line.measured)]
    Part.objects.bulk_create(parts, batch_size=AT_ONCE)
