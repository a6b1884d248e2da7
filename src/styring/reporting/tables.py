"""The consolidated report's figures as tables for the page, for spreadsheets and for documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext

from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from fractions import Fraction

    from styring.reporting.rules.consolidated import Absence, Amounts, Consolidated
    from styring.ui.tables import Cell

_PERCENT = 100


def areas_table(whole: Consolidated) -> Table:
    """Budget, accounts and forecast of each programme area by sector, the adjustments, and the total."""
    rows: list[Row] = []
    for sector in whole.sectors:
        rows += [Row(f"{area.number} {area.name}", _cells(area.amounts)) for area in sector.areas]
        rows.append(Row(sector.name, _cells(sector.amounts), kind="total"))
    rows += [
        Row(
            gettext("Justert av %(unit)s") % {"unit": adjustment.unit},
            (None, None, None, None, None, adjustment.amount, -adjustment.amount, None, None),
        )
        for adjustment in whole.adjustments
    ]
    day = formats.date_format(whole.cut_off, "DATE_FORMAT")
    rows.append(Row(whole.municipality, _cells(whole.total), kind="total"))
    return Table(
        title=gettext("Økonomi per sektor og programområde"),
        columns=_money_columns(gettext("Område")),
        rows=rows,
        note=gettext("1000 kr. Minus er merforbruk."),
        source=gettext("Kilde: regnskap og enhetenes prognoser per %(day)s.") % {"day": day},
    )


def _money_columns(head: str) -> list[Column]:
    return [
        Column(head),
        Column(gettext("Vedtatt budsjett"), Shown.KR1000, minor=True),
        Column(gettext("Revidert budsjett"), Shown.KR1000, minor=True),
        Column(gettext("Budsjett hittil"), Shown.KR1000, minor=True),
        Column(gettext("Regnskap hittil"), Shown.KR1000, minor=True),
        Column(gettext("Avvik hittil"), Shown.KR1000, change=True, minor=True),
        Column(gettext("Prognose"), Shown.KR1000),
        Column(gettext("Avvik"), Shown.KR1000, change=True),
        Column(gettext("Avvik i %"), Shown.NUMBER, decimals=1, change=True, minor=True),
        Column(gettext("Forrige avvik"), Shown.KR1000, change=True, minor=True),
    ]


def _cells(amounts: Amounts) -> tuple[Cell, ...]:
    return (
        amounts.adopted,
        amounts.revised,
        amounts.phased,
        amounts.actual,
        amounts.deviation_to_date,
        amounts.forecast,
        amounts.forecast_deviation,
        _percent(amounts.share),
        amounts.previous_deviation,
    )


def _percent(share: Fraction | None) -> Fraction | None:
    return None if share is None else share * _PERCENT


def deviations_table(whole: Consolidated) -> Table:
    """The deviations that units have explained, the most overspent first."""
    return Table(
        title=gettext("Avvik med forklaring"),
        columns=[
            Column(gettext("Enhet")),
            Column(gettext("Budsjett"), Shown.KR1000, minor=True),
            Column(gettext("Avvik"), Shown.KR1000, change=True),
            Column(gettext("Forklaring")),
            Column(gettext("Tiltak")),
        ],
        rows=[
            Row(
                line.unit,
                (line.budget, line.amount, line.explanation, "; ".join(measure.title for measure in line.measures)),
                address=reverse("reporting:report", args=[whole.period, line.unit_code]),
            )
            for line in whole.deviations
        ],
        note=gettext("1000 kr. Minus er merforbruk."),
    )


def sick_leave_table(whole: Consolidated) -> Table:
    """Sick leave by level directly above the units, as ratios of sums."""
    of_all = [whole.sick_leave_of_all] if whole.sick_leave_of_all else []
    listed = [(line, "") for line in whole.sick_leave] + [(line, "total") for line in of_all]
    return Table(
        title=gettext("Sykefravær"),
        columns=[
            Column(gettext("Enhet")),
            Column(gettext("Siste måned"), Shown.NUMBER, decimals=1),
            Column(gettext("Hittil i år"), Shown.NUMBER, decimals=1),
            Column(gettext("Samme tid i fjor"), Shown.NUMBER, decimals=1),
        ],
        rows=[
            Row(line.unit, tuple(_absence(one) for one in (line.month, line.year_to_date, line.last_year)), kind=kind)
            for line, kind in listed
        ],
        note=gettext("Prosent: tapte dagsverk av avtalte dagsverk."),
    )


def _absence(absence: Absence | None) -> Fraction | None:
    return None if absence is None else _percent(absence.share)


def levels_table(whole: Consolidated) -> Table:
    """How many reports each level has, and how far they have come."""
    return Table(
        title=gettext("Hvem har levert"),
        columns=[
            Column(gettext("Nivå")),
            Column(gettext("Ventet"), Shown.NUMBER),
            Column(gettext("Levert"), Shown.NUMBER),
            Column(gettext("Godkjent"), Shown.NUMBER),
            Column(gettext("Sendt tilbake"), Shown.NUMBER),
        ],
        rows=[Row(one.name, (one.expected, one.delivered, one.approved, one.returned)) for one in whole.levels],
    )
