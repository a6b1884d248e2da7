"""What-if as tables and charts: each figure beside the layer's own, and scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from styring.budget.models.finance import share
from styring.budget.rules.loans import Purpose
from styring.ui.charts.kinds import History, Words, history_chart
from styring.ui.tables import Column, Row, Shown, Table, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from styring.budget.models import FinancialTarget
    from styring.budget.rules.projection import Outcome
    from styring.ui.charts.drawing import Chart

PERCENT = Column("", Shown.NUMBER, decimals=1)


def _net_result(year: Outcome, _targets: Mapping[str, FinancialTarget]) -> Fraction | None:
    return _percent(year.share(year.net_result))


def _reserve(year: Outcome, _targets: Mapping[str, FinancialTarget]) -> Fraction | None:
    return _percent(year.share(year.reserve))


def _debt(year: Outcome, targets: Mapping[str, FinancialTarget]) -> Fraction | None:
    """Net debt, without what the council's target leaves out."""
    target = targets.get("net_debt")
    without = [Purpose.ON_LENDING] if target is None or target.without_on_lending else []
    without += [Purpose.SELF_COST] if target and target.without_self_cost else []
    return _percent(year.share(year.debt_without(*without)))


def _percent(found: Fraction | None) -> Fraction | None:
    return None if found is None else found * 100


def figures() -> dict[str, tuple[str, Callable[[Outcome, Mapping[str, FinancialTarget]], Fraction | None]]]:
    """What is drawn: the figure's name in words, and how it is read from a year."""
    return {
        "net_result": (_("Netto driftsresultat i prosent av driftsinntektene"), _net_result),
        "net_debt": (_("Netto lånegjeld i prosent av driftsinntektene"), _debt),
        "reserve": (_("Disposisjonsfond i prosent av driftsinntektene"), _reserve),
    }


def charts_of(
    plain: Sequence[Outcome], changed: Sequence[Outcome], targets: Mapping[str, FinancialTarget]
) -> list[Chart]:
    """Result, debt and reserve through the years: the choice as a line, the layer as another, the target as rings."""
    return [_chart(name, plain, changed, targets) for name in figures()]


def _chart(
    name: str, plain: Sequence[Outcome], changed: Sequence[Outcome], targets: Mapping[str, FinancialTarget]
) -> Chart:
    title, reading = figures()[name]
    labels = [str(year.year) for year in changed]
    values, own = (
        {str(year.year): found for year in years if (found := reading(year, targets)) is not None}
        for years in (changed, plain)
    )
    limit = targets.get(name)
    marked = {labels[-1]: share(limit.limit) * 100} if limit else {}
    last = labels[-1]
    summary = _("Med valget er det %(changed)s prosent i %(year)s, mot %(plain)s i budsjettet.") % {
        "changed": text_of(values.get(last), PERCENT),
        "plain": text_of(own.get(last), PERCENT),
        "year": last,
    }
    words = Words(title, summary, _("Prosent"), _("Kilde: budsjettet, lånene, investeringene og forutsetningene."))
    history = History(labels, values, marked, compared=(_("Budsjettet"), own))
    return history_chart(words, _("År"), Column(_("Med valget"), Shown.NUMBER, decimals=1), history)


def outcome_table(
    plain: Sequence[Outcome], changed: Sequence[Outcome], targets: Mapping[str, FinancialTarget]
) -> Table:
    """Each year with the choice, and how much it differs from the layer."""
    columns = [
        Column(_("År")),
        Column(_("Netto driftsresultat"), Shown.MILL),
        Column(_("Endring"), Shown.MILL, change=True),
        Column(_("Resultat, %"), Shown.NUMBER, decimals=1),
        Column(_("Lånegjeld"), Shown.MILL, minor=True),
        Column(_("Gjeld, %"), Shown.NUMBER, decimals=1),
        Column(_("Avdrag"), Shown.MILL, minor=True),
        Column(_("Minsteavdrag"), Shown.MILL, minor=True),
        Column(_("Disposisjonsfond"), Shown.MILL),
        Column(_("Fond, %"), Shown.NUMBER, decimals=1, minor=True),
    ]
    rows = [
        Row(
            str(now.year),
            (
                now.net_result,
                now.net_result - then.net_result,
                _net_result(now, targets),
                now.debt_without(),
                _debt(now, targets),
                now.instalments,
                now.least_instalment,
                now.reserve,
                _reserve(now, targets),
            ),
        )
        for then, now in zip(plain, changed, strict=True)
    ]
    note = _("Mill. kr i faste priser. Minus i disposisjonsfondet betyr at budsjettet mangler dekning.")
    return Table(_("År for år med valget"), columns, rows, note)


def comparison_table(
    names: Sequence[str], found: Sequence[Sequence[Outcome]], targets: Mapping[str, FinancialTarget]
) -> Table:
    """Scenarios side by side: each figure year by year, a column each."""
    columns = [Column(_("Tall")), *(Column(name, Shown.NUMBER, decimals=1) for name in names)]
    rows: list[Row] = []
    for title, reading in figures().values():
        rows.append(Row(title, kind="group"))
        rows += [
            Row(str(years[0].year), tuple(reading(year, targets) for year in years), "sub")
            for years in zip(*found, strict=True)
        ]
    return Table(_("Scenariene side om side"), columns, rows, _("Prosent."))
