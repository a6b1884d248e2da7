"""Reading frames, with what they fund."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min

from styring.budget.models import Frame, FrameYear, Layer, LayerKind, LayerState
from styring.organisation.queries import placements_on
from styring.plans.models import Effect
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from styring.organisation.models import Unit


@dataclass(frozen=True)
class Funded:
    """Something that a frame funds, and what it costs (+) or saves (−) in each of the frame's years, in øre."""

    element: Element
    effects: tuple[int, ...]


@dataclass(frozen=True)
class FrameSheet:
    """A frame year by year, with what it funds; adopted once the council has adopted the budget of its first year."""

    frame: Frame
    years: tuple[FrameYear, ...]
    funded: tuple[Funded, ...]
    is_adopted: bool = False

    @property
    def changes(self) -> tuple[int, ...]:
        """What lies between the frame before measures and the net frame, in each year."""
        return tuple(year.amount - year.before_measures for year in self.years)

    @property
    def explained(self) -> tuple[int, ...]:
        """What the measures in the frame sum to in each year."""
        return tuple(sum(one.effects[place] for one in self.funded) for place in range(len(self.years)))

    @property
    def unexplained(self) -> tuple[int, ...]:
        """What no measure in the frame explains of the change in each year."""
        return tuple(change - known for change, known in zip(self.changes, self.explained, strict=True))


def frame_sheet(element: Element, funded: Sequence[Element]) -> FrameSheet:
    """A frame with what it funds, as far as the reader may see; four queries.

    The caller has asked whether the reader may see the elements.
    """
    frame = Frame.objects.select_related("programme_area__sector").get(element=element)
    years = tuple(frame.years.all())
    known = Effect.objects.filter(measure__in=[one.pk for one in funded])
    effects = {(effect.measure_id, effect.year): effect.amount for effect in known}
    in_order = sorted(funded, key=lambda one: (one.code, one.title))
    return FrameSheet(
        frame,
        years,
        tuple(Funded(one, tuple(effects.get((one.pk, year.year), 0) for year in years)) for one in in_order),
        is_adopted=bool(years) and _has_adopted_budget(years[0].year),
    )


def _has_adopted_budget(year: int) -> bool:
    return Layer.objects.filter(kind=LayerKind.ADOPTED, state=LayerState.DECIDED, first_year=year).exists()


def frame_in_force(unit: Unit, day: date) -> Element | None:
    """The frame that a unit's money is in on a day, as `frames_in_force` has it; two queries."""
    return frames_in_force([unit.pk], day).get(unit.pk)


def frames_in_force(units: Collection[int], day: date) -> dict[int, Element]:
    """The frame that the money of each of some units, by key, is in on a day; two queries.

    It is that of the unit's programme area for the day's year. Plans overlap, and the next one is laid forward while
    this year's still runs: only frames with money for the year of the day count, and of several the one that came last.
    """
    area_of = dict(placements_on(day).filter(unit__in=units).values_list("unit_id", "programme_area_id"))
    of_the_year = FrameYear.objects.filter(year=day.year, frame__programme_area__in=set(area_of.values()) - {None})
    in_force = of_the_year.filter(frame__element__in=Element.objects.in_force(day).filter(kind="frame"))
    ordered = in_force.select_related("frame__element").order_by("frame__element__valid_from", "frame__element__pk")
    frames = {money.frame.programme_area_id: money.frame.element for money in ordered}
    return {unit: frames[area] for unit, area in area_of.items() if area in frames}


def frames_of_programme(first_year: int) -> dict[int, Frame]:
    """The frames of the programme that begins in a year, by the programme area's key; one query."""
    begun = Frame.objects.annotate(first=Min("years__year")).filter(first=first_year)
    return {frame.programme_area_id: frame for frame in begun.select_related("element")}
