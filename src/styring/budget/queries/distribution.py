"""Reading how the frames of programme areas are shared out to units in a draft."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from styring.access.policies import permitted_units
from styring.budget.models import Distribution, Layer, LayerKind, LayerState, UnitNet
from styring.budget.policies import DISTRIBUTE, VIEW_UNIT_BUDGET
from styring.budget.queries.programme import lines_of_state
from styring.budget.rules.accounts import Place
from styring.budget.rules.distribution import left_over
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.queries import actuals
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.groups import appropriation_arts
from styring.organisation.models import ProgrammeArea
from styring.organisation.queries import placements_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.organisation.models import Placement, Unit

NO_DRAFT = gettext_noop("Det finnes ikke noe utkast å arbeide i. Økonomiavdelingen åpner et.")
NO_AREA = gettext_noop("Programområdet finnes ikke, eller du har ikke tilgang til det.")

UnitYear = tuple[int, int]
"""A unit's key and a year."""


@dataclass(frozen=True)
class AreaShares:
    """A programme area in a draft: its frame, what its units have now, and what they are to have; all in øre.

    ``now`` is what the layer's state gives each unit without the distribution itself, by account and year.
    """

    layer: Layer
    area: ProgrammeArea
    members: list[Placement]
    now: Mapping[UnitYear, Mapping[Place, int]]
    wanted: Mapping[UnitYear, int]
    distribution: Distribution | None

    @property
    def units(self) -> list[Unit]:
        """The units of the area."""
        return [member.unit for member in self.members]

    def net_now(self, unit: int, year: int) -> int:
        """What a unit has net in a year before the distribution."""
        return sum(self.now.get((unit, year), {}).values())

    def nets(self, year: int) -> dict[int, int]:
        """What each unit is to have in a year: as somebody has said, else what it has now."""
        return {one.pk: self.wanted.get((one.pk, year), self.net_now(one.pk, year)) for one in self.units}

    @cached_property
    def frames(self) -> dict[int, int]:
        """The area's frame by year; a distribution never changes it."""
        return {year: sum(self.net_now(unit.pk, year) for unit in self.units) for year in self.layer.years}

    @cached_property
    def left(self) -> dict[int, int]:
        """What of the frame is left in each year; minus when more is given than there is."""
        return {year: left_over(self.frames[year], self.nets(year)) for year in self.layer.years}

    @property
    def is_whole(self) -> bool:
        """Do the units have exactly the frame in each year?"""
        return not any(self.left.values())


def working_layer() -> Layer:
    """The administration's draft that is worked in: the last that was opened; one query.

    Raises:
        NotFoundError: there is none.
    """
    drafts = Layer.objects.filter(kind__in=(LayerKind.PROPOSAL, LayerKind.SUPPLEMENT), state=LayerState.DRAFT)
    found = drafts.select_related("base").order_by("-first_year", "-pk").first()
    if found is None:
        raise NotFoundError(NO_DRAFT)
    return found


def area_named(reader: User, code: str, day: date) -> ProgrammeArea:
    """A programme area in which the reader may see units' budgets; one query, and the reader's roles.

    Raises:
        NotFoundError: there is none.
    """
    seen = areas_for(reader, day).filter(code=code).first()
    if seen is None:
        raise NotFoundError(NO_AREA)
    return seen


def areas_for(reader: User, day: date) -> QuerySet[ProgrammeArea]:
    """The programme areas of units whose budgets a person may see while they are made; one query and the roles."""
    placed = placements_on(day).filter(unit__in=permitted_units(reader, VIEW_UNIT_BUDGET))
    return ProgrammeArea.objects.filter(pk__in=placed.values("programme_area")).select_related("sector")


def may_distribute(actor: User, members: Iterable[Placement]) -> bool:
    """May a person share a frame out to all of some units? One query, and the person's roles."""
    keys = {member.unit_id for member in members}
    return bool(keys) and keys <= set(permitted_units(actor, DISTRIBUTE).values_list("pk", flat=True))


def shares_of(layer: Layer, area: ProgrammeArea, day: date) -> AreaShares:
    """How a programme area's frame is shared out in a draft; at most six queries."""
    members = list(placements_on(day).filter(programme_area=area).order_by("unit__code"))
    distribution = Distribution.objects.filter(layer=layer, programme_area=area).select_related("author").first()
    nets = UnitNet.objects.filter(distribution=distribution) if distribution else UnitNet.objects.none()
    wanted = {(unit, year): amount for unit, year, amount in nets.values_list("unit_id", "year", "amount")}
    own = distribution.change_id if distribution else None
    now = accounts_in(layer, [member.unit_id for member in members], without=own)
    return AreaShares(layer, area, members, now, wanted, distribution)


def accounts_in(layer: Layer, units: Iterable[int], without: int | None = None) -> dict[UnitYear, dict[Place, int]]:
    """What units have on each account and year in a layer's state; two queries.

    Args:
        layer: the layer.
        units: their keys.
        without: the key of a change that is left out.
    """
    lines = lines_of_state(layer).filter(
        unit__in=list(units), account_class=OPERATING, art__in=appropriation_arts(), year__in=layer.years
    )
    if without is not None:
        lines = lines.filter(~Q(change=without) | Q(change=None))
    found: dict[UnitYear, dict[Place, int]] = defaultdict(dict)
    sums = lines.order_by().values_list("unit_id", "year", "function", "art").annotate(total=Sum("amount"))
    for unit, year, function, art, total in sums:
        if total:
            found[unit, year][Place(unit, function, art)] = total
    return found


def frames_in(layer: Layer, day: date) -> dict[int, dict[int, int]]:
    """The frame of each programme area by its key and year, as a layer's state has it; three queries."""
    area_of = dict(placements_on(day).exclude(programme_area=None).values_list("unit_id", "programme_area_id"))
    lines = lines_of_state(layer).filter(account_class=OPERATING, art__in=appropriation_arts(), unit__in=list(area_of))
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit, year, total in lines.order_by().values_list("unit_id", "year").annotate(total=Sum("amount")):
        found[area_of[unit]][year] += total
    return found


def nets_before(units: Iterable[int], year: int) -> dict[int, int]:
    """What the accounts of a year came to for each of some units, by its key; one query."""
    sums = actuals(list(units), [year])
    return {int(str(unit)): total for (unit,), total in sums.items()}
