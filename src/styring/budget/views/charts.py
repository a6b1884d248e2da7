"""The charts of the economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from styring.budget.rules.deviation import deviation
from styring.budget.views.parts import own_name
from styring.budget.views.places import month_name
from styring.ui.charts.kinds import Words, bridge_chart
from styring.ui.charts.parts import Piece, parts_chart
from styring.ui.charts.theme import SERIES
from styring.ui.charts.years import MAIN, Line, lines_chart
from styring.ui.tables import Column, Shown, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.budget.queries import Figures, Node, TwelveMonths
    from styring.budget.views.places import Place
    from styring.ui.charts.drawing import Chart

MOST_STEPS = 7
LAST_YEAR = "#7d8a8e"
"""Fainter than what counts, and still to be read."""
MILLIONS = Column("", Shown.MILL)
CHANGE = Column("", Shown.MILL, change=True)


def bridge(place: Place, figures: Figures, steps: Sequence[tuple[str, int]]) -> Chart | None:
    """From revised budget to forecast, by what each part adds or takes away; the smallest go together.

    None when nothing lies between the two.
    """
    if not steps:
        return None
    shown = _largest(steps)
    words = Words(
        title=_("Fra budsjett til prognose"),
        summary=_summary(figures, shown),
        unit=_("Mill. kr. Aksen starter ikke på null."),
        source=_("Kilde: enhetenes prognoser. Brunt øker utgiften, blått senker den. %(source)s")
        % {"source": place.source},
    )
    column = Column(_("Mill. kr"), Shown.MILL)
    whole = [(_("Revidert budsjett"), figures.revised), *shown]
    return bridge_chart(words, _("Ledd"), column, whole, _("Årsprognose"))


def _largest(steps: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    if len(steps) <= MOST_STEPS:
        return list(steps)
    by_size = sorted(steps, key=lambda step: -abs(step[1]))[: MOST_STEPS - 1]
    rest = sum(amount for name, amount in steps if (name, amount) not in by_size)
    return [*(step for step in steps if step in by_size), (_("Andre"), rest)]


def _summary(figures: Figures, steps: Sequence[tuple[str, int]]) -> str:
    changes = ", ".join(f"{name} {text_of(amount, CHANGE)}" for name, amount in steps)
    said = _(
        "Revidert budsjett er %(budget)s millioner kroner. %(changes)s. Prognosen er %(forecast)s millioner kroner."
    )
    return said % {
        "budget": text_of(figures.revised, MILLIONS),
        "changes": changes,
        "forecast": text_of(figures.forecast, MILLIONS),
    }


def year_line(place: Place, year: TwelveMonths, forecast: int | None) -> Chart | None:
    """The year month by month as running totals: budget, accounts, last year, and the way to the forecast.

    None when there is neither budget nor accounts.
    """
    if not any(year.budget) and not any(year.actual):
        return None
    labels = _months(place)
    expected = {} if forecast is None else _by(labels[len(year.actual) - 1 :], year.expected(forecast))
    lines = [
        Line(_("Fjoråret"), _by(labels, year.last_year), LAST_YEAR, is_dashed=True),
        Line(_("Revidert budsjett"), _by(labels, year.budget), SERIES[1]),
        Line(_("Årsprognose"), expected, SERIES[4], is_dashed=True),
        Line(_("Regnskap"), _by(labels, year.actual), SERIES[0], MAIN),
    ]
    said = _("Regnskapet er %(actual)s millioner kroner til og med %(month)s. Budsjettet til da er %(budget)s.") % {
        "actual": text_of(year.actual[-1], MILLIONS), "month": _last_month(place),
        "budget": text_of(year.budget[len(year.actual) - 1], MILLIONS),
    }  # fmt: skip
    words = Words(_("Året måned for måned"), said, _("Mill. kr fra januar til og med hver måned"), place.source)
    return lines_chart(words, _("Måned"), Column(_("Mill. kr"), Shown.MILL), labels, lines)


def deviation_line(place: Place, year: TwelveMonths, forecast: int | None) -> Chart | None:
    """How the accounts have stood to the budget as the months went, and where the forecast ends; minus is overspending.

    None when there is no budget or there are no accounts to hold against it.
    """
    if not any(year.budget) or not any(year.actual):
        return None
    labels, done = _months(place), len(year.actual)
    to_date = [deviation(*pair) for pair in zip(year.budget, year.actual, strict=False)]
    expected = () if forecast is None else zip(year.budget[done - 1 :], year.expected(forecast), strict=True)
    lines = [
        Line(_("Ventet"), _by(labels[done - 1 :], [deviation(*pair) for pair in expected]), SERIES[4], is_dashed=True),
        Line(_("Avvik hittil"), _by(labels, to_date), SERIES[0], MAIN),
    ]
    said = _("Avviket fra budsjettet er %(deviation)s millioner kroner til og med %(month)s. Minus er merforbruk.") % {
        "deviation": text_of(to_date[-1], CHANGE), "month": _last_month(place),
    }  # fmt: skip
    words = Words(_("Avviket gjennom året"), said, _("Mill. kr fra årets start. Minus er merforbruk."), place.source)
    return lines_chart(words, _("Måned"), Column(_("Mill. kr"), Shown.MILL, change=True), labels, lines)


def _months(place: Place) -> list[str]:
    return [month_name(place.period.year, month) for month in range(1, 13)]


def _last_month(place: Place) -> str:
    return month_name(place.period.year, place.period.last_day.month).lower()


def _by(labels: Sequence[str], amounts: Sequence[int]) -> dict[str, int]:
    return dict(zip(labels, amounts, strict=False))


def spending(place: Place, tree: Node) -> Chart | None:
    """What the accounts to date have gone to: each unit below, and those below it again; None for a unit alone."""
    pieces = [_piece(child) for child in tree.children]
    largest = max(pieces, key=lambda piece: piece.amount, default=None)
    if largest is None or largest.amount <= 0 or len(pieces) == 1:
        return None
    words = Words(
        title=_("Dette går pengene til"),
        summary=_("Størst er %(name)s med %(amount)s millioner kroner netto så langt i år.")
        % {"name": largest.name, "amount": text_of(largest.amount, MILLIONS)},
        unit=_("Mill. kr netto så langt i år. Det som har mer inntekt enn utgift, står bare i tabellen."),
        source=place.source,
    )
    return parts_chart(words, _("Enhet"), Column(_("Mill. kr"), Shown.MILL), pieces)


def _piece(node: Node) -> Piece:
    inner = [Piece(child.name, child.figures.actual) for child in node.children]
    if inner and node.own.actual:
        inner.append(Piece(own_name(node), node.own.actual))
    return Piece(node.name, node.figures.actual, inner)
