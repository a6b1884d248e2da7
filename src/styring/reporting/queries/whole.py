"""The consolidated report: live while the round is open, as it was sealed once it has closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from styring.access.policies import require
from styring.budget.queries import own_figures
from styring.organisation.queries import municipality, placements_on
from styring.reporting.models import ClosedRound, Contribution, Deviation
from styring.reporting.policies import VIEW_REPORT
from styring.reporting.queries.deviations import measures_by_deviation
from styring.reporting.queries.rounds import levels_of
from styring.reporting.queries.wellbeing import sick_leave_up_the_line
from styring.reporting.rules.consolidated import (
    Adjustment,
    Amounts,
    Area,
    Consolidated,
    DeviationLine,
    MeasureLine,
    Missing,
    Sector,
)
from styring.reporting.rules.sealing import unsealed
from styring.thread.models import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from styring.accounts.models import User
    from styring.budget.queries import Figures
    from styring.organisation.models import Placement, ProgrammeArea
    from styring.reporting.models import Round
    from styring.reporting.queries.deviations import MeasureView

NO_AREA = "–"
"""The code under which the money of units without a programme area is shown."""


def consolidated(reader: User, of_round: Round) -> Consolidated:
    """The whole municipality's report of a round; some twenty queries, three when the round has closed.

    Raises:
        NotAllowedError: the reader may not see reports for the whole municipality.
    """
    contributions = _contributions(of_round)
    top = contributions[0]
    require(reader, VIEW_REPORT, top.unit)
    frozen = ClosedRound.objects.filter(round=of_round).first()
    return unsealed(frozen.content) if frozen else _live(of_round, contributions)


def _contributions(of_round: Round) -> list[Contribution]:
    """All reports of a round, the top first; one query."""
    found = Contribution.objects.filter(round=of_round).select_related("round", "unit", "above__unit", "submitted_by")
    return list(found.order_by("level", "unit__code"))


def _live(of_round: Round, contributions: Sequence[Contribution]) -> Consolidated:
    period, top = of_round.span, contributions[0]
    own = own_figures(period)
    placements = list(placements_on(of_round.cut_off).select_related("programme_area__sector"))
    here = municipality()
    adjustments = tuple(_adjustments(contributions))
    sick_leave, of_all = sick_leave_up_the_line(contributions, period)
    said = sum(adjustment.amount for adjustment in adjustments)
    before = sum(figures.last_forecast for figures in own.values())
    report = Consolidated(
        municipality=here.name if here else "",
        period=of_round.period,
        is_closed=not of_round.is_open,
        cut_off=of_round.cut_off,
        sectors=tuple(_sectors(own, placements, {one.unit_id for one in contributions if one.is_level})),
        adjustments=adjustments,
        sick_leave=sick_leave,
        sick_leave_of_all=of_all,
        deviations=tuple(_deviations(of_round, placements)),
        levels=tuple(levels_of(of_round)),
        missing=tuple(_missing(contributions)),
        assessment=top.assessment if top.is_delivered else "",
        assessed_by=str(top.submitted_by) if top.is_delivered else "",
    )
    return replace(report, previous_adjusted=before - (report.units.previous or 0)) if said or before else report


def _sectors(own: Mapping[int, Figures], placements: Iterable[Placement], levels: Collection[int]) -> list[Sector]:
    """The programme areas by sector; the money of units without one is there too, so that nothing is left out."""
    amounts: dict[ProgrammeArea | None, Amounts] = {}
    for placement in placements:
        figures = own.get(placement.unit_id)
        if figures is not None:
            area = placement.programme_area
            amounts[area] = amounts.get(area, Amounts()) + _amounts(figures, of_level=placement.unit_id in levels)
    loose = amounts.pop(None, Amounts())
    by_sector: dict[tuple[str, str], list[Area]] = {}
    for area, sums in sorted(amounts.items(), key=lambda pair: pair[0].number if pair[0] else 0):
        if area is not None:
            sector = (area.sector.code, area.sector.name)
            by_sector.setdefault(sector, []).append(Area(area.code, area.number, area.name, sums))
    found = [Sector(code, name, tuple(areas)) for (code, name), areas in sorted(by_sector.items())]
    if loose.revised or loose.actual or loose.forecast:
        found.append(Sector(NO_AREA, NO_AREA, (Area(NO_AREA, 0, NO_AREA, loose),)))
    return found


def _amounts(figures: Figures, *, of_level: bool) -> Amounts:
    """A unit's own money; a level's adjustment of those below is left to its own line."""
    return Amounts(
        adopted=figures.adopted,
        revised=figures.revised,
        phased=figures.phased,
        actual=figures.actual,
        forecast=figures.revised if of_level else figures.forecast,
        previous=figures.revised if of_level else figures.last_forecast,
    )


def _adjustments(contributions: Iterable[Contribution]) -> list[Adjustment]:
    return [
        Adjustment(level.unit.code, level.unit_name, level.adjustment, level.adjustment_reason)
        for level in contributions
        if level.is_level and level.is_delivered and level.adjustment
    ]


def _missing(contributions: Iterable[Contribution]) -> list[Missing]:
    return [
        Missing(one.unit.code, one.unit_name, one.level, one.due, one.state)
        for one in contributions
        if not one.is_delivered
    ]


def _deviations(of_round: Round, placements: Iterable[Placement]) -> list[DeviationLine]:
    """The deviations that the round's reports explain, the most overspent first."""
    reported = Deviation.objects.filter(reported_in=of_round, element__state=State.ADOPTED).order_by("amount")
    found = list(reported.select_related("element__unit"))
    areas = {placement.unit_id: placement.programme_area for placement in placements}
    measures = measures_by_deviation([deviation.pk for deviation in found], of_round.cut_off)
    lines = []
    for deviation in found:
        unit = deviation.element.unit
        area = areas.get(unit.pk)
        lines.append(
            DeviationLine(
                unit_code=unit.code,
                unit=unit.name_on(of_round.cut_off),
                area_code=area.code if area else "",
                budget=deviation.budget,
                amount=deviation.amount,
                causes=tuple(deviation.causes),
                explanation=deviation.explanation,
                measures=tuple(_line(view) for view in measures.get(deviation.pk, ())),
            )
        )
    return lines


def _line(view: MeasureView) -> MeasureLine:
    measure = view.measure
    return MeasureLine(view.title, view.owner, measure.deadline, measure.effect, view.standing.value)
