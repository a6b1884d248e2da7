"""The chapters of a consolidated report: economy, deviations, sick leave, and how the report is made."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext

from styring.documents.rules.content import Block, Chapter, Graph, Heading, Paragraph
from styring.reporting.rules.answers import CAUSES
from styring.ui.numbers import language, written
from styring.ui.tables import Cell, Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.reporting.rules.consolidated import Absence, Amounts, Consolidated, DeviationLine, SickLeave


def economy_chapter(report: Consolidated) -> Chapter:
    """Sectors with a bridge from budget to forecast, programme areas, and what the levels above have adjusted."""
    blocks: list[Block] = [Heading(gettext("Sektorene")), _sectors_table(report), _bridge(report)]
    blocks += [Heading(gettext("Programområdene")), _areas_table(report)]
    if report.adjustments:
        blocks += [Heading(gettext("Justeringer over enhetene")), _adjustments_table(report)]
    return Chapter("2", "okonomien", gettext("Økonomien"), tuple(blocks))


def _source(report: Consolidated) -> str:
    day = formats.date_format(report.cut_off, "DATE_FORMAT")
    return gettext("Kilde: regnskap og prognoser per %(day)s.") % {"day": day}


def _sign(unit: str) -> str:
    return gettext("%(unit)s. Minus er merforbruk.") % {"unit": unit}


def _sectors_table(report: Consolidated) -> Table:
    columns = [
        Column(gettext("Sektor")),
        Column(gettext("Revidert budsjett"), Shown.MILL, minor=True),
        Column(gettext("Årsprognose"), Shown.MILL),
        Column(gettext("Avvik"), Shown.MILL, change=True),
        Column(gettext("Forrige prognose"), Shown.MILL, change=True, minor=True),
    ]
    rows = [Row(sector.name, _short(sector.amounts)) for sector in report.sectors]
    if report.adjusted:
        rows.append(Row(gettext("Justering over enhetene"), (None, report.adjusted, -report.adjusted, None)))
    rows.append(Row(report.municipality, _short(report.total), "total"))
    title = gettext("Prognose per sektor")
    return Table(title, columns, rows, _sign(gettext("Mill. kr")) + _rounding(rows, Shown.MILL), _source(report))


def _short(amounts: Amounts) -> tuple[Cell, ...]:
    return (amounts.revised, amounts.forecast, amounts.forecast_deviation, amounts.previous_deviation)


def _rounding(rows: Sequence[Row], shown: Shown) -> str:
    """A sentence about rounding when a column's shown parts do not add up to its shown sum, else nothing."""
    step = 10**7 if shown is Shown.MILL else 10**5
    *parts, total = rows
    for place, of_all in enumerate(total.cells):
        values = [row.cells[place] for row in parts if row.kind != "group"]
        numbers = [value for value in values if isinstance(value, int)]
        if isinstance(of_all, int) and numbers and sum(_steps(n, step) for n in numbers) != _steps(of_all, step):
            return " " + gettext("Tallene er rundet av hver for seg, så summen kan avvike med siste siffer.")
    return ""


