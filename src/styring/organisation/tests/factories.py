"""Ready-made units and positions for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from styring.organisation.models import Level, Lineage, Placement, Position, Unit

BEGINNING = date(2000, 1, 1)


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit that has been there since 2000, directly under ``parent`` when one is given."""

    class Meta:
        model = Unit

    code = Sequence(lambda n: f"U{n}")
    name = Sequence(lambda n: f"Enhet {n}")

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **kwargs: Any) -> Unit:
        parent = kwargs.pop("parent", None)
        kwargs["names"] = [[BEGINNING.isoformat(), kwargs.pop("name")]]
        unit: Unit = super()._create(model_class, *args, **kwargs)
        place(unit, parent)
        return unit


def place(unit: Unit, parent: Unit | None) -> None:
    """Hang a unit under another since 2000."""
    above = list(Lineage.objects.filter(descendant=parent)) if parent else []
    level, _made = Level.objects.get_or_create(
        number=len(above) + 1, defaults={"name": f"Nivå {len(above) + 1}", "leader_title": "Leder"}
    )
    Placement.objects.create(unit=unit, parent=parent, level=level, name=unit.name, valid_from=BEGINNING)
    Lineage.objects.create(ancestor=unit, descendant=unit, distance=0, valid_from=BEGINNING)
    for line in above:
        Lineage.objects.create(
            ancestor=line.ancestor, descendant=unit, distance=line.distance + 1, valid_from=BEGINNING
        )


class PositionFactory(DjangoModelFactory[Position]):
    class Meta:
        model = Position

    unit = SubFactory(UnitFactory)
    title = "Virksomhetsleder"
