"""The demo's rounds of 2026: the earlier ones taken over by the controller, October's held by the leaders themselves.

Figures are those of the budget's part of the demo; what leaders say stands in ``rapporter.yaml``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction

from styring.access.queries import person_by_username
from styring.budget.models import Forecast, ForecastKind
from styring.kernel.clock import OSLO
from styring.kernel.periods import Period
from styring.kernel.seeding import DEMO_FILES
from styring.organisation.queries import tree_on
from styring.reporting.models import Contribution, CorrectiveMeasure, Effect, Round
from styring.reporting.queries import measures_of
from styring.reporting.queries.writing import Said
from styring.reporting.services import (
    EarlierReport,
    EarlierRound,
    answer_measure,
    approve,
    deliver,
    open_round,
    send_back,
    take_over_round,
    write,
)
from styring.reporting.services.measures import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.organisation.queries import Node

_THOUSAND = 1000_00
_CONTROLLER = "controller"


@cache
def _said() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEMO_FILES / "rapporter.yaml").read_text(encoding="utf-8"))
    return read


@transaction.atomic
def load_reporting() -> None:
    """The rounds; nothing when they are there."""
    if Round.objects.exists():
        return
    controller = person_by_username(_CONTROLLER)
    for told in _said()["tidligere_runder"]:
        _take_over(controller, told)
    told = _said()["runde"]
    opened = open_round(actor=controller, period=Period.parse(told["periode"]), day=told["aapnet"])
    _October(opened).hold()


def _take_over(controller: User, told: Mapping[str, Any]) -> None:
    period = Period.parse(told["periode"])
    nodes = _nodes(period.last_day)
    reports = {
        code: _earlier(nodes, code, amount, with_words=told.get("med_ord", False))
        for code, amount in _forecasts(period).items()
    }
    assessment = _said()["tidligere_vurdering"][told["periode"]]
    earlier = EarlierRound(period, told["aapnet"], told["lukket"], reports, assessment)
    take_over_round(actor=controller, earlier=earlier)


def _nodes(day: date) -> dict[str, Node]:
    root = tree_on(day)
    return {node.unit.code: node for node in root.walk()} if root else {}


def _forecasts(period: Period) -> dict[str, int]:
    """What each unit forecast as of a month, by its code, øre."""
    own = Forecast.objects.filter(year=period.year, month=period.number, kind=ForecastKind.OWN).order_by("pk")
    return dict(own.values_list("unit__code", "amount"))


def _earlier(nodes: Mapping[str, Node], code: str, amount: int, *, with_words: bool) -> EarlierReport:
    node = nodes[code]
    above = next(one for one in nodes.values() if one.unit == node.placement.parent)
    report = EarlierReport(amount, delivered_by=node.leader, approved_by=above.leader)
    words = _said()["enheter"].get(code) if with_words else None
    if words is None:
        return report
    plans = tuple(
        Plan(told["tittel"], node.position, told["frist"], told["virkning"] * _THOUSAND)
        for told in words.get("tiltak", ())
    )
    return report._replace(
        causes=tuple(words["aarsaker"]),
        explanation=words["forklaring"],
        plans=plans,
        comment=_said()["merknad_sist"].get(code, ""),
    )


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO)


def _when(told: datetime | str) -> datetime:
    """A moment as it stands in the file, in Norwegian time."""
    moment = told if isinstance(told, datetime) else datetime.fromisoformat(told)
    return moment.replace(tzinfo=OSLO)


class _October:
    """October's round as it stands on 6 November."""

    def __init__(self, opened: Round) -> None:
        self.round = opened
        self.nodes = _nodes(opened.cut_off)
        self.forecasts = _forecasts(opened.span)
        found = Contribution.objects.filter(round=opened).select_related("round", "unit", "above__unit")
        self.reports = {report.unit.code: report for report in found}

    def hold(self) -> None:
        """Everybody's part, from the units up."""
        for place, (code, report) in enumerate(self.reports.items()):
            if not report.is_level:
                self._unit(code, place)
        for code, told in _said()["nivaaer"].items():
            self._level(code, told)
        for code, told in _said()["nivaautkast"].items():
            self._draft_of_level(code, told)

    def _leader(self, code: str) -> User:
        leader = self.nodes[code].leader
        if leader is None:
            msg = f"{code} has no leader"
            raise LookupError(msg)
        return leader

    def _unit(self, code: str, place: int) -> None:
        at = _moment(self.round.opened_on + timedelta(days=place % 3), 8 + place % 7, place * 7 % 60)
        self._write(code, at)
        if code in _said()["utkast"]:
            return
        waits, returned = _said()["venter"].get(code), _said()["sendt_tilbake"].get(code)
        self._deliver(code, _when(waits) if waits else _when(returned["levert"]) if returned else at)
        if returned:
            report, above = self.reports[code], self._above(code)
            send_back(actor=above, contribution=report, comment=returned["merknad"], at=_when(returned["dag"]))
        elif not waits:
            self._approve(code, at + timedelta(hours=20))

    def _write(self, code: str, at: datetime) -> None:
        words = _said()["enheter"].get(code, {})
        for told in words.get("tiltak", ()):
            self._answer(code, told)
        said = Said(self.forecasts[code], tuple(words.get("aarsaker", ())), words.get("forklaring", ""))
        report = self.reports[code]
        write(actor=self._leader(code), contribution=report, version=report.version, said=said, at=at)

    def _answer(self, code: str, told: Mapping[str, Any]) -> None:
        """Say whether a measure worked, as its owner did."""
        if "svar" in told:
            measure = self._measure(code, told["tittel"])
            answer_measure(actor=self._leader(code), measure=measure, worked=Effect(told["svar"]), day=told["svart"])

    def _measure(self, code: str, title: str) -> CorrectiveMeasure:
        views = measures_of(self.reports[code].unit, self.round.cut_off)
        return next(view.measure for view in views if view.title == title)

    def _deliver(self, code: str, at: datetime) -> None:
        deliver(actor=self._leader(code), contribution=self.reports[code], at=at)

    def _above(self, code: str) -> User:
        above = self.reports[code].above
        if above is None:
            msg = f"there is nobody above {code}"
            raise LookupError(msg)
        return self._leader(above.unit.code)

    def _approve(self, code: str, at: datetime) -> None:
        told = _said()["godkjent_med_ord"].get(code)
        comment, moment = (told["merknad"], _when(told["dag"])) if told else ("", at)
        approve(actor=self._above(code), contributions=[self.reports[code]], comment=comment, at=moment)

    def _level(self, code: str, told: Mapping[str, Any]) -> None:
        report, at = self.reports[code], _when(told["levert"])
        said = Said(assessment=told["vurdering"])
        write(actor=self._leader(code), contribution=report, version=report.version, said=said, at=at)
        self._deliver(code, at)
        if code in _said()["godkjente_nivaaer"]:
            self._approve(code, at + timedelta(minutes=15))

    def _draft_of_level(self, code: str, told: Mapping[str, Any]) -> None:
        report = self.reports[code]
        said = Said(
            adjustment=told.get("justering", 0) * _THOUSAND,
            adjustment_reason=told.get("grunn", ""),
            assessment=told["vurdering"],
        )
        write(actor=self._leader(code), contribution=report, version=report.version, said=said)