def _steps(ore: int, step: int) -> int:
    sign = -1 if ore < 0 else 1
    return sign * ((abs(ore) + step // 2) // step)


def _bridge(report: Consolidated) -> Graph:
    steps = [(gettext("Revidert budsjett"), report.total.revised)]
    steps += [(s.name, -s.amounts.forecast_deviation) for s in report.sectors if s.amounts.forecast_deviation]
    if report.adjusted:
        steps.append((gettext("Justering over enhetene"), report.adjusted))
    largest = max(report.sectors, key=lambda sector: abs(sector.amounts.forecast_deviation), default=None)
    summary = gettext("Fra et budsjett på %(budget)s til en prognose på %(forecast)s millioner kroner.") % {
        "budget": written(Fraction(report.total.revised, 10**8), 1, language()),
        "forecast": written(Fraction(report.total.forecast, 10**8), 1, language()),
    }
    if largest:
        summary += " " + gettext("Størst avvik har %(sector)s.") % {"sector": largest.name}
    return Graph(
        kind="bridge",
        title=gettext("Fra budsjett til prognose"),
        summary=summary,
        unit=gettext("Mill. kr. Aksen starter ikke på null."),
        source=_source(report),
        head=gettext("Ledd"),
        column=Column(gettext("Mill. kr"), Shown.MILL),
        values=tuple(steps),
        end=gettext("Årsprognose"),
    )


def _areas_table(report: Consolidated) -> Table:
    columns = [
        Column(gettext("Programområde")),
        Column(gettext("Vedtatt budsjett"), Shown.KR1000, minor=True),
        Column(gettext("Revidert budsjett"), Shown.KR1000, minor=True),
        Column(gettext("Regnskap hittil"), Shown.KR1000, minor=True),
        Column(gettext("Avvik hittil"), Shown.KR1000, change=True, minor=True),
        Column(gettext("Årsprognose"), Shown.KR1000),
        Column(gettext("Avvik"), Shown.KR1000, change=True),
    ]
    rows: list[Row] = []
    for sector in report.sectors:
        rows.append(Row(sector.name, _long(sector.amounts), "group"))
        rows += [Row(f"{area.number} {area.name}", _long(area.amounts), "sub") for area in sector.areas]
    rows.append(Row(gettext("Sum programområdene"), _long(report.units), "total"))
    title = gettext("Økonomi per programområde")
    return Table(title, columns, rows, _sign("1000 kr") + _rounding(rows, Shown.KR1000), _source(report))


def _long(amounts: Amounts) -> tuple[Cell, ...]:
    to_date = (amounts.actual, amounts.deviation_to_date)
    return (amounts.adopted, amounts.revised, *to_date, amounts.forecast, amounts.forecast_deviation)


def _adjustments_table(report: Consolidated) -> Table:
    columns = [
        Column(gettext("Lagt til av")),
        Column(gettext("Endring i prognosen"), Shown.KR1000, change=True),
        Column(gettext("Begrunnelse")),
    ]
    rows = [Row(line.unit, (line.amount, line.reason)) for line in report.adjustments]
    rows.append(Row(gettext("Sum"), (report.adjusted, None), "total"))
    note = gettext("1000 kr. Pluss øker prognosen. Enhetenes egne tall er ikke endret.")
    return Table(gettext("Justeringer"), columns, rows, note, _source(report))


def deviations_chapter(report: Consolidated) -> Chapter:
    """The units that must explain themselves: the largest overspendings in words, all in a table, and the measures."""
    title = gettext("Avvik og tiltak")
    if not report.deviations:
        text = gettext("Ingen enheter har avvik over grensen for forklaring.")
        return Chapter("3", "avvik-og-tiltak", title, (Paragraph(text),))
    blocks: list[Block] = [Heading(gettext("De største merforbrukene"))]
    blocks += [Paragraph(_in_words(line)) for line in _largest(report) if line.explanation]
    blocks += [Heading(gettext("Alle enheter med avvik")), _deviations_table(report)]
    if any(line.measures for line in report.deviations):
        blocks += [Heading(gettext("Tiltakene")), _measures_table(report)]
    return Chapter("3", "avvik-og-tiltak", title, tuple(blocks))


_LARGEST = 6


def _largest(report: Consolidated) -> list[DeviationLine]:
    overspent = [line for line in report.deviations if line.amount < 0]
    return sorted(overspent, key=lambda line: line.amount)[:_LARGEST]


def _in_words(line: DeviationLine) -> str:
    parts = {
        "unit": line.unit,
        "millions": written(Fraction(abs(line.amount), 10**8), 1, language()),
        "explanation": line.explanation,
    }
    return gettext("%(unit)s bruker %(millions)s millioner kroner mer enn budsjettet. %(explanation)s") % parts


def _deviations_table(report: Consolidated) -> Table:
    columns = [
        Column(gettext("Enhet")),
        Column(gettext("Revidert budsjett"), Shown.KR1000, minor=True),
        Column(gettext("Avvik"), Shown.KR1000, change=True),
        Column(gettext("Årsaker")),
    ]
    ordered = sorted(report.deviations, key=lambda line: line.amount)
    rows = [Row(line.unit, (line.budget, line.amount, _causes(line))) for line in ordered]
    return Table(gettext("Enheter med avvik"), columns, rows, _sign("1000 kr"), _source(report))


def _causes(line: DeviationLine) -> str:
    return ", ".join(gettext(CAUSES[cause]) if cause in CAUSES else cause for cause in line.causes)


def _measures_table(report: Consolidated) -> Table:
    columns = [
        Column(gettext("Tiltak")),
        Column(gettext("Enhet")),
        Column(gettext("Ansvarlig"), minor=True),
        Column(gettext("Frist"), Shown.DAY, minor=True),
        Column(gettext("Virkning i år"), Shown.KR1000, change=True),
    ]
    rows = [
        Row(measure.title, (line.unit, measure.owner, measure.deadline, measure.effect))
        for line in report.deviations
        for measure in line.measures
    ]
    note = gettext("1000 kr. Minus gir lavere utgift.")
    return Table(gettext("Tiltak for å rette opp"), columns, rows, note, _source(report))


def sick_leave_chapter(report: Consolidated) -> Chapter:
    """Sick leave per head of service: the month, the year so far and the same time last year."""
    title = gettext("Nærværet")
    if not report.sick_leave:
        return Chapter("4", "naervaeret", title, (Paragraph(gettext("Det er ikke lest inn sykefravær for perioden.")),))
    columns = [
        Column(gettext("Område")),
        Column(gettext("Siste måned"), Shown.NUMBER, 1),
        Column(gettext("Hittil i år"), Shown.NUMBER, 1),
        Column(gettext("Samme tid i fjor"), Shown.NUMBER, 1),
    ]
    rows = [Row(line.unit, _leave(line)) for line in report.sick_leave]
    if report.sick_leave_of_all:
        rows.append(Row(report.municipality, _leave(report.sick_leave_of_all), "total"))
    note = gettext("Prosent av avtalte dagsverk. Små grupper vises ikke.")
    source = gettext("Kilde: lønns- og personalsystemet.")
    return Chapter("4", "naervaeret", title, (Table(gettext("Sykefravær"), columns, rows, note, source),))


def _leave(line: SickLeave) -> tuple[Cell, ...]:
    return tuple(_percent(absence) for absence in (line.month, line.year_to_date, line.last_year))


def _percent(absence: Absence | None) -> Fraction | None:
    return None if absence is None or absence.share is None else absence.share * 100


def method_chapter(report: Consolidated) -> Chapter:
    """How the report came about: who has delivered and approved, and what the figures mean."""
    columns = [
        Column(gettext("Nivå")),
        *(Column(t, Shown.NUMBER) for t in (gettext("Skal rapportere"), gettext("Levert"), gettext("Godkjent"))),
    ]
    rows = [Row(level.name, (level.expected, level.delivered, level.approved)) for level in report.levels]
    text = gettext(
        "Hver enhet har satt sin egen prognose. Nivåene over har lest, sendt tilbake eller godkjent, og kan ha lagt "
        "til en egen justering. Ingen har endret tallene under seg. "
        "Avvik er budsjett minus prognose: minus er merforbruk."
    )
    table = Table(gettext("Hvem som har rapportert"), columns, rows, gettext("Antall rapporter"), "")
    return Chapter("5", "slik-er-rapporten-laget", gettext("Slik er rapporten laget"), (Paragraph(text), table))
