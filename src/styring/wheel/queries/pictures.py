"""From a year's activities to what the drawing shows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from styring.wheel.models import Ring, TemplateKind
from styring.wheel.queries.words import STATE_WORDS, activity_title, month_name, report_title, short_day
from styring.wheel.rules.states import state_of_all
from styring.wheel.rules.stations import Band, Hub, Mark, Picture, Station, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from styring.wheel.queries.years import Running, Standing

BANDS = ("operations_report", "result_follow_up", "measure_log")
"""What the running processes around the hub deliver, in their order."""

HUB = "common_scorecard"


def picture_of(year: int, day: date, found: Sequence[Standing], running: Iterable[Running]) -> Picture:
    """A year as it is to be drawn."""
    by_output = {one.template.output: one for one in running}
    page = reverse("wheel:year", args=[year])
    return Picture(
        year=year,
        today=day,
        stations=tuple(_stations(found, day)),
        hub=_hub(by_output.get(HUB), year, page),
        bands=tuple(_band(by_output[output], page) for output in BANDS if output in by_output),
        words=_words(year, day),
    )


def _hub(common: Running | None, year: int, page: str) -> Hub:
    if common is None:
        return Hub(_("Året %(year)s") % {"year": year}, page)
    if common.target is None:
        return Hub(common.template.title, page)
    return Hub(str(common.target.title), common.target.address, common.target.summary)


def _band(one: Running, page: str) -> Band:
    return Band(one.template.title, one.target.address if one.target else f"{page}#lopende")


def _stations(found: Sequence[Standing], day: date) -> Iterable[Station]:
    of_station: dict[str, list[Standing]] = {}
    reports: dict[str, list[Standing]] = {}
    for one in found:
        template = one.activity.template
        if template.kind == TemplateKind.MONTHLY:
            reports.setdefault(f"{template.code}{one.activity.period}", []).append(one)
        elif template.station_id:
            of_station.setdefault(template.station_id, []).append(one)
        else:
            yield Station(one.activity.title, template.ring, (_mark(one),), _mark(one), is_named=False)
    yield from (_named(members) for members in of_station.values())
    yield from _reports(list(reports.values()), day)


def _named(members: list[Standing]) -> Station:
    station = members[0].activity.template.station
    marks = {one.activity.code: _mark(one) for one in members}
    anchor = marks.get(station.anchor if station else "", next(reversed(marks.values())))
    title, ring = (station.title, station.ring) if station else ("", "document")
    return Station(title, ring, tuple(marks.values()), anchor)


def _reports(reports: list[list[Standing]], day: date) -> Iterable[Station]:
    """The months' reports as dots; the one whose turn it is, or the next, has its name as well."""
    open_ = [steps for steps in reports if any(one.state.is_open for one in steps)]
    current = min(open_, key=lambda steps: steps[0].activity.due_on, default=None)
    for steps in reports:
        first = steps[0].activity
        mark = replace(_mark(steps[0]), title=report_title(first), state=state_of_all([one.state for one in steps]))
        yield Station(
            mark.title, first.template.ring, (mark,), mark, is_named=steps is current and first.year == day.year
        )


def _mark(one: Standing) -> Mark:
    activity = one.activity
    return Mark(
        key=activity.code,
        title=activity_title(activity),
        starts_on=activity.starts_on,
        due_on=activity.due_on,
        state=one.state,
        address=reverse("wheel:activity", args=[activity.pk]),
        next_year=activity.next_year,
    )


def _words(year: int, day: date) -> Words:
    return Words(
        title=_("Årshjulet %(year)s") % {"year": year},
        description=_(
            "Året som et hjul med januar øverst. Høyre halvdel, januar til juni, dokumenterer året som gikk. Venstre "
            "halvdel, juli til desember, beslutter de neste fire årene. Det samme innholdet står som liste under "
            "tegningen."
        ),
        months=[month_name(month) for month in range(1, 13)],
        today=_("I dag %(day)s. %(month)s") % {"day": day.day, "month": month_name(day.month)},
        rings={ring.value: str(ring.label) for ring in Ring},
        states={state: str(word) for state, word in STATE_WORDS.items()},
        decision=(_("Beslutning"), _("Neste fire år, %(first)s–%(last)s") % {"first": year + 1, "last": year + 4}),
        documentation=(_("Dokumentasjon"), _("Året som gikk, %(year)s") % {"year": year - 1}),
        next_time=lambda coming: _("neste %(year)s") % {"year": coming},
        go_to_month=lambda month: _("Gå til %(month)s i lista") % {"month": month},
        short_day=short_day,
    )
